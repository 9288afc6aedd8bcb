"""What changed between two runs, by what each says of a requirement."""

from __future__ import annotations

import pytest

from kms_reports.result import Result, Run, Verdict
from kms_reports.several_runs.compare import Change, differences
from tests.support.reports.samples import broken

ID = "CreateCustomKeyStore.CloudHsmClusterId.pattern"


def run(*results: Result) -> Run:
    return Run("0.1.0", "http://127.0.0.1:1", "quick", 1, "2026-01-01", results=list(results), complete=True)


def plain(verdict: Verdict) -> Result:
    return Result(ID, "CreateCustomKeyStore", "documented", verdict)


MET, SKIPPED = plain(Verdict.CONFORMS), plain(Verdict.INAPPLICABLE)
KNOWN, AGAINST = plain(Verdict.EXPECTED_FAILURE), plain(Verdict.UNEXPECTED_PASS)
WRONG, FAULT = broken(ID, Verdict.WRONG_CODE), broken(ID, Verdict.SERVER_FAULT)
OBSERVED = broken(ID, Verdict.WRONG_CODE, level="observed")

CHANGES: list[tuple[Result | None, Result | None, Change | None]] = [
    (MET, WRONG, Change.BROKEN),
    (SKIPPED, WRONG, Change.BROKEN),
    (None, WRONG, Change.BROKEN),
    (AGAINST, WRONG, Change.BROKEN),
    (WRONG, WRONG, None),
    (WRONG, FAULT, Change.STILL),
    (KNOWN, WRONG, Change.STILL),
    (WRONG, KNOWN, Change.STILL),
    (WRONG, MET, Change.FIXED),
    (KNOWN, AGAINST, Change.FIXED),
    (WRONG, SKIPPED, Change.VANISHED),
    (MET, SKIPPED, Change.VANISHED),
    (MET, None, Change.VANISHED),
    (WRONG, None, Change.VANISHED),
    (MET, MET, None),
    (MET, AGAINST, None),
    (SKIPPED, None, None),
    (None, SKIPPED, None),
    (SKIPPED, MET, None),
    (None, MET, None),
    (MET, OBSERVED, None),
    (None, OBSERVED, None),
    (OBSERVED, SKIPPED, Change.VANISHED),
]


@pytest.mark.parametrize(("before", "after", "change"), CHANGES)
def test_what_became_of_a_requirement(before: Result | None, after: Result | None, change: Change | None) -> None:
    old, new = ([one] if one else [] for one in (before, after))
    assert [found.change for found in differences(run(*old), run(*new))] == ([change] if change else [])


def test_the_newly_broken_come_first_and_ids_are_in_order() -> None:
    old = run(broken("B.state.x"), *(Result(one, "A", "documented", Verdict.CONFORMS) for one in ("C.y", "A.y")))
    new = run(Result("B.state.x", "B", "documented", Verdict.CONFORMS), broken("C.y"), broken("A.y"))
    assert [found.id for found in differences(old, new)] == ["A.y", "C.y", "B.state.x"]
