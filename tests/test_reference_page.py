"""The plain endpoint, asked by hand for what the reference page says, one sentence after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from targets.reference.server import Embedded
from tests.test_reference_client import Client, hsm, public, vpc

VALIDATION = "ValidationException"
SERIALIZATION = "SerializationException"
CREDENTIAL = "XksProxyAuthenticationCredential"
KEYS = {"AccessKeyId": "A" * 20, "RawSecretAccessKey": "b" * 43}
SERVICE = "com.amazonaws.vpce.{}.vpce-svc-{}"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Embedded() as endpoint:
        found = Client(endpoint.url)
        yield found
        found.close()


def credential(**changes: Any) -> dict[str, Any]:
    keys = {**KEYS, **changes}
    return {CREDENTIAL: {key: value for key, value in keys.items() if value is not ...}}


VALID: dict[str, dict[str, Any]] = {
    "a name of one character": hsm(CustomKeyStoreName="x"),
    "a name of 256 characters": hsm(CustomKeyStoreName="n" * 256),
    "a name of 256 characters of four bytes": hsm(CustomKeyStoreName="😀" * 256),
    "a name of a space": hsm(CustomKeyStoreName=" "),
    "a cluster id of 19 characters": hsm(CloudHsmClusterId="cluster-234567azAZb"),
    "a cluster id of 24 characters": hsm(CloudHsmClusterId="cluster-234567azAZbbbbbb"),
    "the type said": hsm(CustomKeyStoreType="AWS_CLOUDHSM"),
    "the type null": hsm(CustomKeyStoreType=None),
    "a password of 7 characters": hsm(KeyStorePassword="1234567"),
    "a password of 32 characters of two bytes": hsm(KeyStorePassword="é" * 32),
    "a certificate of 1 character": hsm(TrustAnchorCertificate="\n"),
    "a certificate of 5000 characters": hsm(TrustAnchorCertificate="é" * 5000),
    "an access key of 20 characters": public(**credential(AccessKeyId="AZ27" * 5)),
    "an access key of 30 characters": public(**credential(AccessKeyId="AZ27AZ" * 5)),
    "a secret of 43 characters": public(**credential(RawSecretAccessKey="azAZ09/+=" + "a" * 34)),
    "a secret of 64 characters": public(**credential(RawSecretAccessKey="azAZ09/+" * 8)),
    "an endpoint of 10 characters": public(XksProxyUriEndpoint="https://aZ"),
    "an endpoint of 128 characters": public(XksProxyUriEndpoint="https://" + "a" * 120),
    "an endpoint of dots": public(XksProxyUriEndpoint="https://.."),
    "an endpoint of hyphens": public(XksProxyUriEndpoint="https://-9-"),
    "a version of two digits": public(XksProxyUriPath="/kms/xks/v10"),
    "a path with a prefix": public(XksProxyUriPath="/a/Z_0-9/kms/xks/v1"),
    "a path whose prefix is a slash": public(XksProxyUriPath="///kms/xks/v1"),
    "a path of 128 characters": public(XksProxyUriPath="/" + "p" * 116 + "/kms/xks/v1"),
    "a region of three words": vpc(XksProxyVpcEndpointServiceName=SERVICE.format("us-gov-east-1", "z")),
    "a region with a long number": vpc(XksProxyVpcEndpointServiceName=SERVICE.format("a-b-123", "0")),
    "a service of 64 characters": vpc(XksProxyVpcEndpointServiceName=SERVICE.format("us-east-1", "0" * 26)),
    "members of the other kind": {**public(), **hsm(CustomKeyStoreType="EXTERNAL_KEY_STORE")},
    "a service without need": public(XksProxyVpcEndpointServiceName=SERVICE.format("a-b-1", "unused")),
    "a member that nobody knows": hsm(Unknown={"deep": [1, None]}),
}

INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "no name": (hsm(CustomKeyStoreName=...), VALIDATION),
    "null for a name": (hsm(CustomKeyStoreName=None), VALIDATION),
    "an empty name": (hsm(CustomKeyStoreName=""), VALIDATION),
    "a name of 257 characters": (hsm(CustomKeyStoreName="n" * 257), VALIDATION),
    "a number for a name": (hsm(CustomKeyStoreName=5), SERIALIZATION),
    "a cluster id of 18 characters": (hsm(CloudHsmClusterId="cluster-2222222222"), VALIDATION),
    "a cluster id of 25 characters": (hsm(CloudHsmClusterId="cluster-" + "a" * 17), VALIDATION),
    "a cluster id with 1": (hsm(CloudHsmClusterId="cluster-1aaaaaaaaaa"), VALIDATION),
    "a cluster id with 8": (hsm(CloudHsmClusterId="cluster-8aaaaaaaaaa"), VALIDATION),
    "a cluster id and a newline": (hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa\n"), VALIDATION),
    "a cluster id after something": (hsm(CloudHsmClusterId="xcluster-aaaaaaaaaaa"), VALIDATION),
    "an unknown type": (hsm(CustomKeyStoreType="CLOUDHSM"), VALIDATION),
    "a type in lower case": (hsm(CustomKeyStoreType="aws_cloudhsm"), VALIDATION),
    "an empty type": (hsm(CustomKeyStoreType=""), VALIDATION),
    "a password of 6 characters": (hsm(KeyStorePassword="é" * 6), VALIDATION),
    "a password of 33 characters": (hsm(KeyStorePassword="p" * 33), VALIDATION),
    "an empty certificate": (hsm(TrustAnchorCertificate=""), VALIDATION),
    "a certificate of 5001 characters": (hsm(TrustAnchorCertificate="c" * 5001), VALIDATION),
    "no cluster": (hsm(CloudHsmClusterId=...), VALIDATION),
    "no cluster, the type said": (hsm(CloudHsmClusterId=..., CustomKeyStoreType="AWS_CLOUDHSM"), VALIDATION),
    "no password": (hsm(KeyStorePassword=...), VALIDATION),
    "null for a certificate": (hsm(TrustAnchorCertificate=None), VALIDATION),
    "no connectivity": (public(XksProxyConnectivity=...), VALIDATION),
    "no credential": (public(**{CREDENTIAL: ...}), VALIDATION),
    "no endpoint": (public(XksProxyUriEndpoint=...), VALIDATION),
    "no path": (public(XksProxyUriPath=...), VALIDATION),
    "no service": (vpc(XksProxyVpcEndpointServiceName=...), VALIDATION),
    "an unknown connectivity": (public(XksProxyConnectivity="PUBLIC"), VALIDATION),
    "a string for a credential": (public(**{CREDENTIAL: "secret"}), SERIALIZATION),
    "no access key": (public(**credential(AccessKeyId=...)), VALIDATION),
    "no secret": (public(**credential(RawSecretAccessKey=None)), VALIDATION),
    "an access key of 19 characters": (public(**credential(AccessKeyId="A" * 19)), VALIDATION),
    "an access key of 31 characters": (public(**credential(AccessKeyId="A" * 31)), VALIDATION),
    "an access key with 1": (public(**credential(AccessKeyId="1" + "A" * 20)), VALIDATION),
    "an access key in lower case": (public(**credential(AccessKeyId="a" * 20)), VALIDATION),
    "a secret of 42 characters": (public(**credential(RawSecretAccessKey="b" * 42)), VALIDATION),
    "a secret of 65 characters": (public(**credential(RawSecretAccessKey="b" * 65)), VALIDATION),
    "a secret with an underscore": (public(**credential(RawSecretAccessKey="_" * 43)), VALIDATION),
    "an endpoint of 9 characters": (public(XksProxyUriEndpoint="https://a"), VALIDATION),
    "an endpoint of 129 characters": (public(XksProxyUriEndpoint="https://" + "a" * 121), VALIDATION),
    "an endpoint with http": (public(XksProxyUriEndpoint="http://example.com"), VALIDATION),
    "an endpoint with a port": (public(XksProxyUriEndpoint="https://example.com:443"), VALIDATION),
    "an endpoint with a slash": (public(XksProxyUriEndpoint="https://example.com/"), VALIDATION),
    "an endpoint and a newline": (public(XksProxyUriEndpoint="https://example.com\n"), VALIDATION),
    "a path without slash": (public(XksProxyUriPath="prefix/kms/xks/v1"), VALIDATION),
    "a path with an empty prefix": (public(XksProxyUriPath="//kms/xks/v1"), VALIDATION),
    "a version of three digits": (public(XksProxyUriPath="/kms/xks/v100"), VALIDATION),
    "a version in another script": (public(XksProxyUriPath="/kms/xks/v\u0663"), VALIDATION),
    "a path with a dot": (public(XksProxyUriPath="/a.b/kms/xks/v1"), VALIDATION),
    "a path of 129 characters": (public(XksProxyUriPath="/" + "p" * 117 + "/kms/xks/v1"), VALIDATION),
    "a region of one word": (vpc(XksProxyVpcEndpointServiceName=SERVICE.format("east-1", "0a")), VALIDATION),
    "a region of four words": (vpc(XksProxyVpcEndpointServiceName=SERVICE.format("a-b-c-d-1", "0a")), VALIDATION),
    "a service without dots": (
        vpc(XksProxyVpcEndpointServiceName=SERVICE.format("a-b-1", "0a").replace(".", "-")),
        VALIDATION,
    ),
    "a service that begins with eu": (
        vpc(XksProxyVpcEndpointServiceName=SERVICE.format("a-b-1", "0a").replace("com", "eu")),
        VALIDATION,
    ),
    "a service of 65 characters": (
        vpc(XksProxyVpcEndpointServiceName=SERVICE.format("us-east-1", "0" * 27)),
        VALIDATION,
    ),
    "a wrong member of the other kind": (hsm(XksProxyUriPath="kms"), VALIDATION),
    "an array for a path": (public(XksProxyUriPath=["/kms/xks/v1"]), SERIALIZATION),
}


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
    "target", [None, "", "TrentService.Nonsense", "Trent.CreateCustomKeyStore", "TrentService.Sign"]
)
def test_other_operations_are_unknown(client: Client, target: str | None) -> None:
    reply = client.send(b"{}", target)
    assert (reply.status, reply.code) == (400, "UnknownOperationException")


def test_a_body_of_many_megabytes_is_refused(client: Client) -> None:
    reply = client.send(b" " * 9_000_000)
    assert (reply.status, reply.code) == (413, "RequestEntityTooLargeException")
