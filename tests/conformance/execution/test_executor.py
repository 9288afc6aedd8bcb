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


def sharing(*keys: str) -> tuple[list[Probe], Setup]:
    setup = Setup("CreateKey", {}, shared=True)
    cases = [Case({"KeyId": refer(0), "Marked": key}, "") for key in keys]
    return [Probe(operation="DescribeKey", sent=case, setup=(setup,)) for case in cases], setup


def test_what_probes_share_is_made_anew_once_a_request_has_succeeded_on_it() -> None:
    made = 0

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        nonlocal made
        made += operation == "CreateKey"
        refused = operation == "DescribeKey" and request["Marked"] == "refused"
        return (400, {"__type": "ValidationException"}) if refused else (200, {"KeyMetadata": {"KeyId": f"k-{made}"}})

    events: Events = []
    one = executor(events, answer)
    probes, setup = sharing("refused", "refused", "taken", "refused", "refused")
    results = list(one.all(probes))
    asked = [event[1]["KeyId"] for event in events if event[0] == "DescribeKey"]
    assert asked == ["k-1", "k-1", "k-1", "k-2", "k-2"]
    assert [event[0] for event in events] == [
        *("intend", "CreateKey", "created", "DescribeKey", "DescribeKey", "DescribeKey"),
        *("ScheduleKeyDeletion", "deleted"),
        *("intend", "CreateKey", "created", "DescribeKey", "DescribeKey"),
        *("ScheduleKeyDeletion", "deleted"),
    ]
    assert one.tracker.resources == {}
    assert one.tools.shared.of(setup) is None
    assert {len(result.shown()) for result in results} == {2}


def test_what_probes_share_is_deleted_though_the_rest_is_given_up() -> None:
    one = executor([], keys)
    probes, _ = sharing("first", "second")
    answers = one.all(probes)
    next(answers)
    answers.close()
    assert one.tracker.resources == {}
    assert one.counts.planned == one.counts.sent == 1


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


def test_one_answer_that_comes_late_is_asked_for_anew() -> None:
    late = iter([True])

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        return (LATE, {}) if request == {"KeyId": "slow"} and next(late, False) else (200, {})

    one = executor([], answer)
    results = [one.execute(describing(key)) for key in ("first", "slow", "last")]
    assert [result.verdict for result in results] == [Verdict.CONFORMS] * 3
    assert one.counts.planned == one.counts.sent == one.counts.answered == 3
    assert (one.counts.passed_over_late, one.counts.passed_over_errors) == (1, 0)


def test_an_error_of_the_service_is_passed_over_once_and_counted() -> None:
    broken = iter([True])

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        fails = request == {"KeyId": "unlucky"} and next(broken, False)
        return (500, {"__type": "KMSInternalException"}) if fails else (200, {})

    one = executor([], answer)
    assert one.execute(describing("unlucky")).verdict is Verdict.CONFORMS
    assert (one.counts.passed_over_late, one.counts.passed_over_errors) == (0, 1)


def test_what_fails_again_was_not_passed_over() -> None:
    one = executor([], lambda operation, request: (500, {"__type": "KMSInternalException"}))
    one.execute(describing("unlucky"))
    assert one.counts.passed_over_errors == 0


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
