"""A run that is cut short: by a target that dies or hangs, by Ctrl-C, by a request to end, by a kill."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml

from kms_targets import ledger
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND, LATER, port_of, running, stores_at, succeeded, until
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Peer, Script, serving


@pytest.fixture
def reference() -> Iterator[Embedded]:
    with Embedded() as endpoint:
        yield endpoint


def dying(port: int) -> Script:
    """A target that dies just when it has told of a store."""
    told: list[bytes] = []

    def asked(peer: Peer, number: int) -> None:
        if told:
            peer.site.stop_listening()
            raise ConnectionError

    def answered(peer: Peer, request: bytes, answer: bytes) -> None:
        if succeeded("CreateCustomKeyStore", request, answer) and len(peer.site.requests) > LATER:
            told.append(answer)

    return forwarding(port, asked, answered)


def hanging(after: int) -> Callable[[Peer, int], None]:
    def treat(peer: Peer, number: int) -> None:
        if number >= after:
            peer.wait()

    return treat


def test_a_target_that_dies_fails_what_it_did_not_answer(tmp_path: Path, reference: Embedded) -> None:
    with (
        serving(dying(port_of(reference))) as site,
        running(tmp_path, site.url) as run,
    ):
        start = time.monotonic()
        assert run.end() == 1
        assert time.monotonic() - start < 15
    verdicts = run.verdicts()
    assert set(verdicts.values()) == {"server-fault"} or set(verdicts.values()) == {"conforms", "server-fault"}
    summary = run.summary()
    assert summary["complete"]
    assert summary["planned"] == summary["sent"] == summary["judged"] > summary["answered"]
    assert "the connection was refused" in (tmp_path / "r.jsonl").read_text()
    left = stores_at(reference)
    assert len(left) == 1
    assert any(told.startswith(f"{left[0]} (cks-") for told in summary["leftovers"]), "what is left is named"
    assert "kms-conformance cleanup l.jsonl" in run.out


def test_a_target_that_hangs_before_anything_is_judged_is_out_of_reach(tmp_path: Path, reference: Embedded) -> None:
    (tmp_path / "profile.toml").write_text("timeout = 0.3\nlag = 0.3\n")
    with (
        serving(forwarding(port_of(reference), hanging(10))) as site,
        running(tmp_path, site.url, "--profile", "profile.toml", only="length.*") as run,
    ):
        assert run.end() == 4
    assert "did not answer an earlier request in time, nor any since" in run.err


def test_a_target_that_hangs_later_costs_a_bounded_time(tmp_path: Path, reference: Embedded) -> None:
    (tmp_path / "profile.toml").write_text("timeout = 0.3\nlag = 0.3\n")
    with (
        serving(forwarding(port_of(reference), hanging(LATER))) as site,
        running(tmp_path, site.url, "--profile", "profile.toml", only="length.*") as run,
    ):
        start = time.monotonic()
        assert run.end() == 1
        assert time.monotonic() - start < 15
    verdicts = set(run.verdicts().values())
    assert verdicts <= {"conforms", "timeout", "inapplicable"}
    assert verdicts != {"conforms"}


def slow_to_answer(port: int, stuck: list[bytes], operation: str = "CreateCustomKeyStore") -> Script:
    """A target that has done what one request asks, and does not say so for a while."""

    def answered(peer: Peer, request: bytes, answer: bytes) -> None:
        if succeeded(operation, request, answer) and len(peer.site.requests) > LATER and not stuck:
            stuck.append(request)
            peer.wait(3.0)

    return forwarding(port, answered=answered)


@pytest.mark.parametrize(
    ("number", "operation"),
    [
        (signal.SIGINT, "CreateCustomKeyStore"),
        (signal.SIGTERM, "CreateCustomKeyStore"),
        (signal.SIGINT, "DeleteCustomKeyStore"),
    ],
)
def test_a_run_that_is_asked_to_end_deletes_and_reports(
    tmp_path: Path, reference: Embedded, number: signal.Signals, operation: str
) -> None:
    """In the worst moment: a store is made or deleted, and the run has not been told."""
    stuck: list[bytes] = []
    (tmp_path / "profile.toml").write_text("lag = 0.3\n")
    with (
        serving(slow_to_answer(port_of(reference), stuck, operation)) as site,
        running(tmp_path, site.url, "--profile", "profile.toml") as run,
    ):
        until(lambda: stuck)
        assert len(stores_at(reference)) == (operation == "CreateCustomKeyStore")
        run.process.send_signal(number)
        assert run.end() == 2
    assert stores_at(reference) == []
    summary = run.summary()
    assert not summary["complete"]
    assert summary["leftovers"] == []
    assert "inapplicable" in run.verdicts().values()  # not reached
    ElementTree.parse(tmp_path / "r.xml")
    assert (tmp_path / "r.md").stat().st_size
    assert "The run was cut short" in run.out
    left = ledger.read(tmp_path / "l.jsonl")
    assert left.resources == {}
    name = json.loads(stuck[0].partition(b"\r\n\r\n")[2]).get("CustomKeyStoreName")
    assert ("CustomKeyStore", name) not in left.names


@pytest.mark.parametrize("workers", [(), ("--workers", "2")], ids=["one process", "two"])
def test_what_was_not_reached_stands_in_every_report(
    tmp_path: Path, reference: Embedded, workers: tuple[str, ...]
) -> None:
    with (
        serving(forwarding(port_of(reference))) as site,
        running(tmp_path, site.url, *workers, "--rate", "100") as run,
    ):
        until(lambda: (tmp_path / "r.jsonl").exists() and len(run.records()) > 1)
        run.process.send_signal(signal.SIGINT)
        assert run.end() == 2
    planned = run.records()[0]["planned_ids"]
    found = {r["id"]: r for r in run.records() if r["record"] == "requirement"}
    missed = {name for name, one in found.items() if one["reason"] == "not reached"}
    assert set(found) == set(planned)
    assert 0 < len(missed) < len(planned)
    assert {found[name]["verdict"] for name in missed} == {"inapplicable"}
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(tmp_path / "r.xml"))}
    assert set(suites) == {"kms-conformance", "CreateCustomKeyStore"}
    cases = {case.name: case for case in suites["CreateCustomKeyStore"]}
    assert set(cases) == set(planned)
    assert {name for name, case in cases.items() if case.result and "not reached" in case.result[0].message} == missed
    assert suites["CreateCustomKeyStore"].skipped == len(missed)


def test_what_a_killed_run_left_is_found_and_deleted(tmp_path: Path, reference: Embedded) -> None:
    stuck: list[bytes] = []
    with serving(slow_to_answer(port_of(reference), stuck)) as site, running(tmp_path, site.url) as run:
        until(lambda: stuck)
        run.process.send_signal(signal.SIGKILL)
        run.end()
        name = json.loads(stuck[0].partition(b"\r\n\r\n")[2])["CustomKeyStoreName"]
        assert stores_at(reference) == [name]
        assert ("CustomKeyStore", name) in ledger.read(tmp_path / "l.jsonl").names
        assert run.records()[0]["record"] == "run"
        assert run.records()[-1]["record"] != "summary"

        report = subprocess.run(
            [COMMAND, "report", "r.jsonl"], capture_output=True, text=True, cwd=tmp_path, timeout=30, check=False
        )
        assert (report.returncode, report.stderr) == (0, "")
        assert "the run was killed" in report.stdout

        for deleted in (1, 0):
            cleanup = subprocess.run(
                [COMMAND, "cleanup", "l.jsonl"], capture_output=True, text=True, cwd=tmp_path, timeout=30, check=False
            )
            assert (cleanup.returncode, cleanup.stderr) == (0, "")
            assert cleanup.stdout.endswith(f"{deleted} deleted, 0 left at {site.url}\n")
        assert stores_at(reference) == []
