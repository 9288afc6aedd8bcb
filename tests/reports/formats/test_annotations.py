"""GitHub annotations: one line a cause, ten at most, and nothing of the target is a command."""

from __future__ import annotations

from kms_reports.formats.annotations import render
from kms_reports.result import Verdict
from tests.support.reports.samples import HOSTILE, broken, every_verdict, large, plain, run_of


def test_a_line_for_each_cause_and_ten_at_most() -> None:
    few, many = (render(large(n)).splitlines() for n in (3, 40))
    assert (len(few), len(many)) == (3, 10)
    assert all(line.startswith("::error title=") for line in many)


def test_a_run_in_which_all_is_met_has_none_and_one_that_judged_nothing_has_one() -> None:
    assert render(run_of(plain("Op.state.x"))) == ""
    assert render(run_of(plain("Op.state.x", Verdict.INAPPLICABLE))).count("::error title=kms-conformance::") == 1
    assert render(every_verdict())


def test_nothing_of_the_target_begins_a_line_or_a_command() -> None:
    for text in (*HOSTILE, "a\n::set-env name=x::y", "%0A::error::x", "\r::x"):
        lines = render(run_of(broken("Op.state.x", code=text, explanation=text))).split("\n")
        assert [line[:13] for line in lines] == ["::error title", ""]
