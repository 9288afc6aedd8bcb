"""A run over several connections: the verdicts are those of one, stores are few, and nothing is left at any end."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from threading import Lock

import pytest

from kms_reports.formats import jsonl
from kms_targets import ledger, url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND, LATER, port_of, running, stores_at, succeeded, until
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Peer, Script, serving

ONLY = ["CreateCustomKeyStore.*Name*", "CreateCustomKeyStore.XksProxyUri*", "*.state.*", "*.error.*", "protocol.*"]

READINGS = ["*.state.described", "*.state.disconnected", "*.state.CreationDate", "*.unique.CustomKeyStoreName"]


def run(place: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "run", "--target-url", url, "--depth", "quick", "--seed", "7", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=place, timeout=120, check=False)


def judged(place: Path, url: str, connections: int, globs: list[str]) -> tuple[int, dict[str, str]]:
    """The exit code, and the verdict on each requirement."""
    words = [word for glob in globs for word in ("--only", glob)]
    done = run(place, url, "--connections", str(connections), "--results", "r.jsonl", "--ledger", "l.jsonl", *words)
    assert "Traceback" not in done.stdout + done.stderr
    left = ledger.read(place / "l.jsonl")
    assert (left.resources, +left.names) == ({}, {})
    return done.returncode, {result.id: str(result.verdict) for result in jsonl.read(place / "r.jsonl").results}


@pytest.mark.parametrize(
    ("fault", "variation"),
    [
        pytest.param(None, None, marks=pytest.mark.thorough),
        ("name-max-missing", None),
        pytest.param("secret-in-use-shows-password", None, marks=pytest.mark.thorough),
        pytest.param(None, "lags", marks=pytest.mark.thorough),
        pytest.param(None, "throttles", marks=pytest.mark.thorough),
        pytest.param(None, "limited", marks=pytest.mark.thorough),
        pytest.param(None, "quota-almost-used", marks=pytest.mark.thorough),
        pytest.param(None, "quota-almost-used-first", marks=pytest.mark.thorough),
    ],
)
def test_the_verdicts_are_those_of_one_connection(tmp_path: Path, fault: str | None, variation: str | None) -> None:
    found = []
    # Each reading of a target that is behind takes its time.
    globs = READINGS if variation == "lags" else ONLY
    for connections in (1, 6):
        place = tmp_path / str(connections)
        place.mkdir()
        with Embedded(fault=fault, variation=variation) as endpoint:
            found.append(judged(place, endpoint.url, connections, globs))
    assert found[1] == found[0]
    assert found[0][0] == (1 if fault else 0)


def counting(port: int, alive: list[int]) -> Script:
    """Notes after each answer how many stores there are."""
    lock, there = Lock(), [0]

    def answered(peer: Peer, request: bytes, answer: bytes) -> None:
        with lock:
            there[0] += succeeded("CreateCustomKeyStore", request, answer)
            there[0] -= succeeded("DeleteCustomKeyStore", request, answer)
            alive.append(there[0])

    return forwarding(port, answered=answered)


def test_there_are_at_most_five_stores_at_once(tmp_path: Path) -> None:
    alive: list[int] = []
    with (
        Embedded(latency=0.01) as endpoint,
        serving(counting(url_guard.parse(endpoint.url).port, alive)) as site,
    ):
        # Races make more, over one connection too; the site in between knows no odd messages.
        skip = [
            "--skip",
            "protocol.*",
            "--skip",
            "*.concurrent",
            "--skip",
            "*.linearizable",
            "--skip",
            "*.LimitExceededException",
        ]
        done = run(tmp_path, site.url, "--connections", "10", *skip)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert max(alive) == 5
    assert alive[-1] == 0
    assert site.connections >= 10


@pytest.mark.thorough  # a ratio, and still at the mercy of what else the machine does
def test_ten_connections_are_many_times_faster_than_one(tmp_path: Path) -> None:
    only = ["--only", "CreateCustomKeyStore.Xks*.type", "--only", "CreateCustomKeyStore.Xks*.pattern"]
    seconds = []
    with Embedded(latency=0.02) as endpoint:
        for connections in ("1", "10"):
            words = ["--connections", connections, "--results", "r.jsonl", *only]
            assert run(tmp_path, endpoint.url, *words).returncode == 0
            summary = json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])
            seconds.append(summary["seconds"] - summary["setup_seconds"])
    assert seconds[0] > 2 * seconds[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_deletes_and_reports(tmp_path: Path, number: signal.Signals) -> None:
    """In a bad moment: one connection waits for an answer that does not come."""
    stuck: list[bytes] = []

    def answered(peer: Peer, request: bytes, answer: bytes) -> None:
        ours = b'"conformance' in request  # of shorter names nobody knows whose they are
        late = len(peer.site.requests) > 2 * LATER and not stuck
        if ours and late and succeeded("CreateCustomKeyStore", request, answer):
            stuck.append(request)
            peer.wait(30.0)

    (tmp_path / "profile.toml").write_text("lag = 0.3\ntimeout = 20.0\n")
    with (
        Embedded(latency=0.01) as reference,
        serving(forwarding(port_of(reference), answered=answered)) as site,
        running(tmp_path, site.url, "--profile", "profile.toml", "--connections", "5") as under_way,
    ):
        until(lambda: stuck)
        start = time.monotonic()
        under_way.process.send_signal(number)
        assert under_way.end() == 2
        assert time.monotonic() - start < 10.0
        assert stores_at(reference) == []
    summary = under_way.summary()
    assert (summary["complete"], summary["leftovers"]) == (False, [])
    assert "The run was cut short" in under_way.out
    assert ledger.read(tmp_path / "l.jsonl").resources == {}


def test_the_time_of_a_run_is_that_of_all_its_connections(tmp_path: Path) -> None:
    with Embedded(latency=0.05) as endpoint:
        start = time.monotonic()
        # What takes longest is begun first: without it, some requirements are judged in so short a time.
        words = ["--skip", "*.unique.*", "--skip", "*.state.*", "--connections", "4", "--max-seconds", "3"]
        done = run(tmp_path, endpoint.url, *words, "--results", "r.jsonl")
        assert time.monotonic() - start < 60.0  # a whole run takes minutes
        assert stores_at(endpoint) == []
    assert (done.returncode, done.stderr) == (2, ""), done.stdout
    assert not json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])["complete"]


def test_all_connections_together_keep_to_the_rate(tmp_path: Path) -> None:
    times: list[float] = []

    def asked(peer: Peer, number: int) -> None:
        times.append(time.monotonic())

    with Embedded() as endpoint, serving(forwarding(port_of(endpoint), asked)) as site:
        words = ["--connections", "5", "--rate", "100", "--only", "*.CustomKeyStoreName.length.*"]
        assert run(tmp_path, site.url, *words).returncode == 0
    window = 40
    assert len(times) > 2 * window
    fastest = min(later - sooner for sooner, later in zip(times, times[window:], strict=False))
    assert fastest > (window - 5) / 100 * 0.9


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--connections", "0"], "--connections: '0' is no number of connections from 1 to 64"),
        (["--connections", "many"], "--connections: 'many' is no number of connections from 1 to 64"),
        (["--connections", "2", "--workers", "2"], "--connections is for one process: leave --workers out"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    done = run(tmp_path, "http://127.0.0.1:1", *words)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == f"kms-conformance: {told}\n"


def test_what_only_one_store_can_have_is_not_shared(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text('cloudhsm = {CloudHsmClusterId = "cluster-abcdefghijk"}')
    with Embedded() as endpoint:
        done = run(tmp_path, endpoint.url, "--connections", "2", "--profile", "profile.toml")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.endswith("there can be one store at a time: leave --connections out\n")
