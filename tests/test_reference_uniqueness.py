"""What must be unique, and what need not be, on the plain endpoint; and every error of the page, provoked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from targets.reference import fixtures
from targets.reference.server import Embedded
from tests.test_reference_client import Client, hsm, public, vpc

ERRORS_OF_THE_PAGE = {
    "CloudHsmClusterInUseException",
    "CloudHsmClusterInvalidConfigurationException",
    "CloudHsmClusterNotActiveException",
    "CloudHsmClusterNotFoundException",
    "CustomKeyStoreNameInUseException",
    "IncorrectTrustAnchorException",
    "KMSInternalException",
    "LimitExceededException",
    "XksProxyIncorrectAuthenticationCredentialException",
    "XksProxyInvalidConfigurationException",
    "XksProxyInvalidResponseException",
    "XksProxyUriEndpointInUseException",
    "XksProxyUriInUseException",
    "XksProxyUriUnreachableException",
    "XksProxyVpcEndpointServiceInUseException",
    "XksProxyVpcEndpointServiceInvalidConfigurationException",
    "XksProxyVpcEndpointServiceNotFoundException",
}
HOST = {"XksProxyUriEndpoint": "https://one.example.com"}
OTHER_PATH = {"XksProxyUriPath": "/other/kms/xks/v1"}
SERVICE = {"XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0one"}
SHARED_A, SHARED_B = fixtures.SHARED_BACKUP_HISTORY

# (the store that exists, the new one, the error it gets)
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], str | None]] = {
    "one name": (hsm(CustomKeyStoreName="n"), public(CustomKeyStoreName="n"), "CustomKeyStoreNameInUseException"),
    "names that differ in case": (hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName="N"), None),
    "names that differ in a space": (hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName="n "), None),
    "one cluster": (
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        "CloudHsmClusterInUseException",
    ),
    "one backup history": (
        hsm(CloudHsmClusterId=SHARED_A),
        hsm(CloudHsmClusterId=SHARED_B),
        "CloudHsmClusterInUseException",
    ),
    "a cluster of no meaning": (
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        public(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        None,
    ),
    "one URI": (public(**HOST), public(**HOST), "XksProxyUriInUseException"),
    "one endpoint, two paths, both public": (public(**HOST), public(**HOST, **OTHER_PATH), None),
    "one path, two endpoints": (public(), public(), None),
    "one endpoint, VPC after public": (
        public(**HOST),
        vpc(**HOST, **OTHER_PATH),
        "XksProxyUriEndpointInUseException",
    ),
    "one endpoint, public after VPC": (
        vpc(**HOST),
        public(**HOST, **OTHER_PATH),
        "XksProxyUriEndpointInUseException",
    ),
    "one endpoint, both VPC": (vpc(**HOST), vpc(**HOST, **OTHER_PATH), "XksProxyUriEndpointInUseException"),
    "one service": (vpc(**SERVICE), vpc(**SERVICE), "XksProxyVpcEndpointServiceInUseException"),
    "a service of no meaning": (vpc(**SERVICE), public(**SERVICE), None),
}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Embedded(gallery=True) as endpoint:
        found = Client(endpoint.url)
        yield found
        found.close()


@pytest.mark.parametrize("what", PAIRS)
def test_second_of_two_stores(client: Client, what: str) -> None:
    first, second, error = PAIRS[what]
    path = f"/variation/ids-of-64/{what.replace(' ', '-')}"
    made = client.create(first, path)
    assert made.status == 200
    reply = client.create(second, path)
    assert (reply.status, reply.code) == ((200, None) if error is None else (400, error))
    if error is not None:
        client.ask("DeleteCustomKeyStore", {"CustomKeyStoreId": made.result["CustomKeyStoreId"]}, path)
        assert client.create(second, path).status == 200


def test_every_error_of_the_page_can_be_provoked(client: Client) -> None:
    provoked = {error for _, _, error in PAIRS.values() if error is not None}
    for fixture in fixtures.FIXTURES:
        made = {"CloudHsmClusterId": hsm, "XksProxyUriEndpoint": public}.get(fixture.member, vpc)
        reply = client.create(made(**{fixture.member: fixture.value}))
        assert (reply.status, reply.code) == (fixture.status, fixture.error)
        provoked.add(fixture.error)
    anchored = hsm(CloudHsmClusterId=fixtures.ANCHORED_CLUSTER)
    reply = client.create(anchored)
    assert (reply.status, reply.code) == (400, "IncorrectTrustAnchorException")
    provoked.add("IncorrectTrustAnchorException")
    assert client.create(anchored | {"TrustAnchorCertificate": fixtures.TRUST_ANCHOR}).status == 200
    assert provoked == ERRORS_OF_THE_PAGE


def test_a_proxy_behind_a_vpc_is_not_asked_at_creation(client: Client) -> None:
    assert client.create(vpc(XksProxyUriEndpoint="https://unreachable.xks.example")).status == 200


def test_the_quota_of_ten_stores_is_exceeded_by_the_eleventh(client: Client) -> None:
    path = "/variation/quota/eleven"
    assert [client.create(hsm(), path).status for _ in range(10)] == [200] * 10
    assert client.create(hsm(), path).code == "LimitExceededException"
