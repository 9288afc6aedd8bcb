"""What may not be the same in two stores: a second store with the same, nearly the same, and other values."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.learning.membership_oracle import (
    MembershipOracle,
    NowhereError,
    UnmadeError,
)
from kms_reports.learn.learned import (
    Found,
    Row,
    Shown,
)
from kms_reports.sanitize import quoted
from kms_specification.facts import Unique
from kms_specification.state.uniqueness import State, conflicts
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.duplicates import duplicates
from kms_strategies.requests.examples import Request


def uniqueness(oracle: MembershipOracle, rule: Unique) -> Row:
    """The row of a rule."""
    # Pairs: whether a third store hides the second is for a run to see.
    cases = [c for c in duplicates(oracle.operation, rule, oracle.calibration.examples) if len(c.before) == 1]
    known = oracle.calibration
    makes = [c for c in cases if known.succeeds(c.variant) and all(map(known.takes, c.before))]
    if not makes:
        why = next((w for c in cases if (w := known.unreached(c.variant))), "")
        raise NowhereError(why or "no two stores can be made that the rule compares")
    shown: list[Shown] = []
    held = {True: 0, False: 0}
    unmade: UnmadeError | None = None
    for case in makes:
        right = not _clashing(oracle, case)
        try:
            answer = oracle.sure(case, right, f"unique.{rule.name}", unique=False)
        except UnmadeError as why:
            unmade = why
            continue
        held[right] += answer.taken is right
        if answer.taken is not right and not (right and _refused_alone(oracle, case)):
            first, second = (_compared(rule, request) for request in answer.judged.shown())
            says = ("accepted", "refused") if right else ("refused", "accepted")
            shown.append(Shown({"first": first, "second": second}, *says, note=_brief(rule, first, second)))
    if unmade is not None and not (shown or sum(held.values())):
        raise unmade
    wrong = {True: [s for s in shown if s.measured == "refused"], False: [s for s in shown if s.measured == "accepted"]}
    return Row(
        rule.name,
        "unique",
        said(rule),
        _told(held, wrong, sum(held.values()) + len(shown)),
        Found.DIFFERS if shown else Found.SAME,
        tuple(shown),
        more={"pairs": sum(held.values()) + len(shown), "clashing": held[False] + len(wrong[False])},
    )


def _clashing(oracle: MembershipOracle, case: Case) -> bool:
    """Whether the second store surely clashes with the first."""
    substitution = Substitution(oracle.random)
    before = tuple(substitution(request) for request in case.before)
    found = conflicts(oracle.operation, substitution(case.request), State(before))  # type: ignore[arg-type]
    return any(clash.certain for clash in found)


def _refused_alone(oracle: MembershipOracle, case: Case) -> bool:
    """Whether the second request is refused where there is no first: then not for what the two have in common."""
    return not oracle.ask(replace(case, before=())).taken


def said(rule: Unique) -> str:
    """A rule in a few words: of the kinds that are compared, the new store's comes first."""
    pairs = ", ".join(sorted(f"{new} with {old}" for new, old in rule.pairs))
    return f"no two with the same {' and '.join(rule.members)}" + (f" ({pairs})" if pairs else "")


def _told(held: dict[bool, int], wrong: dict[bool, list[Shown]], pairs: int) -> str:
    if not any(wrong.values()):
        return f"kept by all of {pairs} pairs of stores"
    clashing = held[False] + len(wrong[False])
    words = [f"the same is accepted in {len(wrong[False])} of {clashing} pairs"] if wrong[False] else []
    words += [f"what differs is refused in {len(wrong[True])} of {pairs - clashing} pairs"] if wrong[True] else []
    return "; ".join(words)


def _compared(rule: Unique, request: object) -> Request:
    """What the rule compares, of a request."""
    assert isinstance(request, dict)
    members = (*([rule.between] if rule.between else []), *rule.members)
    return {name: request[name] for name in members if name in request}


def _brief(rule: Unique, first: Request, second: Request) -> str:
    """Two stores in a few words."""
    kinds = f"{_kind(rule.between, second)} after {_kind(rule.between, first)}: " if rule.between else ""
    old, new = (" and ".join(quoted(str(request.get(name))) for name in rule.members) for request in (first, second))
    return f"{kinds}{new} after {'the same' if old == new else old}"


def _kind(member: str, store: Request) -> str:
    """What a store says in the member that tells the kinds apart."""
    kind = store.get(member)
    return f"{member} {kind}" if kind is not None else f"no {member}"
