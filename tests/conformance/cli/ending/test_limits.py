"""A run that may send so many requests: no more leave, what was made is deleted, and what was not reached is told."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Site, serving

SPENT = "The run has sent as many requests as it may."


@pytest.fixture
def site() -> Iterator[Site]:
    with Embedded() as endpoint, serving(forwarding(url_guard.parse(endpoint.url).port)) as found:
        yield found


def run(directory: Path, site: Site, *words: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "run", "--depth", "quick", "--target-url", site.url, "--results", "r.jsonl", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=directory, timeout=100, check=False)


def records(directory: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (directory / "r.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("most", [150, 400, 900])
@pytest.mark.parametrize("words", [[], ["--workers", "2"]], ids=["one process", "two"])
def test_no_more_requests_leave_than_are_asked_for(tmp_path: Path, site: Site, most: int, words: list[str]) -> None:
    done = run(tmp_path, site, "--max-requests", str(most), *words)
    assert (done.returncode, done.stderr) == (2, "")
    assert SPENT in done.stdout
    assert most // 3 < len(site.requests) <= most
    *found, summary = records(tmp_path)[1:]
    assert (summary["complete"], summary["leftovers"]) == (False, [])
    assert summary["notes"] == [SPENT]
    reasons = [r["reason"] for r in found if r["verdict"] == "inapplicable"]
    assert "not reached" in reasons


def test_what_is_enough_is_no_limit(tmp_path: Path, site: Site) -> None:
    words = ["--only", "CreateCustomKeyStore.CustomKeyStoreName.length.*"]
    assert run(tmp_path, site, *words, "--max-requests", "5000").returncode == 0
    assert records(tmp_path)[-1]["complete"]


def test_too_few_are_told_in_a_line(tmp_path: Path, site: Site) -> None:
    done = run(tmp_path, site, "--max-requests", "3")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "kms-conformance: --max-requests: too few to find out what the target is\n"
    assert len(site.requests) <= 3


def test_as_many_processes_as_there_are_processors(tmp_path: Path, site: Site) -> None:
    done = run(tmp_path, site, "--only", "CreateCustomKeyStore.CustomKeyStoreName.*", "--workers", "auto")
    assert (done.returncode, done.stderr) == (0, "")
    assert site.connections >= 1 + len(os.sched_getaffinity(0))
