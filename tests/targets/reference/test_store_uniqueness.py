"""What must be unique, and what need not be, on the plain endpoint; and every error of the page, provoked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kms_targets.reference import fixtures
from kms_targets.reference.http.server import Embedded
from tests.support.plain_client import Client, hsm, public, vpc
from tests.support.store_pairs import ERRORS_OF_THE_PAGE, PAIRS


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
