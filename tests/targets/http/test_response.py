"""An answer is read as AWS's SDKs read it: where the code stands, what is JSON, and what is neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_targets.http.client import Exchange, Failure
from kms_targets.http.response import Observation

WORD = "NotFoundException"


def seen(body: bytes | str = b"", *headers: tuple[str, str], status: int = 400) -> Observation:
    return Observation(Exchange(status, headers, body if isinstance(body, bytes) else body.encode(), 0.0))


SPELLINGS = (
    WORD,
    f"com.amazonaws.kms#{WORD}",
    f"com.amazonaws.kms#{WORD}:http://internal.amazon.com/coral/com.amazonaws.kms/",
    f"{WORD}:http://internal.amazon.com/coral/com.amazon.coral.service/#fragment",
    f"{WORD}:",
    f"#{WORD}",
    f" {WORD} ",
)


@pytest.mark.parametrize("said", SPELLINGS)
def test_the_code_wherever_it_stands_and_however_it_is_dressed(said: str) -> None:
    for place in ("__type", "code", "Code"):
        found = seen(json.dumps({place: said, "message": "m"}))
        assert found.codes == {place: WORD}
        assert found.code == WORD
    for name in ("x-amzn-errortype", "X-Amzn-ErrorType", "X-AMZN-ERRORTYPE"):
        found = seen(b"", (name, said))
        assert found.codes == {"X-Amzn-Errortype": WORD}
        assert found.code == WORD


def test_disagreement_is_kept_and_the_body_comes_first() -> None:
    found = seen('{"code": "B", "__type": "ns#A"}', ("x-amzn-errortype", "C:http://d/"))
    assert found.codes == {"__type": "A", "code": "B", "X-Amzn-Errortype": "C"}
    assert found.code == "A"


@pytest.mark.parametrize(
    "said",
    ["", " ", "#", ":", "ns#", "Not Found", "a\nb", "a\0", "\ud800", "\u202eA", "\u00e9", "A" * 129, "<b>A</b>", "A,B"],
)
def test_what_no_error_is_called_is_no_code(said: str) -> None:
    found = seen(json.dumps({"__type": said}), ("x-amzn-errortype", said))
    assert found.codes == {}
    assert found.code is None


@pytest.mark.parametrize("said", [None, 1, True, ["A"], {"A": 1}])
def test_a_code_that_is_no_text_is_no_code(said: object) -> None:
    assert seen(json.dumps({"__type": said, "code": "B"})).codes == {"code": "B"}


@pytest.mark.parametrize("body", ['["__type"]', '"__type"', "1", "null", '{"error": {"__type": "A"}}', '{"type": "A"}'])
def test_a_code_is_a_member_of_an_object(body: str) -> None:
    assert seen(body).codes == {}


NO_JSON = {
    "nothing": b"",
    "space": b"  ",
    "HTML": b"<html></html>",
    "cut": b'{"__type": "A"',
    "twice": b'{"__type": "A"}{}',
    "single quotes": b"{'__type': 'A'}",
    "a comma": b'{"__type": "A",}',
    "NaN": b'{"__type": "A", "n": NaN}',
    "Infinity": b'{"__type": "A", "n": -Infinity}',
    "not UTF-8": b'{"__type": "A\xff"}',
    "UTF-16": '{"__type": "A"}'.encode("utf-16"),
    "UTF-32": '{"__type": "A"}'.encode("utf-32"),
    "a mark of byte order": b'\xef\xbb\xbf{"__type": "A"}',
    "a NUL": b'{"__type": "A"}\0',
    "a control character": b'{"__type": "A\n"}',
    "nested arrays": b"[" * 1_000_000,
    "nested objects": b'{"__type":' * 100_000,
    "nested and ended": b'{"__type": "A", "n": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "an endless number": b'{"__type": "A", "n": ' + b"1" * 10_000 + b"}",
}


@pytest.mark.parametrize("name", NO_JSON)
def test_what_is_not_read_as_json_has_no_code(name: str) -> None:
    found = seen(NO_JSON[name])
    assert found.json is None
    assert found.codes == {}


def test_of_equal_keys_the_last_holds() -> None:
    assert seen('{"__type": "A", "__type": "B"}').codes == {"__type": "B"}


def test_json_as_it_may_be_written() -> None:
    found = seen(' \r\n{"\\u005f_type"\t: "A", "n": 1e999, "s": "\\ud800", "deep": ' + "[" * 100 + "]" * 100 + "}\n")
    assert found.codes == {"__type": "A"}


@pytest.mark.parametrize(("status", "success"), [(199, False), (200, True), (204, True), (299, True), (300, False)])
def test_the_status_alone_says_success(status: int, success: bool) -> None:
    found = seen('{"__type": "A"}', status=status)
    assert found.success is success
    assert found.code == (None if success else "A")
    assert found.codes == {"__type": "A"}


def test_no_answer_says_nothing() -> None:
    found = Observation(Exchange(None, (), b"", 1.0, Failure.TIMEOUT, "after 1 s"))
    assert (found.status, found.success, found.code, found.codes, found.json) == (None, False, None, {}, None)
    assert not found.throttled
    assert not found.unknown_operation


@pytest.mark.parametrize("code", ["ThrottlingException", "com.amazonaws.kms#ThrottlingException", "SlowDown"])
def test_a_target_that_asks_for_patience(code: str) -> None:
    assert seen(json.dumps({"__type": code})).throttled
    assert seen("", status=429).throttled
    assert not seen('{"__type": "LimitExceededException"}').throttled


def test_a_target_that_does_not_know_the_operation() -> None:
    assert seen('{"__type": "UnknownOperationException"}').unknown_operation
    assert seen("", status=501).unknown_operation
    assert not seen('{"__type": "ValidationException"}', status=404).unknown_operation


@given(st.binary(), st.lists(st.tuples(st.just("x-amzn-errortype"), st.text())))
def test_any_answer_is_read(body: bytes, headers: list[tuple[str, str]]) -> None:
    found = seen(body, *headers)
    assert all(code.isascii() and code.isprintable() and code for code in found.codes.values())
    assert len(found.text(5)) <= 5
    assert found.text().isascii() or found.text().encode()


@pytest.mark.parametrize(
    ("code", "status", "to_retry"),
    [
        ("KMSInternalException", 500, True),
        ("DependencyTimeoutException", 503, True),
        ("ns#KeyUnavailableException", 500, True),
        ("KMSInternalException", 400, False),
        ("InternalFailure", 500, False),
        ("ValidationException", 500, False),
    ],
)
def test_which_faults_of_the_service_are_to_be_retried(code: str, status: int, *, to_retry: bool) -> None:
    assert bool(seen(json.dumps({"__type": code}), status=status).fault_to_retry) is to_retry


def test_an_answer_with_two_codes_is_no_fault_to_retry() -> None:
    body = json.dumps({"__type": "KMSInternalException", "code": "ValidationException"})
    assert seen(body, status=500).fault_to_retry == ""
