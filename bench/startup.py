"""What the command and the plugin cost before they do anything, in CPU time of processes of their own.

    python -m bench.startup [--rounds 10] [--json FILE]

User and system time of child processes, the least of several rounds in which all take turns, so that a busy machine
harms all alike; beside it the ratio to `python -c pass`. What the plugin adds to pytest, its import and its options, is
measured inside one process: the difference of two sessions drowns in their noise.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROUNDS = 10
NOTHING = "python -c pass"
COMMAND = str(Path(sys.executable).with_name("kms-conformance"))
WITHOUT = ["-p", "no:kms_conformance"]
SESSION = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_nothing.py"]


@dataclass(frozen=True, slots=True)
class Call:
    """A call. `limit`: the seconds of CPU time it may take, where it has a limit."""

    name: str
    words: list[str]
    limit: float | None = None


CALLS = (
    Call(NOTHING, [sys.executable, "-c", "pass"]),
    Call("kms-conformance --version", [COMMAND, "--version"], 0.25),
    Call("kms-conformance --help", [COMMAND, "--help"], 0.25),
    Call("kms-conformance run --help", [COMMAND, "run", "--help"], 0.25),
    Call("kms-conformance explain", [COMMAND, "explain", "CreateCustomKeyStore", "request.json"], 0.8),
    Call("import pytest", [sys.executable, "-c", "import pytest"]),
    Call("pytest without the plugin", [*SESSION, *WITHOUT]),
    Call("pytest with the plugin", SESSION),
)
PLUGIN, PLUGIN_LIMIT = "the plugin adds", 0.03
PLUGIN_CODE = """
import time
from _pytest.config import get_config
config = get_config()
parser = config._parser
start = time.process_time()
import kms_conformance.plugin
kms_conformance.plugin.pytest_addoption(parser, config.pluginmanager)
print(time.process_time() - start)
"""


def cpu_seconds(words: list[str], directory: Path) -> float:
    """User and system time of one call."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, cwd=directory, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def plugin_seconds() -> float:
    """CPU time of the plugin's import and its options, in an interpreter that has pytest already."""
    done = subprocess.run([sys.executable, "-c", PLUGIN_CODE], capture_output=True, text=True, check=True)
    return float(done.stdout)


def measure(rounds: int) -> dict[str, float]:
    """The least time of each call, in seconds, by its name."""
    with tempfile.TemporaryDirectory() as made:
        directory = Path(made)
        (directory / "request.json").write_text("{}")
        (directory / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        found: dict[str, float] = {}
        for _ in range(rounds + 1):  # the first fills the caches
            for call in CALLS:
                taken = cpu_seconds(call.words, directory)
                found[call.name] = min(taken, found.get(call.name, taken))
            found[PLUGIN] = min(taken := plugin_seconds(), found.get(PLUGIN, taken))
    return found


def show(found: dict[str, float]) -> bool:
    """Prints a table. Returns whether everything keeps to its limit."""
    table = Table(title="CPU time")
    for column in ("call", "seconds", f"times {NOTHING}", "limit"):
        table.add_column(column, justify="left" if column == "call" else "right")
    rows = [(call.name, found[call.name], call.limit) for call in CALLS]
    rows.append((PLUGIN, found[PLUGIN], PLUGIN_LIMIT))
    for name, seconds, limit in rows:
        table.add_row(name, f"{seconds:.3f}", f"{seconds / found[NOTHING]:.1f}", f"{limit:.2f}" if limit else "")
    Console().print(table)
    return all(limit is None or seconds <= limit for _, seconds, limit in rows)


def main() -> int:
    """1 where something takes longer than it may."""
    parser = argparse.ArgumentParser(description="CPU time of the command and of the plugin")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the seconds as JSON")
    options = parser.parse_args()
    found = measure(options.rounds)
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if show(found) else 1


if __name__ == "__main__":
    sys.exit(main())
