"""The exit code of a run that was read from a file is that which the run ended with."""

from __future__ import annotations

import pytest

from kms_conformance.settings.exit_codes import of_run
from kms_reports.result import Counts, Result, Verdict
from tests.support.report_samples import broken, plain, run_of

MET, SKIPPED = plain("Op.state.x"), plain("Op.state.y", Verdict.INAPPLICABLE)
VACUOUS, WRONG = plain("Op.state.z", Verdict.VACUOUS), broken("Op.state.w")


@pytest.mark.parametrize(
    ("results", "complete", "code"),
    [
        ([MET, SKIPPED], True, 0),
        ([MET, WRONG], True, 1),
        ([MET, WRONG], False, 1),
        ([MET], False, 2),
        ([SKIPPED, VACUOUS], True, 5),
        ([SKIPPED], False, 2),
        ([], True, 5),
    ],
)
def test_the_exit_code_of_a_run(results: list[Result], complete: bool, code: int) -> None:
    assert of_run(run_of(*results, complete=complete)) == code


def test_cases_of_requirements_that_were_not_shown_count_for_nothing() -> None:
    assert of_run(run_of(SKIPPED, complete=True, counts=Counts(3, 3, 3, 3))) == 5
