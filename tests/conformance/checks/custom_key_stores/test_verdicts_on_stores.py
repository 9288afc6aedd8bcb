"""What is said of the operations on stores that are there, by endpoints that are right, different, or wrong in one way.

Over real sockets; nothing of ours is left at any of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_targets.ledger import read
from kms_targets.reference.faults import FAULTS
from tests.support.servers.hostile_servers import answer, saying
from tests.support.servers.raw_sockets import serving
from tests.support.store_requirements import BY_ID, HISTORY, LIFE_CYCLE, Judge

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
