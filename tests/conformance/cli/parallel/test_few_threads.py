"""A target with few threads leaves connections alone while it waits on others: nothing is wrong with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND, port_of
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Peer, Script, serving

TYPES = ["--only", "CreateCustomKeyStore.*.type", "--only", "CreateCustomKeyStore.*.enum"]
AT_ONCE = ["--only", "CreateCustomKeyStore.state.concurrent", "--only", "CreateCustomKeyStore.state.linearizable"]
NOTE = "each request has a connection of its own"


def threads(number: int, port: int) -> Script:
    """Treats so many connections at once, each until it is closed."""
    free, treat = BoundedSemaphore(number), forwarding(port)

    def script(peer: Peer) -> None:
        with free:
            treat(peer)

    return script


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, TYPES),
        (1, AT_ONCE),
        (1, [*TYPES, "--connections", "4"]),
        (1, [*TYPES, "--workers", "2"]),
        (3, [*TYPES, "--connections", "6"]),
        (3, AT_ONCE),
    ],
)
def test_no_answer_is_missed_for_a_connection_that_somebody_else_has(
    tmp_path: Path, number: int, words: list[str]
) -> None:
    with Embedded() as endpoint, serving(threads(number, port_of(endpoint))) as site:
        done, summary = run(tmp_path, site.url, words)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert summary["verdicts"]["conforms"] == sum(summary["verdicts"].values())
    assert summary["planned"] == summary["answered"]
    assert (NOTE in " ".join(done.stdout.split())) == (number == 1 or "--connections" in words)


def test_a_target_that_treats_all_connections_keeps_them(tmp_path: Path) -> None:
    with Embedded() as endpoint, serving(forwarding(port_of(endpoint))) as site:
        done, summary = run(tmp_path, site.url, TYPES)
    assert done.returncode == 0
    assert NOTE not in " ".join(done.stdout.split())
    assert site.connections < summary["sent"] / 10


def run(place: Path, url: str, words: list[str]) -> tuple[subprocess.CompletedProcess[str], dict[str, object]]:
    command = [COMMAND, "run", "--target-url", url, "--depth", "quick", "--seed", "7", "--results", "r.jsonl", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=place, timeout=120, check=False)
    return done, json.loads((place / "r.jsonl").read_text().splitlines()[-1])
