"""The terminal report is safe, fits 80 columns, can be copied from, and says in words how the run went."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from kms_reports.details import KEPT
from kms_reports.formats.terminal import Terminal
from kms_reports.result import (
    Counts,
    Run,
    Verdict,
)
from tests.support.report_samples import CURL, HOSTILE, PAGE, broken, every_verdict, plain, run_of, runs


def printed(run: Run, *, terminal: bool = False, advance: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=terminal, color_system="standard" if terminal else None)
    shown = Terminal(console, total=len(run.results))
    shown.header(run)
    if advance:
        for result in run.results:
            shown.advance(result)
    shown.report(run)
    return out.getvalue()


@given(run=runs)
@settings(deadline=None, max_examples=40)
def test_no_control_character_of_a_target_gets_through(run: Run) -> None:
    out = printed(run, advance=True)
    assert {c for c in out if not c.isprintable()} <= set(KEPT)


@given(run=runs)
@settings(deadline=None, max_examples=25)
def test_colours_are_the_only_sequences_on_a_terminal(run: Run) -> None:
    out = re.sub(r"\x1b\[[0-9;]*m", "", printed(run, terminal=True))
    assert {c for c in out if not c.isprintable()} <= set(KEPT)


def test_markup_of_a_target_is_text() -> None:
    out = printed(run_of(broken("A.b.c", answer=HOSTILE[2], request={"Name": "[red]x"})))
    assert "[bold]markup[/bold]" in out
    assert "[red]x" in out


def test_nothing_but_commands_is_wider_than_the_terminal_or_ends_in_blanks() -> None:
    lines = printed(every_verdict(), advance=True).splitlines()
    assert [line for line in lines if cell_len(line) > 80 and line != CURL] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_command_is_a_line_of_its_own() -> None:
    assert CURL in printed(run_of(broken("A.b.c"))).splitlines()
    several = "curl one\ncurl " + "two " * 50
    assert several.rstrip() in printed(run_of(broken("A.b.c", curl=several)))


def test_a_failure_is_told_in_full() -> None:
    out = " ".join(printed(run_of(broken("A.b.c", request={"Name": "a" * 300}))).split())
    for part in (
        "wrong-code",
        "InvalidParameterException instead of ValidationException",
        "(300 characters)",
        "answer HTTP 400 InvalidParameterException",
        "acceptable HTTP 400 ValidationException",
        PAGE,
    ):
        assert part in out


def test_one_cause_is_told_once() -> None:
    out = printed(run_of(*(broken(f"Create.Member{n}.pattern") for n in range(31))))
    assert "31 requirements: InvalidParameterException instead of ValidationException" in out
    assert out.count(CURL) == 1
    assert all(f"Member{n}.pattern" in out for n in range(31))
    assert "31 requirements broken by 1 cause; 0 met." in out


def test_many_causes_are_listed_once_more_above_the_verdict() -> None:
    failing = [broken(f"A.b.c{n}", Verdict.FLAKY) for n in range(5)]
    assert [line for line in printed(run_of(*failing)).splitlines() if line.startswith("  5  A.b.c4: the same")]
    assert "  4  A.b" not in printed(run_of(*failing[:4]))


def test_a_member_too_long_for_its_line_goes_on_further_in() -> None:
    lines = printed(run_of(broken("A.b.c", request={"A" * 40: "b" * 50, "C": 1}))).splitlines()
    first = next(line for line in lines if "A" * 40 in line)
    after = lines[lines.index(first) + 1]
    assert after.index('"') == first.index('"') + 2


def test_skipped_ones_are_told_by_reason() -> None:
    skipped = [plain(f"A.b.c{n}", Verdict.INAPPLICABLE, "No cluster.") for n in range(12)]
    out = printed(run_of(*skipped, plain("A.b.d", Verdict.VACUOUS, "No value.")))
    assert "12  inapplicable: No cluster." in out
    assert " 1  vacuous: No value." in out


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (run_of(*(plain(f"A.b.c{n}") for n in range(84))), "All 84 requirements that could be judged are met."),
        (run_of(plain("A.b.c")), "The one requirement that could be judged is met."),
        (run_of(plain("A.b.c"), broken("A.b.d")), "1 requirement broken; 1 met."),
        (run_of(broken("A.b.c"), broken("A.b.d", Verdict.FLAKY)), "2 requirements broken by 2 causes; 0 met."),
        (run_of(plain("A.b.c", Verdict.INAPPLICABLE)), "Nothing could be judged."),
        (run_of(), "Nothing could be judged."),
        (run_of(plain("A.b.c"), complete=False), "The run was cut short. 1 requirement met, none broken so far."),
        (run_of(broken("A.b.c"), complete=False), "The run was cut short. 1 requirement broken; 0 met."),
        (run_of(complete=False), "The run was cut short. Nothing was judged."),
    ],
)
def test_the_last_line_is_the_verdict(run: Run, sentence: str) -> None:
    assert printed(run).splitlines()[-1] == sentence


def test_counts_and_speed_are_said() -> None:
    run = run_of(plain("A.b.c"), counts=Counts(1234, 1234, 1230, 1234, 66), seconds=2.0)
    out = printed(run)
    assert "1,234 planned, 1,234 sent, 1,230 answered, 1,234 judged; 66 helper requests" in " ".join(out.split())
    assert "2.0 s, 650 requests a second" in out
    assert "not whole" not in out


def test_counts_that_differ_are_pointed_out() -> None:
    assert "not whole" in printed(run_of(plain("A.b.c"), counts=Counts(3, 3, 3, 2)))


def test_leftovers_come_with_the_command_that_deletes_them() -> None:
    out = printed(run_of(plain("A.b.c"), leaked=["cks-1", "cks-2"], ledger="my ledger.jsonl"))
    assert "2 stores left behind: cks-1, cks-2." in out
    assert "kms-conformance cleanup 'my ledger.jsonl'" in out.splitlines()


def test_notes_and_observations_are_remarked() -> None:
    out = printed(run_of(broken("A.b.c", level="observed"), plain("A.b.d"), notes=["Line 9 is torn."]))
    assert "Line 9 is torn." in out
    assert "never fails a run): A.b.c." in out
    assert out.splitlines()[-1].startswith("The one requirement")


def test_progress_off_a_terminal_is_ten_lines() -> None:
    run = run_of(*(plain(f"A.b.c{n}") for n in range(99)), broken("A.b.d"))
    lines = [line for line in printed(run, advance=True).splitlines() if " % " in line]
    assert len(lines) == 10
    assert lines[-1] == "100 %  100 of 100 requirements, 1 broken"


def test_progress_on_a_terminal_leaves_nothing_behind() -> None:
    run = run_of(plain("A.b.c" + "d" * 100), broken("A.b.d"))
    out = printed(run, terminal=True, advance=True)
    assert "A.b.c" in out[: out.index("\x1b[?25h")]
    assert "━" in out[: out.index("\x1b[?25h")]
    assert "\x1b[1A\x1b[2K" in out
    assert out.count("\x1b[?25l") == out.count("\x1b[?25h") == 1


def test_the_header_says_what_calibration_found() -> None:
    out = printed(run_of(environment={"any_cluster": True, "proxies": ["a", "b"], "quota": None, "more": {"x_y": 1}}))
    for line in ("any cluster  yes", "proxies      a, b", "quota        none", "more         x y: 1"):
        assert f"  {line}" in out.splitlines()


def test_only_the_label_of_a_line_is_dim() -> None:
    assert "\x1b[2m  target       \x1b[0mhttp" in printed(run_of(), terminal=True)


def test_a_console_that_knows_ascii_only_is_served() -> None:
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="ascii"), width=80)
    Terminal(console).report(run_of(broken("A.b.c", answer="ünïcode")))
    console.file.flush()
    assert rb"\xfcn\xefcode" in raw.getvalue()


def test_ten_thousand_members_do_not_fill_the_screen() -> None:
    request = {f"Member{n}": {"a": [[1] * 9] * 9} for n in range(10_000)}
    assert len(printed(run_of(broken("A.b.c", request=request))).splitlines()) < 200
