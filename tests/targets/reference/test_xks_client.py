"""What the embedded endpoint makes of an external key store proxy, over real HTTPS, row by row of the documents.

The proxy plays what a row says. It is asked at CreateCustomKeyStore, UpdateCustomKeyStore and ConnectCustomKeyStore.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from kms_specification.pages.custom_key_stores import CONNECTION_ERROR_CODES
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded
from kms_targets.reference.operations.custom_key_stores.xks_client import CONNECTION_ERRORS
from kms_targets.xks_proxy.proxy import Proxy
from kms_targets.xks_proxy.scripts import SCRIPTS
from tests.support.plain_client import Client, hsm, public, vpc
from tests.support.xks_behaviours import ROWS, SERVICE, Row, script

ENDPOINT = "https://127.0.0.1"
UNREACHABLE, CREDENTIAL = "XksProxyUriUnreachableException", "XksProxyIncorrectAuthenticationCredentialException"
CONFIGURATION, RESPONSE = "XksProxyInvalidConfigurationException", "XksProxyInvalidResponseException"
FAMILIES = {
    UNREACHABLE: {"XKS_PROXY_NOT_REACHABLE", "XKS_PROXY_TIMED_OUT", "XKS_PROXY_INVALID_TLS_CONFIGURATION"},
    CREDENTIAL: {"XKS_PROXY_ACCESS_DENIED"},
    CONFIGURATION: {"XKS_PROXY_INVALID_CONFIGURATION"},
    RESPONSE: {"XKS_PROXY_INVALID_RESPONSE"},
}


class Site(NamedTuple):
    """A proxy, an endpoint that asks it, and a store with a public endpoint that was made while the proxy was well."""

    proxy: Proxy
    client: Client
    store: str

    def plays(self, row: Row) -> None:
        self.proxy.play(script(row["does"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    directory = tmp_path_factory.mktemp("ca")
    with (
        Proxy("127.0.0.1", ("127.0.0.1", 0), directory) as proxy,
        Embedded(xks=(proxy.port, str(directory))) as endpoint,
    ):
        client = Client(endpoint.url)
        made = client.create(at_the_proxy())
        yield Site(proxy, client, made.result["CustomKeyStoreId"])
        client.close()


def at_the_proxy() -> dict[str, Any]:
    """A valid request for a store whose proxy is this one, unlike all before it."""
    made = public(XksProxyUriEndpoint=ENDPOINT)
    return {**made, "XksProxyUriPath": f"/{made['CustomKeyStoreName'].split()[1]}/kms/xks/v1"}


def name(row: Row) -> str:
    return str(row["proxy_answers"])


def test_the_rows_are_at_least_those_that_were_counted() -> None:
    assert len(ROWS) >= 53
    assert {error for row in SERVICE for error in row["right"]} == {*FAMILIES, "success"}


@pytest.mark.parametrize("row", SERVICE, ids=name)
def test_a_store_is_made_or_refused_as_the_documents_have_it(site: Site, row: Row) -> None:
    site.plays(row)
    found = site.client.create(at_the_proxy())
    assert (found.code or "success") in row["right"]
    assert found.status == (200 if found.code is None else 400)
    assert site.proxy.contacts == 1


@pytest.mark.parametrize("row", SERVICE, ids=name)
def test_a_store_is_changed_or_left_as_it_is(site: Site, row: Row) -> None:
    site.plays(row)
    before = site.client.described(site.store)
    path = at_the_proxy()["XksProxyUriPath"]
    found = site.client.ask("UpdateCustomKeyStore", {"CustomKeyStoreId": site.store, "XksProxyUriPath": path})
    assert (found.code or "success") in row["right"]
    assert site.proxy.contacts == 1
    after = site.client.described(site.store)
    assert (after == before) is (found.code is not None)
    assert found.code is not None or after["XksProxyConfiguration"]["UriPath"] == path


@pytest.mark.parametrize("row", SERVICE, ids=name)
def test_a_store_is_connected_or_says_why_not(site: Site, row: Row) -> None:
    site.plays(row)
    named = {"CustomKeyStoreId": site.store}
    assert site.client.ask("ConnectCustomKeyStore", named).code is None
    store = site.client.described(site.store)
    assert site.client.ask("DisconnectCustomKeyStore", named).code is None
    if store["ConnectionState"] == "CONNECTED":
        assert "success" in row["right"]
        assert "ConnectionErrorCode" not in store
    else:
        assert store["ConnectionState"] == "FAILED"
        assert store["ConnectionErrorCode"] in {code for error in row["right"] for code in FAMILIES.get(error, ())}


def test_each_operation_says_in_whose_name_it_asks_and_signs(site: Site) -> None:
    """The signature is over the body, the path and the credential as they are by then."""
    made = at_the_proxy()
    credential = {"AccessKeyId": "ABCDEFGHIJ2345672345", "RawSecretAccessKey": "r" * 43}
    keys = made["XksProxyAuthenticationCredential"]

    def asked(operation: str, request: dict[str, Any]) -> Any:
        site.proxy.play(SCRIPTS["healthy"])
        found = site.client.ask(operation, request)
        assert (found.code, [call.mistake for call in site.proxy.calls]) == (None, [None])
        return found.result

    site.proxy.expect(keys["AccessKeyId"], keys["RawSecretAccessKey"], made["XksProxyUriPath"])
    named = {"CustomKeyStoreId": asked("CreateCustomKeyStore", made)["CustomKeyStoreId"]}
    site.proxy.expect(credential["AccessKeyId"], credential["RawSecretAccessKey"], "/changed/kms/xks/v1")
    changes = {"XksProxyUriPath": "/changed/kms/xks/v1", "XksProxyAuthenticationCredential": credential}
    asked("UpdateCustomKeyStore", {**named, **changes})
    asked("ConnectCustomKeyStore", named)


@pytest.mark.parametrize("request_", [hsm(), vpc()], ids=["cluster", "service"])
def test_no_proxy_is_asked_for_a_store_without_a_public_endpoint_until_it_is_connected(
    site: Site, request_: dict[str, Any]
) -> None:
    site.proxy.play(SCRIPTS["unavailable"])
    external = "XksProxyUriEndpoint" in request_
    made = site.client.create({**request_, "XksProxyUriEndpoint": "https://localhost"} if external else request_)
    named = {"CustomKeyStoreId": made.result["CustomKeyStoreId"]}
    assert site.client.ask("UpdateCustomKeyStore", {**named, "NewCustomKeyStoreName": public()["CustomKeyStoreName"]})
    assert site.proxy.contacts == 0
    assert site.client.ask("ConnectCustomKeyStore", named).code is None
    store = site.client.described(named["CustomKeyStoreId"])
    assert (site.proxy.contacts, store["ConnectionState"]) == ((1, "FAILED") if external else (0, "CONNECTED"))


def test_another_name_is_no_reason_to_ask(site: Site) -> None:
    site.proxy.play(SCRIPTS["unavailable"])
    change = {"CustomKeyStoreId": site.store, "NewCustomKeyStoreName": public()["CustomKeyStoreName"]}
    assert site.client.ask("UpdateCustomKeyStore", change).code is None
    assert site.proxy.contacts == 0


def test_an_answer_that_comes_piece_by_piece_has_to_be_whole_in_time(site: Site) -> None:
    site.proxy.play(SCRIPTS["trickling"])
    assert site.client.create(at_the_proxy()).code == UNREACHABLE


def test_every_code_of_a_failed_connection_exists() -> None:
    assert set(CONNECTION_ERRORS.values()) <= CONNECTION_ERROR_CODES


def test_each_part_of_a_health_status_that_is_looked_at_has_a_fault_that_does_not() -> None:
    assert sum(fault.startswith("proxy-unchecked-") for fault in FAULTS) == 13
