"""In which kinds of store each member is really needed: it is left out, and it is null, in each of them."""

from __future__ import annotations

from conformance.learning.asking import Asker, NowhereError
from reports.learned import Found, Row, Shown
from spec.facts import Json
from strategies.baselines import at, having, lacking
from strategies.cases import Case, breaks


def presence(asker: Asker, path: str) -> Row:
    """The row of where a member is needed."""
    said: list[str] = []
    needed: list[str] = []
    null: dict[str, list[str]] = {"null counts as one": [], "null is refused": []}
    shown: list[Shown] = []
    asked = 0
    for variant, request in asker.ordinary.items():
        if at(path, request) is None or not asker.plain(variant):
            continue
        asked += 1
        right = not breaks(asker.operation, Case(lacking(request, path), variant))
        said += [] if right else [variant]
        taken = [_taken(asker, path, Case(case, variant), right, shown) for case in _without(request, path)]
        needed += [] if taken[0] else [variant]
        if taken[0] is not taken[1]:
            null["null is refused" if taken[0] else "null counts as one"].append(variant)
    if not asked:
        asker.hosts(path)  # says why
        raise NowhereError("it is in no ordinary request")
    odd = [f"{what} in {_kinds(asker, kinds)}" for what, kinds in null.items() if kinds]
    return Row(
        path,
        "needed",
        _kinds(asker, said),
        "; ".join([_kinds(asker, needed), *odd]),
        Found.DIFFERS if shown else Found.SAME,
        tuple(shown),
        more={"documented": said, "measured": needed, **{what: kinds for what, kinds in null.items() if kinds}},
    )


def _without(request: dict[str, Json], path: str) -> tuple[dict[str, Json], dict[str, Json]]:
    return lacking(request, path), having(request, path, None)


def _taken(asker: Asker, path: str, case: Case, right: bool, shown: list[Shown]) -> bool:
    answer = asker.sure(case, right, f"{path}.needed")
    if answer.taken is not right:
        says = ("accepted", "refused") if right else ("refused", "accepted")
        shown.append(Shown(answer.shown, *says, note=f"a {case.variant} store"))
    return answer.taken


def _kinds(asker: Asker, kinds: list[str]) -> str:
    if not kinds:
        return "in no kind of store"
    if len(kinds) == len(asker.operation.variants):
        return "in every kind of store"
    return " and ".join(kinds)
