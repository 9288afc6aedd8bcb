"""The executor, with answers from a script instead of a socket."""

from __future__ import annotations

from typing import Any

import pytest

from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.executor import HUNG
from kms_conformance.execution.probes.probe import Probe, Setup
from kms_conformance.execution.probes.references import refer
from kms_reports.result import Verdict
from kms_strategies.cases import Case
from tests.support.servers.scripted import LATE, Events, executor


def keys(operation: str, request: Any) -> tuple[int, Any]:
    return 200, {"KeyMetadata": {"KeyId": "k-1"}} if operation in ("CreateKey", "DescribeKey") else {}


PROBE = Probe(operation="DescribeKey", sent=Case({"KeyId": refer(0)}, ""), setup=(Setup("CreateKey", {}),))


def test_what_is_set_up_is_noted_before_it_is_asked_for_and_deleted_afterwards() -> None:
    events: Events = []
    one = executor(events, keys)
    result = one.execute(PROBE)
    assert not result.failed
    assert [event[0] for event in events] == [
        "intend",
        "CreateKey",
        "created",
        "DescribeKey",
        "ScheduleKeyDeletion",
        "deleted",
    ]
    assert events[3][1] == {"KeyId": "k-1"}
    assert one.tracker.resources == {}
    assert (one.counts.planned, one.counts.sent, one.counts.judged) == (1, 1, 1)


def test_a_probe_that_cannot_be_set_up_is_no_longer_planned() -> None:
    one = executor([], lambda operation, request: (400, {"__type": "ValidationException"}))
    with pytest.raises(SetupFailedError):
        one.execute(PROBE)
    assert one.counts.planned == one.counts.sent == 0


def describing(key: str) -> Probe:
    return Probe(operation="DescribeKey", sent=Case({"KeyId": key}, ""))


def test_a_target_that_is_still_at_work_is_waited_for() -> None:
    """Nobody else is accused of the time that an earlier request takes."""
    busy = 0

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        nonlocal busy
        busy = 3 if request == {"KeyId": "slow"} else busy - 1
        return (LATE, {}) if busy > 0 else (200, {})

    events: Events = []
    one = executor(events, answer)
    results = [one.execute(describing(key)) for key in ("first", "slow", "last")]
    assert [result.verdict for result in results] == [Verdict.CONFORMS, Verdict.TIMEOUT, Verdict.CONFORMS]
    assert events[-1] == ("DescribeKey", {"KeyId": "last"})
    assert not one.transport.hung


def test_what_a_target_that_hangs_is_not_asked_is_not_judged() -> None:
    silent = False

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        nonlocal silent
        silent = silent or request == {"KeyId": "slow"}
        return (LATE, {}) if silent else (200, {})

    one = executor([], answer)
    one.execute(describing("first"))
    one.execute(describing("slow"))
    for key in ("third", "fourth"):
        with pytest.raises(NotJudgedError, match=HUNG):
            one.execute(describing(key))
