"""Requirements that are sentences and no constraint: AWS JSON 1.1 itself, and what a store is once it is made."""

from kms_specification.facts import Level, Source
from kms_specification.pages import xks_proxy
from kms_specification.wire import rules as wire_rules

JSON11 = "Smithy, AWS JSON 1.1 protocol"


def wire(section: str, sentence: str) -> Source:
    """A sentence of the protocol."""
    return Source(JSON11, section, sentence, Level.PROTOCOL)


_BODY = wire("Protocol behaviors", "The request body is a JSON object, sent with POST and an X-Amz-Target header.")

# What SDKs make of answers.
SDK = wire_rules.BOTO3

RULES: tuple[tuple[str, str, Source], ...] = (
    ("malformed-body", "A body that is no JSON text is refused with an error that an SDK can read.", _BODY),
    ("not-an-object", "A JSON body that is no object is refused with an error that an SDK can read.", _BODY),
    (
        "unknown-operation",
        "A target that names no operation is refused with an error that an SDK can read.",
        wire("Protocol behaviors", "X-Amz-Target names the service and the operation to be called."),
    ),
    (
        "error-shape",
        "Every error says its code in __type, code or X-Amzn-Errortype.",
        wire(
            "Operation error serialization",
            "The error is found in the X-Amzn-Errortype header, or in the body's code or __type member.",
        ),
    ),
    *wire_rules.RULES,
)

# Of every operation whose success says anything.
TYPES = "Each member of a success has its JSON type, and what the model requires of an answer is there."
TYPES_SOURCE = wire(
    "Shape serialization",
    "A boolean is a JSON boolean, a number a JSON number, a timestamp a JSON number of seconds, a blob a JSON string "
    "of base64, a list a JSON array, a map and a structure a JSON object.",
)

_DESCRIBE = "AWS KMS API Reference, DescribeCustomKeyStores"

STATE: dict[str, tuple[tuple[str, str, Source], ...]] = {
    "CreateCustomKeyStore": (
        (
            "atomic",
            "A rejected request leaves no store behind, and those that were there as they were.",
            Source(
                "AWS KMS API Reference, CreateCustomKeyStore",
                "top",
                "When the operation completes successfully, it returns the ID of the new custom key store.",
            ),
        ),
        (
            "disconnected",
            "A new store is DISCONNECTED until it is connected.",
            Source(
                "AWS KMS API Reference, CreateCustomKeyStore",
                "top",
                "Before you can use your new custom key store, you need to use the ConnectCustomKeyStore operation.",
            ),
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
            wire("Shape serialization", "By default a timestamp is a JSON number, in the format epoch-seconds."),
        ),
        (
            "concurrent",
            "Of requests that arrive at once and want the same, exactly one succeeds.",
            Source(
                "AWS KMS API Reference, CreateCustomKeyStore",
                "CustomKeyStoreName",
                "The name must be unique in your AWS account and Region.",
            ),
        ),
        (
            "linearizable",
            "Creates and deletes of one name that run at once come out as if they came one after the other.",
            Source(
                "AWS KMS API Reference, CreateCustomKeyStore",
                "CustomKeyStoreName",
                "The name must be unique in your AWS account and Region.",
            ),
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
    ),
}

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
