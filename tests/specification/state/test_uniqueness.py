"""What two stores may not both have, by the kinds of the two, and what the documents leave open about it."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.oracle import expect
from kms_specification.state.uniqueness import (
    EMPTY,
    UNKNOWN,
    State,
    conflicts,
)
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

PAGE = OPERATIONS["CreateCustomKeyStore"]
KINDS = {"hsm": hsm, "public": public, "vpc": vpc}
CLUSTER, SERVICE = "cluster-aaaaaaaaaaa", "com.amazonaws.vpce.us-east-1.vpce-svc-0a"
HOST, PATH = "https://proxy.example.com", "/kms/xks/v1"
NAME = "CustomKeyStoreName"

# What both stores have, the kind of the store that is there, the kind of the new one, and the errors that are right.
TAKEN = [
    *(({NAME: "n"}, old, new, {NAME: "CustomKeyStoreNameInUseException"}) for old in KINDS for new in KINDS),
    (
        {"CloudHsmClusterId": CLUSTER},
        "hsm",
        "hsm",
        {"CloudHsmClusterId": "CloudHsmClusterInUseException"},
    ),
    (
        {"XksProxyUriEndpoint": HOST, "XksProxyUriPath": PATH},
        "public",
        "public",
        {"XksProxyUri": "XksProxyUriInUseException"},
    ),
    *(
        (
            {"XksProxyUriEndpoint": HOST, "XksProxyUriPath": PATH},
            old,
            new,
            {
                "XksProxyUri": "XksProxyUriInUseException",
                "XksProxyUriEndpoint": "XksProxyUriEndpointInUseException",
            },
        )
        for old, new in (("public", "vpc"), ("vpc", "public"), ("vpc", "vpc"))
    ),
    (
        {"XksProxyVpcEndpointServiceName": SERVICE},
        "vpc",
        "vpc",
        {"XksProxyVpcEndpointServiceName": "XksProxyVpcEndpointServiceInUseException"},
    ),
    ({"KeyStorePassword": "password", "TrustAnchorCertificate": "c"}, "hsm", "hsm", {}),
    ({"XksProxyUriPath": "/other/kms/xks/v1"}, "vpc", "vpc", {}),
]


def found(new: dict[str, Any], *old: dict[str, Any], complete: bool = True) -> dict[str, bool]:
    """The rules that a new store would break, and whether surely."""
    return {c.rule.name: c.certain for c in conflicts(PAGE, new, State(old, complete))}


@pytest.mark.parametrize(("same", "old", "new", "errors"), TAKEN)
def test_what_is_in_use_is_refused_with_its_own_error(
    same: dict[str, str], old: str, new: str, errors: dict[str, str]
) -> None:
    state = State((KINDS[old](**same),))
    request = KINDS[new](**same)
    assert {c.rule.name: c.rule.error for c in conflicts(PAGE, request, state)} == errors
    expectation = expect(PAGE, request, state)
    assert expectation.rejected == bool(errors)
    assert expectation.accepts == (not errors)
    for rule, error in errors.items():
        outcome = expectation.of(error)
        assert outcome is not None
        assert outcome.status == 400
        assert outcome.requirements == (f"CreateCustomKeyStore.unique.{rule}",)


def test_two_public_proxies_may_share_a_host_but_not_the_whole_address() -> None:
    one = public(XksProxyUriEndpoint=HOST, XksProxyUriPath="/one/kms/xks/v1")
    assert found(public(XksProxyUriEndpoint=HOST, XksProxyUriPath="/two/kms/xks/v1"), one) == {}
    assert found(public(XksProxyUriPath="/one/kms/xks/v1"), one) == {}


def test_a_private_dns_name_is_shared_with_no_other_store() -> None:
    one = vpc(XksProxyUriEndpoint=HOST, XksProxyUriPath="/one/kms/xks/v1")
    for kind in (public, vpc):
        other = kind(XksProxyUriEndpoint=HOST, XksProxyUriPath="/two/kms/xks/v1")
        assert found(other, one) == {"XksProxyUriEndpoint": True}


def test_a_value_that_the_other_kind_of_store_has_no_use_for_may_or_may_not_be_taken() -> None:
    odd = public(CloudHsmClusterId=CLUSTER, XksProxyVpcEndpointServiceName=SERVICE)
    assert found(hsm(CloudHsmClusterId=CLUSTER), odd) == {"CloudHsmClusterId": False}
    assert found(odd, hsm(CloudHsmClusterId=CLUSTER)) == {"CloudHsmClusterId": False}
    assert found(vpc(XksProxyVpcEndpointServiceName=SERVICE), odd) == {"XksProxyVpcEndpointServiceName": False}
    proxied = hsm(XksProxyConnectivity="VPC_ENDPOINT_SERVICE", XksProxyUriEndpoint=HOST)
    assert found(vpc(XksProxyUriEndpoint=HOST), proxied) == {"XksProxyUriEndpoint": False}
    assert found(odd, hsm(CloudHsmClusterId=CLUSTER.replace("a", "e"))) == {}


def test_what_may_be_taken_may_be_said_of_a_request_that_is_refused_in_any_case() -> None:
    request = public(CloudHsmClusterId=CLUSTER, CustomKeyStoreName="")
    expectation = expect(PAGE, request, State((hsm(CloudHsmClusterId=CLUSTER),)))
    assert expectation.rejected
    assert expectation.of("CloudHsmClusterInUseException")


def test_the_case_of_a_host_may_or_may_not_matter() -> None:
    one = public(XksProxyUriEndpoint="https://Proxy.example.com", XksProxyUriPath="/a/kms/xks/v1")
    assert found(public(XksProxyUriEndpoint=HOST, XksProxyUriPath="/a/kms/xks/v1"), one) == {"XksProxyUri": False}
    assert found(public(XksProxyUriEndpoint=HOST, XksProxyUriPath="/A/kms/xks/v1"), one) == {}
    assert found(vpc(XksProxyUriEndpoint=HOST), one) == {"XksProxyUriEndpoint": False}
    assert found(public(CustomKeyStoreName="N"), public(CustomKeyStoreName="n")) == {}
    assert found(hsm(CloudHsmClusterId=CLUSTER.replace("a", "A")), hsm(CloudHsmClusterId=CLUSTER)) == {}


def test_among_several_stores_one_that_surely_clashes_decides() -> None:
    alike = public(XksProxyUriEndpoint=HOST.title(), XksProxyUriPath=PATH)
    same = public(XksProxyUriEndpoint=HOST, XksProxyUriPath=PATH)
    new = public(XksProxyUriEndpoint=HOST, XksProxyUriPath=PATH)
    assert found(new, hsm(), alike, same) == found(new, same, alike) == {"XksProxyUri": True}


def test_in_an_account_that_is_not_known_any_store_may_be_in_the_way() -> None:
    assert found(hsm(), complete=False) == {NAME: False, "CloudHsmClusterId": False}
    assert found(public(), complete=False) == {NAME: False, "XksProxyUri": False, "XksProxyUriEndpoint": False}
    assert found(vpc(), complete=False) == {
        NAME: False,
        "XksProxyUri": False,
        "XksProxyUriEndpoint": False,
        "XksProxyVpcEndpointServiceName": False,
    }
    assert found(hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName="n"), complete=False) == {
        NAME: True,
        "CloudHsmClusterId": False,
    }
    assert found(hsm(), hsm()) == found(hsm()) == {}
    assert (State((), complete=True), State((), complete=False)) == (EMPTY, UNKNOWN)
    assert State().complete


@pytest.mark.parametrize("nothing", [..., None, 1, ["n"]])
def test_what_is_no_string_is_not_taken(nothing: Any) -> None:
    for complete in (True, False):
        assert NAME not in found(hsm(CustomKeyStoreName=nothing), hsm(CustomKeyStoreName=nothing), complete=complete)
    assert NAME not in found(hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName=nothing))
    assert "XksProxyUri" not in found(
        public(XksProxyUriEndpoint=HOST, XksProxyUriPath=nothing),
        public(XksProxyUriEndpoint=HOST, XksProxyUriPath=nothing),
    )


def test_a_kind_that_is_not_text_is_compared_with_nothing() -> None:
    odd = public(CustomKeyStoreType=["EXTERNAL_KEY_STORE"], XksProxyUriEndpoint=HOST)
    assert found(public(XksProxyUriEndpoint=HOST), odd) == {}


def test_where_the_request_breaks_something_by_itself_only_a_sure_clash_adds_an_error() -> None:
    request = hsm(CustomKeyStoreName="n", KeyStorePassword="")
    unsure, sure = (expect(PAGE, request, s) for s in (UNKNOWN, State((hsm(CustomKeyStoreName="n"),))))
    assert unsure.of("CustomKeyStoreNameInUseException") is None
    assert sure.of("CustomKeyStoreNameInUseException") is not None
    assert unsure.rejected
    assert sure.rejected
