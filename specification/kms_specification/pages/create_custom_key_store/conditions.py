"""Which members a kind of store demands."""

from kms_specification.facts import Condition
from kms_specification.pages.create_custom_key_store.sentences import (
    CLOUDHSM,
    EXTERNAL,
    HSM_FAMILY,
    VPC,
    VPC_FAMILY,
    at,
)


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
