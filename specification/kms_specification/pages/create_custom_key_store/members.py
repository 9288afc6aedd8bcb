"""The request's members and the response's, each constraint with its sentence."""

from kms_specification.facts import Enumeration, Kind, Length, Member, Pattern, Pem
from kms_specification.pages.create_custom_key_store.sentences import at


def length(section: str, least: int, most: int) -> Length:
    """The page prints every length constraint in the same words."""
    return Length(least, most, at(section, f"Length Constraints: Minimum length of {least}. Maximum length of {most}."))


def values(section: str, *allowed: str) -> Enumeration:
    """The page prints every enumeration in the same words."""
    return Enumeration(allowed, at(section, f"Valid Values: {' | '.join(allowed)}"))


def pattern(section: str, expression: str, partial_error: str | None = None) -> Pattern:
    """The page prints every pattern in the same words."""
    return Pattern(expression, at(section, f"Pattern: {expression}"), partial_error=partial_error)


def string(name: str, **constraints: object) -> Member:
    """A member of type String."""
    return Member(name, Kind.STRING, at(name, "Type: String"), **constraints)  # type: ignore[arg-type]


MEMBERS = (
    string(
        "CustomKeyStoreName",
        required=at("CustomKeyStoreName", "This parameter is required for all custom key stores."),
        length=length("CustomKeyStoreName", 1, 256),
    ),
    string(
        "CloudHsmClusterId",
        length=length("CloudHsmClusterId", 19, 24),
        # Printed without anchors: read as the whole value, as the service reads its patterns.
        pattern=pattern("CloudHsmClusterId", "cluster-[2-7a-zA-Z]{11,16}", "CloudHsmClusterNotFoundException"),
    ),
    string(
        "CustomKeyStoreType",
        enumeration=values("CustomKeyStoreType", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"),
        default="AWS_CLOUDHSM",
    ),
    string("KeyStorePassword", length=length("KeyStorePassword", 7, 32)),
    string(
        "TrustAnchorCertificate",
        length=length("TrustAnchorCertificate", 1, 5000),
        pem=Pem("CERTIFICATE", "IncorrectTrustAnchorException"),
    ),
    Member(
        "XksProxyAuthenticationCredential",
        Kind.STRUCTURE,
        at("XksProxyAuthenticationCredential", "Type: XksProxyAuthenticationCredentialType object"),
        members=tuple(
            string(
                name,
                required=at(
                    "XksProxyAuthenticationCredential",
                    "The XksProxyAuthenticationCredential has two required elements: RawSecretAccessKey, a secret key, "
                    "and AccessKeyId, a unique identifier for the RawSecretAccessKey.",
                ),
            )
            for name in ("AccessKeyId", "RawSecretAccessKey")
        ),
    ),
    string(
        "XksProxyConnectivity",
        enumeration=values("XksProxyConnectivity", "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"),
    ),
    string(
        "XksProxyUriEndpoint",
        length=length("XksProxyUriEndpoint", 10, 128),
        pattern=pattern("XksProxyUriEndpoint", r"^https://[a-zA-Z0-9.-]+$"),
    ),
    string(
        "XksProxyUriPath",
        length=length("XksProxyUriPath", 10, 128),
        pattern=pattern("XksProxyUriPath", r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$"),
    ),
    string(
        "XksProxyVpcEndpointServiceName",
        length=length("XksProxyVpcEndpointServiceName", 20, 64),
        pattern=pattern(
            "XksProxyVpcEndpointServiceName",
            r"^com\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$",
        ),
    ),
)
