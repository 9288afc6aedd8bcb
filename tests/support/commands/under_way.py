"""A run of the installed command that is under way: what it writes, how it ends, and what it left at the target."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kms_targets import url_guard
from kms_targets.http.client import Client, Message
from kms_targets.reference.http.server import Embedded
from kms_targets.sigv4 import EXAMPLE, Signer

COMMAND = str(Path(sys.executable).with_name("kms-conformance"))
NAME = "CreateCustomKeyStore.CustomKeyStoreName."


def port_of(reference: Embedded) -> int:
    return url_guard.parse(reference.url).port


def stores_at(reference: Embedded) -> list[str]:
    client = Client(url_guard.parse(reference.url), Signer(EXAMPLE, "us-east-1"))
    seen = client.exchange(Message(b"{}", "TrentService.DescribeCustomKeyStores"))
    client.close()
    return [store["CustomKeyStoreName"] for store in json.loads(seen.body)["CustomKeyStores"]]


def _interruptible() -> None:
    """Set in the child: whoever runs the tests in the background may ignore SIGINT, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Run:
    """A run of the command that is under way, its files in a directory of its own."""

    def __init__(self, directory: Path, url: str, *options: str, only: str = "*") -> None:
        self.directory = directory
        files = ("--results", "r.jsonl", "--junitxml", "r.xml", "--markdown", "r.md", "--ledger", "l.jsonl")
        self.process = subprocess.Popen(
            [COMMAND, "run", "--target-url", url, "--depth", "quick", "--only", NAME + only, *files, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=directory,
            preexec_fn=_interruptible,
        )

    def end(self, seconds: float = 30.0) -> int:
        try:
            self.out, self.err = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.out, self.err = self.process.communicate()
            pytest.fail(f"the run did not end within {seconds} s: {self.out}{self.err}")
        assert "Traceback" not in self.out + self.err
        return self.process.returncode

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.directory / "r.jsonl").read_text().splitlines()]

    def verdicts(self) -> dict[str, str]:
        return {r["id"].rpartition("Name.")[2]: r["verdict"] for r in self.records() if r["record"] == "requirement"}

    def summary(self) -> dict[str, Any]:
        found = self.records()[-1]
        assert found["record"] == "summary"
        return found


@contextmanager
def running(directory: Path, url: str, *options: str, only: str = "*") -> Iterator[Run]:
    run = Run(directory, url, *options, only=only)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.process.kill()
        run.process.communicate()


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.01)


LATER = 30  # requests after which something happens: calibration is over


def succeeded(operation: str, request: bytes, answer: bytes) -> bool:
    return f".{operation}\r\n".encode() in request and b" 200 " in answer[:20]
