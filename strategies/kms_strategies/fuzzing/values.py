"""Values of the members of one operation, by what they are for: valid, at a bound, and wrong.

They are drawn by Hypothesis in batches and used more than once, so that a request costs no more than sending it; the
boundary cases give the rest. None is taken from a request to a target, so that no secret of a user is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st

from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, Kind, Member, Operation
from kms_specification.requirements.registry import Requirement, registry
from kms_specification.violations.values import broken
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import drawn as drawn_requests
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import at
from kms_strategies.values import drawn
from kms_strategies.values.sizes import of_size

BATCH = 16  # values that are drawn at once
USES = 8  # times that each of them is used, on average, before more are drawn
GOLDEN = (5**0.5 - 1) / 2
DRAWN = 0.2  # how often a value is one that Hypothesis drew
_BOUNDS = (Aspect.LENGTH_MIN, Aspect.LENGTH_MAX, Aspect.SIZE_MIN, Aspect.SIZE_MAX, Aspect.RANGE_MIN, Aspect.RANGE_MAX)


@dataclass(frozen=True, slots=True)
class Known:
    """The finite values of a member: at a bound, otherwise remarkable, and wrong.

    `least` and `most` are those of the bounds that are as small or as large as any.
    """

    bounds: tuple[Json, ...] = ()
    least: tuple[Json, ...] = ()
    most: tuple[Json, ...] = ()
    remarkable: tuple[Json, ...] = ()
    wrong: tuple[Json, ...] = ()


@dataclass(slots=True)
class _Batch:
    """Values of one strategy. `uses` are left before more are drawn."""

    strategy: st.SearchStrategy[Any]
    values: list[Any] = field(default_factory=list)
    uses: int = 0

    def take(self, random: Random) -> Any:
        if not self.uses:
            self.values = batch(self.strategy, BATCH, random.getrandbits(32))
            self.uses = USES * len(self.values)
        self.uses -= 1
        return random.choice(self.values)


@dataclass(slots=True)
class Values:
    """The values of one operation's members."""

    operation: Operation
    _members: dict[str, Member] = field(init=False)
    _batches: dict[str, _Batch] = field(default_factory=dict)
    _shares: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._members = dict(self.operation.walk())

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all members, nested ones too."""
        return tuple(self._members)

    def valid(self, path: str, random: Random) -> Json:
        """A value that the member's own constraints allow: drawn by Hypothesis, or of a size that was not had yet."""
        member = self._members[path]
        if random.random() >= DRAWN:
            return uniform(member, random, self._share(path, random))
        return self._batch(path, drawn.valid(member)).take(random)  # type: ignore[no-any-return]

    def bound(self, path: str, random: Random) -> Json:
        """A valid value at a bound, or else remarkable; any where the member has neither."""
        found = known(self.operation.name, path)
        pools = [pool for pool in (found.bounds, found.bounds, found.remarkable) if pool]
        return random.choice(random.choice(pools)) if pools else self.valid(path, random)

    def corner(self, path: str, random: Random, *, most: bool) -> Json:
        """A valid value as large as any, or as small; any at a bound where none is known to be."""
        found = known(self.operation.name, path)
        pool = found.most if most else found.least
        return random.choice(pool) if pool else self.bound(path, random)

    def wrong(self, path: str, random: Random) -> Json:
        """A value that breaks a constraint of the member."""
        found = known(self.operation.name, path).wrong
        breakable = [r for r in _constraints(self.operation.name, path) if _breaking(r) is not None]
        if breakable and (not found or random.random() < DRAWN):
            requirement = random.choice(breakable)
            strategy = _breaking(requirement)
            assert strategy is not None
            return self._batch(requirement.id, strategy).take(random)  # type: ignore[no-any-return]
        return random.choice(found) if found else None

    def _share(self, path: str, random: Random) -> float:
        """Where the next value lies among all sizes: steps of the golden ratio leave no gap much larger than others."""
        before = self._shares.get(path)
        self._shares[path] = random.random() if before is None else (before + GOLDEN) % 1.0
        return self._shares[path]

    def _batch(self, name: str, strategy: st.SearchStrategy[Any]) -> _Batch:
        return self._batches.setdefault(name, _Batch(strategy))


def batch(strategy: st.SearchStrategy[Any], number: int, seed: int) -> list[Any]:
    """Up to so many values that Hypothesis draws; at least one."""
    found: list[Any] = []

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @hypothesis.seed(seed)
    @hypothesis.given(strategy)
    def one(value: Any) -> None:
        found.append(value)

    one()
    return found


def uniform(member: Member, random: Random, share: float | None = None) -> Json:
    """A valid value, each choice on the way to it as likely as the others; `share` says which of its sizes it has."""
    if member.enumeration:
        return random.choice(member.enumeration.values)
    make = _UNIFORM.get(member.kind)
    if make is None:
        return _drawn_once(member, random)
    return make(member, random, random.random() if share is None else share)


def _drawn_once(member: Member, random: Random) -> Json:
    if member.kind is Kind.STRUCTURE:
        return {m.name: uniform(m, random) for m in member.members if m.required or random.random() < 0.5}
    if member.kind is Kind.LIST and member.item is not None:
        least, most = (member.size.least, member.size.most) if member.size else (0, drawn.FEW)
        return [uniform(member.item, random) for _ in range(random.randint(least, max(least, min(most, drawn.FEW))))]
    if member.kind is Kind.MAP and member.key is not None and member.value is not None:
        entries = range(random.randint(0, drawn.FEW))
        return {str(uniform(member.key, random)): uniform(member.value, random) for _ in entries}
    return random.randint(0, 2**32)


def _integer(member: Member, random: Random, share: float) -> Json:
    least, most = -(2**31), 2**31 - 1
    if member.range is not None:
        least = least if member.range.min is None else member.range.min
        most = most if member.range.max is None else member.range.max
    return least + int(share * (most - least + 1))


def _blob(member: Member, random: Random, share: float) -> Json:
    least, most = (member.size.least, member.size.most) if member.size else (0, drawn.SHORT_BLOB)
    return of_size(member, least + int(share * (min(most, max(least, drawn.SHORT_BLOB)) - least + 1)))


_UNIFORM: dict[Kind, Callable[[Member, Random, float], Json]] = {
    Kind.INTEGER: _integer,
    Kind.BLOB: _blob,
    Kind.STRING: drawn.chosen,
    Kind.BOOLEAN: lambda _, random, share: random.random() < share,
    Kind.NUMBER: lambda _, random, share: (share - 0.5) * 2e9,
}


@cache
def known(operation: str, path: str) -> Known:
    """The values of the boundary cases at a path."""
    bounds: dict[str, Json] = {}
    remarkable: dict[str, Json] = {}
    wrong: dict[str, Json] = {}
    for requirement in _constraints(operation, path):
        member = OPERATIONS[operation].member(path)
        for case in vectors(requirement):
            for value in _at(path, case):
                if any(v.certain for v in broken(member, Substitution(Random(0))(value), "", ())):
                    wrong[repr(value)] = value
                else:
                    (bounds if requirement.aspect in _BOUNDS else remarkable)[repr(value)] = value
    found = tuple(bounds.values())
    return Known(found, _extreme(found, min), _extreme(found, max), tuple(remarkable.values()), tuple(wrong.values()))


def _extreme(values: tuple[Json, ...], which: Callable[[Iterable[int]], int]) -> tuple[Json, ...]:
    """Those of the values that are the smallest, or the largest."""
    sizes = [measure(value) for value in values]
    return tuple(value for value, size in zip(values, sizes, strict=True) if size == which(sizes))


def measure(value: Json) -> int:
    """How large a value is: a number itself, of anything else its length."""
    return int(value) if isinstance(value, int | float) else len(value) if value is not None else 0


def _at(path: str, case: Case) -> Iterator[Json]:
    value = at(path, case.request) if isinstance(case.request, dict) else None
    if value is not None:
        yield value


@cache
def _constraints(operation: str, path: str) -> tuple[Requirement, ...]:
    found = (r for r in registry() if r.operation == operation and r.subject == path)
    return tuple(r for r in found if r.aspect in CONSTRAINTS and r.aspect is not Aspect.REQUIRED)


@cache
def _breaking(requirement: Requirement) -> st.SearchStrategy[Any] | None:
    return drawn_requests.wrong_values(requirement)
