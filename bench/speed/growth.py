"""What a run costs as it goes deeper, tests more operations, and uses more connections or processes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kms_targets.reference.http.server import Embedded

COMMAND = str(Path(sys.executable).with_name("kms-conformance"))
LATENCY = 0.02  # seconds
BRISK = (
    ("depth quick", ("--depth", "quick")),
    ("depth default", ("--depth", "default")),
    ("depth quick, operations *CustomKeyStore*", ("--depth", "quick", "--operations", "*CustomKeyStore*")),
    ("depth quick, operations all", ("--depth", "quick", "--operations", "all")),
    ("depth quick, 2 workers", ("--depth", "quick", "--workers", "2")),
)
LATE = tuple(
    (f"depth quick, {what} {number}, answers {LATENCY * 1000:g} ms late", ("--depth", "quick", f"--{what}", number))
    for what, number in (("connections", "1"), ("connections", "2"), ("connections", "10"), ("workers", "2"))
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: its requests, those of cases among them, and the seconds between its start and its end."""

    name: str
    cases: int
    requests: int
    seconds: float
    verdicts: tuple[tuple[str, str], ...]


def cost(name: str, url: str, words: tuple[str, ...]) -> Cost:
    """One run, by the command."""
    with TemporaryDirectory() as directory:
        results = Path(directory) / "results.jsonl"
        command = [COMMAND, "run", "--target-url", url, "-q", "--seed", "1", "--results", str(results), *words]
        subprocess.run(command, cwd=directory, stdout=subprocess.DEVNULL, check=True)
        records = [json.loads(line) for line in results.read_text().splitlines()]
    end = records[-1]
    verdicts = tuple(sorted((r["id"], r["verdict"]) for r in records if r["record"] == "requirement"))
    return Cost(name, end["sent"], end["sent"] + end["setup_requests"], end["seconds"], verdicts)


def costs() -> list[Cost]:
    """All of them. Raises AssertionError where the number of connections changes a verdict."""
    with Embedded() as endpoint:
        brisk = [cost(name, endpoint.url, words) for name, words in BRISK]
    with Embedded(latency=LATENCY) as endpoint:
        late = [cost(name, endpoint.url, words) for name, words in LATE]
    assert len({one.verdicts for one in late}) == 1, "the verdicts differ"
    return brisk + late
