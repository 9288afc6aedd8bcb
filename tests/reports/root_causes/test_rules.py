"""What one mistake of a server breaks is one cause by the rule that knows the mistake."""

from __future__ import annotations

import pytest

from kms_reports.result import (
    Acceptable,
    Verdict,
)
from kms_reports.root_causes import (
    causes,
)
from tests.support.reports.causes import accepted, rules, told
from tests.support.reports.samples import SUCCESS, VALIDATION, broken, plain


def test_an_operation_that_checks_nothing_is_one_cause() -> None:
    unchecked = [accepted(f"Create.Member{n}.pattern") for n in range(6)]
    met = plain("protocol.json11.unknown-operation")
    assert rules(*unchecked, met) == [("operation-unchecked", 6)]
    assert rules(*unchecked, met, plain("Other.Name.required")) == [("operation-unchecked", 6)]
    assert rules(*unchecked, met, plain("Create.Name.required")) == [("kind-unchecked", 6)]


def test_an_endpoint_that_answers_200_to_everything_is_one_cause() -> None:
    found = [accepted(f"Create.Member{n}.{aspect}") for n in range(23) for aspect in ("type", "pattern", "length.max")]
    found += [broken("Create.output.Id.required", Verdict.MALFORMED_RESPONSE, status=200, code=None)]
    found += [accepted("protocol.json11.malformed-body"), accepted("Describe.Limit.range.max")]
    right = [
        plain(f"protocol.json11.{name}") for name in ("white-space", "nesting", "method")
    ]  # a success is right there
    assert rules(*found, *right) == [("everything-succeeds", 72)]
    assert "everything-succeeds" not in dict(rules(*found, *right, plain("protocol.json11.unknown-operation")))


def test_members_that_are_not_checked_are_one_cause() -> None:
    aspects = ("type", "pattern", "length.min", "length.max")
    found = [accepted(f"Create.{name}.{aspect}") for name in ("Path", "Endpoint") for aspect in aspects]
    met = [plain(f"Create.Name.{aspect}") for aspect in aspects]
    assert rules(*found, *met) == [("member-unchecked", 8)]
    assert told(*found, *met)[0][0] == "2 members are not checked by Create, any value is accepted: Path and Endpoint"


KINDS = {
    "type": "no JSON type is enforced: each may be another",
    "pattern": "no pattern is enforced: each lets some other values through",
    "length.max": "no length is enforced: each bound may be passed",
    "enum": "no enumeration is enforced",
    "required": "no required member is required",
}


@pytest.mark.parametrize("aspect", KINDS)
def test_a_kind_of_constraint_that_is_checked_nowhere_is_one_cause_across_operations(aspect: str) -> None:
    found = [accepted(f"{operation}.{name}.{aspect}") for operation in ("Create", "Update") for name in "ABC"]
    met = [plain(f"{operation}.A.range.max") for operation in ("Create", "Update")]
    (cause,) = causes([*found, *met])
    assert (cause.rule, cause.operations) == ("kind-unchecked", ("Create", "Update"))
    assert cause.sentence.startswith(KINDS[aspect])
    assert len(cause.results) == 6
    assert "kind-unchecked" not in dict(rules(*found, *met, plain(f"Create.D.{aspect}"), plain(f"Update.D.{aspect}")))


@pytest.mark.parametrize(
    ("kind", "sentence"), [("rule", "none of the conditions"), ("unique", "uniqueness is not enforced")]
)
def test_conditions_and_uniqueness_that_nobody_enforces(kind: str, sentence: str) -> None:
    found = [accepted(f"Create.{kind}.{name}") for name in "ABC"]
    assert [cause.sentence.startswith(sentence) for cause in causes([*found, plain("Create.A.type")])] == [True]


def test_names_in_another_case_are_one_cause() -> None:
    """local-kms takes keyId for KeyId, and misses KeyId where there is nothing like it."""
    found = [accepted(f"{operation}.KeyId.required", keyId="1234abcd") for operation in ("Encrypt", "Sign")]
    ((sentence, number),) = told(*found, plain("Sign.Message.required"))
    assert sentence == "members are taken under names that differ in case: KeyId (2 requirements) (by Encrypt and Sign)"
    assert number == 2


def test_a_value_in_use_that_is_accepted_is_one_cause() -> None:
    in_use = (Acceptable("NameInUseException", 400, ""),)
    given = {"acceptable": in_use, "status": 200, "code": None}
    found = [broken(f"Create.{one}", Verdict.ACCEPTED_INVALID, **given) for one in ("unique.Name", "state.secrets")]
    assert rules(*found, plain("Create.unique.Path")) == [("value-in-use-accepted", 2)]


@pytest.mark.parametrize(
    ("name", "unit"), [("語" * 86, "UTF-8 bytes"), ("😀" * 129, "UTF-16 units or UTF-8 bytes"), ("a" * 256, None)]
)
def test_a_length_counted_in_another_unit(name: str, unit: str | None) -> None:
    found = broken("Create.Name.length.max", Verdict.REJECTED_VALID, request={"Name": name}, acceptable=(SUCCESS,))
    (cause,) = causes([found])
    expected = f"lengths are counted in {unit}, not in characters: Name (by Create)"
    assert (cause.sentence == expected) == (unit is not None)


def test_case_folded_and_a_newline_let_through() -> None:
    folded = accepted("Create.CloudHsmClusterId.pattern", CloudHsmClusterId="clusteR-aaaaaaaaaaa")
    newline = accepted("Create.Path.pattern", Path="/kms/xks/v1\n")
    met = [plain("Create.A.pattern"), plain("Create.B.type")]
    assert dict(rules(folded, newline, *met)) == {"case-folded": 1, "newline-at-the-end": 1}
    exact = accepted("Create.CloudHsmClusterId.pattern", CloudHsmClusterId="cluster-1")
    assert rules(exact, *met) == [("", 1)]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/kms/xks/v1\n", "a pattern lets a line feed through at the end ($ in place of \\Z): Path and Key"),
        ("\n/kms/xks/v1", "a pattern is held against one line of the value, not the whole: Path and Key"),
    ],
)
def test_patterns_that_let_nothing_but_line_feeds_through_are_enforced(path: str, said: str) -> None:
    """Each pattern is broken, and none is unchecked."""
    found = [accepted("Create.Path.pattern", Path=path), accepted("Create.Key.pattern", Key="AAAA\n")]
    assert told(*found) == [(f"{said} (by Create)", 2)]
    assert told(*found, accepted("Create.Type.enum", Type="x"))[0] == (f"{said} (by Create)", 2)
    assert rules(*found, accepted("Create.Url.pattern", Url="x")) == [("kind-unchecked", 3)]


def test_a_fault_on_a_valid_request_is_not_said_to_be_for_an_invalid_one() -> None:
    """An endpoint without external stores answers 501 to EXTERNAL_KEY_STORE, a value of the enumeration."""
    given = {"status": 501, "code": "NotImplemented", "acceptable": (SUCCESS,)}
    found = [broken(f"Create.{member}.enum", Verdict.SERVER_FAULT, **given) for member in ("Type", "Connectivity")]
    assert told(*found) == [("the server fails on requests that may succeed: HTTP 501 NotImplemented (by Create)", 2)]


def test_a_fault_on_odd_bodies_is_one_cause_though_some_may_succeed() -> None:
    given = {"status": 500, "code": None}
    found = [
        broken("protocol.json11.byte-order-mark", Verdict.SERVER_FAULT, acceptable=(SUCCESS, VALIDATION), **given),
        broken("protocol.json11.malformed-body", Verdict.SERVER_FAULT, acceptable=(VALIDATION,), **given),
    ]
    said = "the server fails where a body is odd or no valid request: HTTP 500 without an error code"
    assert [(cause.partition(" (by ")[0], number) for cause, number in told(*found)] == [(said, 2)]


def test_status_500_for_types_is_one_cause() -> None:
    found = [broken(f"Create.{n}.type", Verdict.SERVER_FAULT, status=500, code="KMSInternalException") for n in "ABC"]
    assert told(*found) == [
        ("the server fails where a value has another JSON type: HTTP 500 KMSInternalException (by Create)", 3)
    ]


def test_an_unknown_operation_and_unreadable_errors() -> None:
    unknown = broken("Create.implemented", Verdict.NOT_IMPLEMENTED, status=501, code=None)
    assert told(unknown) == [("not implemented: Create (HTTP 501 without an error code)", 1)]
    unreadable = broken("protocol.json11.error-shape", Verdict.MALFORMED_ERROR, code=None)
    assert rules(unreadable) == [("errors-unreadable", 1)]


def test_every_valid_request_refused_is_one_cause() -> None:
    found = [broken(f"Create.{one}", Verdict.REJECTED_VALID) for one in ("implemented", "Type.enum", "Kind.enum")]
    assert rules(*found) == [("valid-refused", 3)]
