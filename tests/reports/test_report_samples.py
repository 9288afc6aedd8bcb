"""Runs made by hand and drawn by Hypothesis for the tests of reports, and that these have what they claim to have."""

from __future__ import annotations

from kms_reports.result import (
    Verdict,
)
from tests.support.reports.samples import (
    every_verdict,
)


def test_every_verdict_occurs() -> None:
    assert set(every_verdict().verdicts) == {str(v) for v in Verdict}
