"""What a store is once it is made, and what stands where it is described."""

from __future__ import annotations

from kms_specification.facts import Level, Source
from kms_specification.pages import xks_proxy
from kms_specification.pages.create_custom_key_store.sentences import at
from kms_specification.wire.rules import json11

_DESCRIBE = "AWS KMS API Reference, DescribeCustomKeyStores"

# Name, statement, source.
STATE: tuple[tuple[str, str, Source], ...] = (
    (
        "atomic",
        "A rejected request leaves no store behind, and those that were there as they were.",
        at("top", "When the operation completes successfully, it returns the ID of the new custom key store."),
    ),
    (
        "disconnected",
        "A new store is DISCONNECTED until it is connected.",
        at("top", "Before you can use your new custom key store, you need to use the ConnectCustomKeyStore operation."),
    ),
    (
        "described",
        "A store is described with the values it was made with.",
        Source(
            _DESCRIBE,
            "top",
            "Gets information about custom key stores in the account and Region.",
            Level.MODELLED,
        ),
    ),
    (
        "CreationDate",
        "The CreationDate that a store is described with is a number of seconds since 1970.",
        json11("Shape serialization", "By default a timestamp is a JSON number, in the format epoch-seconds."),
    ),
    (
        "concurrent",
        "Of requests that arrive at once and want the same, exactly one succeeds.",
        at("CustomKeyStoreName", "The name must be unique in your AWS account and Region."),
    ),
    (
        "linearizable",
        "Creates and deletes of one name that run at once come out as if they came one after the other.",
        at("CustomKeyStoreName", "The name must be unique in your AWS account and Region."),
    ),
    (
        "secrets",
        "No answer repeats the KeyStorePassword or the RawSecretAccessKey that was sent.",
        Source(
            _DESCRIBE,
            "sensitive",
            "The service model marks KeyStorePassword and RawSecretAccessKey as sensitive.",
            Level.MODELLED,
        ),
    ),
    *xks_proxy.STATE,
)

# Where DescribeCustomKeyStores shows what CreateCustomKeyStore was sent: member path by member path.
DESCRIBED: dict[str, str] = {
    "CustomKeyStoreName": "CustomKeyStoreName",
    "CustomKeyStoreType": "CustomKeyStoreType",
    "CloudHsmClusterId": "CloudHsmClusterId",
    "TrustAnchorCertificate": "TrustAnchorCertificate",
    "XksProxyConnectivity": "XksProxyConfiguration.Connectivity",
    "XksProxyAuthenticationCredential.AccessKeyId": "XksProxyConfiguration.AccessKeyId",
    "XksProxyUriEndpoint": "XksProxyConfiguration.UriEndpoint",
    "XksProxyUriPath": "XksProxyConfiguration.UriPath",
    "XksProxyVpcEndpointServiceName": "XksProxyConfiguration.VpcEndpointServiceName",
}
