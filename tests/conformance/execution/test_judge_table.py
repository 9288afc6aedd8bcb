"""`verdicts.judge` is pure: an expectation and an answer in, a verdict out."""

from __future__ import annotations

import json

import pytest

from kms_conformance.execution.judging.verdicts import answer_text, judge
from kms_conformance.execution.knowledge.controls import says_nothing
from kms_reports.result import Verdict
from kms_specification.oracle import Expectation, Outcome
from kms_specification.pages.create_custom_key_store import OPERATION
from kms_targets.http.client import Exchange, Failure
from kms_targets.http.response import Observation

SOURCE = OPERATION.success_source
VALID = Expectation((Outcome(None, 200, (), SOURCE),), ())
BROKEN = Expectation((Outcome("ValidationException", 400, (), SOURCE),), (), rejected=True)


def seen(status: int | None, code: str | None = None, failure: Failure | None = None) -> Observation:
    body = json.dumps({"__type": code} if code else {}).encode()
    return Observation(Exchange(status, (), body, 0.0, failure))


TABLE = [
    (VALID, seen(200), Verdict.CONFORMS),
    (VALID, seen(200, "com.amazonaws.kms#CreateCustomKeyStoreResponse"), Verdict.CONFORMS),
    (VALID, seen(201), Verdict.WRONG_STATUS),
    (VALID, seen(400, "ValidationException"), Verdict.REJECTED_VALID),
    (VALID, seen(500, "InternalFailure"), Verdict.SERVER_FAULT),
    (VALID, seen(None, failure=Failure.TIMEOUT), Verdict.TIMEOUT),
    (VALID, seen(None, failure=Failure.DROPPED), Verdict.SERVER_FAULT),
    (VALID, seen(None, failure=Failure.NOT_HTTP), Verdict.MALFORMED_RESPONSE),
    (BROKEN, seen(200), Verdict.ACCEPTED_INVALID),
    (BROKEN, seen(400, "ValidationException"), Verdict.CONFORMS),
    (BROKEN, seen(422, "ValidationException"), Verdict.WRONG_STATUS),
    (BROKEN, seen(400, "LimitExceededException"), Verdict.WRONG_CODE),
    (BROKEN, seen(400), Verdict.MALFORMED_ERROR),
]


@pytest.mark.parametrize(("expectation", "answer", "verdict"), TABLE)
def test_the_verdict_on_an_answer(expectation: Expectation, answer: Observation, verdict: Verdict) -> None:
    assert judge(expectation, answer).verdict is verdict


def test_the_shape_of_a_response_is_no_error_code() -> None:
    assert answer_text(seen(200, "CreateCustomKeyStoreResponse")) == "success"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (seen(400, "any.namespace#AccessDeniedException"), "AccessDeniedException"),
        (seen(500, "KMSInternalException"), "KMSInternalException"),
        (seen(400, "KMSInternalException"), ""),
        (seen(503, "DependencyTimeoutException"), "DependencyTimeoutException"),
        (seen(400, "ValidationException"), ""),
        (seen(200), ""),
    ],
)
def test_which_answers_say_nothing_about_the_request(answer: Observation, code: str) -> None:
    assert says_nothing(answer) == code
