"""What the errors are said to mean stands in the service model, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.error_meanings import RETRIED
from kms_specification.oracle import expect
from kms_specification.service_model import documentation


@pytest.mark.parametrize("error", RETRIED)
def test_the_sentence_that_allows_a_retry_stands_in_the_model(error: str) -> None:
    assert RETRIED[error] in " ".join(documentation(error).split())


@pytest.mark.parametrize(
    ("operation", "request_", "code"),
    [
        ("ListKeyPolicies", {"KeyId": "a", "Marker": "none"}, "InvalidMarkerException"),
        ("DescribeKey", {"KeyId": "a", "GrantTokens": ["none"]}, "InvalidGrantTokenException"),
        ("Encrypt", {"KeyId": "arn:aws:kms:nowhere", "Plaintext": "YQ=="}, "InvalidArnException"),
        ("DeleteAlias", {"AliasName": "alias/a:b"}, "InvalidAliasNameException"),
    ],
)
def test_an_error_that_others_list_for_the_same_member_is_as_right(
    operation: str, request_: dict[str, Any], code: str
) -> None:
    *_, member = request_ if operation != "Encrypt" else ("KeyId",)
    assert code not in {error.name for error in OPERATIONS[operation].errors}
    assert expect(OPERATIONS[operation], request_).of(code) is not None
    without = {name: value for name, value in request_.items() if name != member}
    assert expect(OPERATIONS[operation], without).of(code) is None
