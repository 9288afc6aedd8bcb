"""Requests typed from the reference page: valid ones, and invalid ones with the error of each."""

from __future__ import annotations

from typing import Any

from tests.support.plain_client import hsm, public, vpc

VALIDATION = "ValidationException"

SERIALIZATION = "SerializationException"

CREDENTIAL = "XksProxyAuthenticationCredential"

KEYS = {"AccessKeyId": "A" * 20, "RawSecretAccessKey": "b" * 43}

SERVICE = "com.amazonaws.vpce.{}.vpce-svc-{}"


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
