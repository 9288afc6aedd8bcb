"""Progress is a line now and then, or a bar that leaves nothing behind."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from kms_reports.formats.terminal.pace import Pace
from kms_reports.formats.terminal.progress import Progress
from kms_reports.result import (
    Run,
)
from tests.support.reports.samples import broken, plain, run_of
from tests.support.reports.terminal import printed


def progress_of(seconds: list[float], run: Run, *, terminal: bool, width: int = 100) -> tuple[list[str], str]:
    """The lines and the raw output of a run whose results come at these seconds."""
    out, lines = io.StringIO(), []
    clock = iter([0.0, *seconds])
    console = Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    pace = Pace([f"A.b.c{n}" for n in range(99)] + ["A.b.d"])
    shown = Progress(console, 100, lines.append, pace, lambda: next(clock))
    for result in run.results:
        shown.advance(result)
    shown.close()
    shown.close()
    return lines, out.getvalue()


def test_progress_off_a_terminal_is_a_line_every_ten_seconds_at_most() -> None:
    run = run_of(*(plain(f"A.b.c{n}") for n in range(49)), broken("A.b.d"))
    lines, out = progress_of([0.5 * n for n in range(1, 51)], run, terminal=False)
    assert lines == [
        "20 of 100 requirements, 4 cases/s, 0 broken, about 40 s left",
        "40 of 100 requirements, 4 cases/s, 0 broken, about 30 s left",
    ]
    assert out == ""


def test_a_result_that_is_told_twice_counts_once() -> None:
    run = run_of(*(broken("A.b.c0") for n in range(30)))
    assert progress_of([float(n) for n in range(1, 31)], run, terminal=False)[0] == []


def test_a_quick_run_off_a_terminal_shows_no_progress() -> None:
    assert " left" not in printed(run_of(plain("A.b.c"), plain("A.b.d")), advance=True)


def test_progress_on_a_terminal_leaves_nothing_behind() -> None:
    _, out = progress_of([1, 2], run_of(plain("A.b.c"), broken("A.b.d")), terminal=True)
    assert "2 of 100 requirements, 2 cases/s, 1 broken" in out
    assert " left" not in out
    assert "\x1b[1A\x1b[2K" in out
    assert out.count("\x1b[?25l") == out.count("\x1b[?25h") == 1


def test_the_bar_is_red_only_when_something_failed() -> None:
    good = run_of(*(plain(f"A.b.c{n}") for n in range(50)))
    bad = run_of(*(broken(f"A.b.c{n}") for n in range(50)))
    seconds = [float(n) for n in range(1, 51)]
    assert "\x1b[31m━" not in progress_of(seconds, good, terminal=True)[1]
    assert "\x1b[32m━" in progress_of(seconds, good, terminal=True)[1]
    assert "\x1b[31m━" in progress_of(seconds, bad, terminal=True)[1]


@pytest.mark.parametrize("width", [68, 80, 200])
def test_the_bar_makes_room_for_the_time_left(width: int) -> None:
    good = run_of(*(plain(f"A.b.c{n}") for n in range(50)))
    out = progress_of([float(n) for n in range(1, 51)], good, terminal=True, width=width)[1]
    assert "50 of 100 requirements, 2 cases/s, 0 broken, about 50 s left" in out
    assert "…" not in out
