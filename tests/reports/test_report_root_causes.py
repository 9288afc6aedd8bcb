"""Failures with one cause are told once, those with several are not, and the smallest comes first."""

from __future__ import annotations

from typing import Any

import pytest

from kms_reports.result import (
    Acceptable,
    Result,
    Verdict,
)
from kms_reports.root_causes import (
    causes,
    compact,
    observed,
)
from tests.support.report_samples import LIMIT, SUCCESS, VALIDATION, broken, every_verdict, plain


def told(*results: Result) -> list[tuple[str, int]]:
    return [(cause.title, len(cause.results)) for cause in causes(results)]


def test_one_wrong_code_is_one_cause() -> None:
    found = [broken(f"Create.Member{n}.pattern") for n in range(31)]
    assert told(*found) == [("InvalidParameterException instead of ValidationException", 31)]


def test_of_several_acceptable_codes_the_common_one_is_named() -> None:
    lengths = broken("Create.Name.length.max", acceptable=(VALIDATION, LIMIT))
    assert told(lengths) == [("InvalidParameterException instead of LimitExceededException or ValidationException", 1)]
    assert told(lengths, broken("Create.Name.pattern")) == [
        ("InvalidParameterException instead of ValidationException", 2)
    ]


def test_codes_that_no_one_code_would_mend_are_two_causes() -> None:
    in_use = (Acceptable("CustomKeyStoreNameInUseException", 400, ""),)
    assert len(causes([broken("Create.Name.pattern"), broken("Create.unique.Name", acceptable=in_use)])) == 2


SPLIT: list[tuple[Verdict, dict[str, Any], dict[str, Any], int]] = [
    (Verdict.WRONG_CODE, {}, {"code": "Other"}, 2),
    (Verdict.WRONG_CODE, {}, {"status": 404}, 2),
    (Verdict.WRONG_CODE, {}, {"answer": "another text", "request": {}, "explanation": "another"}, 1),
    (Verdict.WRONG_STATUS, {"status": 422}, {"status": 422, "code": "Other"}, 1),
    (Verdict.WRONG_STATUS, {"status": 422}, {"status": 404}, 2),
    (Verdict.MALFORMED_ERROR, {}, {"code": "Other"}, 1),
    (Verdict.MALFORMED_RESPONSE, {}, {"code": None}, 1),
    (Verdict.SERVER_FAULT, {"status": 500}, {"status": None}, 2),
    (Verdict.SERVER_FAULT, {"status": 500}, {"status": 500}, 1),
    (Verdict.TIMEOUT, {"status": None}, {"status": 200}, 1),
    (Verdict.NOT_IMPLEMENTED, {"status": 501}, {"status": 501}, 1),
    (Verdict.REJECTED_VALID, {}, {}, 1),
    (Verdict.REJECTED_VALID, {}, {"code": "Other"}, 2),
    (Verdict.ACCEPTED_INVALID, {}, {}, 2),
    (Verdict.STATE_VIOLATION, {}, {}, 2),
    (Verdict.SECRET_DISCLOSED, {}, {}, 2),
    (Verdict.FLAKY, {}, {}, 2),
    (Verdict.UNEXPECTED_PASS, {}, {}, 1),
]


@pytest.mark.parametrize(("verdict", "one", "other", "expected"), SPLIT)
def test_what_makes_two_causes(verdict: Verdict, one: dict[str, Any], other: dict[str, Any], expected: int) -> None:
    pair = [broken("Create.A.pattern", verdict, **one), broken("Create.B.pattern", verdict, **other)]
    assert len(causes(pair)) == expected


def test_the_table_of_splits_names_every_failing_verdict() -> None:
    failing = {r.verdict for r in every_verdict().broken}
    assert {verdict for verdict, *_ in SPLIT} == failing


def test_causes_are_not_shared_between_verdicts() -> None:
    assert len(causes(every_verdict().results)) == len(every_verdict().broken)


def test_what_was_only_observed_is_no_cause() -> None:
    assert causes([broken("Create.A.pattern", level="observed"), plain("Create.B.pattern")]) == []


def test_the_smallest_request_comes_first_in_a_cause_and_among_causes() -> None:
    sizes = {"Create.A.pattern": "a" * 50, "Create.B.pattern": "a", "Create.C.pattern": "a" * 9}
    found = [broken(identity, request={"Name": value}) for identity, value in sizes.items()]
    found += [broken("Create.D.pattern", Verdict.TIMEOUT, request={}), plain("Create.E.pattern", Verdict.TIMEOUT)]
    first, second = causes(found)
    assert first.verdict is Verdict.TIMEOUT
    assert [r.id for r in first.results] == ["Create.D.pattern", "Create.E.pattern"]
    assert [r.id for r in second.results] == ["Create.B.pattern", "Create.C.pattern", "Create.A.pattern"]


def test_causes_of_one_code_are_sorted_among_the_others() -> None:
    wanted = [(Acceptable(code, 400, ""),) for code in ("One", "Two")]
    small, large = (
        broken(f"Create.{n}.pattern", request="a" * n, acceptable=a) for n, a in zip((1, 9), wanted, strict=True)
    )
    middle = broken("Create.5.pattern", Verdict.TIMEOUT, request="a" * 5)
    assert [cause.smallest.id for cause in causes([small, large, middle])] == [
        "Create.1.pattern",
        "Create.5.pattern",
        "Create.9.pattern",
    ]


def test_a_body_is_measured_by_its_bytes() -> None:
    body = broken("Create.A.pattern", request=None, body_base64="AAAA" * 30)
    assert causes([body, broken("Create.B.pattern", request={"Name": "a" * 60})])[0].smallest.id == "Create.B.pattern"


def test_an_operation_that_checks_nothing_is_one_cause() -> None:
    unchecked = [broken(f"Create.Member{n}.pattern", Verdict.ACCEPTED_INVALID, status=200) for n in range(6)]
    assert told(*unchecked) == [("invalid requests succeed; nothing of the operation is checked", 6)]
    assert told(*unchecked, plain("Create.output.status")) == told(*unchecked)
    assert len(causes([*unchecked, plain("Create.Name.required")])) == 6
    assert len(causes([*unchecked, plain("Other.Name.required")])) == 1
    assert len(causes(unchecked[:4])) == 4


def test_a_valid_request_refused_names_the_answer() -> None:
    refused = broken("Create.A.pattern", Verdict.REJECTED_VALID, acceptable=(SUCCESS,))
    assert told(refused) == [("a valid request is refused: HTTP 400 InvalidParameterException", 1)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": 200, "code": None}, "HTTP 200 success"),
        ({"status": 400, "code": None}, "HTTP 400 without an error code"),
        ({"status": None, "code": None}, "no HTTP answer"),
        ({"status": 400, "code": "A\x1b[31m"}, r"HTTP 400 A\x1b[31m"),
    ],
)
def test_what_came_back_in_words(given: dict[str, Any], expected: str) -> None:
    example = broken("Create.A.pattern", **given).counterexample
    assert example is not None
    assert observed(example) == expected


def test_ids_of_one_member_share_a_line() -> None:
    ids = ["Create.Name.length.max", "Create.Name.pattern", "Create.Path.type", "Describe.Limit.type", "odd"]
    assert compact(ids) == {
        "Create": ["Name.{length.max, pattern}", "Path.type"],
        "Describe": ["Limit.type"],
        "odd": [""],
    }
