"""What is shown of a request and an answer: short, printable, and still what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from kms_reports import details, sanitize
from kms_reports.result import Counterexample
from tests.support.reports.samples import HOSTILE, LIMIT, PAGE, VALIDATION, broken, documents, texts


def example(**given: Any) -> Counterexample:
    found = broken("A.b.c", **given).counterexample
    assert found is not None
    return found


@given(texts)
def test_nothing_unprintable_is_left(value: str) -> None:
    assert sanitize.shown(value).isprintable()
    assert sanitize.shown(sanitize.shown(value)) == sanitize.shown(value)


@given(documents)
def test_a_request_is_printable_lines(value: object) -> None:
    assert all(line.isprintable() for line in sanitize.pretty(value).split("\n"))


@given(texts)
def test_a_short_string_is_its_json(value: str) -> None:
    assert json.loads(sanitize.quoted(value[: sanitize.LONG])) == json.loads(json.dumps(value[: sanitize.LONG]))


def test_a_long_string_loses_its_middle_and_says_its_length() -> None:
    assert sanitize.quoted("a" * 60) == f'"{"a" * 60}"'
    assert sanitize.quoted("a" * 250 + "\n" + "😀" * 6) == f'"{"a" * 24}…a\\n{"😀" * 6}" (257 characters)'


def test_json_is_on_one_line_where_it_fits() -> None:
    assert sanitize.pretty({"a": [1, None, True], "b": {}}) == '{"a": [1, null, true], "b": {}}'
    assert sanitize.pretty({"a" * 30: "b" * 30, "c": [1]}).split("\n") == [
        "{",
        f'  "{"a" * 30}": "{"b" * 30}",',
        '  "c": [1]',
        "}",
    ]


def test_a_large_or_deep_value_is_cut() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    assert len(sanitize.pretty(deep)) < 100
    assert "… 976 more" in sanitize.pretty(list(range(1000)))
    assert len(sanitize.pretty(10**4000)) < 100


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "an empty body"),
        ("eyJh", '3 bytes, no JSON: {"a'),
        ("AP8K", r"3 bytes, no JSON: \x00ÿ\n"),
        ("w7w=", "2 bytes, no JSON: ü"),
        ("?", "a body that is no base64"),
    ],
)
def test_a_body_that_is_no_json_is_shown_as_bytes(body: str, expected: str) -> None:
    assert details.request(example(body_base64=body)) == expected


def test_an_acceptable_answer_that_rests_on_another_sentence_names_it() -> None:
    both = details.acceptable(example(acceptable=(VALIDATION, LIMIT, LIMIT)), PAGE)
    assert both.split("\n") == ["HTTP 400 ValidationException", f"HTTP 400 LimitExceededException  ({LIMIT.source})"]


def test_a_command_keeps_its_lines_and_nothing_that_steers() -> None:
    assert details.command("curl 'a\u00a0b'\ncurl two") == "curl 'a\u00a0b'\ncurl two"
    assert details.command(HOSTILE[0]).isprintable()
    assert details.command("c" * 11, limit=10) == ""


def test_a_reason_is_told_when_the_example_does_not() -> None:
    labels = [label for label, _ in details.facts(broken("A.b.c"))]
    assert labels == ["requirement", "request", "answer", "acceptable", "why", "source"]


def test_of_a_value_in_use_it_is_said_what_has_it() -> None:
    made = {"CustomKeyStoreName": "other", "XksProxyUriEndpoint": "https://a.example", "XksProxyUriPath": "/kms/xks/v1"}
    before = ({"operation": "Create", "request": made}, {"operation": "Describe", "request": None})
    found = broken("Create.unique.XksProxyUri", before=before)
    said = 'Create with XksProxyUriEndpoint "https://a.example", XksProxyUriPath "/kms/xks/v1"'
    assert dict(details.short(found))["after"] == dict(details.facts(found))["after"] == said
    renamed = ({"operation": "Update", "request": {"NewCustomKeyStoreName": "b"}},)
    found = broken("Update.error.CustomKeyStoreNameInUseException", before=renamed)
    assert dict(details.short(found))["after"] == 'Update with NewCustomKeyStoreName "b"'
    assert "after" not in dict(details.short(broken("Create.CustomKeyStoreName.length.max", before=before)))


def test_an_answer_that_is_cut_says_how_long_it_was() -> None:
    body = "a" * 3_000
    assert details.answer(example(answer=body), 5_000).split("\n") == ["HTTP 400 InvalidParameterException", body]
    cut = f"{'a' * 100}… (cut: 3,000 bytes in all)"
    assert details.answer(example(answer=body, answer_bytes=3_000), 100).split("\n")[1] == cut
    assert details.answer(example(answer=body), 100).endswith("… (cut: 3,000 characters in all)")
    kept = example(answer=body, answer_bytes=90_000)
    assert details.answer(kept, 5_000).split("\n")[1] == f"{body}… (cut: 90,000 bytes in all)"
