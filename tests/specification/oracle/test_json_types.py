"""Which JSON value is of which kind, asked of an operation that has one member of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Kind,
    Member,
    Range,
    Source,
)
from kms_specification.violations.requests import violations

SOURCE = Source("nowhere", "nothing", "Nothing.")
ANY_TEXT = Member("item", Kind.STRING, SOURCE)
MADE_UP = replace(
    OPERATIONS["CreateCustomKeyStore"],
    name="MadeUp",
    conditions=(),
    variants=(),
    members=(
        *(Member(kind.name, kind, SOURCE, item=ANY_TEXT, key=ANY_TEXT, value=ANY_TEXT) for kind in Kind),
        Member("From2To4", Kind.INTEGER, SOURCE, range=Range(2, 4, SOURCE)),
        Member(
            "Outer",
            Kind.STRUCTURE,
            SOURCE,
            members=(Member("Inner", Kind.STRING, SOURCE, required=SOURCE),),
        ),
        Member("Keys", Kind.MAP, SOURCE, members=(Member("Inner", Kind.STRING, SOURCE, required=SOURCE),)),
    ),
)
TYPES = {
    Kind.STRING: {str},
    Kind.STRUCTURE: {dict},
    Kind.MAP: {dict},
    Kind.LIST: {list},
    Kind.BOOLEAN: {bool},
    Kind.INTEGER: {int},
    Kind.NUMBER: {int, float},
    Kind.TIMESTAMP: {int, float},
    Kind.BLOB: {str},
}
VALUES: list[Any] = ["", "text", {}, {"a": "b"}, [], ["a"], True, False, 0, 1, -1, 10**20, 1.5, -0.5]


def broken(request: dict[str, Any]) -> list[str]:
    return [v.requirement for v in violations(MADE_UP, request)]


@pytest.mark.parametrize("kind", Kind)
def test_a_value_is_of_its_kind_and_no_other_is(kind: Kind) -> None:
    for value in VALUES:
        right = type(value) in TYPES[kind]
        unknown = [f"MadeUp.{kind.name}.a.type"] if kind is Kind.STRUCTURE and value == {"a": "b"} else []
        assert broken({kind.name: value}) == (unknown if right else [f"MadeUp.{kind.name}.type"]), value
    assert broken({kind.name: None}) == []


def test_a_kind_has_a_name_that_a_person_reads() -> None:
    assert {kind.name: str(kind) for kind in Kind} == {
        "STRING": "string",
        "STRUCTURE": "object",
        "INTEGER": "integer",
        "NUMBER": "number",
        "TIMESTAMP": "number of seconds",
        "BLOB": "string of base64",
        "BOOLEAN": "boolean",
        "LIST": "array",
        "MAP": "map",
    }


@pytest.mark.parametrize(("number", "side"), [(1, "min"), (2, ""), (3, ""), (4, ""), (5, "max")])
def test_a_range_holds_both_its_bounds(number: int, side: str) -> None:
    assert broken({"From2To4": number}) == ([f"MadeUp.From2To4.range.{side}"] if side else [])


def test_a_range_that_is_broken_is_a_validation_error() -> None:
    (found,) = violations(MADE_UP, {"From2To4": 9})
    assert (found.errors, found.certain) == (("ValidationException",), True)


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 10**30, -(10**30)])
def test_a_number_that_no_int32_holds_may_be_a_serialization_error(number: int) -> None:
    (found,) = violations(MADE_UP, {"From2To4": number})
    assert (set(found.errors), found.certain) == ({"ValidationException", "SerializationException"}, True)


def test_a_fraction_for_an_integer_is_cut_or_refused_in_either_way() -> None:
    found = violations(MADE_UP, {"From2To4": 3.1})
    assert [(set(v.errors), v.certain) for v in found] == [({"ValidationException", "SerializationException"}, False)]


def test_the_members_of_a_structure_are_looked_at_and_the_keys_of_a_map_are_not() -> None:
    assert broken({"Outer": {}, "Keys": {}}) == ["MadeUp.Outer.Inner.required"]
    assert broken({"Outer": {"Inner": 1}, "Keys": {"Inner": 1}}) == ["MadeUp.Outer.Inner.type"]
    assert broken({"Outer": {"Inner": "text"}}) == []


def test_elements_keys_and_values_are_looked_at() -> None:
    assert broken({"LIST": ["a", 1, 2]}) == ["MadeUp.LIST.item.type"]
    assert broken({"MAP": {"a": "b", "c": 1}}) == ["MadeUp.MAP.value.type"]
    assert broken({"LIST": [None]}) == ["MadeUp.LIST.item.type"], "though that is not sure"


@pytest.mark.parametrize(("entry", "certain"), [({"TagKey": "a"}, True), ({"TagKey": "a", "TagValue": None}, False)])
def test_a_tag_value_that_is_null_may_be_read_as_empty_and_one_that_is_absent_may_not(
    entry: dict[str, Any], certain: bool
) -> None:
    for operation, more in (("TagResource", {"KeyId": "a"}), ("CreateKey", {})):
        found = violations(OPERATIONS[operation], {**more, "Tags": [entry]})
        assert [(v.requirement, v.certain) for v in found] == [(f"{operation}.Tags.item.TagValue.required", certain)]
