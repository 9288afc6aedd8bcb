"""What lists and descriptions have to show of the stores of an account, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.state.account import Account, Store
from kms_specification.state.listing import (
    description_error,
    error_code_error,
    listing_error,
    page_error,
)

ONE, OTHER = ({"CustomKeyStoreId": i, "ConnectionState": "DISCONNECTED"} for i in ("s", "t"))


@pytest.mark.parametrize(
    ("request_", "listed", "wrong"),
    [
        ({}, [ONE], None),
        ({}, [ONE, OTHER], None),
        ({}, [OTHER], "not listed"),
        ({}, [ONE, {"CustomKeyStoreId": "old"}], "was deleted"),
        ({}, [{**ONE, "ConnectionState": "CONNECTED"}], "has to be DISCONNECTED"),
        ({}, [{**ONE, "ConnectionState": None}], "has to be DISCONNECTED"),
        ({"CustomKeyStoreId": "s"}, [ONE], None),
        ({"CustomKeyStoreId": "s"}, [ONE, OTHER], "one store was asked for"),
        ({"CustomKeyStoreId": "s"}, [], "listed is none"),
        ({"CustomKeyStoreName": "n"}, [ONE], None),
        ({"CustomKeyStoreName": "n"}, [OTHER], "one store was asked for"),
    ],
)
def test_what_a_list_has_to_show(request_: dict[str, Any], listed: list[dict[str, Any]], wrong: str | None) -> None:
    account = Account({"s": Store({"CustomKeyStoreName": "n"})}, gone=frozenset({"old"}))
    found = listing_error(account, request_, listed)
    assert (found is None) if wrong is None else (found is not None and wrong in found)


def test_in_an_account_of_our_own_nothing_is_listed_that_nobody_made() -> None:
    assert listing_error(Account(complete=True), {}, []) is None
    assert "which nobody has made" in (listing_error(Account(complete=True), {}, [OTHER]) or "")
    assert listing_error(Account(), {}, [OTHER]) is None


@pytest.mark.parametrize(
    ("request_", "body", "wrong"),
    [
        ({"Limit": 1}, {"CustomKeyStores": [OTHER], "Truncated": True, "NextMarker": "m"}, None),
        ({"Limit": 1}, {"CustomKeyStores": [], "Truncated": True, "NextMarker": "m"}, None),
        ({"Limit": 1, "Marker": "m"}, {"CustomKeyStores": [OTHER], "Truncated": False}, None),
        ({"Limit": 1}, {"CustomKeyStores": [OTHER, {}]}, "the Limit is 1"),
        ({}, {"CustomKeyStores": [ONE]}, "more than once"),
        ({}, {"CustomKeyStores": [OTHER, OTHER]}, "more than once"),
        ({}, {"CustomKeyStores": [], "Truncated": True}, "NextMarker is None"),
        ({}, {"CustomKeyStores": [], "Truncated": "false"}, "not a boolean"),
        ({"Marker": "m"}, {"CustomKeyStores": [], "Truncated": True, "NextMarker": "m"}, "where it began"),
        ({}, {}, None),
        ({}, {"CustomKeyStores": {}}, "no list"),
        ({}, [], "no list"),
    ],
)
def test_how_pages_follow_each_other(request_: dict[str, Any], body: Any, wrong: str | None) -> None:
    found = page_error(request_, body, [ONE])
    assert (found is None) if wrong is None else (found is not None and wrong in found)


def test_why_a_connection_failed_is_said_where_it_did_and_nowhere_else() -> None:
    assert error_code_error({"ConnectionState": "FAILED", "ConnectionErrorCode": "INTERNAL_ERROR"}) is None
    assert error_code_error({"ConnectionState": "CONNECTED", "ConnectionErrorCode": None}) is None
    assert error_code_error({"ConnectionState": "FAILED"}) is not None
    assert error_code_error({"ConnectionState": "CONNECTED", "ConnectionErrorCode": "INTERNAL_ERROR"}) is not None


def test_what_a_store_is_described_as() -> None:
    entry = {"CustomKeyStoreName": "n", "XksProxyConfiguration": {"UriPath": "/kms/xks/v1"}}
    made = {"CustomKeyStoreName": "n", "XksProxyUriPath": "/kms/xks/v2"}
    assert description_error(made, entry, ["CustomKeyStoreName"]) is None
    assert "'/kms/xks/v1' where it is '/kms/xks/v2'" in (description_error(made, entry, ["XksProxyUriPath"]) or "")
