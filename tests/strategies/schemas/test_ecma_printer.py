"""Patterns as ECMA-262 has them: no class of which engines differ, and the same values in another engine than ours."""

import re

import jsonschema_rs
import pytest

from kms_specification.catalog import OPERATIONS
from kms_strategies.requests.boundary_cases import pattern_values
from kms_strategies.schemas.dialects import JSON_SCHEMA
from kms_strategies.schemas.members import whole

MEMBERS = {
    member.pattern.expression: member
    for operation in OPERATIONS.values()
    for _, member in operation.walk()
    if member.pattern
}


@pytest.mark.parametrize("expression", MEMBERS)
def test_the_same_values_match_as_in_python(expression: str) -> None:
    other = jsonschema_rs.Draft202012Validator({"pattern": whole(expression, JSON_SCHEMA)})
    ours = re.compile(expression, re.ASCII)
    values = [*pattern_values(MEMBERS[expression]), "", "\n", "a\n", "é", "٣", "😀"]
    assert len(values) > 10
    for value in (v for v in values if not re.search("[\ud800-\udfff]", v)):
        assert other.is_valid(value) is (ours.fullmatch(value) is not None), value


@pytest.mark.parametrize("expression", MEMBERS)
def test_nothing_is_escaped_that_unicode_mode_refuses(expression: str) -> None:
    written = whole(expression, JSON_SCHEMA)
    assert not re.search(r"\\[^\\.^$*+?{}\[\]|()/u-]", written)
    assert r"\d" not in written
    assert r"\w" not in written


def test_a_line_end_is_written_as_an_escape_and_a_dot_as_what_it_is_not() -> None:
    assert whole("[\\n-\\r]a.", JSON_SCHEMA) == r"^[\u000A-\u000D]a[^\u000A]$"
    assert whole("ab|cd", JSON_SCHEMA) == "^(?:ab|cd)$"
    assert whole("[^a-c-]", JSON_SCHEMA) == r"^[^\-a-c]$"
