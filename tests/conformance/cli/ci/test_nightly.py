"""The nightly workflow: its shell is in scripts, and it compares with the last night of which the results are whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[4]
SCRIPT = ROOT / "deploy/last-night.sh"
WORKFLOWS = (ROOT / "action.yml", *sorted((ROOT / ".github/workflows").glob("*.yml")))
GH = """#!/usr/bin/env bash
# Stands in for GitHub's own command: a directory a run, with a directory an artifact.
set -eu
case "$1 $2" in
  "run list") [[ " $* " == *" --status completed "* ]]; ls -r "$NIGHTS_AT" || exit 1 ;;
  "run download") cp -r "$NIGHTS_AT/$3/$5/." "$7" 2>/dev/null || { echo "no artifact matches" >&2; exit 1; } ;;
esac
"""
ENDED = {"record": "summary", "verdicts": {}, "complete": True, "notes": []}
CUT = {**ENDED, "complete": False, "notes": ['"complete": true']}


def last_night(
    place: Path, nights: Mapping[int, Mapping[str, list[Any]]]
) -> tuple[subprocess.CompletedProcess[str], str]:
    """What the script did after these nights: results by artifact. And the results that it found."""
    (place / "bin").mkdir()
    (place / "bin/gh").write_text(GH)
    (place / "bin/gh").chmod(0o755)
    (place / "nights").mkdir()
    for night, artifacts in nights.items():
        (place / f"nights/{night}").mkdir()
        for name, records in artifacts.items():
            (place / f"nights/{night}/{name}").mkdir()
            text = "".join(json.dumps(record) + "\n" for record in records)
            (place / f"nights/{night}/{name}/results.jsonl").write_text(text)
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [SCRIPT, "moto", "before"],
        cwd=place,
        env={"PATH": path, "NIGHTS_AT": str(place / "nights")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    results = place / "before/results.jsonl"
    return done, results.read_text() if results.exists() else ""


def night(number: int, end: Mapping[str, Any] = ENDED) -> list[Any]:
    return [{"record": "run", "seed": number}, end]


@pytest.mark.parametrize(
    ("nights", "found"),
    [
        ({1: {"kms-moto": night(1)}, 2: {"kms-moto": night(2)}}, 2),
        ({1: {"kms-moto": night(1)}, 2: {"kms-ministack": night(2)}}, 1),
        ({1: {"kms-moto": night(1)}, 2: {}}, 1),
        ({1: {"kms-moto": night(1)}, 2: {"kms-moto": night(2, CUT)}}, 1),
        ({1: {"kms-moto": night(1)}, 2: {"kms-moto": [{"record": "run", "seed": 2}]}}, 1),
        ({1: {"kms-moto": night(1)}, 2: {"kms-moto": []}}, 1),
        ({2: {"kms-ministack": night(2)}}, None),
        ({}, None),
    ],
)
def test_the_last_night_that_has_whole_results_is_compared(
    tmp_path: Path, nights: dict[int, dict[str, list[Any]]], found: int | None
) -> None:
    done, results = last_night(tmp_path, nights)
    assert done.returncode == 0, done.stderr
    assert (json.loads(results.splitlines()[0])["seed"] if results else None) == found


def test_many_notes_at_the_end_do_not_hide_it(tmp_path: Path) -> None:
    done, results = last_night(tmp_path, {1: {"kms-moto": night(1, {**ENDED, "notes": ["x" * 300_000]})}})
    assert results
    assert "compared with run 1" in done.stdout


def test_where_github_cannot_be_asked_the_step_is_red(tmp_path: Path) -> None:
    (tmp_path / "gh").write_text("#!/bin/sh\nexit 4\n")
    (tmp_path / "gh").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([SCRIPT, "moto", "before"], cwd=tmp_path, env={"PATH": path}, timeout=60, check=False)
    assert done.returncode == 4


def steps(found: Any) -> Iterator[str]:
    """All shell in a workflow or an action."""
    if isinstance(found, dict):
        if isinstance(found.get("run"), str):
            yield found["run"]
        for value in found.values():
            yield from steps(value)
    elif isinstance(found, list):
        for value in found:
            yield from steps(value)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_the_shell_of_a_workflow_is_a_command_a_step(path: Path) -> None:
    """Whatever has a condition, a loop or several commands is a script in deploy/, which tests run."""
    found = list(steps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert found
    assert [step for step in found if re.search(r"\n.|;|\|\||&&|\bif\b|\$\(", step.strip())] == []
    scripts = {name for step in found for name in re.findall(r"deploy/[\w.-]+", step)}
    assert [name for name in scripts if not os.access(ROOT / name, os.X_OK)] == []


def test_the_workflow_looks_for_what_it_uploads() -> None:
    text = (ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8")
    assert 'run: deploy/last-night.sh "$PRESET" before' in text
    assert "name: kms-${{ matrix.preset }}" in text
    assert "before: before/results.jsonl" in text
