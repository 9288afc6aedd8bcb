"""A sentence of the page, and the kinds of store that it speaks of."""

from kms_specification.facts import Source

PAGE = "AWS KMS API Reference, CreateCustomKeyStore"
AS_OF = "2026-11-24"
"""When the page, which has no version of its own, said what stands here. Changes with the tables."""


def at(section: str, sentence: str) -> Source:
    """A sentence of the page."""
    return Source(PAGE, section, sentence)


CLOUDHSM = {"CustomKeyStoreType": "AWS_CLOUDHSM"}
EXTERNAL = {"CustomKeyStoreType": "EXTERNAL_KEY_STORE"}
PUBLIC = {**EXTERNAL, "XksProxyConnectivity": "PUBLIC_ENDPOINT"}
VPC = {**EXTERNAL, "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE"}

HSM_FAMILY = ("CloudHsmClusterInvalidConfigurationException",)
XKS_FAMILY = ("XksProxyInvalidConfigurationException",)
VPC_FAMILY = (*XKS_FAMILY, "XksProxyVpcEndpointServiceInvalidConfigurationException")
