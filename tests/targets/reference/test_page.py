"""The plain endpoint, asked by hand for what the reference page says, one sentence after the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.page_requests import INVALID, SERIALIZATION, VALID, VALIDATION, credential
from tests.support.plain_client import Client, hsm, public


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Embedded() as endpoint:
        found = Client(endpoint.url)
        yield found
        found.close()


@pytest.mark.parametrize("what", VALID)
def test_is_granted(client: Client, what: str) -> None:
    reply = client.create(VALID[what])
    assert (reply.status, reply.code) == (200, None), reply.body
    store_id = reply.result["CustomKeyStoreId"]
    assert 1 <= len(store_id) <= 64
    assert client.ask("DeleteCustomKeyStore", {"CustomKeyStoreId": store_id}).status == 200


@pytest.mark.parametrize("what", INVALID)
def test_is_refused(client: Client, what: str) -> None:
    request, code = INVALID[what]
    reply = client.create(request)
    assert (reply.status, reply.code) == (400, code), reply.body
    assert client.ask("DescribeCustomKeyStores", {}).result["CustomKeyStores"] == []


def test_messages_name_the_member_as_the_service_does(client: Client) -> None:
    reply = client.create(hsm(CustomKeyStoreName=""))
    assert reply.result["message"] == (
        "1 validation error detected: Value '' at 'customKeyStoreName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


def test_two_broken_constraints_are_told_together(client: Client) -> None:
    reply = client.create(hsm(CustomKeyStoreName="", CloudHsmClusterId="cluster-!"))
    assert reply.result["message"].startswith("3 validation errors detected: ")


def test_no_message_repeats_a_secret(client: Client) -> None:
    secrets = ("hunter", "MAGIC" * 8, "x" * 70)
    for request in (
        hsm(KeyStorePassword=secrets[0]),
        public(**credential(AccessKeyId=secrets[1])),
        public(**credential(RawSecretAccessKey=secrets[2])),
    ):
        reply = client.create(request)
        assert reply.code == VALIDATION
        assert not any(secret in reply.result["message"] for secret in secrets)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}x",
        b"\xff",
        b'{"CustomKeyStoreName": "\xe9"}',
        b'{"CustomKeyStoreName": NaN}',
        b"{'CustomKeyStoreName': 'x'}",
        b'{"CustomKeyStoreName": "x",}',
        b'{"CustomKeyStoreName": "a\nb"}',
        b"null",
        b"[]",
        b'"{}"',
        b"1",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
    ids=lambda body: repr(body[:16]),
)
def test_what_is_no_json_object_is_a_serialization_exception(client: Client, body: bytes) -> None:
    reply = client.send(body)
    assert (reply.status, reply.code) == (400, SERIALIZATION)


@pytest.mark.parametrize(
    "target", [None, "", "TrentService.Nonsense", "Trent.CreateCustomKeyStore", "TrentService.SignAll"]
)
def test_other_operations_are_unknown(client: Client, target: str | None) -> None:
    reply = client.send(b"{}", target)
    assert (reply.status, reply.code) == (400, "UnknownOperationException")


def test_a_body_of_many_megabytes_is_refused(client: Client) -> None:
    reply = client.send(b" " * 9_000_000)
    assert (reply.status, reply.code) == (413, "RequestEntityTooLargeException")
