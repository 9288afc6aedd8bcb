"""Bounds in decoded bytes, said of base64: right for every size near every bound."""

import base64

import jsonschema
import pytest

from kms_strategies.schemas.base64_sizes import alphabet, at_least, at_most
from kms_strategies.schemas.dialects import PYTHON

VALUES = {size: base64.b64encode(b"\xff" * size).decode() for size in range(20)}


def allowed(schema: object) -> set[int]:
    validator = jsonschema.Draft7Validator(schema)
    return {size for size, value in VALUES.items() if validator.is_valid(value)}


@pytest.mark.parametrize("bound", range(15))
def test_a_bound_is_exact(bound: int) -> None:
    assert allowed(at_least(bound, PYTHON)) == {size for size in VALUES if size >= bound}
    assert allowed(at_most(bound, PYTHON)) == {size for size in VALUES if size <= bound}


@pytest.mark.parametrize("value", ["A", "AA", "AAA", "AA=", "A===", "====", "AAAA\n", "AA-_", "AAAA=", "é"])
def test_what_is_no_base64_does_not_match(value: str) -> None:
    validator = jsonschema.Draft7Validator({"pattern": alphabet(PYTHON)})
    assert not validator.is_valid(value)
    assert validator.is_valid("QQ==")
