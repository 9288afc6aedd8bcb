"""The executor, with answers from a script instead of a socket."""

from __future__ import annotations

from typing import Any

import pytest

from kms_conformance.execution.errors import SetupFailedError
from kms_conformance.execution.probes.probe import Probe, Setup
from kms_conformance.execution.probes.references import refer
from kms_strategies.cases import Case
from tests.support.scripted import Events, executor


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
