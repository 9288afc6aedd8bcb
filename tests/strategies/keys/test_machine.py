"""The state machine over keys: a right KMS never fails it, and each of some wrong ones does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kms_strategies.sequences.keys.machine import WrongAnswerError, machine
from tests.support.fake_kms.kms import OPERATIONS, FakeKms, Operation
from tests.support.fake_kms.state import Body, Refused, State

QUICK = settings(
    max_examples=90,
    stateful_step_count=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
)


def explored(operations: Mapping[str, Operation], how: settings = QUICK) -> None:
    kms = FakeKms(operations=dict(operations))
    words = count()

    def call(operation: str, request: Mapping[str, Any]) -> tuple[str | None, Any]:
        status, body = kms.answer(operation, request)
        return (None, body) if status == 200 else (body["__type"], body)

    run_state_machine_as_test(machine(begin=lambda: f"w{next(words)}", call=call, end=lambda: None), settings=how)


def changed(operation: str, change: Callable[[State, Body, Body], Body]) -> dict[str, Operation]:
    """The operation answers, or does, something else."""

    def other(state: State, region: str, request: Body) -> Body:
        return change(state, request, OPERATIONS[operation](state, region, request))

    return OPERATIONS | {operation: other}


def ignoring(operation: str) -> dict[str, Operation]:
    return OPERATIONS | {operation: lambda state, region, request: {}}


def enabled_by_cancelling(state: State, request: Body, answer: Body) -> Body:
    state.key("us-east-1", request["KeyId"]).state = "Enabled"
    return answer


def forgiving_context(state: State, region: str, request: Body) -> Body:
    try:
        return OPERATIONS["Decrypt"](state, region, request)
    except Refused:
        return OPERATIONS["Decrypt"](state, region, {n: v for n, v in request.items() if n != "EncryptionContext"})


WRONG = {
    "disabling does nothing": ignoring("DisableKey"),
    "deleting an alias does nothing": ignoring("DeleteAlias"),
    "moving an alias does nothing": ignoring("UpdateAlias"),
    "cancelling enables": changed("CancelKeyDeletion", enabled_by_cancelling),
    "a wrong context is forgiven": OPERATIONS | {"Decrypt": forgiving_context},
    "the KeyId of Encrypt is no ARN": changed("Encrypt", lambda s, q, a: a | {"KeyId": a["KeyId"][-36:]}),
}


def test_a_right_kms_never_fails() -> None:
    explored(OPERATIONS)


@pytest.mark.parametrize("operations", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_one_fails_with_the_requests_that_show_it(operations: Mapping[str, Operation]) -> None:
    with pytest.raises(WrongAnswerError) as failed:
        explored(operations)
    assert failed.value.requests[0] == ("CreateKey", {})


def test_a_failure_shrinks_to_the_requests_that_it_takes() -> None:
    with pytest.raises(WrongAnswerError) as failed:
        explored(WRONG["disabling does nothing"], settings(QUICK, phases=[Phase.generate, Phase.shrink]))
    assert [operation for operation, _ in failed.value.requests] == ["CreateKey", "DisableKey", "DescribeKey"]


@dataclass
class Behind:
    """A target that reads what there was before the last change, until it is asked again."""

    kms: FakeKms = field(default_factory=FakeKms)
    before: State = field(default_factory=State)

    def call(self, operation: str, request: Mapping[str, Any]) -> tuple[str | None, Any]:
        reads = operation in ("DescribeKey", "Encrypt", "Decrypt")
        if not reads:
            self.before = deepcopy(self.kms.state)
        now, self.kms.state = self.kms.state, self.before if reads else self.kms.state
        status, body = self.kms.answer(operation, request)
        self.kms.state = now
        return (None, body) if status == 200 else (body["__type"], body)

    def final(self, right: bool) -> bool:
        self.before = self.kms.state
        return right


@pytest.mark.parametrize("asked_again", [True, False])
def test_a_read_that_is_behind_a_change_is_asked_again(asked_again: bool) -> None:
    target, words = Behind(), count()
    final = {"final": target.final} if asked_again else {}
    drawn = machine(begin=lambda: f"w{next(words)}", call=target.call, end=lambda: None, **final)
    if asked_again:
        run_state_machine_as_test(drawn, settings=QUICK)
    else:
        with pytest.raises(WrongAnswerError, match=r"DescribeKey|Encrypt|Decrypt"):
            run_state_machine_as_test(drawn, settings=QUICK)
