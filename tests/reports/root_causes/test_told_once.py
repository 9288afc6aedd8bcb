"""One mistake that shows in several kinds of constraint is one cause, and no more is said than was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kms_reports.result import (
    Acceptable,
    Result,
    Verdict,
)
from tests.support.reports.causes import accepted, rules, told
from tests.support.reports.samples import SUCCESS, VALIDATION, broken, plain

IN_USE = (Acceptable("NameInUseException", 400, ""),)


def _enum(member: str, value: str, values: str = "CLOUD_HSM or EXTERNAL") -> Result:
    return replace(accepted(f"Create.{member}.enum", **{member: value}), statement=f"{member} is {values}, exactly.")


def _name_in_use(name: str, before: str) -> Result:
    return broken(
        "Create.unique.Name",
        Verdict.REJECTED_VALID,
        code="NameInUseException",
        request={"Name": name},
        before=({"operation": "Create", "request": {"Name": before}},),
        acceptable=(SUCCESS,),
    )


def test_case_that_is_folded_in_enumerations_and_in_names_is_one_cause() -> None:
    found = [_enum("Type", "Cloud_Hsm"), _enum("Kind", "external"), _name_in_use("nameX", "namex")]
    assert told(*found, plain("Create.A.pattern")) == [
        ("upper and lower case are not distinguished: Type, Kind and Name (by Create)", 3)
    ]


@pytest.mark.parametrize("name", ["namex", "other"])
def test_a_name_that_does_not_differ_in_case_is_not_folded(name: str) -> None:
    assert rules(_name_in_use(name, "namex")) == [("", 1)]


def test_enumerations_that_take_other_values_too_are_not_said_to_fold_case() -> None:
    assert rules(_enum("Type", "Cloud_Hsm"), _enum("Kind", "x")) == [("kind-unchecked", 2)]


def test_nothing_is_said_to_be_unchecked_where_most_of_it_could_not_be_judged() -> None:
    """An endpoint whose errors nobody can read may check every pattern."""
    found = [accepted(f"Create.{member}.pattern") for member in "AB"]
    hidden = [plain(f"Create.{member}.pattern", Verdict.INAPPLICABLE) for member in "CD"]
    assert rules(*found, *hidden) == [("kind-partly-unchecked", 2)]
    assert rules(*found, *hidden[:1]) == [("kind-unchecked", 2)]


def test_one_code_for_every_error_is_one_cause() -> None:
    wrong = {"code": "InvalidRequest"}
    found = [broken(f"Create.{member}.type", acceptable=(VALIDATION,), **wrong) for member in "ABC"]
    found += [broken(f"Create.unique.{member}", acceptable=IN_USE, **wrong) for member in "DE"]
    said = "every error is InvalidRequest, in place of NameInUseException and ValidationException (by Create)"
    assert told(*found, plain("Create.F.default")) == [(said, 5)]
    for other in (plain("Create.F.pattern"), broken("Create.F.pattern", code="BadRequest")):
        assert "one-code-for-all" not in dict(rules(*found, other))


def test_values_in_use_that_are_accepted_are_one_cause_beside_one_that_is_refused() -> None:
    found = [
        broken(
            f"Create.unique.{one}",
            Verdict.ACCEPTED_INVALID,
            status=200,
            code=None,
            acceptable=(Acceptable(f"{one}InUseException", 400, ""),),
        )
        for one in "AB"
    ]
    said = "some values that are in use are accepted: Create.A and Create.B"
    assert told(*found, plain("Create.unique.C")) == [(said, 2)]


def test_a_request_that_is_odd_in_form_alone_is_named_where_it_is_refused() -> None:
    why = "no body, with Content-Length: 0: HTTP 400 without an error code"
    refused = broken("protocol.json11.empty-body", Verdict.REJECTED_VALID, acceptable=(SUCCESS,))
    assert told(replace(refused, reason=why)) == [(why, 1)]


def test_digits_of_other_scripts_are_one_cause() -> None:
    found = [
        replace(accepted(f"Create.{member}.pattern", **{member: value}), source=r"PAGE, “Pattern: [a-z]+\d+”")
        for member, value in (("Path", "v１"), ("Name", "svc४2"))
    ]
    met = plain("Create.Other.pattern")
    assert told(*found, met) == [("\\d takes digits that are not ASCII: Path and Name (by Create)", 2)]
    other = replace(accepted("Create.Id.pattern", Id="v１ü"), source=r"PAGE, “Pattern: [a-z]+\d+”")
    assert ("digits-of-other-scripts", 2) in rules(*found, other, met)
    assert rules(replace(other, source="PAGE, “Pattern: [a-z]+”"), met) == [("", 1)]
