"""Several processes of one run: the rate is that of the run, and every request is in its counts."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from hostile import Peer, forwarding, serving

from targets import guard
from targets.reference.server import Embedded

COMMAND = str(Path(sys.executable).with_name("kms-conformance"))
RATE = 100.0  # requests a second
WINDOW = 40  # requests


def test_all_workers_together_keep_to_the_rate(tmp_path: Path) -> None:
    times: list[float] = []

    def note(peer: Peer, number: int) -> None:
        times.append(time.monotonic())

    with Embedded() as endpoint, serving(forwarding(guard.parse(endpoint.url).port, note)) as site:
        words = [
            COMMAND,
            "run",
            "--target-url",
            site.url,
            "--depth",
            "quick",
            "--only",
            "*.CustomKeyStoreName.length.*",
        ]
        words += ["--workers", "2", "--rate", f"{RATE:g}", "--results", "r.jsonl"]
        done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    summary = json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])
    assert summary["complete"]
    assert summary["sent"] + summary["helpers"] == len(times) > WINDOW
    # A connection each, of which the first request leaves at once.
    assert site.connections == 3
    fastest = min(later - sooner for sooner, later in zip(times, times[WINDOW:], strict=False))
    assert fastest > (WINDOW - 3) / RATE * 0.9
