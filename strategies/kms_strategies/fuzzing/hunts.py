"""The kinds of draft that a search draws, each a function of what is known of an operation and of a random generator.

`HUNTS` is the table: what each is called, and its share of the requests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple, TypeVar

from kms_specification.facts import Member, Operation, Variant
from kms_strategies.fuzzing.draft import Act, Draft, Edit
from kms_strategies.fuzzing.slips import BYTES, TEXTS, WHOLE, Slip, Way
from kms_strategies.fuzzing.values import Values
from kms_strategies.requests.examples import Request, at, example

OFTEN, SELDOM = 0.5, 0.1
MOST_AT_ONCE = 3  # members that are special together
UNKNOWN = "Unknown"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where drafts are made: an operation, the request of each variant that the target takes, and its values.

    `interesting` gives a draft whose answer was worth keeping, or None where there is none yet.
    """

    operation: Operation
    examples: Mapping[str, Request]
    values: Values
    interesting: Callable[[], Draft | None]

    def variant(self, random: Random) -> Variant:
        """A variant of which a request is known."""
        return random.choice([v for v in self.operation.variants if v.name in self.examples])

    def members(self, variant: Variant) -> list[Member]:
        """The members that a request of the variant may have."""
        fixed, base = variant.chosen_by, self.examples[variant.name]
        return [
            m
            for m in self.operation.members
            if m.name not in fixed and (m.required or m.name in variant.members or m.name in base)
        ]

    def paths(self, variant: Variant, random: Random) -> list[str]:
        """The paths of the values that a request of the variant may have, those inside others too.

        Those of what is optional are among them, and now and then those that only other variants have a use for.
        """
        foreign = {m for v in self.operation.variants for m in v.members} - set(variant.members)
        left_out = foreign - set(self.examples[variant.name]) if random.random() >= SELDOM else set()
        left_out |= set(variant.chosen_by)
        return [path for path in self.values.paths if path.partition(".")[0] not in left_out]

    def plain(self, draft: Draft) -> Request:
        """The request that a draft changes."""
        return self.examples[draft.variant]


def valid(ground: Ground, random: Random) -> Draft:
    """A valid request: some of its members, or all, drawn; what is optional may be left out or added."""
    variant = ground.variant(random)
    draft = Draft(ground.operation.name, variant.name)
    base = ground.plain(draft)
    share = random.choice((SELDOM, OFTEN, 1.0, 1.0, 1.0))
    for member in _shuffled(ground.members(variant), random):
        if not member.required and member.name not in variant.members and random.random() < SELDOM:
            draft = draft.with_edit(Edit(Act.DROP, member.name))
        elif random.random() < share and not _refers(member, base):
            draft = draft.with_edit(Edit(Act.SET, member.name, ground.values.valid(member.name, random)))
    for member in ground.operation.members:
        new = member.name not in base and not member.required and member.name not in variant.chosen_by
        if new and random.random() < SELDOM:
            draft = draft.with_edit(Edit(Act.SET, member.name, ground.values.valid(member.name, random)))
    return draft


def _refers(member: Member, base: Request) -> bool:
    """Whether a member names something that exists: another value of it would name nothing."""
    return member.name in base and member.name.endswith(("Id", "Blob", "Token", "PublicKey", "Signature", "Mac"))


def bounds(ground: Ground, random: Random) -> Draft:
    """Several values at a bound at once: each at any, or all at the same side, as the corners of a cube are."""
    variant = ground.variant(random)
    draft = Draft(ground.operation.name, variant.name)
    corner, most = random.random() < OFTEN, random.random() < OFTEN
    for path in _some(ground.paths(variant, random), random):
        values = ground.values
        value = values.corner(path, random, most=most) if corner else values.bound(path, random)
        draft = _set(ground, draft, path, Edit(Act.SET, path, value))
    return draft


def violations(ground: Ground, random: Random) -> Draft:
    """One to three violations at once, or violations beside values at a bound."""
    variant = ground.variant(random)
    draft = Draft(ground.operation.name, variant.name)
    for number, path in enumerate(_some(ground.paths(variant, random), random, least=1)):
        edit = _wrong(ground, path, random)
        if number and random.random() < OFTEN / 2:
            edit = Edit(Act.SET, path, ground.values.bound(path, random))
        draft = _set(ground, draft, path, edit)
    return draft


def _wrong(ground: Ground, path: str, random: Random) -> Edit:
    kind = random.random()
    if kind < SELDOM:
        return Edit(Act.DROP, path)
    return Edit(Act.SET, path, None if kind < 2 * SELDOM else ground.values.wrong(path, random))


def fields(ground: Ground, random: Random) -> Draft:
    """A request that was worth keeping, with one to three of its members changed."""
    draft = _kept(ground, random)
    paths = ground.paths(ground.operation.variant(draft.variant), random)
    for _ in range(random.randint(1, MOST_AT_ONCE)):
        draft = _changed(ground, draft, random.choice(paths) if paths else UNKNOWN, random)
    return draft


def _changed(ground: Ground, draft: Draft, path: str, random: Random) -> Draft:
    values = ground.values
    if path == UNKNOWN or random.random() < SELDOM / 2:
        return draft.with_edit(Edit(Act.SET, UNKNOWN, random.choice((None, "", 0, [], {}))))
    edit = random.choice(
        (
            lambda: Edit(Act.DROP, path),
            lambda: Edit(Act.SET, path, None),
            lambda: Edit(Act.REPEAT, path),
            lambda: Edit(Act.SWAP, path, random.choice(values.paths)),
            lambda: Edit(Act.RENAME, path, random.choice(_RENAMED)(path.rpartition(".")[2])),
            lambda: Edit(Act.SET, path, values.bound(path, random)),
            lambda: Edit(Act.SET, path, values.bound(path, random)),
            lambda: Edit(Act.SET, path, values.valid(path, random)),
            lambda: Edit(Act.SET, path, values.valid(path, random)),
            lambda: Edit(Act.SET, path, values.wrong(path, random)),
        )
    )()
    return _set(ground, draft, path, edit)


def text(ground: Ground, random: Random) -> Draft:
    """A request that was worth keeping, in another spelling of JSON."""
    return _slipped(_kept(ground, random), TEXTS, random)


def octets(ground: Ground, random: Random) -> Draft:
    """A request that was worth keeping, with some of its bytes changed."""
    return _slipped(_kept(ground, random), BYTES, random)


def _slipped(draft: Draft, ways: tuple[Way, ...], random: Random) -> Draft:
    for _ in range(random.choice((1, 1, 2, 3))):
        draft = draft.with_slip(Slip(random.choice(ways), random.randrange(WHOLE), random.getrandbits(8)))
    return draft


def _kept(ground: Ground, random: Random) -> Draft:
    found = ground.interesting()
    if found is not None and found.variant in ground.examples:
        return found
    return Draft(ground.operation.name, ground.variant(random).name)


def _set(ground: Ground, draft: Draft, path: str, edit: Edit) -> Draft:
    """The draft with an edit, and before it with a place for what stands inside another member."""
    top, inside, _ = path.partition(".")
    if inside and not at(top, draft.request(ground.plain(draft))):
        draft = draft.with_edit(Edit(Act.SET, top, example(ground.operation.member(top))))
    return draft.with_edit(edit)


def _some(paths: list[str], random: Random, least: int = 2) -> list[str]:
    """A few of the paths, where there are so many."""
    return _shuffled(paths, random)[: random.randint(least, MOST_AT_ONCE)]


def _shuffled(values: list[T], random: Random) -> list[T]:
    return random.sample(values, len(values))


# Other names of a member: those that a reader takes for it which does not look closely.
_RENAMED: tuple[Callable[[str], str], ...] = (
    str.lower,
    str.upper,
    lambda name: name[:1].lower() + name[1:],
    lambda name: f"{name} ",
    lambda name: f"{name}s",
    lambda name: name[:-1],
)


class Hunt(NamedTuple):
    """A kind of draft, and its share of the requests."""

    make: Callable[[Ground, Random], Draft]
    share: int


HUNTS: Mapping[str, Hunt] = {
    "valid": Hunt(valid, 12),
    "bounds": Hunt(bounds, 3),
    "violations": Hunt(violations, 3),
    "fields": Hunt(fields, 3),
    "text": Hunt(text, 1),
    "bytes": Hunt(octets, 2),
}
