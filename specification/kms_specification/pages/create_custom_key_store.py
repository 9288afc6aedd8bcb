"""The reference page of CreateCustomKeyStore as tables, in the page's own order, each fact beside its sentence.

What the page leaves to the service model (the credential's characters, which members are sensitive) and where the two
differ is not here: `operations.py` lays the model over these tables and `drift.py` lists the differences.
"""

from kms_specification.facts import (
    Condition,
    Enumeration,
    Error,
    Kind,
    Length,
    Member,
    Operation,
    Pattern,
    Source,
    Unique,
    Variant,
)

PAGE = "AWS KMS API Reference, CreateCustomKeyStore"


def at(section: str, sentence: str) -> Source:
    """A sentence of the page."""
    return Source(PAGE, section, sentence)


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
    string("TrustAnchorCertificate", length=length("TrustAnchorCertificate", 1, 5000), multiline=True),
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

CLOUDHSM = {"CustomKeyStoreType": "AWS_CLOUDHSM"}
EXTERNAL = {"CustomKeyStoreType": "EXTERNAL_KEY_STORE"}
PUBLIC = {**EXTERNAL, "XksProxyConnectivity": "PUBLIC_ENDPOINT"}
VPC = {**EXTERNAL, "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE"}

HSM_FAMILY = ("CloudHsmClusterInvalidConfigurationException",)
XKS_FAMILY = ("XksProxyInvalidConfigurationException",)
VPC_FAMILY = (*XKS_FAMILY, "XksProxyVpcEndpointServiceInvalidConfigurationException")


def demanded(by: str, when: dict[str, str], member: str, family: tuple[str, ...], sentence: str) -> Condition:
    """One condition of the page."""
    return Condition(f"{by}-requires-{member}", when, member, family, at(member, sentence))


CONDITIONS = (
    *(
        demanded(
            "AWS_CLOUDHSM",
            CLOUDHSM,
            member,
            HSM_FAMILY,
            f"This parameter is required for custom key stores with {article}CustomKeyStoreType of AWS_CLOUDHSM.",
        )
        for member, article in (("CloudHsmClusterId", ""), ("KeyStorePassword", "a "), ("TrustAnchorCertificate", "a "))
    ),
    *(
        demanded(
            "EXTERNAL_KEY_STORE",
            EXTERNAL,
            member,
            VPC_FAMILY,
            f"This parameter is required for {every}custom key stores with a CustomKeyStoreType of EXTERNAL_KEY_STORE.",
        )
        for member, every in (
            ("XksProxyConnectivity", ""),
            ("XksProxyAuthenticationCredential", "all "),
            ("XksProxyUriEndpoint", ""),
            ("XksProxyUriPath", "all "),
        )
    ),
    demanded(
        "VPC_ENDPOINT_SERVICE",
        VPC,
        "XksProxyVpcEndpointServiceName",
        VPC_FAMILY,
        "This parameter is required when the value of CustomKeyStoreType is EXTERNAL_KEY_STORE and the value of "
        "XksProxyConnectivity is VPC_ENDPOINT_SERVICE.",
    ),
)

PUBLIC_VALUE, VPC_VALUE = "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"

UNIQUENESS = (
    Unique(
        "CustomKeyStoreName",
        ("CustomKeyStoreName",),
        "CustomKeyStoreNameInUseException",
        at("CustomKeyStoreName", "The name must be unique in your AWS account and Region."),
    ),
    Unique(
        "CloudHsmClusterId",
        ("CloudHsmClusterId",),
        "CloudHsmClusterInUseException",
        at(
            "CloudHsmClusterId",
            "Enter the cluster ID of any active AWS CloudHSM cluster that is not already associated with a custom key "
            "store.",
        ),
        between="CustomKeyStoreType",
        pairs=frozenset({("AWS_CLOUDHSM", "AWS_CLOUDHSM")}),
    ),
    Unique(
        "XksProxyUri",
        ("XksProxyUriEndpoint", "XksProxyUriPath"),
        "XksProxyUriInUseException",
        at(
            "XksProxyUriEndpoint",
            "The combined XksProxyUriEndpoint and XksProxyUriPath values must be unique in the AWS account and Region.",
        ),
        between="CustomKeyStoreType",
        pairs=frozenset({("EXTERNAL_KEY_STORE", "EXTERNAL_KEY_STORE")}),
        host="XksProxyUriEndpoint",
    ),
    Unique(
        "XksProxyUriEndpoint",
        ("XksProxyUriEndpoint",),
        "XksProxyUriEndpointInUseException",
        at(
            "XksProxyUriEndpoint",
            "An external key store with PUBLIC_ENDPOINT connectivity cannot use the same XksProxyUriEndpoint value as "
            "an external key store with VPC_ENDPOINT_SERVICE connectivity in this AWS Region.",
        ),
        between="XksProxyConnectivity",
        # The second sentence, on private DNS names: a store with VPC connectivity shares its endpoint with no other.
        pairs=frozenset({(PUBLIC_VALUE, VPC_VALUE), (VPC_VALUE, PUBLIC_VALUE), (VPC_VALUE, VPC_VALUE)}),
        host="XksProxyUriEndpoint",
    ),
    Unique(
        "XksProxyVpcEndpointServiceName",
        ("XksProxyVpcEndpointServiceName",),
        "XksProxyVpcEndpointServiceInUseException",
        at(
            "XksProxyVpcEndpointServiceName",
            "External key stores with VPC_ENDPOINT_SERVICE connectivity can share an Amazon VPC, but each external key "
            "store must have its own VPC endpoint service and private DNS name.",
        ),
        between="XksProxyConnectivity",
        pairs=frozenset({(VPC_VALUE, VPC_VALUE)}),
    ),
)


def rejected(name: str, because: str, needs: str = "", status: int = 400) -> Error:
    """One error of the page. `needs`: what a target must have before the error can be provoked."""
    return Error(name, status, at(f"Errors, {name}", because), needs, fault=status >= 500)


ERRORS = (
    rejected(
        "CloudHsmClusterInUseException",
        "Each AWS CloudHSM key store in the account must be associated with a different AWS CloudHSM cluster.",
    ),
    rejected(
        "CloudHsmClusterInvalidConfigurationException",
        "The request was rejected because the associated AWS CloudHSM cluster did not meet the configuration "
        "requirements for an AWS CloudHSM key store.",
        "a cluster that is badly configured",
    ),
    rejected(
        "CloudHsmClusterNotActiveException",
        "The request was rejected because the AWS CloudHSM cluster associated with the AWS CloudHSM key store is not "
        "active.",
        "a cluster that is not active",
    ),
    rejected(
        "CloudHsmClusterNotFoundException",
        "The request was rejected because AWS KMS cannot find the AWS CloudHSM cluster with the specified cluster ID.",
        "cluster ids that do not exist",
    ),
    rejected(
        "CustomKeyStoreNameInUseException",
        "The request was rejected because the specified custom key store name is already assigned to another custom "
        "key store in the account.",
    ),
    rejected(
        "IncorrectTrustAnchorException",
        "The request was rejected because the trust anchor certificate in the request to create an AWS CloudHSM key "
        "store is not the trust anchor certificate for the specified AWS CloudHSM cluster.",
        "a cluster whose trust anchor is known",
    ),
    rejected(
        "KMSInternalException",
        "The request was rejected because an internal exception occurred.",
        "an internal failure of the service",
        status=500,
    ),
    rejected(
        "LimitExceededException",
        "The request was rejected because a length constraint or quota was exceeded.",
        "a quota that may be filled",
    ),
    rejected(
        "XksProxyIncorrectAuthenticationCredentialException",
        "The request was rejected because the proxy credentials failed to authenticate to the specified external key "
        "store proxy.",
        "a proxy that refuses the credential",
    ),
    rejected(
        "XksProxyInvalidConfigurationException",
        "The request was rejected because the external key store proxy is not configured correctly.",
        "a proxy that is badly configured",
    ),
    rejected(
        "XksProxyInvalidResponseException",
        "AWS KMS cannot interpret the response it received from the external key store proxy.",
        "a proxy that answers nonsense",
    ),
    rejected(
        "XksProxyUriEndpointInUseException",
        "The request was rejected because the XksProxyUriEndpoint is already associated with another external key "
        "store in this AWS Region.",
    ),
    rejected(
        "XksProxyUriInUseException",
        "The request was rejected because the concatenation of the XksProxyUriEndpoint and XksProxyUriPath is already "
        "associated with another external key store in this AWS Region.",
    ),
    rejected(
        "XksProxyUriUnreachableException",
        "AWS KMS was unable to reach the specified XksProxyUriPath.",
        "a target that contacts proxies",
    ),
    rejected(
        "XksProxyVpcEndpointServiceInUseException",
        "The request was rejected because the specified Amazon VPC endpoint service is already associated with another "
        "external key store in this AWS Region.",
    ),
    rejected(
        "XksProxyVpcEndpointServiceInvalidConfigurationException",
        "The request was rejected because the Amazon VPC endpoint service configuration does not fulfill the "
        "requirements for an external key store.",
        "an endpoint service that is badly configured",
    ),
    rejected(
        "XksProxyVpcEndpointServiceNotFoundException",
        "The request was rejected because AWS KMS could not find the specified VPC endpoint service.",
        "endpoint service names that do not exist",
    ),
)

LENGTH_ERROR = next(e for e in ERRORS if e.name == "LimitExceededException")

# Not among the page's errors; "errors that are common to all actions" sends the reader on, and the answers recorded
# from the service carry this code for almost every broken constraint.
VALIDATION = Error(
    "ValidationException",
    400,
    Source(
        "AWS KMS API Reference, Common Errors",
        "ValidationError",
        "The input fails to satisfy the constraints specified by an AWS service.",
    ),
)

_PROXY = ("XksProxyAuthenticationCredential", "XksProxyConnectivity", "XksProxyUriEndpoint", "XksProxyUriPath")
_QUOTA = ("LimitExceededException",)

VARIANTS = (
    Variant(
        "cloudhsm",
        CLOUDHSM,
        ("CloudHsmClusterId", "KeyStorePassword", "TrustAnchorCertificate"),
        (
            "CloudHsmClusterNotFoundException",
            "CloudHsmClusterNotActiveException",
            "CloudHsmClusterInvalidConfigurationException",
            "IncorrectTrustAnchorException",
            *_QUOTA,
        ),
        ("CloudHsmClusterId",),
    ),
    Variant(
        "public-proxy",
        PUBLIC,
        _PROXY,
        (
            "XksProxyUriUnreachableException",
            "XksProxyIncorrectAuthenticationCredentialException",
            "XksProxyInvalidConfigurationException",
            "XksProxyInvalidResponseException",
            *_QUOTA,
        ),
        ("XksProxyUriEndpoint", "XksProxyUriPath"),
    ),
    Variant(
        "vpc-proxy",
        VPC,
        (*_PROXY, "XksProxyVpcEndpointServiceName"),
        (
            "XksProxyVpcEndpointServiceNotFoundException",
            "XksProxyVpcEndpointServiceInvalidConfigurationException",
            "XksProxyInvalidConfigurationException",
            # “AWS KMS connects when you call the ConnectCustomKeyStore operation”, says the paragraph on it; “the path
            # must be reachable before you create the external key store”, that on the error, of any connectivity.
            "XksProxyUriUnreachableException",
            *_QUOTA,
        ),
        ("XksProxyVpcEndpointServiceName", "XksProxyUriEndpoint"),
    ),
)

OPERATION = Operation(
    name="CreateCustomKeyStore",
    members=MEMBERS,
    output=(
        Member(
            "CustomKeyStoreId",
            Kind.STRING,
            at("Response Elements, CustomKeyStoreId", "Type: String"),
            required=at(
                "top", "When the operation completes successfully, it returns the ID of the new custom key store."
            ),
            length=Length(
                1,
                64,
                at(
                    "Response Elements, CustomKeyStoreId",
                    "Length Constraints: Minimum length of 1. Maximum length of 64.",
                ),
            ),
            unique=at("Response Elements, CustomKeyStoreId", "A unique identifier for the new custom key store."),
        ),
    ),
    errors=ERRORS,
    success_status=200,
    success_source=at("Response Elements", "If the action is successful, the service sends back an HTTP 200 response."),
    conditions=CONDITIONS,
    uniqueness=UNIQUENESS,
    variants=VARIANTS,
    validation_error=VALIDATION,
    length_errors=(LENGTH_ERROR,),
)
