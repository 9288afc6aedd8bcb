"""The model of a history: by hand where the documents are plain or open, and by brute force against the endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.oracle import Environment, ReachableOutcome
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    UPDATE,
    Connection,
)
from kms_specification.state.account import (
    Account,
    Store,
    after,
    changed,
)
from kms_specification.state.answers import expect_in_account
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

ANYTHING = Environment({name: ReachableOutcome() for name in ("cloudhsm", "public-proxy", "vpc-proxy")})
NOT_FOUND, INVALID_STATE = "CustomKeyStoreNotFoundException", "CustomKeyStoreInvalidStateException"
NAME_IN_USE = "CustomKeyStoreNameInUseException"


def codes(account: Account, operation: str, **request: Any) -> set[str | None]:
    """What may be answered, errors of what is behind a store left out."""
    return {o.code for o in expect_in_account(account, operation, request, ANYTHING).outcomes if not o.inconclusive}


def state(*possible: str, seen: str | None = None, request: dict[str, Any] | None = None) -> Account:
    """An account with the one store `s`, in one of some states."""
    made = Store(request or public(), frozenset(map(Connection, possible)), Connection(seen) if seen else None)
    return Account({"s": made})


DONE: set[str | None] = {None}
CHANGES_NOTHING: set[str | None] = {"ValidationException"}
REFUSED: set[str | None] = {INVALID_STATE}
NOT_FOR_THE_KIND: set[str | None] = {
    "ValidationException",
    "UnsupportedOperationException",
    "CloudHsmClusterInvalidConfigurationException",
}

_PROXY = {"XksProxyUriEndpoint": "https://proxy.example.com", "XksProxyUriPath": "/kms/xks/v1"}


@pytest.mark.parametrize(
    ("operation", "in_state", "right"),
    [
        (CONNECT, "DISCONNECTED", DONE),
        (CONNECT, "CONNECTING", DONE),
        (CONNECT, "CONNECTED", DONE),
        (CONNECT, "FAILED", REFUSED),
        (CONNECT, "DISCONNECTING", REFUSED),
        (DISCONNECT, "DISCONNECTED", REFUSED),
        (DISCONNECT, "CONNECTING", DONE),
        (DISCONNECT, "CONNECTED", DONE),
        (DISCONNECT, "FAILED", DONE),
        (DISCONNECT, "DISCONNECTING", REFUSED),
        (DELETE, "DISCONNECTED", DONE),
        (DELETE, "CONNECTING", REFUSED),
        (DELETE, "CONNECTED", REFUSED),
        (DELETE, "FAILED", REFUSED),
        (DELETE, "DISCONNECTING", REFUSED),
    ],
)
def test_each_operation_in_each_state(operation: str, in_state: str, right: set[str | None]) -> None:
    assert codes(state(in_state), operation, CustomKeyStoreId="s") == right


@pytest.mark.parametrize(
    ("members", "disconnected", "connected", "failed"),
    [
        ({"NewCustomKeyStoreName": "new"}, DONE, DONE, REFUSED),
        ({"XksProxyUriEndpoint": "https://new.example.com"}, DONE, REFUSED, REFUSED),
        # One page allows it, the other does not.
        ({"XksProxyUriPath": "/new/kms/xks/v1"}, DONE, DONE | REFUSED, REFUSED),
        (
            {"XksProxyUriPath": "/new/kms/xks/v1", "XksProxyUriEndpoint": "https://n.example.com"},
            DONE,
            REFUSED,
            REFUSED,
        ),
        ({}, DONE | CHANGES_NOTHING, *2 * [DONE | CHANGES_NOTHING | REFUSED]),
        ({"KeyStorePassword": "of a cluster"}, NOT_FOR_THE_KIND, *2 * [REFUSED | NOT_FOR_THE_KIND]),
    ],
)
def test_what_may_be_changed_in_which_state(
    members: dict[str, str], disconnected: set[str | None], connected: set[str | None], failed: set[str | None]
) -> None:
    for name, right in (("DISCONNECTED", disconnected), ("CONNECTED", connected), ("FAILED", failed)):
        assert codes(state(name), UPDATE, CustomKeyStoreId="s", **members) == right, name


@pytest.mark.parametrize("none", [None, ""])
def test_a_store_that_becomes_public_has_no_endpoint_service_any_more(none: str | None) -> None:
    changes = {"XksProxyConnectivity": "PUBLIC_ENDPOINT", "XksProxyVpcEndpointServiceName": none}
    account = after(state("DISCONNECTED", request=vpc()), UPDATE, {"CustomKeyStoreId": "s", **changes}, {})
    assert account.stores["s"].request["XksProxyConnectivity"] == "PUBLIC_ENDPOINT"
    assert "XksProxyVpcEndpointServiceName" not in account.stores["s"].request


def test_the_cluster_of_a_store_is_related_to_itself() -> None:
    own = hsm()
    account = Account({"s": Store(own, frozenset({Connection("DISCONNECTED")}), None)})
    request = {"CustomKeyStoreId": "s", "CloudHsmClusterId": own["CloudHsmClusterId"]}
    assert {o.code for o in expect_in_account(account, UPDATE, request, ANYTHING).outcomes} == DONE
    other = {"CustomKeyStoreId": "s", "CloudHsmClusterId": hsm()["CloudHsmClusterId"]}
    found = {o.code for o in expect_in_account(account, UPDATE, other, ANYTHING).outcomes}
    assert "CloudHsmClusterNotRelatedException" in found


@pytest.mark.parametrize(
    ("request_", "member", "family"),
    [
        (public(), "CloudHsmClusterId", {"CloudHsmClusterInvalidConfigurationException"}),
        (hsm(), "XksProxyUriPath", {"XksProxyInvalidConfigurationException"}),
        (
            hsm(),
            "XksProxyVpcEndpointServiceName",
            {"XksProxyInvalidConfigurationException", "XksProxyVpcEndpointServiceInvalidConfigurationException"},
        ),
    ],
)
def test_a_configuration_error_is_right_for_a_member_of_its_family_that_is_for_the_other_type(
    request_: dict[str, Any], member: str, family: set[str]
) -> None:
    value = {**hsm(), **vpc()}[member]
    found = codes(state("DISCONNECTED", request=request_), UPDATE, CustomKeyStoreId="s", **{member: value})
    assert {code for code in found if code and "InvalidConfiguration" in code} == family
    assert None not in found


def test_a_store_that_was_connected_may_be_in_three_states_until_it_is_described() -> None:
    account = after(state("DISCONNECTED"), CONNECT, {"CustomKeyStoreId": "s"}, {})
    assert codes(account, CONNECT, CustomKeyStoreId="s") == DONE | REFUSED
    assert codes(account, DELETE, CustomKeyStoreId="s") == REFUSED
    for shown, right in (("CONNECTED", DONE), ("FAILED", REFUSED), ("CONNECTING", DONE | REFUSED)):
        seen = after(account, DESCRIBE, {}, {"CustomKeyStores": [{"CustomKeyStoreId": "s", "ConnectionState": shown}]})
        assert codes(seen, CONNECT, CustomKeyStoreId="s") == right, shown


def test_a_store_that_was_disconnected_may_still_be_about_it() -> None:
    account = after(state("CONNECTED"), DISCONNECT, {"CustomKeyStoreId": "s"}, {})
    assert codes(account, DELETE, CustomKeyStoreId="s") == DONE | REFUSED
    shown = [{"CustomKeyStoreId": "s", "ConnectionState": "DISCONNECTED"}]
    assert codes(after(account, DESCRIBE, {}, {"CustomKeyStores": shown}), DELETE, CustomKeyStoreId="s") == DONE


def test_a_deleted_store_is_not_found_and_what_it_had_is_free() -> None:
    account = after(Account(), CREATE, hsm(CustomKeyStoreName="n"), {"CustomKeyStoreId": "s"})
    assert codes(account, CREATE, **hsm(CustomKeyStoreName="n")) == {NAME_IN_USE}
    gone = after(account, DELETE, {"CustomKeyStoreId": "s"}, {})
    assert codes(gone, CREATE, **hsm(CustomKeyStoreName="n")) == DONE
    for operation in (DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE):
        nothing = {"ValidationException"} if operation == UPDATE else set()  # an update that changes nothing
        assert codes(gone, operation, CustomKeyStoreId="s") == {NOT_FOUND, *nothing}
    assert codes(gone, DESCRIBE, CustomKeyStoreName="n") == {NOT_FOUND}


def test_a_name_that_another_store_has_is_in_use_and_one_that_was_given_up_is_not() -> None:
    account = after(Account(), CREATE, hsm(CustomKeyStoreName="a"), {"CustomKeyStoreId": "1"})
    account = after(account, CREATE, public(CustomKeyStoreName="b"), {"CustomKeyStoreId": "2"})
    assert codes(account, UPDATE, CustomKeyStoreId="2", NewCustomKeyStoreName="a") == {NAME_IN_USE}
    account = after(account, UPDATE, {"CustomKeyStoreId": "1", "NewCustomKeyStoreName": "c"}, {})
    assert codes(account, UPDATE, CustomKeyStoreId="2", NewCustomKeyStoreName="a") == DONE
    assert codes(account, DESCRIBE, CustomKeyStoreName="a") == {NOT_FOUND}
    assert codes(account, DESCRIBE, CustomKeyStoreName="c") == DONE
    assert codes(account, UPDATE, CustomKeyStoreId="2", NewCustomKeyStoreName="b") == {None, NAME_IN_USE}


@pytest.mark.parametrize(
    ("members", "certain"),
    [
        ({"NewCustomKeyStoreName": "a"}, {NOT_FOUND, NAME_IN_USE}),
        ({"NewCustomKeyStoreName": "b"}, {NOT_FOUND}),
        ({"XksProxyUriEndpoint": "https://new.example.com"}, {NOT_FOUND}),
        ({"XksProxyUriEndpoint": "https://proxy.example.com"}, {NOT_FOUND, "XksProxyUriEndpointInUseException"}),
    ],
)
def test_an_update_of_no_store_may_be_refused_for_what_it_wants(members: dict[str, str], certain: set[str]) -> None:
    account = after(Account(), CREATE, vpc(CustomKeyStoreName="a", **_PROXY), {"CustomKeyStoreId": "1"})
    expectation = expect_in_account(account, UPDATE, {"CustomKeyStoreId": "2", **members})
    assert {o.code for o in expectation.outcomes if not o.inconclusive} == certain
    assert expectation.rejected


SERVICE = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
MISFIT = {"XksProxyInvalidConfigurationException", "XksProxyVpcEndpointServiceInvalidConfigurationException"}


@pytest.mark.parametrize(
    ("made", "service", "succeeds"),
    [(vpc(), "", False), (vpc(), SERVICE, True), (public(), "", True), (public(), SERVICE, True)],
)
def test_a_service_is_taken_away_from_no_store_that_needs_one(
    made: dict[str, Any], service: str, succeeds: bool
) -> None:
    """A public store may take an empty name, and that of a service, or refuse either: no document says."""
    account = after(Account(), CREATE, made, {"CustomKeyStoreId": "s"})
    request = {"CustomKeyStoreId": "s", "XksProxyVpcEndpointServiceName": service}
    expectation = expect_in_account(account, UPDATE, request)
    assert (None in {o.code for o in expectation.outcomes}) is succeeds
    assert expectation.rejected is not succeeds
    certain = {o.code for o in expectation.outcomes if not o.inconclusive}
    assert (certain >= {"ValidationException", *MISFIT}) is (made["XksProxyConnectivity"] == "PUBLIC_ENDPOINT")


def test_what_is_refused_changes_nothing_and_no_answer_is_too_strange() -> None:
    account = state("CONNECTED", request=vpc())
    for operation in (CREATE, DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE):
        for request in (
            {},
            [],
            None,
            {"CustomKeyStoreId": []},
            {"CustomKeyStoreId": "x" * 65, "Limit": 0, "Marker": 1},
        ):
            assert expect_in_account(account, operation, request).outcomes  # type: ignore[arg-type]
        for body in (None, [], {"CustomKeyStores": [None, {"CustomKeyStoreId": [], "ConnectionState": {}}]}):
            assert after(account, operation, {}, body).stores == account.stores  # type: ignore[arg-type]


def test_an_empty_string_takes_a_member_away() -> None:
    update = {"CustomKeyStoreId": "s", "XksProxyVpcEndpointServiceName": "", "NewCustomKeyStoreName": "n"}
    made = changed(vpc(), update)
    assert "XksProxyVpcEndpointServiceName" not in made
    assert "CustomKeyStoreId" not in made
    assert made["CustomKeyStoreName"] == "n"
