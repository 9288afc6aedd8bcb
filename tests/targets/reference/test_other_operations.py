"""The other five operations of the plain endpoint, each test on an account of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.plain_client import (
    Client,
    hsm,
    public,
    vpc,
)

CONNECT, DISCONNECT = "ConnectCustomKeyStore", "DisconnectCustomKeyStore"
DELETE, UPDATE, DESCRIBE = "DeleteCustomKeyStore", "UpdateCustomKeyStore", "DescribeCustomKeyStores"
NOT_FOUND = "CustomKeyStoreNotFoundException"
INVALID_STATE = "CustomKeyStoreInvalidStateException"
VALIDATION = "ValidationException"
_tokens = count(1)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    # A variation that nothing here can tell from the plain endpoint: what is new is the account.
    found = Client(f"{url}/variation/ids-of-64/{next(_tokens)}")
    yield found
    found.close()


def made(client: Client, request: dict[str, Any]) -> str:
    reply = client.create(request)
    assert reply.status == 200, reply.body
    store_id = reply.result["CustomKeyStoreId"]
    assert isinstance(store_id, str)
    return store_id


def code(client: Client, operation: str, store_id: str, **members: Any) -> str | None:
    return client.ask(operation, {"CustomKeyStoreId": store_id, **members}).code


def test_a_store_is_connected_disconnected_and_deleted(client: Client) -> None:
    store_id = made(client, hsm())
    states = [client.described(store_id)["ConnectionState"]]
    for operation in (CONNECT, CONNECT, DISCONNECT):
        assert code(client, operation, store_id) is None
        states.append(client.described(store_id)["ConnectionState"])
    assert states == ["DISCONNECTED", "CONNECTED", "CONNECTED", "DISCONNECTED"]
    assert client.ask(DELETE, {"CustomKeyStoreId": store_id}).result == {}
    assert code(client, DESCRIBE, store_id) == NOT_FOUND


def test_states_in_which_an_operation_is_refused(client: Client) -> None:
    store_id = made(client, hsm())
    assert code(client, DISCONNECT, store_id) == INVALID_STATE
    assert code(client, CONNECT, store_id) is None
    assert code(client, DELETE, store_id) == INVALID_STATE
    assert code(client, UPDATE, store_id, KeyStorePassword="another one") == INVALID_STATE
    assert code(client, UPDATE, store_id, NewCustomKeyStoreName="renamed") is None


def test_a_store_that_failed_to_connect_has_to_be_disconnected_first(client: Client) -> None:
    store_id = made(client, vpc(XksProxyUriEndpoint="https://unreachable.xks.example"))
    assert code(client, CONNECT, store_id) is None
    described = client.described(store_id)
    assert (described["ConnectionState"], described["ConnectionErrorCode"]) == ("FAILED", "XKS_PROXY_NOT_REACHABLE")
    assert code(client, CONNECT, store_id) == INVALID_STATE
    assert code(client, DELETE, store_id) == INVALID_STATE
    assert code(client, DISCONNECT, store_id) is None
    assert "ConnectionErrorCode" not in client.described(store_id)


@pytest.mark.parametrize("operation", [DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE])
def test_an_unknown_id_is_not_found(client: Client, operation: str) -> None:
    assert code(client, operation, "cks-0") == NOT_FOUND


@pytest.mark.parametrize("operation", [UPDATE, CONNECT, DISCONNECT, DELETE])
def test_an_id_is_required_and_has_1_to_64_characters(client: Client, operation: str) -> None:
    assert client.ask(operation, {}).code == VALIDATION
    assert code(client, operation, "") == VALIDATION
    assert code(client, operation, "c" * 65) == VALIDATION
    assert client.ask(operation, {"CustomKeyStoreId": 5}).code == "SerializationException"


def test_what_was_sent_is_what_is_described(client: Client) -> None:
    request = vpc(CustomKeyStoreName=" Aé😀\ud800 ")
    described = client.described(made(client, request))
    assert described["CustomKeyStoreName"] == request["CustomKeyStoreName"]
    assert described["CustomKeyStoreType"] == "EXTERNAL_KEY_STORE"
    assert described["XksProxyConfiguration"] == {
        "Connectivity": "VPC_ENDPOINT_SERVICE",
        "AccessKeyId": request["XksProxyAuthenticationCredential"]["AccessKeyId"],
        "UriEndpoint": request["XksProxyUriEndpoint"],
        "UriPath": request["XksProxyUriPath"],
        "VpcEndpointServiceName": request["XksProxyVpcEndpointServiceName"],
    }
    assert isinstance(described["CreationDate"], float)
    described = client.described(made(client, request := hsm()))
    assert described["CustomKeyStoreType"] == "AWS_CLOUDHSM"
    assert described["CloudHsmClusterId"] == request["CloudHsmClusterId"]
    assert described["TrustAnchorCertificate"] == request["TrustAnchorCertificate"]


def test_secrets_are_not_described(client: Client) -> None:
    requests = (hsm(), vpc())
    for request in requests:
        made(client, request)
    body = client.ask(DESCRIBE, {}).body.decode()
    assert requests[0]["KeyStorePassword"] not in body
    assert requests[1]["XksProxyAuthenticationCredential"]["RawSecretAccessKey"] not in body


def test_describe_takes_an_id_or_a_name_but_not_both(client: Client) -> None:
    store_id = made(client, hsm(CustomKeyStoreName="mine"))
    by_name = client.ask(DESCRIBE, {"CustomKeyStoreName": "mine"}).result
    assert by_name["CustomKeyStores"] == [client.described(store_id)]
    assert by_name["Truncated"] is False
    assert client.ask(DESCRIBE, {"CustomKeyStoreName": "Mine"}).code == NOT_FOUND
    assert code(client, DESCRIBE, store_id, CustomKeyStoreName="mine") == VALIDATION


def test_pages_hold_every_store_once_though_some_are_deleted_meanwhile(client: Client) -> None:
    ids = [made(client, hsm()) for _ in range(7)]
    seen: list[str] = []
    request: dict[str, Any] = {"Limit": 3}
    while True:
        page = client.ask(DESCRIBE, request).result
        seen += [store["CustomKeyStoreId"] for store in page["CustomKeyStores"]]
        if not page["Truncated"]:
            break
        code(client, DELETE, seen[-1])
        request["Marker"] = page["NextMarker"]
    assert seen == ids
    assert "NextMarker" not in page


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_limit_is_1_to_1000(client: Client, limit: int) -> None:
    assert client.ask(DESCRIBE, {"Limit": limit}).code == VALIDATION


@pytest.mark.parametrize("limit", [1, 1000, None])
def test_limit_within_its_range_is_taken(client: Client, limit: int | None) -> None:
    assert client.ask(DESCRIBE, {"Limit": limit}).result == {"CustomKeyStores": [], "Truncated": False}


def test_a_limit_that_is_no_integer_and_a_marker_that_nobody_gave(client: Client) -> None:
    assert client.ask(DESCRIBE, {"Limit": "5"}).code == "SerializationException"
    assert client.ask(DESCRIBE, {"Limit": True}).code == "SerializationException"
    assert client.ask(DESCRIBE, {"Marker": "nonsense"}).code == "InvalidMarkerException"
    assert client.ask(DESCRIBE, {"Marker": ""}).code == VALIDATION


def test_update_changes_what_is_described_and_frees_what_was_held(client: Client) -> None:
    request = public()
    store_id = made(client, request)
    changes = {"NewCustomKeyStoreName": "renamed", "XksProxyUriEndpoint": "https://moved.example.com"}
    assert client.ask(UPDATE, {"CustomKeyStoreId": store_id, **changes}).result == {}
    described = client.described(store_id)
    assert described["CustomKeyStoreName"] == "renamed"
    assert described["XksProxyConfiguration"]["UriEndpoint"] == "https://moved.example.com"
    assert client.create(request).status == 200
    assert client.create(public(CustomKeyStoreName="renamed")).code == "CustomKeyStoreNameInUseException"


def test_update_may_repeat_what_the_store_has(client: Client) -> None:
    request = vpc()
    store_id = made(client, request)
    same = {
        "NewCustomKeyStoreName": request["CustomKeyStoreName"],
        "XksProxyUriEndpoint": request["XksProxyUriEndpoint"],
        "XksProxyVpcEndpointServiceName": request["XksProxyVpcEndpointServiceName"],
    }
    assert code(client, UPDATE, store_id, **same) is None


def test_update_is_refused_and_changes_nothing(client: Client) -> None:
    taken = made(client, hsm(CustomKeyStoreName="taken"))
    hsm_id, vpc_id = made(client, hsm()), made(client, vpc())
    before = [client.described(store_id) for store_id in (taken, hsm_id, vpc_id)]
    for store_id, members, error in (
        (hsm_id, {"NewCustomKeyStoreName": "taken"}, "CustomKeyStoreNameInUseException"),
        (hsm_id, {"CloudHsmClusterId": "cluster-unrelated222"}, "CloudHsmClusterNotRelatedException"),
        (hsm_id, {"CloudHsmClusterId": "cluster-absentcluster"}, "CloudHsmClusterNotFoundException"),
        (hsm_id, {"XksProxyUriPath": "/kms/xks/v1"}, VALIDATION),
        (hsm_id, {"KeyStorePassword": "short"}, VALIDATION),
        (vpc_id, {"KeyStorePassword": "long enough"}, VALIDATION),
        (vpc_id, {"XksProxyConnectivity": "PUBLIC_ENDPOINT"}, VALIDATION),
        (vpc_id, {"XksProxyAuthenticationCredential": {"AccessKeyId": "A" * 20}}, VALIDATION),
        (vpc_id, {"XksProxyVpcEndpointServiceName": ""}, VALIDATION),
    ):
        assert code(client, UPDATE, store_id, **members) == error, members
    assert [client.described(store_id) for store_id in (taken, hsm_id, vpc_id)] == before


def test_update_to_a_public_endpoint_drops_the_service(client: Client) -> None:
    request = vpc()
    store_id = made(client, request)
    changes = {
        "XksProxyConnectivity": "PUBLIC_ENDPOINT",
        "XksProxyUriEndpoint": "https://public.example.com",
        "XksProxyVpcEndpointServiceName": "",
    }
    assert code(client, UPDATE, store_id, **changes) is None
    assert "VpcEndpointServiceName" not in client.described(store_id)["XksProxyConfiguration"]
    service = request["XksProxyVpcEndpointServiceName"]
    assert client.create(vpc(XksProxyVpcEndpointServiceName=service)).status == 200


def test_update_to_a_cluster_of_the_same_backup_history(client: Client) -> None:
    store_id = made(client, hsm(CloudHsmClusterId="cluster-sharedA2222"))
    assert code(client, UPDATE, store_id, CloudHsmClusterId="cluster-sharedB2222") is None
    assert client.described(store_id)["CloudHsmClusterId"] == "cluster-sharedB2222"
