"""In which kinds of store each member is really needed: it is left out, and it is null, in each of them."""

from __future__ import annotations

from kms_conformance.learning.membership_oracle import MembershipOracle, NowhereError
from kms_reports.learn.learned import (
    Found,
    Row,
    Shown,
)
from kms_specification.facts import Json
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.examples import (
    at,
    having,
    lacking,
)


def presence(oracle: MembershipOracle, path: str) -> Row:
    """The row of where a member is needed."""
    said: list[str] = []
    needed: list[str] = []
    null: dict[str, list[str]] = {"null counts as one": [], "null is refused": []}
    shown: list[Shown] = []
    asked = False
    for variant, request in oracle.examples.items():
        there = at(path, request) is not None
        if not oracle.plain(variant, conditions=True) or not (there or "." not in path):
            continue
        asked = asked or there
        right = not breaks(oracle.operation, Case(lacking(request, path), variant))
        said += [] if right else [variant]
        without = _taken(oracle, path, Case(lacking(request, path), variant), right, shown) if there else True
        needed += [] if without else [variant]
        if _taken(oracle, path, Case(having(request, path, None), variant), right, shown) is not without:
            null["null is refused" if without else "null counts as one"].append(variant)
    if not asked:
        oracle.hosts(path, conditions=True)  # says why
        raise NowhereError("it is in no ordinary request")
    odd = [f"{what} in {_and(kinds)}" for what, kinds in null.items() if kinds]
    return Row(
        path,
        "needed",
        _kinds(oracle, said),
        "; ".join([_kinds(oracle, needed), *odd]),
        Found.DIFFERS if shown else Found.SAME,
        tuple(shown),
        more={"documented": said, "measured": needed, **{what: kinds for what, kinds in null.items() if kinds}},
    )


def _taken(oracle: MembershipOracle, path: str, case: Case, right: bool, shown: list[Shown]) -> bool:
    answer = oracle.sure(case, right, f"{path}.needed")
    if answer.taken is not right:
        says = ("accepted", "refused") if right else ("refused", "accepted")
        assert isinstance(answer.shown, dict)
        without = "null for it" if path in answer.shown or _null(answer.shown, path) else "none"
        shown.append(Shown(answer.shown, *says, note=f"a {case.variant} store with {without}"))
    return answer.taken


def _null(request: dict[str, Json], path: str) -> bool:
    """Whether a nested member is there and null."""
    outer, _, name = path.rpartition(".")
    inner = at(outer, request) if outer else None
    return isinstance(inner, dict) and name in inner


def _kinds(oracle: MembershipOracle, kinds: list[str]) -> str:
    if not kinds:
        return "in no kind of store"
    return "in every kind of store" if len(kinds) == len(oracle.operation.variants) else f"in {_and(kinds)} stores"


def _and(kinds: list[str]) -> str:
    return " and ".join(kinds)
