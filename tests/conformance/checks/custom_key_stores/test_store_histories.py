"""Histories of stores: how a wrong one is found, cut down, and shown so that it can be pasted.

Over real sockets; nothing of ours is left at any of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from kms_conformance.execution.sending.transport import PAUSES
from kms_conformance.settings.depth import Depth
from kms_reports.result import Verdict
from kms_targets.reference.faults import FAULTS
from tests.support.store_requirements import BY_ID, HISTORY, Judge


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
