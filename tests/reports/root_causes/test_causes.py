"""Failures with one cause are one cause, those with several are not, and the one that explains most comes first."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_reports.result import (
    FAILED,
    Acceptable,
    Result,
    Verdict,
)
from kms_reports.root_causes import (
    causes,
    compact,
    observed,
)
from kms_reports.root_causes.model import Rule
from kms_reports.root_causes.rules import RULES
from tests.support.reports.causes import accepted, told
from tests.support.reports.samples import LIMIT, VALIDATION, broken, every_verdict, large, plain, results


def test_one_wrong_code_is_one_cause() -> None:
    found = [broken(f"Create.Member{n}.pattern") for n in range(31)]
    assert told(*found) == [("InvalidParameterException instead of ValidationException (by Create)", 31)]


def test_of_several_acceptable_codes_the_common_one_is_named() -> None:
    lengths = broken("Create.Name.length.max", acceptable=(VALIDATION, LIMIT))
    (alone,) = told(lengths)
    assert alone == ("InvalidParameterException instead of LimitExceededException or ValidationException", 1)
    assert told(lengths, broken("Create.Name.pattern")) == [
        ("InvalidParameterException instead of ValidationException (by Create)", 2)
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
    (Verdict.ACCEPTED_INVALID, {}, {}, 1),
    (Verdict.STATE_VIOLATION, {}, {}, 2),
    (Verdict.SECRET_DISCLOSED, {}, {}, 1),
    (Verdict.FLAKY, {}, {}, 1),
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


def test_the_cause_that_explains_most_comes_first_and_the_smallest_request_is_its_example() -> None:
    sizes = {"Create.A.pattern": "a" * 50, "Create.B.pattern": "a", "Create.C.pattern": "a" * 9}
    found = [broken("Create.D.pattern", Verdict.TIMEOUT, request={}), plain("Create.E.pattern", Verdict.TIMEOUT)]
    found += [broken(identity, request={"Name": value}) for identity, value in sizes.items()]
    first, second = causes(found)
    assert [r.id for r in first.results] == ["Create.B.pattern", "Create.C.pattern", "Create.A.pattern"]
    assert [r.id for r in second.results] == ["Create.D.pattern", "Create.E.pattern"]


def test_among_causes_of_one_size_the_smallest_request_comes_first() -> None:
    body = broken("Creates.A.state", Verdict.STATE_VIOLATION, request=None, body_base64="AAAA" * 30)
    other = broken("Create.B.state", Verdict.STATE_VIOLATION, request={"Name": "a" * 60})
    assert [cause.example.id for cause in causes([body, other])] == ["Create.B.state", "Creates.A.state"]


def test_one_statement_of_an_operation_is_one_cause_under_whichever_names() -> None:
    found = [broken(f"Create.state.KeyUsage-of-{kind}", Verdict.STATE_VIOLATION) for kind in ("RSA", "ECC", "HMAC")]
    (cause,) = causes(found)
    assert (cause.rule, len(cause.results)) == ("statement-unmet", 3)


def test_faults_without_a_kind_of_their_own_are_one_cause() -> None:
    mixed = ("A.error.XException", "B.state.y")
    (cause,) = causes([broken(one, Verdict.SERVER_FAULT, status=500, code=None) for one in mixed])
    assert cause.sentence.startswith("the server fails on requests of A and B: HTTP 500")


def test_members_are_counted_as_they_are_named() -> None:
    members = [f"{operation}.{member}" for operation in ("Sign", "Verify") for member in ("KeyId", "Tags")]
    found = [accepted(f"{member}.{aspect}") for member in members for aspect in ("type", "length.max")]
    found += [
        plain(f"{operation}.Other.{aspect}") for operation in ("Sign", "Verify") for aspect in ("type", "length.max")
    ]
    sentences = [cause.sentence for cause in causes([*found, plain("Sign.Message.required")])]
    assert sentences == ["2 members are not checked by Sign and Verify, any value is accepted: KeyId and Tags"]


def test_an_accepted_request_that_no_rule_explains_is_named_by_what_is_not_enforced() -> None:
    (cause,) = causes([accepted("Create.Name.range.min")])
    assert cause.sentence.startswith("not enforced: ")


def test_the_example_is_plainly_wrong_printable_and_in_its_kind_of_store() -> None:
    external = {"CustomKeyStoreType": "EXTERNAL_KEY_STORE"}
    newline = accepted("Create.XksProxyUriPath.pattern", **external, XksProxyUriPath="/e/kms/xks/v0\n")
    number = accepted("Create.XksProxyUriPath.type", **external, XksProxyUriPath=0, Other="long" * 30)
    elsewhere = accepted("Create.XksProxyUriPath.enum", XksProxyUriPath="")
    text = accepted("Create.XksProxyUriPath.length.max", **external, XksProxyUriPath="/" * 9)
    (cause,) = causes([newline, elsewhere, text, number, plain("Create.Name.type"), plain("Create.Name.pattern")])
    assert [r.aspect for r in cause.results] == ["type", "length.max", "pattern", "enum"]


@given(results=st.lists(results, max_size=12))
def test_every_failing_requirement_has_exactly_one_cause(results: list[Result]) -> None:
    found = causes(results)
    explained = [id(result) for cause in found for result in cause.results]
    assert sorted(explained) == sorted(id(result) for result in results if result.failed)
    assert [len(c.results) for c in found] == sorted((len(c.results) for c in found), reverse=True)


def test_two_thousand_failures_are_analysed_in_time() -> None:
    start = time.process_time()
    assert sum(len(cause.results) for cause in causes(large().results)) == 2000
    assert time.process_time() - start < 5


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_name_of_its_own_and_speaks_of_failures(rule: Rule) -> None:
    assert [other.name for other in RULES].count(rule.name) == 1
    assert rule.verdicts <= FAILED


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 200, "code": None}, "HTTP 200 success"),
        ({"status": 400, "code": None}, "HTTP 400 without an error code"),
        ({"status": None, "code": None}, "no HTTP answer"),
        ({"status": 400, "code": "A\x1b[31m"}, r"HTTP 400 A\x1b[31m"),
    ],
)
def test_what_came_back_in_words(answer: dict[str, Any], expected: str) -> None:
    example = broken("Create.A.pattern", **answer).counterexample
    assert example is not None
    assert observed(example) == expected


def test_ids_of_one_member_share_a_line() -> None:
    ids = ["Create.Name.length.max", "Create.Name.pattern", "Create.Path.type", "Describe.Limit.type", "odd"]
    assert compact(ids) == {
        "Create": ["Name.{length.max, pattern}", "Path.type"],
        "Describe": ["Limit.type"],
        "odd": [""],
    }


BOTH = ("Sign", "Encrypt")


def test_the_same_behaviour_missing_in_several_operations_is_one_cause() -> None:
    accepted, state = Verdict.ACCEPTED_INVALID, Verdict.STATE_VIOLATION
    dry = [
        broken(f"{one}.{what}", accepted) for one in ("Sign", "Encrypt") for what in ("DryRun.type", "state.dry-run")
    ]
    shown_best = broken("Sign.error.DryRunOperationException", accepted)
    assert told(*dry, shown_best) == [("DryRun is ignored by Sign and Encrypt", 5)]
    assert causes([*dry, shown_best])[0].example is shown_best
    used = [
        replace(broken(f"DisableKey.state.{one}", accepted), statement=f"{one} is refused while the key is disabled.")
        for one in BOTH
    ]
    assert told(*used) == [("after DisableKey these are not refused: Sign and Encrypt", 2)]
    usage = [broken(f"{one}.error.InvalidKeyUsageException", accepted) for one in BOTH]
    assert told(*usage) == [("Sign and Encrypt succeed where InvalidKeyUsageException is documented", 2)]
    paged = [
        replace(broken(f"{one}.state.paging", state), statement="Pages repeat nothing.") for one in ("List", "Show")
    ]
    assert told(*paged) == [("not met: Pages repeat nothing (by List and Show)", 2)]


def test_a_behaviour_alone_is_told_by_its_statement() -> None:
    alone = replace(broken("CreateKey.state.defaults", Verdict.STATE_VIOLATION), statement="It is symmetric.")
    assert told(alone) == [("not met: It is symmetric", 1)]
    wrong = replace(broken("CreateKey.state.defaults", Verdict.WRONG_CODE), statement="It is symmetric.")
    assert told(wrong) == [("InvalidParameterException instead of ValidationException", 1)]


def test_one_wrong_json_type_in_many_answers_is_one_cause() -> None:
    malformed = Verdict.MALFORMED_RESPONSE
    why = "KeyMetadata.CreationDate is a string, not a number of seconds"
    dates = [replace(broken(f"{one}.output.types", malformed), reason=why) for one in BOTH]
    alone = replace(broken("ListKeys.output.types", malformed), reason="Truncated is a string, not true or false")
    assert told(*dates, alone) == [
        ("successes have a string where a number of seconds is documented: Sign and Encrypt", 2),
        ("successes have a string where true or false is documented: ListKeys", 1),
    ]
