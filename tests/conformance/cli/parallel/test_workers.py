"""Several processes of one run: the rate is that of the run, and every request is in its counts."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Peer, serving

RATE = 100.0  # requests a second
WINDOW = 40  # requests


def test_all_workers_together_keep_to_the_rate(tmp_path: Path) -> None:
    times: list[float] = []

    def note(peer: Peer, number: int) -> None:
        times.append(time.monotonic())

    with Embedded() as endpoint, serving(forwarding(url_guard.parse(endpoint.url).port, note)) as site:
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
        done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    summary = json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])
    assert summary["complete"]
    assert summary["sent"] + summary["setup_requests"] == len(times) > WINDOW
    # A connection each, of which the first request leaves at once, and one that shows that several may be open.
    assert site.connections == 4
    fastest = min(later - sooner for sooner, later in zip(times, times[WINDOW:], strict=False))
    assert fastest > (WINDOW - 3) / RATE * 0.9


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "run", "--workers", "2", "--depth", "quick", "--only", "*.XksProxyUri*", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)


@pytest.mark.parametrize("given", ['cloudhsm = {CloudHsmClusterId = "cluster-abcdefghijk"}', "--xks-proxy"])
def test_what_only_one_store_can_have_is_not_shared(tmp_path: Path, given: str) -> None:
    """Two workers would each want it, and take the other's store for a break."""
    words = ["--xks-proxy", "127.0.0.1", "--xks-listen", "127.0.0.1:0"]
    if not given.startswith("--"):
        (tmp_path / "profile.toml").write_text(given)
        words = ["--profile", "profile.toml"]
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("kms-conformance: ")
    assert done.stderr.endswith(": leave --workers (or -n) out\n")


def test_stores_at_one_endpoint_of_a_profile_are_told_apart_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text('xks = {XksProxyUriEndpoint = "https://proxy.example.com"}')
    done = run(tmp_path, "--profile", "profile.toml")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
