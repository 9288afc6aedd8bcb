"""Which values of an enumeration are really taken, what is taken besides, and what is meant where none is said."""

from __future__ import annotations

from kms_conformance.learning.membership_oracle import MembershipOracle, NowhereError
from kms_reports.learn.learned import (
    Found,
    Row,
    Shown,
)
from kms_specification.facts import Member
from kms_strategies.cases import Case, breaks
from kms_strategies.placeholders import placeholders
from kms_strategies.requests.examples import (
    at,
    having,
    lacking,
)
from kms_strategies.values.boundaries import wrong_names

MOST = 5  # values that are named


def enumeration(oracle: MembershipOracle, path: str, member: Member) -> Row:
    """The row of a member's values."""
    assert member.enumeration is not None
    said = member.enumeration.values
    if not any(map(oracle.plain, oracle.examples)):
        raise NowhereError("what stands behind every store is reported before anything else")
    missing = [value for value in said if not _valid(oracle, path, value)]
    wrong = {value: _wrong(oracle, path, value) for value in dict.fromkeys(wrong_names(member))}
    taken = [shown for shown in wrong.values() if shown is not None]
    shown = [Shown(value, "accepted", "refused") for value in missing] + [
        Shown(v, "refused", "accepted") for v in taken
    ]
    return Row(
        path,
        "enum",
        " | ".join(said),
        _told(said, missing, taken, free=any(placeholders(v) and shown is not None for v, shown in wrong.items())),
        Found.DIFFERS if shown else Found.SAME,
        tuple(shown),
        more={"refused": missing, "accepted": taken},
    )


def _valid(oracle: MembershipOracle, path: str, value: str) -> bool:
    """Whether a documented value is taken in a store that it is for. Raises NowhereError."""
    kinds = [v for v in oracle.operation.variants if v.chosen_by.get(path) == value]
    able = [v.name for v in kinds if v.name in oracle.examples]
    for variant in able:
        if oracle.sure(Case(having(oracle.examples[variant], path, value), variant), True, path).taken:
            return True
    if not able and not _others(oracle, path, value):
        raise NowhereError("every valid request is refused")
    return False


def _others(oracle: MembershipOracle, path: str, value: str) -> bool:
    """Whether a store is made with any other value: then it is this one that is refused."""
    return any(v.name in oracle.examples and v.chosen_by.get(path, value) != value for v in oracle.operation.variants)


def _wrong(oracle: MembershipOracle, path: str, value: str) -> str | None:
    """A value that is no documented one as it was sent, if it is taken anywhere."""
    for variant, request in oracle.examples.items():
        chooses = path in oracle.operation.variant(variant).chosen_by
        if (chooses or at(path, request) is not None) and oracle.plain(variant):
            answer = oracle.sure(Case(having(request, path, value), variant), False, path)
            if answer.taken:
                assert isinstance(answer.shown, dict)
                return str(at(path, answer.shown))
    return None


def _told(said: tuple[str, ...], missing: list[str], taken: list[str], *, free: bool) -> str:
    if free:
        return "any value"
    words = [" | ".join(value for value in said if value not in missing) or "none of them"]
    folded = {value.lower() for value in said}
    if any(value.lower() in folded for value in taken):
        words.append("without regard to case")
    if taken:
        words.append("also " + ", ".join(map(repr, taken[:MOST])) + (", …" if len(taken) > MOST else ""))
    return "; ".join(words)


def default(oracle: MembershipOracle, path: str, member: Member) -> Row:
    """The row of what a request means that does not say the member."""
    cases = [
        Case(lacking(request, path), variant)
        for variant, request in oracle.examples.items()
        if oracle.plain(variant, conditions=True)
    ]
    if not cases:
        raise NowhereError("every valid request is refused, or hidden by what stands behind it")
    names = [m.name for m in oracle.operation.members if m.required]
    cases.append(Case({n: v for n, v in next(iter(oracle.examples.values())).items() if n in names}, cases[0].variant))
    shown: list[Shown] = []
    meant: set[str] = set()
    for case in cases:
        right = not breaks(oracle.operation, case)
        answer = oracle.sure(case, right, path)
        if answer.taken:
            meant |= {oracle.operation.variant(case.variant).chosen_by[path]} if case is not cases[-1] else {"anything"}
        if answer.taken is not right:
            says = ("accepted", "refused") if right else ("refused", "accepted")
            shown.append(Shown(answer.shown, *says, note=_without(case, cases)))
    measured = " or ".join(sorted(meant)) or "none: it is needed"
    return Row(path, "default", str(member.default), measured, Found.DIFFERS if shown else Found.SAME, tuple(shown))


def _without(case: Case, cases: list[Case]) -> str:
    return "nothing but what is always needed" if case is cases[-1] else f"a {case.variant} store that does not say it"
