"""What two stores may not both have."""

from kms_specification.facts import Unique
from kms_specification.pages.create_custom_key_store.sentences import at

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
