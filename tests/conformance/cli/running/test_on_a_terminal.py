"""A run on a real terminal: a live bar that goes away, colours as the environment asks, reports after Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from kms_reports.formats.jsonl import write
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.reports.samples import broken, plain, run_of

FAULT = "GenerateRandom-state-length"
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Seen:
    """The exit code, all that was written, and what stays on the screen."""

    code: int
    raw: str

    @property
    def stays(self) -> str:
        """What comes after the bar, and before it; without carriage returns."""
        before, _, rest = self.raw.partition(HIDE)
        return (before + rest.rpartition(SHOW)[2]).replace("\r", "")

    @property
    def plain(self) -> list[str]:
        """The lines that stay, without colours and the sequence that takes the bar away."""
        return _STYLE.sub("", self.stays.replace("\x1b[1A\x1b[2K", "")).splitlines()


def seen(*words: str, columns: int = 80, stop_at: str = "", environment: Mapping[str, str] | None = None) -> Seen:
    """The command on a terminal of so many columns; Ctrl-C is typed when a text has been written."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("KMS_", "AWS_", "NO_", "FORCE_", "COL", "LINES"))}
    process = subprocess.Popen(
        [COMMAND, *words],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**kept, "TERM": "xterm-256color", **(environment or {})},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(follower)
    out, late, stopped = b"", time.monotonic() + 120, not stop_at
    while time.monotonic() < late:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                piece = os.read(leader, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            out += piece
        if not stopped and stop_at.encode() in out:
            os.write(leader, b"\x03")
            stopped = True
    code = process.wait(30)
    os.close(leader)
    assert process.returncode != -signal.SIGKILL
    return Seen(code, out.decode(errors="replace"))


def words(url: str, *more: str) -> tuple[str, ...]:
    return ("run", "--target-url", url, "--operations", "GenerateRandom", "--depth", "quick", *more)


@pytest.mark.parametrize("columns", [80, 200])
def test_the_bar_is_live_red_where_something_is_broken_and_goes_away(columns: int) -> None:
    with Embedded(fault=FAULT) as endpoint:
        found = seen(*words(endpoint.url), columns=columns)
    assert found.code == 1
    assert found.raw.count(HIDE) == found.raw.count(SHOW) == 1
    live = found.raw.partition(HIDE)[2].rpartition(SHOW)[0]
    assert re.search(r"\d+ of \d+ requirements, [\d,]+ cases/s, [12] broken", live)
    assert "\x1b[31m━" in live
    assert "━" not in found.stays
    assert [line for line in found.plain if cell_len(line) > columns and not line.startswith(("curl", "kms-"))] == []
    assert found.plain[-1].startswith("2 requirements broken by 2 causes; ")
    wide = [line for line in found.plain if cell_len(line) > 80 and not line.startswith(("curl", "kms-"))]
    assert bool(wide) == (columns > 80)


def test_ctrl_c_takes_the_bar_away_and_tells_what_was_done() -> None:
    with Embedded() as endpoint:
        more = ("--operations", "CreateCustomKeyStore", "--rate", "200")
        found = seen(*words(endpoint.url, *more), stop_at=" of ")
    assert found.code == 2
    assert found.raw.count(HIDE) == found.raw.count(SHOW) == 1
    assert "━" not in found.stays
    assert "Traceback" not in found.raw
    assert found.plain[-1].startswith("The run was cut short. ")
    assert any("inapplicable: not reached" in line for line in found.plain)


def test_colours_can_be_forbidden_and_forced() -> None:
    with Embedded(fault=FAULT) as endpoint:
        plain = seen(*words(endpoint.url), environment={"NO_COLOR": "1"})
        command = [COMMAND, *words(endpoint.url)]
        kept = {n: v for n, v in os.environ.items() if n not in ("NO_COLOR", "FORCE_COLOR")}
        piped, forced = (
            subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env).stdout
            for env in (kept, {**kept, "FORCE_COLOR": "1"})
        )
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain.raw)
    assert "\x1b" not in piped
    assert "\x1b[1;31m" in forced
    assert HIDE not in forced, "a log has no live line, in whatever colours"
    for text in (piped, forced):
        assert "2 requirements broken by 2 causes; " in text


@pytest.mark.parametrize(
    ("option", "least", "most"), [("-q", 1, 1), ("-v", 60, 140), ("-vv", 60, 140)], ids=["-q", "-v", "-vv"]
)
def test_as_much_is_said_as_is_asked_for(option: str, least: int, most: int) -> None:
    with Embedded(fault=FAULT) as endpoint:
        found = seen(*words(endpoint.url, option))
    assert least <= len(found.plain) <= most
    assert (HIDE in found.raw) == (option != "-q")
    assert found.plain[-1].startswith("2 requirements broken by 2 causes; ")


def test_reports_are_named_as_they_were_asked_for(tmp_path: Path) -> None:
    names = {"--results": "r.jsonl", "--junitxml": "r.xml", "--html": "r.html"}
    asked = [word for pair in names.items() for word in pair]
    with Embedded(fault=FAULT) as endpoint:
        command = [COMMAND, *words(endpoint.url, "--only", "GenerateRandom.NumberOfBytes.range.*", *asked)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    for name in names.values():
        assert (tmp_path / name).exists()
        assert re.search(rf"^  \w+ +{name}$", done.stdout, re.MULTILINE), done.stdout


def test_a_plan_fits_its_terminal() -> None:
    found = seen("run", "--plan", "--operations", "CreateAlias", "--depth", "quick")
    assert found.code == 0
    assert all(cell_len(line) <= 80 for line in found.plain)


@pytest.mark.parametrize("command", ["judge", "compare"])
def test_lines_of_other_commands_are_broken_at_spaces(tmp_path: Path, command: str) -> None:
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text('{"operation": "CreateKey", "request": {"Tags": 1}, "status": 200, "code": null}\n')
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    write(run_of(plain("CreateKey.Tags.type")), old)
    write(run_of(replace(broken("CreateKey.Tags.type"), reason="a word " * 30)), new)
    found = seen(*(["judge", str(recorded)] if command == "judge" else ["compare", str(old), str(new)]))
    assert found.code == 1
    assert any("accepted-invalid" in line or "wrong-code" in line for line in found.plain)
    assert all(cell_len(line) <= 80 for line in found.plain if str(tmp_path) not in line)
