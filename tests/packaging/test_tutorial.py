"""The tutorial, followed to the letter: every command run in one shell, every output shown is in what it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands.environments import ROOT

pytestmark = pytest.mark.packaging

TEXT = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
README = (ROOT / "README.md").read_text(encoding="utf-8")  # shows parts of the same run
SHOWN = [
    *re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL),
    *re.split(r"^ *…\n|^curl.*\n", re.findall(r"```text\n\$.*\n…\n(.*?)```", README, re.DOTALL)[0], flags=re.MULTILINE),
]


def expected(command: str) -> int:
    """1 where the text says that something is broken at the emulator; of what `replay` sends nothing is any more."""
    return int(command.startswith("kms-conformance run") and "--baseline" not in command)


def test_the_tutorial_comes_out_as_it_says(tmp_path: Path) -> None:
    shell = "trap 'kill $(jobs -p)' EXIT\n"
    for command in COMMANDS:
        shell += f"{command}\n" + ("" if command.endswith("&") else 'echo "ended with $?"\n')
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KMS_", "AWS_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
    done = subprocess.run(
        ["bash", "-c", shell],
        cwd=tmp_path,
        env={**clean, "PATH": path},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    ended = [int(code) for code in re.findall(r"^ended with (\d+)$", done.stdout, re.MULTILINE)]
    wanted = [expected(command) for command in COMMANDS if not command.endswith("&")]
    assert ended == wanted, done.stdout + done.stderr
    for shown in SHOWN:
        assert shown in done.stdout
    assert '{"Plaintext": ""}' in done.stdout
