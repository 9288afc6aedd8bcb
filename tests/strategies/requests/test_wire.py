"""Each odd body is what its note says, held against Python's own reader of JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.wire import rules
from kms_specification.wire.acceptable import AS_USUAL
from kms_specification.wire.forms import Framing
from kms_strategies.requests.wire import ODDITIES, Oddity
from kms_strategies.requests.wire.bodies import TABLE, needs_no_member

CREATE = "CreateCustomKeyStore"
REQUEST: dict[str, Any] = {"CustomKeyStoreName": "a/b", "XksProxyAuthenticationCredential": {"AccessKeyId": "K"}}
VALID = json.dumps(REQUEST).encode()
CHECKED_APART = {"answer-content-type", "error-in-type"}


def oddities(subject: str, operation: str = CREATE) -> list[Oddity]:
    return list(ODDITIES[subject](operation))


def bodies(subject: str, valid: bytes = VALID) -> list[bytes]:
    return [oddity.of(CREATE, valid).body for oddity in oddities(subject)]


def test_every_requirement_has_oddities() -> None:
    assert ODDITIES.keys() == {name for name, _, _ in rules.RULES} - CHECKED_APART


@pytest.mark.parametrize("operation", [CREATE, "ListKeys", "Encrypt"])
def test_every_requirement_has_a_few_for_a_quick_look(operation: str) -> None:
    for subject in ODDITIES:
        found = oddities(subject, operation)
        assert 1 <= sum(not oddity.thorough for oddity in found) <= 4, subject
        assert len({oddity.note for oddity in found}) == len(found)


@pytest.mark.parametrize("valid", [VALID, b"{}"], ids=["members", "no members"])
@pytest.mark.parametrize("subject", TABLE)
def test_what_has_to_be_read_as_usual_is_the_same_request(subject: str, valid: bytes) -> None:
    for oddity in oddities(subject, "ListKeys"):
        if oddity.acceptable == AS_USUAL:
            body = oddity.of("ListKeys", valid).body
            assert (json.loads(body) if body else {}) == ({} if subject == "empty-body" else json.loads(valid))


@pytest.mark.parametrize("subject", ["white-space", "string-escapes", "large-body"])
def test_and_is_not_written_as_usual(subject: str) -> None:
    for body in bodies(subject):
        assert body != VALID
        assert REQUEST.items() <= json.loads(body).items()


def test_white_space_stands_around_and_between() -> None:
    around, between = bodies("white-space")
    assert around.strip(b" \t\r\n") == VALID
    assert all(re.search(space, between) for space in (rb"\n", rb"\t", rb"\r", rb" "))


def test_names_and_values_are_escaped() -> None:
    (body,) = bodies("string-escapes")
    assert b"CustomKeyStoreName" not in body
    assert rb"\u0043ustomKeyStoreName" in body
    assert rb"\/" in body


def test_a_name_stands_twice() -> None:
    for body in bodies("duplicate-keys"):
        twice = [True for pairs in [json.loads(body, object_pairs_hook=list)] if len(pairs) > len(dict(pairs))]
        assert twice


def test_nan_stands_for_a_text_and_where_nobody_reads() -> None:
    for body in bodies("not-a-number"):
        words: list[str] = []
        json.loads(body, parse_constant=words.append)
        assert len(words) == 1
    assert json.loads(bodies("not-a-number")[0])["CustomKeyStoreName"] != REQUEST["CustomKeyStoreName"]


def test_nesting_is_as_deep_as_it_is_said_to_be() -> None:
    depths = [body.count(b"[") for body in bodies("nesting")]
    assert depths == [body.count(b"]") for body in bodies("nesting")] == [10, 100, 1_000, 10_000, 100_000]


def test_halves_of_surrogate_pairs() -> None:
    for body in bodies("lone-surrogates"):
        assert body.isascii()
        texts = [str(text) for pair in json.loads(body).items() for text in pair]
        assert any(re.search("[\ud800-\udfff]", text) for text in texts)


def test_sizes_are_as_they_are_said_to_be() -> None:
    *padded, filled = [len(body) for body in bodies("large-body")]
    assert padded == [n * 2**20 for n in (1, 2, 4, 8)]
    assert abs(filled - 2**20) < 100


def test_a_mark_stands_before_the_request() -> None:
    (body,) = bodies("byte-order-mark")
    assert body.decode("utf-8-sig").encode() == VALID


@pytest.mark.parametrize(
    ("operation", "none"), [("ListKeys", True), ("DescribeCustomKeyStores", True), (CREATE, False)]
)
def test_an_empty_body_is_a_request_where_no_member_is_needed(operation: str, none: bool) -> None:
    assert needs_no_member(operation) is none
    framings = [oddity.form.framing for oddity in oddities("empty-body", operation)]
    assert framings == ([Framing.LENGTH, Framing.NO_LENGTH] if none else [Framing.NO_LENGTH])


def test_get_may_change_nothing_where_it_would_make_something() -> None:
    get = {operation: oddities("method", operation)[0] for operation in (CREATE, "ListKeys")}
    assert not get[CREATE].acceptable.as_usual
    assert get[CREATE].acceptable.makes_nothing
    assert get["ListKeys"].acceptable.as_usual


def test_oddities_can_be_made_for_every_operation() -> None:
    for operation in OPERATIONS:
        for subject in ODDITIES:
            for oddity in oddities(subject, operation):
                if not oddity.thorough:
                    assert oddity.of(operation, b"{}").target == operation
