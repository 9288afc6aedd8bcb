"""CONTRIBUTING.md, followed to the letter in a copy of the tree: each section adds what it says."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("specification", "strategies", "targets", "reports", "conformance")
_SECTION = re.compile(r"^## Add (.+)\n((?:(?!## ).*\n)+)", re.MULTILINE)
_BLOCK = re.compile(
    r"(?:^In (?:the new file )?`(?P<path>[^`]+)`(?:, (?:after `(?P<after>[^`]+)`|at the end))?:\n\n"
    r"(?:<!-- fmt: off -->\n)?)?"
    r"^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SECTIONS = dict(_SECTION.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
FOLLOWED = [name for name, text in SECTIONS.items() if "```" in text]


def add(tree: Path, block: re.Match[str]) -> None:
    """Puts the block where the line above it says."""
    place, after = tree / block["path"], block["after"]
    if after is None:
        with place.open("a", encoding="utf-8") as file:
            file.write(block["text"])
        return
    text = place.read_text(encoding="utf-8")
    assert text.count(f"{after}\n") == 1, after
    place.write_text(text.replace(f"{after}\n", f"{after}\n{block['text']}"), encoding="utf-8")


def shell(script: str, tree: Path, directory: Path) -> str:
    """What the commands print, of the packages in the tree."""
    (directory / "bin").mkdir(parents=True)
    command = directory / "bin/kms-conformance"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kms_conformance "$@"\n')
    command.chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KMS_", "AWS_", "PYTHON"))}
    paths = {
        "PYTHONPATH": os.pathsep.join(str(tree / room) for room in ROOMS),
        "PATH": f"{command.parent}{os.pathsep}{clean['PATH']}",
        "XDG_CACHE_HOME": str(directory),
    }
    done = subprocess.run(
        ["bash", "-c", "trap 'kill $(jobs -p)' EXIT\n" + script],
        env={**clean, **paths},
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


def test_every_thing_of_the_index_has_a_section() -> None:
    first_words = [name.split()[1] for name in SECTIONS]
    assert first_words == ["constraint", "behaviour", "check", "fault", "report", "emulator"]
    assert len(FOLLOWED) == len(SECTIONS) - 1, "the behaviour of keys has a page of its own, which is followed too"


@pytest.mark.parametrize("name", FOLLOWED)
def test_it_comes_out_as_it_says(name: str, tmp_path: Path) -> None:
    tree, script, shown = tmp_path / "tree", "", ""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for block in _BLOCK.finditer(SECTIONS[name]):
        if block["path"] is not None:
            add(tree, block)
        elif block["language"] == "sh":
            script += block["text"]
        else:
            shown += block["text"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    printed = shell(script.replace("4569", port), tree, tmp_path / "elsewhere")
    assert shown
    assert [line for line in shown.splitlines() if line not in printed] == [], printed
