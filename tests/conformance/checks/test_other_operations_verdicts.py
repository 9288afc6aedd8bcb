"""What is said of the operations on stores that are there, by endpoints that are right, different, or wrong in one way.

Over real sockets; nothing of ours is left at any of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from kms_conformance.execution.sending.transport import PAUSES
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.aspects import CONSTRAINTS
from kms_specification.pages.custom_key_stores import STORE_OPERATIONS
from kms_specification.pages.keys import KEEP_A_STORE
from kms_specification.requirements.registry import Requirement, registry
from kms_targets.ledger import read
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import answer, saying
from tests.support.servers.raw_sockets import serving

BY_ID = {r.id: r for r in registry()}
HISTORY = "CreateCustomKeyStore.state.history"
# What needs a key in a store is shown with the other requirements of keys.
LIFE_CYCLE = [
    r
    for r in registry()
    if ((r.operation in STORE_OPERATIONS and r.aspect not in CONSTRAINTS) or r.id == HISTORY)
    and r.id not in KEEP_A_STORE
]
_tokens = count(1)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


Judge = Callable[..., list[Result]]


@pytest.fixture
def judge(url: str, tmp_path: Path) -> Judge:
    """Judges requirements at a place of the gallery, on an account of its own."""

    def judge(place: str, *wanted: Requirement, depth: Depth = Depth.QUICK, lag: float = 0.1) -> list[Result]:
        profile = tmp_path / "profile.toml"
        fixture = (
            'XksProxyConnectivity = "VPC_ENDPOINT_SERVICE"\nXksProxyUriEndpoint = "https://unreachable.xks.example"'
        )
        profile.write_text(f"lag = {lag}\n[fixtures.FAILED]\n{fixture}\n")
        token = next(_tokens)
        target, ledger = f"{url}/{place}/{token}", tmp_path / f"{token}.ledger"
        options = Options(target_url=target, depth=depth, seed=1, profile=profile, ledger=ledger)
        with opened(options, frozenset(BY_ID)) as run:
            found = [run.judge(requirement) for requirement in wanted]
            counts = run.executor.counts
        assert counts.planned == counts.sent == counts.judged
        assert run.executor.tracker.resources == {} or "disconnect" in place or "delete" in place
        return found

    return judge


# One fault for each thing that a requirement can be broken by, and the verdict.
DESERVED = {
    "describe-missing": Verdict.NOT_IMPLEMENTED,
    "update-missing": Verdict.NOT_IMPLEMENTED,
    "connect-missing": Verdict.NOT_IMPLEMENTED,
    "disconnect-missing": Verdict.NOT_IMPLEMENTED,
    "delete-missing": Verdict.NOT_IMPLEMENTED,
    "update-refused": Verdict.REJECTED_VALID,
    "limit-0": Verdict.ACCEPTED_INVALID,
    "limit-1001": Verdict.ACCEPTED_INVALID,
    "limit-1000-refused": Verdict.REJECTED_VALID,
    "marker-wrong-code": Verdict.WRONG_CODE,
    "describe-unknown-succeeds": Verdict.ACCEPTED_INVALID,
    "connect-unknown-wrong-code": Verdict.WRONG_CODE,
    "describe-ignores-name": Verdict.STATE_VIOLATION,
    "describe-by-both": Verdict.ACCEPTED_INVALID,
    "describe-by-prefix": Verdict.STATE_VIOLATION,
    "paging-drops-one": Verdict.STATE_VIOLATION,
    "paging-repeats-one": Verdict.STATE_VIOLATION,
    "paging-one-more": Verdict.STATE_VIOLATION,
    "paging-no-marker": Verdict.STATE_VIOLATION,
    "failed-no-code": Verdict.STATE_VIOLATION,
    "code-without-failure": Verdict.STATE_VIOLATION,
    "update-CustomKeyStoreName-taken": Verdict.ACCEPTED_INVALID,
    "update-XksProxyUri-taken": Verdict.ACCEPTED_INVALID,
    "update-connected": Verdict.ACCEPTED_INVALID,
    "update-does-nothing": Verdict.STATE_VIOLATION,
    "update-keeps-old-name": Verdict.REJECTED_VALID,
    "update-keeps-old-uri": Verdict.REJECTED_VALID,
    "update-keeps-old-service": Verdict.REJECTED_VALID,
    "update-own-endpoint-in-use": Verdict.REJECTED_VALID,
    "update-own-path-in-use": Verdict.REJECTED_VALID,
    "update-own-service-in-use": Verdict.REJECTED_VALID,
    "update-own-cluster-in-use": Verdict.REJECTED_VALID,
    "update-never-private": Verdict.REJECTED_VALID,
    "update-path-of-all": Verdict.STATE_VIOLATION,
    "update-credential-of-all": Verdict.STATE_VIOLATION,
    "connect-one-at-a-time": Verdict.STATE_VIOLATION,
    "update-answers-null": Verdict.MALFORMED_RESPONSE,
    "connect-answers-null": Verdict.MALFORMED_RESPONSE,
    "delete-answers-null": Verdict.MALFORMED_RESPONSE,
    "update-public-wants-empty-service": Verdict.REJECTED_VALID,
    "update-half": Verdict.STATE_VIOLATION,
    "update-half-path": Verdict.STATE_VIOLATION,
    "update-loses-credential": Verdict.STATE_VIOLATION,
    "update-connected-name-refused": Verdict.REJECTED_VALID,
    "update-loses-service": Verdict.STATE_VIOLATION,
    "update-path-spoils-credential": Verdict.STATE_VIOLATION,
    "delete-all": Verdict.STATE_VIOLATION,
    "disconnect-keeps-code": Verdict.STATE_VIOLATION,
    "update-other-kind": Verdict.ACCEPTED_INVALID,
    "update-connectivity-alone": Verdict.ACCEPTED_INVALID,
    "connect-does-nothing": Verdict.STATE_VIOLATION,
    "connect-odd-state": Verdict.STATE_VIOLATION,
    "connect-failed": Verdict.ACCEPTED_INVALID,
    "disconnect-does-nothing": Verdict.STATE_VIOLATION,
    "disconnect-twice": Verdict.ACCEPTED_INVALID,
    "delete-connected": Verdict.ACCEPTED_INVALID,
    "delete-keeps-store": Verdict.STATE_VIOLATION,
    "rename-disconnects": Verdict.STATE_VIOLATION,
    "renamed-keeps-name": Verdict.REJECTED_VALID,
    "connect-twice": Verdict.REJECTED_VALID,
    "connect-connected-refused": Verdict.REJECTED_VALID,
    "disconnect-failed-refused": Verdict.REJECTED_VALID,
    "delete-failed": Verdict.ACCEPTED_INVALID,
    "delete-failed-wrong-code": Verdict.WRONG_CODE,
    "update-failed": Verdict.ACCEPTED_INVALID,
    "failed-unknown-code": Verdict.STATE_VIOLATION,
    "failed-lower-case-code": Verdict.STATE_VIOLATION,
    "describe-cluster-with-proxy": Verdict.STATE_VIOLATION,
    "describe-external-with-cluster": Verdict.STATE_VIOLATION,
    "describe-external-with-anchor": Verdict.STATE_VIOLATION,
    "describe-public-with-service": Verdict.STATE_VIOLATION,
}


def test_histories_without_room_for_a_store_show_nothing_and_wait_for_it_once(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(
        "kms_conformance.checks.custom_key_stores.sequences.request.time", SimpleNamespace(sleep=slept.append)
    )
    used_up = BY_ID["CreateCustomKeyStore.CustomKeyStoreName.length.max"]
    selected = BY_ID["DescribeCustomKeyStores.state.selected"]
    _, history, other = judge("fault/quota-never-freed", used_up, BY_ID[HISTORY], selected)
    assert (history.verdict, other.verdict) == (Verdict.INAPPLICABLE, Verdict.INAPPLICABLE)
    assert "no room for another store" in history.reason
    assert len(slept) <= len(PAUSES)


@pytest.mark.parametrize(("fault", "verdict"), DESERVED.items())
def test_a_fault_is_told_by_the_requirement_that_it_breaks(judge: Judge, fault: str, verdict: Verdict) -> None:
    (found,) = judge(f"fault/{fault}", BY_ID[FAULTS[fault].requirement])
    assert found.verdict is verdict, found.reason
    assert found.counterexample is not None
    assert found.counterexample.verdict is verdict


@pytest.mark.parametrize(
    ("fault", "failed"),
    [
        ("connect-wrong-codes", ["error.CustomKeyStoreInvalidStateException", "state.while-CONNECTED"]),
        ("connect-connected-refused", ["state.while-CONNECTED"]),
        ("connect-failed-wrong-code", ["error.CustomKeyStoreInvalidStateException"]),
    ],
)
def test_each_state_in_which_a_store_is_connected_is_a_finding_of_its_own(
    judge: Judge, fault: str, failed: list[str]
) -> None:
    found = judge(f"fault/{fault}", *(r for r in LIFE_CYCLE if r.operation == "ConnectCustomKeyStore"))
    assert [r.id.partition(".")[2] for r in found if r.failed] == failed


def test_a_right_endpoint_meets_everything(judge: Judge) -> None:
    found = judge("variation/older-stores", *LIFE_CYCLE)
    assert {r.id: r.reason for r in found if r.verdict is not Verdict.CONFORMS} == {}


@pytest.mark.parametrize(
    "variation",
    [
        "fewer-a-page",
        "any-marker",
        "own-name-in-use",
        "proxy-of-connected",
        "quota-almost-used",
        "describe-denied",
        "no-clusters",
    ],
)
def test_an_endpoint_that_is_right_in_another_way_is_accused_of_nothing(judge: Judge, variation: str) -> None:
    found = judge(f"variation/{variation}", *LIFE_CYCLE)
    assert {r.id: r.reason for r in found if r.failed} == {}
    assert all(r.reason for r in found if r.verdict is not Verdict.CONFORMS)


@pytest.mark.parametrize("variation", ["connecting", "connects-late", "disconnects-late"])
def test_connecting_and_disconnecting_may_take_their_time(judge: Judge, variation: str) -> None:
    changing = ("ConnectCustomKeyStore", "DisconnectCustomKeyStore", "DeleteCustomKeyStore")
    wanted = [r for r in LIFE_CYCLE if r.operation in changing or r.id == HISTORY]
    found = judge(f"variation/{variation}", *wanted, lag=0.5)
    assert {r.id: r.reason for r in found if r.verdict is not Verdict.CONFORMS} == {}


def test_reads_that_are_behind_are_waited_for_as_long_as_they_may_be(judge: Judge) -> None:
    connected = BY_ID["ConnectCustomKeyStore.state.connected"]
    (found,) = judge("variation/lags", connected, lag=2.0)
    assert found.verdict is Verdict.CONFORMS
    (found,) = judge("fault/connect-does-nothing", connected, lag=0.5)
    assert found.verdict is Verdict.STATE_VIOLATION
    assert found.seconds >= 0.5


def test_what_needs_an_operation_that_is_missing_is_not_judged_for_that_reason(judge: Judge) -> None:
    found = {r.id: r for r in judge("fault/connect-missing", *LIFE_CYCLE)}
    assert [i for i, r in found.items() if r.failed] == ["ConnectCustomKeyStore.implemented"]
    for name in ("ConnectCustomKeyStore.state.connected", "DisconnectCustomKeyStore.state.disconnected"):
        assert found[name].verdict is Verdict.INAPPLICABLE
        assert "ConnectCustomKeyStore is not implemented" in found[name].reason
    assert found["UpdateCustomKeyStore.state.updated"].verdict is Verdict.CONFORMS


def test_where_no_operation_is_known_nothing_but_that_is_said(tmp_path: Path) -> None:
    unknown = answer(b'{"__type":"UnknownOperationException"}', status="400 Bad Request")
    with serving(saying(unknown)) as site:
        options = Options(target_url=site.url, depth=Depth.QUICK, ledger=tmp_path / "ledger")
        with opened(options, frozenset(BY_ID)) as run:
            found = [run.judge(r) for r in (BY_ID["CreateCustomKeyStore.implemented"], *LIFE_CYCLE)]
    missing = [r.id for r in found if r.failed]
    assert missing == [r.id for r in found if r.id.endswith(".implemented")]
    assert all("is not implemented" in r.reason for r in found if not r.failed)


def test_stores_that_cannot_be_deleted_are_few(judge: Judge, tmp_path: Path) -> None:
    judge("fault/disconnect-does-nothing", *LIFE_CYCLE)
    (ledger,) = tmp_path.glob("*.ledger")
    assert ledger.read_text().count('"created"') > 20
    assert 1 <= len(read(ledger).resources) <= 5


def test_a_history_is_cut_down_to_the_steps_that_matter(judge: Judge) -> None:
    (found,) = judge("fault/rename-disconnects", BY_ID[HISTORY])
    assert found.counterexample is not None
    lines = found.counterexample.curl.splitlines()
    called = [next(word for word in line.split("TrentService.")[1].split("'")) for line in lines]
    assert called == [
        "CreateCustomKeyStore",
        "ConnectCustomKeyStore",
        "UpdateCustomKeyStore",
        "DescribeCustomKeyStores",
    ]


def test_drawn_histories_find_what_the_usual_ones_do_not(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kms_conformance.checks.custom_key_stores.sequences.explorer.scenarios", lambda writer: ())
    (found,) = judge("fault/delete-connected", BY_ID[HISTORY], depth=Depth.DEFAULT)
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert found.counterexample is not None
    assert len(found.counterexample.curl.splitlines()) == 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("fault", ["renamed-keeps-name", "paging-repeats-one", "delete-connected"])
def test_the_lines_of_a_counterexample_can_be_pasted(judge: Judge, fault: str) -> None:
    (found,) = judge(f"fault/{fault}", BY_ID[FAULTS[fault].requirement])
    shown = found.counterexample
    assert shown is not None
    pasted = subprocess.run(["bash", "-c", shown.curl], capture_output=True, text=True, timeout=300, check=True)
    status, body = pasted.stdout.rpartition("HTTP/1.1 ")[2].split("\n", 1)
    assert int(status.split()[0]) == shown.status
    last = json.loads(body.partition("\n\n")[2])
    assert last.get("__type") == shown.code
    assert '"CustomKeyStoreId": "\'"$STORE' in shown.curl or "$MARKER" in shown.curl


def test_the_same_as_python(judge: Judge) -> None:
    (found,) = judge("fault/delete-connected", BY_ID[FAULTS["delete-connected"].requirement])
    assert found.counterexample is not None
    script = found.counterexample.boto3
    assert "STORE1 = kms.create_custom_key_store(" in script
    assert "kms.delete_custom_key_store(**{'CustomKeyStoreId': STORE1})" in script
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    subprocess.run([sys.executable, "-c", script], env=environment, timeout=300, check=True)
