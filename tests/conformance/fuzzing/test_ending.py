"""How a search in a process of its own ends, and what is left of it on disk."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_reports.formats import jsonl
from kms_targets.reference.http.server import Embedded


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A search in a process of its own, which has begun to write its results."""
    running: list[subprocess.Popen[str]] = []

    def start(url: str, *words: str) -> subprocess.Popen[str]:
        results = tmp_path / "results.jsonl"
        files = ["--results", str(results), "--ledger", str(tmp_path / "ledger"), "--seed", "1"]
        command = [sys.executable, "-m", "kms_conformance", "fuzz", "--target-url", url, *files, *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(subprocess.Popen(command, text=True, **pipes))  # type: ignore[call-overload]
        deadline = time.monotonic() + 60
        while not (results.exists() and results.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_it_ends_when_told_and_leaves_nothing(
    gallery: str, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    process = started(f"{gallery}/variation/pretty/told")
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)  # handled like Ctrl-C, which a process in the background may have to ignore
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (2, "kms-conformance: ending\n"), out
    run = jsonl.read(tmp_path / "results.jsonl")
    assert (run.complete, run.leaked, run.results) == (False, [], [])


def test_a_killed_search_leaves_a_readable_file_and_a_ledger_to_clean_up_by(
    gallery: str, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    url = f"{gallery}/fault/output-status-201/killed"
    process = started(url)
    results = tmp_path / "results.jsonl"
    deadline = time.monotonic() + 60
    while results.read_text().count("\n") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    run = jsonl.read(results)
    assert (run.complete, [r.id for r in run.results]) == (False, ["CreateCustomKeyStore.output.status"])
    assert cli.main(["report", str(results)]) == 0
    assert cli.main(["compare", str(results), str(results)]) == 2  # both were cut short
    assert cli.main(["cleanup", str(tmp_path / "ledger")]) == 0


def test_a_target_that_answers_nothing_any_more_ends_it(
    tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    """The search sends nothing to a target that hangs: it has to see that by itself."""
    served = subprocess.Popen(
        [sys.executable, "-m", "kms_conformance", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        url = served.stdout.readline().strip()
        process = started(url, "--timeout", "0.5", "--operations", "GenerateRandom")
        time.sleep(2.0)
        served.send_signal(signal.SIGSTOP)
        _, err = process.communicate(timeout=90)
    finally:
        served.kill()
        served.communicate()
    assert process.returncode == 4, err
    assert "the target is gone: no complete answer came in time" in err
    assert not jsonl.read(tmp_path / "results.jsonl").complete


def test_a_target_that_is_gone_ends_it(tmp_path: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    with Embedded() as endpoint:
        process = started(endpoint.url)
        time.sleep(1.0)
    _, err = process.communicate(timeout=90)
    assert process.returncode == 4, err
    assert f"kms-conformance: {endpoint.url}: the target is gone: the connection was refused; start it again\n" in err
    assert "Traceback" not in err
    run = jsonl.read(tmp_path / "results.jsonl")
    assert (run.complete, run.results) == (False, [])
