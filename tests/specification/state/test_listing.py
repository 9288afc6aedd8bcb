"""What is wrong with a listing is said in one sentence, word for word as a person reads it."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification import service_model
from kms_specification.pages.custom_key_stores import Connection
from kms_specification.state.account import Account, Store
from kms_specification.state.listing import (
    description_error,
    entries,
    error_code_error,
    foreign_member_error,
    ids,
    listing_error,
    page_error,
)
from tests.support.plain_client import hsm, public, vpc

STORE = {"CustomKeyStoreId": "s", "ConnectionState": "DISCONNECTED"}
OTHER = {"CustomKeyStoreId": "t", "ConnectionState": "CONNECTED"}
BOTH = frozenset({Connection.CONNECTED, Connection.FAILED})
KNOWN = Account({"s": Store({"CustomKeyStoreName": "n"})}, gone=frozenset({"old"}), complete=True)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ({"CustomKeyStores": []}, []),
        ({"CustomKeyStores": [STORE, {}]}, [STORE, {}]),
        ({"CustomKeyStores": [STORE, "t"]}, None),
        ({"CustomKeyStores": {}}, None),
        ({}, []),
        ({"CustomKeyStores": None}, []),
        ([], None),
        (None, None),
    ],
)
def test_a_listing_is_a_list_of_objects(body: Any, right: Any) -> None:
    assert entries(body) == right


@pytest.mark.parametrize(
    ("request_", "listed", "wrong"),
    [
        ({}, [STORE], None),
        ({}, [], "the store 's' is not listed"),
        ({}, [STORE, {"CustomKeyStoreId": "old"}], "the store 'old' is listed, though it was deleted"),
        ({}, [STORE, OTHER, {"CustomKeyStoreId": "z"}], "the store 't' is listed, which nobody has made"),
        (
            {},
            [{**STORE, "ConnectionState": "FAILED"}],
            "the ConnectionState is 'FAILED' where it has to be DISCONNECTED",
        ),
        ({}, [{"CustomKeyStoreId": "s"}], "the ConnectionState is None where it has to be DISCONNECTED"),
        ({"CustomKeyStoreId": "s"}, [STORE], None),
        ({"CustomKeyStoreId": "s"}, [], "one store was asked for, 's', and listed is none"),
        ({"CustomKeyStoreId": "s"}, [OTHER, STORE], "one store was asked for, 's', and listed is 't', 's'"),
        ({"CustomKeyStoreName": "n"}, [OTHER], "one store was asked for, 's', and listed is 't'"),
        ({"CustomKeyStoreName": "n"}, [STORE], None),
        (
            {"CustomKeyStoreName": "n"},
            [{**STORE, "ConnectionState": "odd"}],
            "the ConnectionState is 'odd' where it has to be DISCONNECTED",
        ),
    ],
)
def test_the_stores_that_are_listed(request_: dict[str, Any], listed: list[dict[str, Any]], wrong: str | None) -> None:
    assert listing_error(KNOWN, request_, listed) == wrong


def test_the_states_that_a_store_may_be_in_are_told_in_the_order_of_the_model() -> None:
    account = Account({"s": Store({}, BOTH)})
    assert listing_error(account, {}, [STORE]) == (
        "the ConnectionState is 'DISCONNECTED' where it has to be CONNECTED or FAILED"
    )
    for state in BOTH:
        assert listing_error(account, {}, [{**STORE, "ConnectionState": str(state)}]) is None


def test_in_an_account_that_others_use_a_store_that_is_not_known_is_nothing_wrong() -> None:
    account = Account({"s": Store({})}, gone=frozenset({"old"}))
    assert listing_error(account, {}, [STORE, OTHER, {"CustomKeyStoreId": None}]) is None
    assert ids([STORE, {"CustomKeyStoreId": None}, OTHER]) == ["s", "t"]


@pytest.mark.parametrize(
    ("request_", "body", "wrong"),
    [
        ({}, {"CustomKeyStores": [OTHER]}, None),
        ({}, {"CustomKeyStores": [OTHER], "Truncated": False, "NextMarker": None}, None),
        ({}, {"CustomKeyStores": [OTHER], "Truncated": True, "NextMarker": "m"}, None),
        ({"Limit": 1}, {"CustomKeyStores": [OTHER]}, None),
        ({"Limit": 2}, {"CustomKeyStores": [OTHER]}, None),
        ({"Limit": "1"}, {"CustomKeyStores": [OTHER, {}]}, None),
        ({"Marker": "m"}, {"CustomKeyStores": [OTHER], "NextMarker": "m"}, None),
        ({}, {}, None),
        ({}, {"CustomKeyStores": None}, None),
        ({}, {"CustomKeyStores": {}}, "the answer has no list of CustomKeyStores"),
        ({}, [], "the answer has no list of CustomKeyStores"),
        ({"Limit": 1}, {"CustomKeyStores": [OTHER, {}]}, "2 stores are on a page, the Limit is 1"),
        ({}, {"CustomKeyStores": [OTHER, STORE]}, "the store 's' is listed more than once"),
        ({}, {"CustomKeyStores": [OTHER, OTHER, STORE]}, "the store 's' is listed more than once"),
        ({}, {"CustomKeyStores": [], "Truncated": 1}, "Truncated is 1, not a boolean"),
        ({}, {"CustomKeyStores": [], "Truncated": True}, "Truncated is true, and NextMarker is None"),
        (
            {},
            {"CustomKeyStores": [], "Truncated": True, "NextMarker": ""},
            "Truncated is true, and NextMarker is ''",
        ),
        (
            {},
            {"CustomKeyStores": [], "Truncated": True, "NextMarker": 7},
            "Truncated is true, and NextMarker is 7",
        ),
        (
            {"Marker": "m"},
            {"CustomKeyStores": [], "Truncated": True, "NextMarker": "m"},
            "the page goes on where it began: its NextMarker is the Marker that was sent",
        ),
    ],
)
def test_a_page_after_one_with_the_store_s(request_: dict[str, Any], body: Any, wrong: str | None) -> None:
    assert page_error(request_, body, [STORE]) == wrong


# member of the request, where it is described
SHOWN = [
    (hsm, "CustomKeyStoreName", ("CustomKeyStoreName",)),
    (hsm, "CloudHsmClusterId", ("CloudHsmClusterId",)),
    (hsm, "TrustAnchorCertificate", ("TrustAnchorCertificate",)),
    (vpc, "CustomKeyStoreType", ("CustomKeyStoreType",)),
    (vpc, "XksProxyConnectivity", ("XksProxyConfiguration", "Connectivity")),
    (vpc, "XksProxyUriEndpoint", ("XksProxyConfiguration", "UriEndpoint")),
    (vpc, "XksProxyUriPath", ("XksProxyConfiguration", "UriPath")),
    (vpc, "XksProxyVpcEndpointServiceName", ("XksProxyConfiguration", "VpcEndpointServiceName")),
    (vpc, "XksProxyAuthenticationCredential", ("XksProxyConfiguration", "AccessKeyId")),
]


@pytest.mark.parametrize(("kind", "member", "place"), SHOWN)
def test_where_a_member_is_described(kind: Any, member: str, place: tuple[str, ...]) -> None:
    request = kind()
    made = request[member]["AccessKeyId"] if isinstance(request[member], dict) else request[member]

    def entry(value: Any) -> dict[str, Any]:
        return {place[0]: value if len(place) == 1 else {place[1]: value}}

    assert description_error(request, entry(made), [member]) is None
    wrong = f"{'.'.join(place)} is described as 'other' where it is {made!r}"
    assert description_error(request, entry("other"), [member]) == wrong
    assert description_error(request, {}, [member]) == wrong.replace("'other'", "None")
    assert description_error(request, entry("other"), []) is None
    assert description_error({}, entry("other"), [member]) is None


def test_passwords_and_secrets_are_not_described() -> None:
    assert description_error(hsm(), {}, ["KeyStorePassword"]) is None
    assert description_error({"XksProxyAuthenticationCredential": {}}, {}, ["XksProxyAuthenticationCredential"]) is None


@pytest.mark.parametrize(
    ("state", "code", "wrong"),
    [
        ("FAILED", "INTERNAL_ERROR", None),
        ("FAILED", None, "ConnectionErrorCode is None where the store is FAILED"),
        ("FAILED", "", "ConnectionErrorCode is '' where the store is FAILED"),
        ("FAILED", 1, "ConnectionErrorCode is 1 where the store is FAILED"),
        ("CONNECTED", None, None),
        (None, None, None),
        ("CONNECTED", "INTERNAL_ERROR", "ConnectionErrorCode is 'INTERNAL_ERROR', though the store is not FAILED"),
        ("CONNECTED", "", "ConnectionErrorCode is '', though the store is not FAILED"),
    ],
)
def test_why_a_connection_failed(state: str | None, code: Any, wrong: str | None) -> None:
    assert error_code_error({"ConnectionState": state, "ConnectionErrorCode": code}) == wrong


def test_a_code_outside_the_enumeration_is_none_and_each_value_in_it_is_one() -> None:
    known = service_model.document()["shapes"]["ConnectionErrorCodeType"]["enum"]
    for code in known:
        assert error_code_error({"ConnectionState": "FAILED", "ConnectionErrorCode": code}) is None
    for code in ("UNKNOWN", known[0].lower(), f"{known[0]} "):
        wrong = f"ConnectionErrorCode is {code!r}, which does not exist"
        assert error_code_error({"ConnectionState": "FAILED", "ConnectionErrorCode": code}) == wrong


CLUSTER, PROXY, SERVICE = "CloudHsmClusterId", "XksProxyConfiguration", "VpcEndpointServiceName"


@pytest.mark.parametrize(
    ("made", "entry", "place"),
    [
        (hsm(), {PROXY: {"Connectivity": "PUBLIC_ENDPOINT"}}, PROXY),
        ({**hsm(), "CustomKeyStoreType": None}, {PROXY: {"UriPath": ""}}, PROXY),
        ({m: v for m, v in hsm().items() if m != "CustomKeyStoreType"}, {PROXY: "none"}, PROXY),
        (vpc(), {CLUSTER: "cluster-1a23b4cdefg"}, CLUSTER),
        (vpc(), {CLUSTER: ""}, CLUSTER),
        (public(), {"TrustAnchorCertificate": "x"}, "TrustAnchorCertificate"),
        (public(), {PROXY: {SERVICE: "com.amazonaws.vpce.us-east-1.vpce-svc-1"}}, f"{PROXY}.{SERVICE}"),
    ],
)
def test_what_a_store_of_another_kind_has_is_not_described(
    made: dict[str, Any], entry: dict[str, Any], place: str
) -> None:
    wrong = foreign_member_error(made, entry)
    assert wrong is not None
    assert wrong.startswith(f"{place} is described as ")
    assert "appears only when" in wrong


@pytest.mark.parametrize(
    ("made", "entry"),
    [
        (hsm(), {CLUSTER: "cluster-1a23b4cdefg", "TrustAnchorCertificate": "x", PROXY: None}),
        (hsm(), {PROXY: {}}),
        (hsm(), {PROXY: {"Connectivity": None, "UriPath": None}}),
        (vpc(), {PROXY: {"Connectivity": "VPC_ENDPOINT_SERVICE", SERVICE: "x"}, CLUSTER: None}),
        (public(), {PROXY: {"Connectivity": "PUBLIC_ENDPOINT", SERVICE: None}}),
    ],
)
def test_what_a_store_has_or_what_is_null_is_right(made: dict[str, Any], entry: dict[str, Any]) -> None:
    assert foreign_member_error(made, entry) is None
