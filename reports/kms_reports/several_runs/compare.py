"""What changed between two runs: what is newly broken, newly met, or no longer judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kms_reports.result import PASSED, SKIPPED, Result, Run, Verdict


class Change(StrEnum):
    """What became of one requirement."""

    BROKEN = "newly broken"
    FIXED = "newly met"
    VANISHED = "no longer judged"
    STILL = "still broken, in another way"


@dataclass(frozen=True, slots=True)
class Difference:
    """One requirement whose result changed; None where a run has none."""

    change: Change
    id: str
    before: Result | None
    after: Result | None


_MET = PASSED | {Verdict.UNEXPECTED_PASS}  # it passes, whatever a baseline expected


def _broken(result: Result | None) -> bool:
    """Whether the target breaks the requirement, known from a baseline or not."""
    return (
        result is not None
        and result.verdict not in _MET
        and (result.failed or result.verdict is Verdict.EXPECTED_FAILURE)
    )


def _met(result: Result | None) -> bool:
    return result is not None and result.verdict in _MET


def _judged(result: Result | None) -> bool:
    return result is not None and (result.verdict not in SKIPPED or result.verdict is Verdict.EXPECTED_FAILURE)


def differences(old: Run, new: Run) -> tuple[Difference, ...]:
    """Every requirement whose result changed, the newly broken first, each kind in the order of ids."""
    before = {result.id: result for result in old.results}
    after = {result.id: result for result in new.results}
    found = [
        Difference(change, id_, before.get(id_), after.get(id_))
        for id_ in before.keys() | after.keys()
        for change in _change(before.get(id_), after.get(id_))
    ]
    order = list(Change)
    return tuple(sorted(found, key=lambda one: (order.index(one.change), one.id)))


def _change(before: Result | None, after: Result | None) -> Iterator[Change]:
    if _broken(after) and not _broken(before):
        yield Change.BROKEN
    elif _broken(after) and before is not None and after is not None and _verdict(before) != _verdict(after):
        yield Change.STILL
    elif _met(after) and _broken(before):
        yield Change.FIXED
    elif _judged(before) and not _judged(after):
        yield Change.VANISHED


def _verdict(result: Result) -> Verdict:
    """The verdict on the answers, which a baseline hides."""
    shown = result.counterexample
    return shown.verdict if result.verdict is Verdict.EXPECTED_FAILURE and shown is not None else result.verdict
