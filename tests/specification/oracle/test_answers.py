"""Which answers the operations on stores that are there may have, with which status, for which sentence."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.oracle import (
    UNKNOWN,
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
)
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    UPDATE,
    Connection,
)
from kms_specification.state.account import Account, Store
from kms_specification.state.answers import expect_in_account
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

ANYTHING = Environment({name: ReachableOutcome() for name in ("cloudhsm", "public-proxy", "vpc-proxy")})
NO_CLUSTER = Environment({"cloudhsm": ReachableOutcome("CloudHsmClusterNotFoundException")})
VALIDATION, SERIALIZATION = "ValidationException", "SerializationException"
NOT_FOUND, INVALID_STATE = "CustomKeyStoreNotFoundException", "CustomKeyStoreInvalidStateException"
NAME_IN_USE, INVALID_MARKER = "CustomKeyStoreNameInUseException", "InvalidMarkerException"
ON_A_STORE = (UPDATE, CONNECT, DISCONNECT, DELETE)
OF_CLUSTERS = {
    "CloudHsmClusterNotFoundException",
    "CloudHsmClusterNotRelatedException",
    "CloudHsmClusterNotActiveException",
    "CloudHsmClusterInvalidConfigurationException",
}


def account(*others: dict[str, Any], state: str = "DISCONNECTED", **members: Any) -> Account:
    """Stores by number, the first of them in a state."""
    first = Store(members.get("request") or public(), frozenset({Connection(state)}))
    return Account({"0": first, **{str(n): Store(r) for n, r in enumerate(others, 1)}})


def answers(known: Account, operation: str, environment: Environment = ANYTHING, **request: Any) -> Expectation:
    return expect_in_account(known, operation, request, environment)


def codes(found: Expectation, *, inconclusive: bool | None = False) -> set[str | None]:
    return {o.code for o in found.outcomes if inconclusive in (None, o.inconclusive)}


def of(found: Expectation, code: str | None) -> Outcome:
    return next(o for o in found.outcomes if o.code == code)


@pytest.mark.parametrize("operation", [DESCRIBE, *ON_A_STORE])
def test_a_store_that_is_not_there_is_not_found(operation: str) -> None:
    # An update that changes nothing may be refused for that.
    nothing = {VALIDATION} if operation == UPDATE else set()
    found = answers(account(), operation, CustomKeyStoreId="other")
    assert codes(found, inconclusive=None) == {NOT_FOUND, *nothing}
    assert of(found, NOT_FOUND).status == 400
    assert of(found, NOT_FOUND).requirements == (f"{operation}.error.{NOT_FOUND}",)
    assert found.rejected


@pytest.mark.parametrize("operation", [DESCRIBE, CONNECT, DELETE])
def test_a_success_has_status_200_and_stands_for_the_operation(operation: str) -> None:
    found = answers(account(), operation, CustomKeyStoreId="0")
    assert codes(found) == {None}
    assert of(found, None).status == 200
    assert of(found, None).requirements == (f"{operation}.implemented",)
    assert not found.rejected


def test_an_operation_in_the_wrong_state_is_refused_for_the_sentence_on_that_state() -> None:
    found = answers(account(state="CONNECTED"), DELETE, CustomKeyStoreId="0")
    (refused,) = found.outcomes
    assert (refused.code, refused.status) == (INVALID_STATE, 400)
    assert refused.requirements == (f"{DELETE}.error.{INVALID_STATE}",)
    assert "that is not disconnected" in refused.source.sentence
    assert found.rejected


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        ({"CustomKeyStoreId": ""}, "CustomKeyStoreId.length.min"),
        ({"CustomKeyStoreId": "x" * 65}, "CustomKeyStoreId.length.max"),
        ({"CustomKeyStoreId": 1}, "CustomKeyStoreId.type"),
        ({}, "CustomKeyStoreId.required"),
    ],
)
def test_what_a_request_breaks_by_itself_and_what_it_finds_are_both_right(request_: Any, wrong: str) -> None:
    found = answers(account(), CONNECT, **request_)
    more = {SERIALIZATION} if wrong.endswith("type") else {"LimitExceededException"} if ".length." in wrong else set()
    assert codes(found) == {VALIDATION, NOT_FOUND} | more
    assert {o.status for o in found.outcomes} == {400}
    assert of(found, VALIDATION).requirements == (f"{CONNECT}.{wrong}",)
    assert found.rejected


def test_what_is_surely_broken_cannot_succeed_and_what_may_be_can() -> None:
    assert codes(answers(account(), DESCRIBE, Limit=0)) == {VALIDATION}
    assert codes(answers(account(), DESCRIBE, Limit=1)) == {None}
    assert codes(answers(account(), DESCRIBE, Other=1)) == {None, VALIDATION, SERIALIZATION}
    assert codes(expect_in_account(account(), DESCRIBE, [])) == {VALIDATION, SERIALIZATION}


def test_a_cluster_may_be_unfit_and_a_proxy_is_not_asked() -> None:
    unfit = {"CloudHsmClusterNotActiveException", "CloudHsmClusterInvalidConfigurationException"}
    for kind, right in ((hsm, unfit), (public, set()), (vpc, set())):
        found = answers(account(request=kind()), CONNECT, CustomKeyStoreId="0")
        assert codes(found) == {None}
        assert codes(found, inconclusive=True) == right
    assert (
        codes(answers(account(request=hsm(), state="CONNECTED"), DISCONNECT, CustomKeyStoreId="0"), inconclusive=True)
        == set()
    )


def test_a_listing_asked_for_by_id_and_by_name() -> None:
    known = account(request=public(CustomKeyStoreName="n"))
    assert codes(answers(known, DESCRIBE)) == codes(answers(Account(), DESCRIBE)) == {None}
    assert codes(answers(known, DESCRIBE, CustomKeyStoreName="n")) == {None}
    assert codes(answers(known, DESCRIBE, CustomKeyStoreName="other")) == {NOT_FOUND}
    assert codes(answers(known, DESCRIBE, CustomKeyStoreId=["0"])) == {NOT_FOUND, VALIDATION, SERIALIZATION}
    both = answers(known, DESCRIBE, CustomKeyStoreId="0", CustomKeyStoreName="n")
    assert codes(both) == {VALIDATION}
    assert of(both, VALIDATION).requirements == (f"{DESCRIBE}.rule.id-or-name",)
    for by_id, by_name in (("0", "other"), ("other", "n")):
        found = answers(known, DESCRIBE, CustomKeyStoreId=by_id, CustomKeyStoreName=by_name)
        assert codes(found) == {NOT_FOUND, VALIDATION}


def test_a_marker_that_no_listing_ended_with_may_be_refused() -> None:
    known = Account(markers=frozenset({"m"}))
    assert codes(answers(known, DESCRIBE, Marker="m")) == {None}
    found = answers(known, DESCRIBE, Marker="other")
    assert codes(found) == {None, INVALID_MARKER, VALIDATION}
    assert of(found, INVALID_MARKER).requirements == (f"{DESCRIBE}.error.{INVALID_MARKER}",)
    assert codes(answers(known, DESCRIBE, Marker=1)) == {INVALID_MARKER, VALIDATION, SERIALIZATION}
    assert codes(answers(known, DESCRIBE, Marker=None)) == {None}


@pytest.mark.parametrize(
    ("kind", "members", "valid"),
    [
        (hsm, {"KeyStorePassword": "password"}, True),
        (hsm, {"CloudHsmClusterId": "cluster-aaaaaaaaaaa"}, True),
        (hsm, {"XksProxyUriPath": "/kms/xks/v1"}, False),
        (hsm, {"XksProxyConnectivity": "PUBLIC_ENDPOINT"}, False),
        (public, {"XksProxyUriPath": "/other/kms/xks/v1"}, True),
        (public, {"XksProxyConnectivity": "VPC_ENDPOINT_SERVICE"}, False),
        (
            public,
            {
                "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE",
                "XksProxyUriEndpoint": "https://new.example.com",
                "XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0a",
            },
            True,
        ),
        (public, {"CloudHsmClusterId": "cluster-aaaaaaaaaaa"}, False),
        (vpc, {"KeyStorePassword": "password"}, False),
        (vpc, {"XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0a"}, True),
    ],
)
def test_a_store_is_changed_by_what_stores_of_its_kind_have(kind: Any, members: dict[str, str], valid: bool) -> None:
    found = answers(account(request=kind()), UPDATE, CustomKeyStoreId="0", **members)
    assert found.accepts == valid
    assert (VALIDATION in codes(found)) != valid
    assert found.rejected != valid


def test_of_several_sentences_that_refuse_a_change_the_first_is_told() -> None:
    members = {"NewCustomKeyStoreName": "new", "XksProxyUriEndpoint": "https://new.example.com"}
    found = answers(account(state="FAILED"), UPDATE, CustomKeyStoreId="0", **members)
    assert of(found, INVALID_STATE).source.sentence.startswith("To change this value")


def test_what_another_store_has_is_refused_where_it_is_what_is_changed() -> None:
    one, other = public(CustomKeyStoreName="a"), public(CustomKeyStoreName="b", XksProxyUriEndpoint="https://b.example")
    known = account(other, request=one)
    taken = answers(known, UPDATE, CustomKeyStoreId="0", NewCustomKeyStoreName="b")
    assert codes(taken, inconclusive=None) == {NAME_IN_USE}
    assert of(taken, NAME_IN_USE).requirements == (f"{UPDATE}.error.{NAME_IN_USE}",)
    assert codes(answers(known, UPDATE, CustomKeyStoreId="0", NewCustomKeyStoreName="c")) == {None}
    address = answers(known, UPDATE, CustomKeyStoreId="0", XksProxyUriEndpoint="https://b.example")
    assert codes(address) == {"XksProxyUriInUseException"}
    same = account(one, request=one)
    assert codes(answers(same, UPDATE, CustomKeyStoreId="0", XksProxyUriPath="/new/kms/xks/v1")) == {None}


def test_a_cluster_of_another_store_is_refused_though_the_model_lists_no_error_for_it() -> None:
    known = account(hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"), request=hsm())
    found = answers(known, UPDATE, CustomKeyStoreId="0", CloudHsmClusterId="cluster-aaaaaaaaaaa")
    assert codes(found) == {VALIDATION}
    assert codes(found, inconclusive=True) == OF_CLUSTERS


def test_an_update_that_changes_nothing_may_be_refused() -> None:
    for request in ({}, {"KeyStorePassword": None}):
        found = answers(account(state="CONNECTED"), UPDATE, CustomKeyStoreId="0", **request)
        # The store is connected, and that may be looked at before there is nothing to change.
        assert codes(found, inconclusive=None) == {None, VALIDATION, INVALID_STATE}
        assert of(found, VALIDATION).requirements == (f"{UPDATE}.rule.a-change",)


def test_what_stands_behind_a_store_may_be_in_the_way_of_a_change_that_is_not_of_its_name() -> None:
    renamed = {"CustomKeyStoreId": "0", "NewCustomKeyStoreName": "new"}
    for environment in (UNKNOWN, NO_CLUSTER, ANYTHING):
        assert codes(answers(account(), UPDATE, environment, **renamed), inconclusive=True) == set()
    path = {"CustomKeyStoreId": "0", "XksProxyUriPath": "/new/kms/xks/v1"}
    assert codes(answers(account(), UPDATE, ANYTHING, **path), inconclusive=True) == set()
    assert codes(answers(account(), UPDATE, UNKNOWN, **path), inconclusive=True) == {
        "XksProxyUriUnreachableException",
        "XksProxyIncorrectAuthenticationCredentialException",
        "XksProxyInvalidConfigurationException",
        "XksProxyInvalidResponseException",
    }
    password = {"CustomKeyStoreId": "0", "KeyStorePassword": "password"}
    known = account(request=hsm())
    assert codes(answers(known, UPDATE, ANYTHING, **password), inconclusive=True) == set()
    assert codes(answers(known, UPDATE, NO_CLUSTER, **password), inconclusive=True) == OF_CLUSTERS - {
        "CloudHsmClusterNotRelatedException"
    }
    cluster = {"CustomKeyStoreId": "0", "CloudHsmClusterId": "cluster-aaaaaaaaaaa"}
    assert codes(answers(known, UPDATE, ANYTHING, **cluster), inconclusive=True) == OF_CLUSTERS


def test_create_is_answered_as_the_page_says_for_the_stores_that_are_there() -> None:
    assert codes(answers(account(), CREATE, NO_CLUSTER, **hsm()), inconclusive=None) == {
        "CloudHsmClusterNotFoundException"
    }
    known = account(request=hsm(CustomKeyStoreName="n"))
    assert codes(answers(known, CREATE, **public(CustomKeyStoreName="n")), inconclusive=None) == {NAME_IN_USE}
