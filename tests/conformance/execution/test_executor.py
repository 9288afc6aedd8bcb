"""The executor and the resource tracker, with answers from a script instead of a socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest

from kms_conformance.execution.actions.asking import Asker
from kms_conformance.execution.actions.concurrency import Crowd
from kms_conformance.execution.attempt import Tools
from kms_conformance.execution.controls import Controls
from kms_conformance.execution.environments import Environments
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.executor import HUNG, Executor
from kms_conformance.execution.lag import ReadLag
from kms_conformance.execution.probes.preparation import Preparer
from kms_conformance.execution.probes.probe import Probe, Setup
from kms_conformance.execution.probes.references import refer
from kms_conformance.execution.redaction import Redactor
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.execution.transport import Transport
from kms_reports.result import Verdict
from kms_strategies.cases import Case
from kms_targets.http.client import Exchange, Failure
from kms_targets.ledger import Entry

LATE = 0  # the status of an answer that does not come in time
Events = list[tuple[Any, ...]]


class Scripted:
    """A client that answers from a function of the operation and the request, and notes what it is asked."""

    paced = False

    def __init__(self, events: Events, answer: Callable[[str, Any], tuple[int, Any]]) -> None:
        self.events, self.answer = events, answer

    def exchange(self, message: Any, meanwhile: Callable[[], None]) -> Exchange:
        operation, request = message.target.rpartition(".")[2], json.loads(message.body)
        self.events.append((operation, request))
        meanwhile()
        status, body = self.answer(operation, request)
        if status == LATE:
            return Exchange(None, (), b"", 0.0, Failure.TIMEOUT)
        return Exchange(status, (), json.dumps(body).encode(), 0.0)

    def close(self) -> None:
        """Nothing to end."""


class Notes:
    """A ledger that notes its events among the requests."""

    def __init__(self, events: Events) -> None:
        self.events = events

    def intend(self, kind: str, names: Iterable[str]) -> None:
        self.events.append(("intend", kind, *names))

    def created(self, made: Entry) -> None:
        self.events.append(("created", made.id))

    def refused(self, kind: str, name: str) -> None:
        self.events.append(("refused", kind))

    def deleted(self, gone: Entry) -> None:
        self.events.append(("deleted", gone.id))

    def close(self) -> None:
        """Nothing to end."""


def executor(events: Events, answer: Callable[[str, Any], tuple[int, Any]]) -> Executor:
    transport = Transport(client=Scripted(events, answer), prefix="TrentService")  # type: ignore[arg-type]
    redact = Redactor()
    tracker = ResourceTracker(transport=transport, ledger=Notes(events), redact=redact, lag=0.0)
    preparer = Preparer(Random(1), redact)
    return Executor(
        tools=Tools(tracker, preparer, Environments(), ReadLag(0.0), Crowd(transport), Asker(tracker), Controls())
    )


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
