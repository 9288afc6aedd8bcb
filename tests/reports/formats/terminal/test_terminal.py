"""The terminal report is safe, fits 80 columns, and can be copied from."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from kms_reports.details import KEPT
from kms_reports.formats.terminal.report import EXCHANGES, NORMAL, REQUIREMENTS, Terminal
from kms_reports.formats.terminal.wrap import first_pieces, wrap
from kms_reports.result import (
    Run,
    Verdict,
)
from tests.support.reports.samples import CURL, HOSTILE, broken, every_verdict, run_of, runs
from tests.support.reports.terminal import printed


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


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("verbosity", [NORMAL, REQUIREMENTS, EXCHANGES])
def test_nothing_but_commands_is_wider_than_the_terminal_or_ends_in_blanks(width: int, verbosity: int) -> None:
    lines = printed(every_verdict(), advance=True, width=width, verbosity=verbosity).splitlines()
    commands = (CURL, "kms-conformance ")
    assert [line for line in lines if cell_len(line) > width and not line.startswith(commands)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_ids_paths_and_urls_are_never_broken() -> None:
    long = "Create." + "XksProxyAuthenticationCredential." * 3 + "RawSecretAccessKey.length.max"
    path = "/a/path/that/is/long/" + "directory/" * 9 + "results.jsonl"
    run = run_of(broken(long, Verdict.STATE_VIOLATION), reports={"results": path})
    for verbosity in (NORMAL, REQUIREMENTS, EXCHANGES):
        lines = [line.strip() for line in printed(run, verbosity=verbosity).splitlines()]
        assert long in lines
        assert any(line.endswith(path) for line in lines)


def test_text_that_is_no_id_is_broken_at_the_end_of_the_line() -> None:
    assert wrap("語" * 50, 80) == ["語" * 40, "語" * 10]
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("a" * 1000, 300)[0] == "a" * 300


def test_the_command_is_a_line_of_its_own() -> None:
    assert CURL in printed(run_of(broken("A.b.c"))).splitlines()
    several = "curl one\ncurl " + "two " * 50
    assert several.rstrip() in printed(run_of(broken("A.b.c", curl=several)))


def test_a_text_that_is_cut_says_so_within_its_room() -> None:
    assert first_pieces("one two three four five", 10, 2) == ["one two", "three ..."]
    assert first_pieces("one two three", 8, 2) == ["one two", "three"]
    assert first_pieces("one two three", 80, 1) == ["one two three"]


@pytest.mark.parametrize("room", range(20, 24))
def test_nothing_is_cut_in_the_middle_of_how_many_more_there_are(room: int) -> None:
    assert first_pieces("Encrypt, Verify and 14 more", room, 1) == ["Encrypt, Verify ..."]


def test_a_member_too_long_for_its_line_goes_on_further_in() -> None:
    lines = printed(run_of(broken("A.b.c", request={"A" * 40: "b" * 50, "C": 1}))).splitlines()
    first = next(line for line in lines if "A" * 40 in line)
    after = lines[lines.index(first) + 1]
    assert after.index('"') == first.index('"') + 2


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_forced_and_forbidden_by_the_environment(environment: dict[str, str], coloured: bool) -> None:
    out = io.StringIO()
    Terminal(Console(file=out, width=80, _environ={"TERM": "xterm", **environment})).report(every_verdict())
    assert ("\x1b[1;31m" in out.getvalue()) == coloured
    assert "\x1b[31m" not in out.getvalue() or coloured


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
