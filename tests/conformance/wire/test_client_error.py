"""How the answer to a broken body or an unknown operation is judged, without a socket."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kms_conformance.checks.wire.bodies import client_error
from kms_reports.result import Verdict
from kms_specification.facts import Level, Source
from kms_specification.oracle import Expectation, Outcome
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation

SOURCE = Source("a document", "a section", "a sentence", Level.PROTOCOL)
EXPECTED = Expectation((Outcome("UnknownOperationException", 400, ("id",), SOURCE),), (), rejected=True)
CODE = b'{"__type": "UnknownOperationException"}'

ANSWERS = [
    (400, CODE, Verdict.CONFORMS),
    (404, CODE, Verdict.CONFORMS),
    (400, b'{"__type": "SomethingElse"}', Verdict.CONFORMS),
    (501, CODE, Verdict.CONFORMS),
    (501, b"not implemented", Verdict.MALFORMED_ERROR),
    (400, b"<html>", Verdict.MALFORMED_ERROR),
    (500, CODE, Verdict.WRONG_STATUS),
    (503, b"", Verdict.SERVER_FAULT),
    (200, b"{}", Verdict.ACCEPTED_INVALID),
]


@pytest.mark.parametrize(("status", "body", "verdict"), ANSWERS)
def test_any_client_error_that_an_sdk_can_read_is_right(status: int, body: bytes, verdict: Verdict) -> None:
    seen = Observation(Exchange(status, (), body, 0.0))
    evidence: Any = SimpleNamespace(seen=seen, expectation=EXPECTED)
    assert client_error("TrentService.Nothing")(evidence).verdict == verdict
