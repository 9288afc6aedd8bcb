"""The kinds of store, with an ordinary request of each."""

from kms_specification.facts import Variant
from kms_specification.pages.create_custom_key_store.sentences import CLOUDHSM, PUBLIC, VPC

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
