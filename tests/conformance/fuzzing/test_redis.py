"""A corpus in a real Redis: two searches share it, and a Redis that goes away ends a search in one line."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from kms_conformance import cli
from kms_conformance.fuzzing.storage import opened
from kms_reports.formats import jsonl
from kms_reports.result import Run
from kms_targets import TargetError
from kms_targets.ports import free_port
from kms_targets.reference.http.server import Embedded

pytestmark = pytest.mark.redis


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """The URL of a Redis server that keeps nothing on disk, and ends with the test."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(directory)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while not _answers(port):
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        with Redis(port=port) as client:
            return bool(client.ping())
    except RedisError:
        return False


def searched(url: str, corpus: str, directory: Path, seed: int) -> tuple[int, Run]:
    results = directory / f"{seed}.jsonl"
    words = ["--target-url", url, "--corpus", corpus, "--seed", str(seed), "--max-requests", "200", "-q"]
    code = cli.main(["fuzz", *words, "--results", str(results), "--ledger", str(directory / f"ledger-{seed}")])
    return code, jsonl.read(results)


def test_what_one_search_has_kept_the_next_begins_with(tmp_path: Path) -> None:
    with served(tmp_path) as redis, Embedded() as endpoint:
        code, first = searched(endpoint.url, redis, tmp_path, 1)
        kept = opened(redis).load()
        assert code == 0
        assert len(kept) >= 2
        code, second = searched(endpoint.url, redis, tmp_path, 2)
        assert code == 0
        assert not any("corpus" in note for note in first.notes)
        assert any("corpus" in note for note in second.notes)
        assert len(opened(redis).load()) >= len(kept) - 1


def test_a_redis_that_is_gone_is_one_line(tmp_path: Path) -> None:
    with served(tmp_path) as redis:
        storage = opened(redis)
    with pytest.raises(TargetError, match=r"^--corpus 'redis://127\.0\.0\.1:\d+/0' cannot be used: ") as refused:
        storage.load()
    assert "\n" not in str(refused.value)
