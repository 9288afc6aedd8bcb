"""Whatever a client sends and a target answers, the oracle has something to say and never fails."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    STORE_OPERATIONS,
    UPDATE,
)
from kms_specification.state.account import (
    Account,
    Store,
    after,
)
from kms_specification.state.answers import expect_in_account
from kms_specification.state.listing import (
    description_error,
    entries,
    error_code_error,
    listing_error,
    page_error,
)
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

NAMES = sorted({m.name for page in OPERATIONS.values() for m in page.members} | {"Other"})
leaves = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["", "s", "x", "PUBLIC_ENDPOINT"])
anything = leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.sampled_from(["AccessKeyId", "a"]), leaves)
requests = st.dictionaries(st.sampled_from(NAMES), anything, max_size=4)
stores = st.builds(lambda made, odd: made() | odd, st.sampled_from([hsm, public, vpc, dict]), requests)
calls = st.sampled_from([CREATE, *STORE_OPERATIONS])
shown = st.fixed_dictionaries(
    {},
    optional={"CustomKeyStoreId": anything, "ConnectionState": anything, "XksProxyConfiguration": anything},
)
bodies = anything | st.fixed_dictionaries(
    {},
    optional={
        "CustomKeyStoreId": anything,
        "CustomKeyStores": anything | st.lists(shown | anything, max_size=3),
        "NextMarker": anything,
        "Truncated": anything,
    },
)


@settings(max_examples=500, deadline=None, database=None, derandomize=True)
@given(calls, stores, requests | anything, bodies)
def test_anything_at_all_has_an_answer(operation: str, made: dict[str, Any], request: Any, body: Any) -> None:
    account = Account({"s": Store(made), "t": Store(public())}, complete=True)
    if isinstance(request, dict):
        request = {"CustomKeyStoreId": "s"} | request
    assert expect_in_account(account, operation, request).outcomes
    if isinstance(request, dict):
        account = after(account, operation, request, body)
        listed = entries(body)
        if listed is None:
            assert page_error(request, body, []) == "the answer has no list of CustomKeyStores"
        for entry in listed or []:
            description_error(request, entry, request)
            error_code_error(entry)
        listing_error(account, request, listed or [])
    assert expect_in_account(account, DESCRIBE, {}).accepts


def test_a_name_that_is_made_empty_is_too_short() -> None:
    account = Account({"s": Store(hsm())})
    found = expect_in_account(account, UPDATE, {"CustomKeyStoreId": "s", "NewCustomKeyStoreName": ""})
    assert {o.code for o in found.outcomes} == {"ValidationException", "LimitExceededException"}


def test_a_type_cannot_be_changed_and_no_document_says_what_comes_of_it() -> None:
    for kind in ("AWS_CLOUDHSM", "other"):
        account = Account({"s": Store(hsm(CustomKeyStoreType=kind))})
        found = expect_in_account(
            account, UPDATE, {"CustomKeyStoreId": "s", "CustomKeyStoreType": "EXTERNAL_KEY_STORE"}
        )
        assert {"ValidationException", None} <= {o.code for o in found.outcomes}
        assert not found.rejected
