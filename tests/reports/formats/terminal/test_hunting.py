"""A search as it goes: the line, how often it is printed, and a finding at once."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from kms_reports import summary
from kms_reports.formats.terminal.hunting import Hunting
from kms_reports.result import FUZZ, Counts, Result, Run, Verdict

FOUND = Result("A.b.type", "A", "modelled", Verdict.WRONG_CODE, "[bold]not markup\x1b[31m")


def shown(terminal: bool = False) -> tuple[Hunting, StringIO, list[float]]:
    file, now = StringIO(), [100.0]
    console = Console(file=file, force_terminal=terminal, width=200, highlight=False)
    return Hunting(console, lambda: now[0]), file, now


def test_elsewhere_than_on_a_terminal_there_is_a_line_every_ten_seconds_at_most() -> None:
    hunting, file, now = shown()
    for second in range(25):
        now[0] = 100.0 + second
        hunting.advance(second * 50, 7)
    assert file.getvalue() == (
        "500 requests, 50/s, 7 signatures, 0 findings\n1,000 requests, 50/s, 7 signatures, 0 findings\n"
    )


def test_a_finding_is_told_at_once_as_text_and_counted() -> None:
    hunting, file, now = shown()
    hunting.found(FOUND)
    assert file.getvalue() == "A.b.type: wrong-code: [bold]not markup\\x1b[31m\n"
    now[0] = 112.0
    hunting.advance(1, 1)
    assert file.getvalue().endswith("1 request, 0/s, 1 signature, 1 finding, the last 12 s ago\n")


def test_on_a_terminal_there_is_one_line_that_goes_away() -> None:
    hunting, file, now = shown(terminal=True)
    hunting.advance(5, 1)
    now[0] += 1
    hunting.advance(12_345, 2)
    hunting.close()
    hunting.close()
    assert "12,345 requests" in file.getvalue()
    assert "\n12,345" not in file.getvalue().replace("\r", "")


def test_what_a_search_came_to_is_said_of_it_and_not_of_the_requirements() -> None:
    run = Run("1", "here", FUZZ, 1, "now", counts=Counts(9, 9, 9, 9), complete=True)
    assert (summary.sentence(run), summary.good(run)) == ("0 findings in 9 requests that were judged.", True)
    run.results.append(FOUND)
    assert (summary.sentence(run), summary.good(run)) == ("1 finding in 9 requests that were judged.", False)
    assert summary.counted(run) == "1 broken; of the others nothing is said"
    run.complete = False
    assert summary.sentence(run).startswith("The run was cut short.")
