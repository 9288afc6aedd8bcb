"""A run of one requirement, what it shows of a failure, and whether that can be pasted."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.commands.under_way import COMMAND
from tests.support.commands.ways_in import ONE, SHELL


def run(directory: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "run", "--depth", "quick", "--only", ONE, "--results", "r.jsonl", *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=directory, timeout=300, env={**SHELL, **variables}, check=False
    )


def example(directory: Path) -> dict[str, Any]:
    records = map(json.loads, (directory / "r.jsonl").read_text().splitlines())
    found: dict[str, Any] = next(record["counterexample"] for record in records if record.get("id") == ONE)
    return found


def arrives(tool: str, lines: str, **variables: str) -> bool:
    """Whether what is pasted into a clean shell is answered by the service: the second time, that the name is taken."""
    environment = {**SHELL, **variables}
    done = subprocess.run(
        [tool], input=lines, capture_output=True, text=True, timeout=300, env=environment, cwd="/", check=False
    )
    told = done.stdout + done.stderr
    assert '"CustomKeyStoreId"' in told or "'CustomKeyStoreId'" in told or "NameInUseException" in told, told
    return True
