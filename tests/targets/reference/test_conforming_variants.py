"""Servers that are right but different: each serves, and the differences are there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.http.server import Embedded
from tests.support.plain_client import (
    Client,
    hsm,
    public,
    vpc,
)

# What a valid request may be answered where nothing stands behind it.
_NOTHING_BEHIND = {
    "CloudHsmClusterNotFoundException",
    "XksProxyUriUnreachableException",
    "XksProxyVpcEndpointServiceNotFoundException",
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def client(url: str, request: pytest.FixtureRequest) -> Iterator[Client]:
    found = Client(f"{url}/variation/{request.param}/{request.node.name}")
    yield found
    found.close()


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("client", [name], indirect=True, ids=[name])


def test_there_are_many() -> None:
    assert len(VARIATIONS) >= 28


@pytest.mark.parametrize("client", list(VARIATIONS), indirect=True)
def test_each_grants_a_valid_request_or_finds_nothing_behind_it(client: Client) -> None:
    for made in (hsm, public, vpc):
        reply = client.create(made())
        assert (reply.status == 200 and reply.result["CustomKeyStoreId"]) or (
            reply.status == 400 and reply.code in _NOTHING_BEHIND | {"LimitExceededException"}
        ), reply.body
    assert client.create(hsm(CustomKeyStoreName="")).status == 400


@of("type-namespaced")
def test_a_namespace(client: Client) -> None:
    assert client.create({}).code == "com.amazonaws.kms#ValidationException"


@of("code-in-header-with-uri")
def test_a_code_in_the_header(client: Client) -> None:
    reply = client.create({})
    assert reply.code is None
    assert reply.headers["x-amzn-errortype"].startswith("ValidationException:http://")


@of("chunked")
def test_chunks(client: Client) -> None:
    reply = client.create(hsm())
    assert reply.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in reply.headers


@of("closes")
def test_closed_connections(client: Client) -> None:
    assert [client.create(hsm()).headers["connection"] for _ in range(3)] == ["close"] * 3


@of("closes-unsaid")
def test_connections_closed_when_the_tenth_request_comes(client: Client) -> None:
    assert {client.create(hsm()).status for _ in range(9)} == {200}
    with pytest.raises(ConnectionError):
        client.create(hsm())
    client.close()
    assert client.create(hsm()).status == 200


@of("no-content-type")
def test_no_content_type(client: Client) -> None:
    assert "content-type" not in client.create(hsm()).headers
    assert "content-type" not in client.create({}).headers


@of("part-is-not-found")
def test_a_cluster_id_of_which_a_part_matches(client: Client) -> None:
    assert client.create(hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa!")).code == "CloudHsmClusterNotFoundException"
    assert client.create(hsm(CloudHsmClusterId="cluster-!aaaaaaaaaaa")).code == "ValidationException"


@of("no-clusters")
def test_no_clusters(client: Client) -> None:
    assert client.create(hsm()).code == "CloudHsmClusterNotFoundException"
    assert client.create(hsm(CustomKeyStoreName="")).code == "ValidationException"
    assert client.create(public()).status == 200


@of("clusters-first")
def test_clusters_before_constraints(client: Client) -> None:
    assert client.create(hsm(CustomKeyStoreName="")).code == "CloudHsmClusterNotFoundException"


@of("long-is-limit")
def test_limit_exceeded_for_what_is_too_long(client: Client) -> None:
    assert client.create(hsm(CustomKeyStoreName="n" * 257)).code == "LimitExceededException"
    assert client.create(hsm(CustomKeyStoreName="")).code == "ValidationException"


@of("utf16-lengths")
def test_units_of_utf16(client: Client) -> None:
    assert client.create(hsm(CustomKeyStoreName="😀" * 128)).status == 200
    assert client.create(hsm(CustomKeyStoreName="😀" * 129)).code == "ValidationException"


@of("eu-services")
def test_services_that_begin_with_eu(client: Client) -> None:
    name = "eu.amazonaws.vpce.eu-west-1.vpce-svc-0"
    assert client.create(vpc(XksProxyVpcEndpointServiceName=name)).status == 200


@of("strangers-refused")
def test_members_of_the_other_kind_are_refused(client: Client) -> None:
    assert client.create(hsm(XksProxyUriPath="/kms/xks/v1")).code == "ValidationException"


@of("other-kind-is-unsupported")
def test_an_update_with_a_member_of_the_other_kind_is_unsupported(client: Client) -> None:
    store = client.create(public()).result["CustomKeyStoreId"]
    reply = client.ask("UpdateCustomKeyStore", {"CustomKeyStoreId": store, "KeyStorePassword": "kmsPswd-1"})
    assert reply.code == "UnsupportedOperationException"


@of("hosts-fold")
def test_hosts_that_differ_in_case(client: Client) -> None:
    assert client.create(public(XksProxyUriEndpoint="https://HOST.example")).status == 200
    assert client.create(public(XksProxyUriEndpoint="https://host.example")).code == "XksProxyUriInUseException"


@of("throttles")
def test_throttling(client: Client) -> None:
    codes = [client.create({}).code for _ in range(20)]
    assert codes.count("ThrottlingException") == 2


@of("quota-almost-used")
def test_a_quota_that_is_almost_used(client: Client) -> None:
    assert [client.create(hsm()).code for _ in range(3)] == [None, None, "LimitExceededException"]


@of("quota-freed-late")
def test_a_quota_that_is_freed_late(client: Client) -> None:
    made = [client.create(hsm()) for _ in range(10)]
    assert client.create(hsm()).code == "LimitExceededException"
    for reply in made:
        client.ask("DeleteCustomKeyStore", reply.result)
    assert client.create(hsm()).code == "LimitExceededException"
    time.sleep(0.11)
    assert client.create(hsm()).status == 200


@of("nan-accepted")
def test_a_number_that_is_none(client: Client) -> None:
    assert client.create(hsm(Stranger=float("nan"))).status == 200


@of("any-service")
def test_the_service_is_not_looked_at(client: Client) -> None:
    assert client.send(json.dumps(hsm()).encode(), "Other.CreateCustomKeyStore").status == 200


@of("access-key-hidden")
def test_an_access_key_that_is_not_described(client: Client) -> None:
    store = client.create(public()).result["CustomKeyStoreId"]
    assert client.described(store)["XksProxyConfiguration"].keys() == {"Connectivity", "UriEndpoint", "UriPath"}


@pytest.mark.parametrize(
    ("name", "first", "second", "code"),
    [
        ("cluster-unique-of-any", hsm, public, "CloudHsmClusterInUseException"),
        ("service-unique-of-any", vpc, public, "XksProxyVpcEndpointServiceInUseException"),
    ],
)
def test_what_another_kind_of_store_names_is_in_use(
    url: str, name: str, first: Callable[[], Any], second: Callable[..., Any], code: str
) -> None:
    client = Client(f"{url}/variation/{name}/in-use")
    request = first()
    assert client.create(request).status == 200
    member = "CloudHsmClusterId" if "cluster" in name else "XksProxyVpcEndpointServiceName"
    assert client.create(second(**{member: request[member]})).code == code
    client.close()


@of("ids-of-1")
def test_short_ids(client: Client) -> None:
    assert client.create(hsm()).result == {"CustomKeyStoreId": "1"}


@of("pretty")
def test_an_escaped_id_is_the_id_that_is_described(client: Client) -> None:
    reply = client.create(hsm())
    store_id = reply.result["CustomKeyStoreId"]
    assert store_id.encode() not in reply.body
    assert client.described(store_id)["CustomKeyStoreId"] == store_id


@of("lags")
def test_reads_lag_behind_writes(client: Client) -> None:
    request = hsm()
    store_id = client.create(request).result["CustomKeyStoreId"]
    assert client.ask("DescribeCustomKeyStores", {}).result["CustomKeyStores"] == []
    assert client.create(request).code == "CustomKeyStoreNameInUseException"
    time.sleep(0.55)
    assert client.described(store_id)["CustomKeyStoreName"] == request["CustomKeyStoreName"]
    assert client.ask("DeleteCustomKeyStore", {"CustomKeyStoreId": store_id}).status == 200
    assert client.described(store_id)["ConnectionState"] == "DISCONNECTED"


def test_small_pieces_arrive_one_after_the_other(url: str) -> None:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    headers = {"X-Amz-Target": "TrentService.CreateCustomKeyStore"}
    started = time.monotonic()
    connection.request("POST", "/variation/small-pieces/x", b"{}", headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert len(body) == int(response.headers["content-length"])
    assert time.monotonic() - started > 0.002 * (len(body) // 16 - 1)
