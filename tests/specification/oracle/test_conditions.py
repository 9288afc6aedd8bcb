"""Which members a request has to have, by the kind of store it asks for, and what is open about the others."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.violations.relations import applies
from kms_specification.violations.requests import (
    chosen,
    variant_of,
    violations,
)
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

PAGE = OPERATIONS["CreateCustomKeyStore"]
VALIDATION, SERIALIZATION = "ValidationException", "SerializationException"
HSM, XKS = "CloudHsmClusterInvalidConfigurationException", "XksProxyInvalidConfigurationException"
SERVICE = "XksProxyVpcEndpointServiceInvalidConfigurationException"
ACCOUNT = "XksProxyVpcEndpointServiceOwner"

# kind of request, the value that demands, the member demanded, the configuration errors that are as right
DEMANDED = [
    *((hsm, "AWS_CLOUDHSM", m, (HSM,)) for m in ("CloudHsmClusterId", "KeyStorePassword", "TrustAnchorCertificate")),
    *(
        (kind, "EXTERNAL_KEY_STORE", m, (XKS, SERVICE))
        for m in ("XksProxyConnectivity", "XksProxyAuthenticationCredential", "XksProxyUriEndpoint", "XksProxyUriPath")
        for kind in (public, vpc)
    ),
    (vpc, "VPC_ENDPOINT_SERVICE", "XksProxyVpcEndpointServiceName", (XKS, SERVICE)),
]


def told(request: dict[str, Any], *, certain: bool | None = None) -> dict[str, tuple[str, ...]]:
    """What is broken, and the codes that are right for it."""
    found = violations(PAGE, request)
    return {v.requirement.partition(".")[2]: v.errors for v in found if certain in (None, v.certain)}


@pytest.mark.parametrize("absent", [..., None])
@pytest.mark.parametrize(("kind", "by", "member", "family"), DEMANDED)
def test_a_member_that_the_kind_of_store_demands(
    kind: Any, by: str, member: str, family: tuple[str, ...], absent: Any
) -> None:
    request = kind(**{member: absent})
    assert told(request, certain=True) == {f"rule.{by}-requires-{member}": (VALIDATION, *family)}
    assert told(kind()) == {}


def test_every_demand_of_the_page_is_there_and_in_its_order() -> None:
    assert list(told({"CustomKeyStoreType": "AWS_CLOUDHSM"})) == [
        "CustomKeyStoreName.required",
        *(f"rule.AWS_CLOUDHSM-requires-{m}" for m in ("CloudHsmClusterId", "KeyStorePassword")),
        "rule.AWS_CLOUDHSM-requires-TrustAnchorCertificate",
    ]
    external = {"CustomKeyStoreType": "EXTERNAL_KEY_STORE", "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE"}
    assert set(told(external | {"CustomKeyStoreName": "n"})) == {
        *(f"rule.EXTERNAL_KEY_STORE-requires-{m}" for m in ("XksProxyUriEndpoint", "XksProxyUriPath")),
        "rule.EXTERNAL_KEY_STORE-requires-XksProxyAuthenticationCredential",
        "rule.VPC_ENDPOINT_SERVICE-requires-XksProxyVpcEndpointServiceName",
    }
    assert "rule.VPC_ENDPOINT_SERVICE-requires-XksProxyVpcEndpointServiceName" not in told(
        external | {"XksProxyConnectivity": "PUBLIC_ENDPOINT"}
    )


def test_a_name_is_required_of_all_stores_and_null_is_no_name() -> None:
    for kind in (hsm, public, vpc):
        assert told(kind(CustomKeyStoreName=...), certain=True) == {"CustomKeyStoreName.required": (VALIDATION,)}
        assert told(kind(CustomKeyStoreName=None), certain=True) == {
            "CustomKeyStoreName.required": (VALIDATION, SERIALIZATION)
        }


@pytest.mark.parametrize("absent", [..., None])
def test_without_a_type_a_store_is_backed_by_a_cluster(absent: Any) -> None:
    request = hsm(CustomKeyStoreType=absent)
    assert told(request) == {}
    assert variant_of(PAGE, request) == "cloudhsm"
    assert chosen(PAGE, request, "CustomKeyStoreType") == "AWS_CLOUDHSM"
    assert chosen(PAGE, public(), "CustomKeyStoreType") == "EXTERNAL_KEY_STORE"
    assert "rule.AWS_CLOUDHSM-requires-KeyStorePassword" in told(public(CustomKeyStoreType=absent))


@pytest.mark.parametrize(
    ("request_", "variant"),
    [
        (hsm(CustomKeyStoreType="AWS_CLOUDHSM"), "cloudhsm"),
        (hsm(XksProxyConnectivity="PUBLIC_ENDPOINT"), "cloudhsm"),
        (public(), "public-proxy"),
        (vpc(), "vpc-proxy"),
        (public(XksProxyConnectivity=...), None),
        (public(XksProxyConnectivity="other"), None),
        (public(CustomKeyStoreType="other"), None),
        (public(CustomKeyStoreType=["EXTERNAL_KEY_STORE"]), None),
    ],
)
def test_which_kind_of_store_a_request_asks_for(request_: dict[str, Any], variant: str | None) -> None:
    assert variant_of(PAGE, request_) == variant


def test_a_condition_applies_where_all_that_it_speaks_of_is_so() -> None:
    by_name = {c.name: c for c in PAGE.conditions}
    service = by_name["VPC_ENDPOINT_SERVICE-requires-XksProxyVpcEndpointServiceName"]
    assert [applies(PAGE, service, made()) for made in (hsm, public, vpc)] == [False, False, True]
    assert not applies(PAGE, service, hsm(XksProxyConnectivity="VPC_ENDPOINT_SERVICE"))


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (hsm(XksProxyUriPath="/kms/xks/v1"), {"rule.cloudhsm-with-XksProxyUriPath": (VALIDATION,)}),
        (public(KeyStorePassword="password"), {"rule.public-proxy-with-KeyStorePassword": (VALIDATION,)}),
        (vpc(CloudHsmClusterId="cluster-aaaaaaaaaaa"), {"rule.vpc-proxy-with-CloudHsmClusterId": (VALIDATION,)}),
        (
            public(XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-0a"),
            {"rule.public-proxy-with-XksProxyVpcEndpointServiceName": (VALIDATION,)},
        ),
        (hsm(XksProxyUriPath=None), {}),
        (vpc(XksProxyVpcEndpointServiceOwner=None), {}),
        (vpc(XksProxyVpcEndpointServiceOwner="123456789012"), {f"rule.vpc-proxy-with-{ACCOUNT}": (VALIDATION,)}),
        (hsm(Other=None), {"Other.type": (VALIDATION, SERIALIZATION)}),
        (hsm(Other=1), {"Other.type": (VALIDATION, SERIALIZATION)}),
    ],
)
def test_a_member_that_the_kind_of_store_has_no_use_for_may_be_refused(
    request_: dict[str, Any], found: dict[str, tuple[str, ...]]
) -> None:
    assert told(request_) == found
    assert told(request_, certain=True) == {}


@pytest.mark.parametrize(("kind", "variant"), [(hsm, "cloudhsm"), (public, "public-proxy"), (vpc, "vpc-proxy")])
def test_each_member_of_another_kind_of_store_may_be_refused(kind: Any, variant: str) -> None:
    others = (hsm() | vpc()).keys() - kind().keys() - {"CustomKeyStoreType"}
    for member in others:
        value = (hsm() | vpc())[member]
        assert list(told(kind(**{member: value}))) == [f"rule.{variant}-with-{member}"]
    assert len(others) == {"cloudhsm": 5, "public-proxy": 4, "vpc-proxy": 3}[variant]


def test_where_no_kind_is_chosen_no_member_is_of_another_kind() -> None:
    request = public(XksProxyConnectivity="other", KeyStorePassword="password")
    assert list(told(request)) == ["XksProxyConnectivity.enum"]


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        ("123456789012", set()),
        ("12345678901", {"length.min", "pattern"}),
        ("1234567890123", {"length.max", "pattern"}),
        ("12345678901a", {"pattern"}),
        (123456789012, {"type"}),
    ],
)
def test_of_a_member_that_the_page_does_not_know_nothing_is_surely_broken(value: Any, broken: set[str]) -> None:
    request = vpc(XksProxyVpcEndpointServiceOwner=value)
    assert set(told(request)) == {f"{ACCOUNT}.{b}" for b in broken} | {f"rule.vpc-proxy-with-{ACCOUNT}"}
    assert told(request, certain=True) == {}


@pytest.mark.parametrize("place", ["Unknown", "XksProxyAuthenticationCredential.Unknown"])
def test_of_a_member_that_no_document_knows_nothing_is_said_wherever_it_stands(place: str) -> None:
    request = public()
    inside = request["XksProxyAuthenticationCredential"] if "." in place else request
    inside["Unknown"] = 1
    assert told(request) == {f"{place}.type": (VALIDATION, SERIALIZATION)}
    assert told(request, certain=True) == {}
