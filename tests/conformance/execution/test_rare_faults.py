"""A fault that can be retried is passed over while it is rare, and a finding where it is not."""

from __future__ import annotations

import pytest

from kms_conformance.execution.knowledge.rare_faults import ALWAYS, ONE_IN, RareFaults
from kms_targets.http.client import Exchange, Failure
from kms_targets.http.response import Observation

FAULT = Observation(Exchange(500, (), b'{"__type": "KMSInternalException"}', 0.0))
REFUSAL = Observation(Exchange(400, (), b'{"__type": "ValidationException"}', 0.0))


def test_a_fault_is_passed_over_as_long_as_it_is_rare() -> None:
    rare = RareFaults()
    assert all(rare.pass_over([FAULT], answered=0) for _ in range(ALWAYS))
    assert not rare.pass_over([FAULT], answered=0)
    assert rare.pass_over([FAULT], answered=2 * ONE_IN)


@pytest.mark.parametrize("failure", Failure)
def test_of_what_is_no_http_answer_only_one_that_is_late_may_be_so_by_chance(
    failure: Failure,
) -> None:
    passed = RareFaults().pass_over([Observation(Exchange(None, (), b"", 0.0, failure))], answered=0)
    assert passed is (failure is Failure.TIMEOUT)


def test_one_fault_among_answers_is_enough_and_nothing_else_is() -> None:
    rare = RareFaults()
    assert rare.pass_over([REFUSAL, FAULT], answered=0)
    assert not rare.pass_over([REFUSAL], answered=0)
    assert rare.seen == 1
