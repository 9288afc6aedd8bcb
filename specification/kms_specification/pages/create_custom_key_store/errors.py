"""The errors of the page, with their statuses."""

from kms_specification.facts import Error, Source
from kms_specification.pages.create_custom_key_store.sentences import at


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
