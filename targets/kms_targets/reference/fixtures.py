"""What stands behind the endpoint: special values, each of which provokes one error of the page.

Every other cluster, proxy and endpoint service that is spelled rightly exists and works. No random generator hits
one of these by chance.
"""

from __future__ import annotations

from typing import NamedTuple

from kms_targets.reference.rules import Problem, Surroundings
from kms_targets.reference.state.stores import Values


class Fixture(NamedTuple):
    """The value of a member that is answered with an error."""

    member: str
    value: str
    error: str
    message: str
    status: int = 400


_CLUSTER = "CloudHsmClusterId"
_PROXY = "XksProxyUriEndpoint"
_SERVICE = "XksProxyVpcEndpointServiceName"

FIXTURES: tuple[Fixture, ...] = (
    Fixture(_CLUSTER, "cluster-absentcluster", "CloudHsmClusterNotFoundException", "There is no such cluster."),
    Fixture(_CLUSTER, "cluster-inactivecluster", "CloudHsmClusterNotActiveException", "The cluster is not active."),
    Fixture(
        _CLUSTER,
        "cluster-badconfigcluster",
        "CloudHsmClusterInvalidConfigurationException",
        "The cluster must have at least two active HSMs, each in a different Availability Zone.",
    ),
    Fixture(_CLUSTER, "cluster-internalcluster", "KMSInternalException", "An internal exception occurred.", 500),
    Fixture(
        _CLUSTER,
        "cluster-overquota222",
        "LimitExceededException",
        "The quota of custom key stores is exceeded.",
    ),
    Fixture(
        _PROXY, "https://unreachable.xks.example", "XksProxyUriUnreachableException", "The proxy cannot be reached."
    ),
    Fixture(
        _PROXY,
        "https://unavailable.xks.example",
        "XksProxyUriUnreachableException",
        "All external key manager instances are unavailable.",
    ),
    Fixture(
        _PROXY,
        "https://refuses-credential.xks.example",
        "XksProxyIncorrectAuthenticationCredentialException",
        "The proxy rejected the status request.",
    ),
    Fixture(
        _PROXY,
        "https://misconfigured.xks.example",
        "XksProxyInvalidConfigurationException",
        "The proxy is not configured correctly.",
    ),
    Fixture(
        _PROXY,
        "https://nonsense.xks.example",
        "XksProxyInvalidResponseException",
        "The response of the proxy cannot be interpreted.",
    ),
    Fixture(
        _SERVICE,
        "com.amazonaws.vpce.us-east-1.vpce-svc-absent0000000000",
        "XksProxyVpcEndpointServiceNotFoundException",
        "There is no such VPC endpoint service.",
    ),
    Fixture(
        _SERVICE,
        "com.amazonaws.vpce.us-east-1.vpce-svc-misconfigured00",
        "XksProxyVpcEndpointServiceInvalidConfigurationException",
        "The VPC endpoint service does not fulfil the requirements for an external key store.",
    ),
)

# Two clusters made from one backup: they have one certificate, and only one of them can be associated at a time.
SHARED_BACKUP_HISTORY = ("cluster-sharedA2222", "cluster-sharedB2222")

# A cluster whose certificate is known; any other certificate is IncorrectTrustAnchorException.
ANCHORED_CLUSTER = "cluster-anchoredcluster"
TRUST_ANCHOR = "-----BEGIN CERTIFICATE-----\nYW5jaG9yZWQ=\n-----END CERTIFICATE-----\n"

# What connecting an external key store to these proxies ends in.
CONNECTION_ERRORS: dict[str, str] = {
    "https://unreachable.xks.example": "XKS_PROXY_NOT_REACHABLE",
    "https://unavailable.xks.example": "XKS_PROXY_NOT_REACHABLE",
    "https://refuses-credential.xks.example": "XKS_PROXY_ACCESS_DENIED",
    "https://misconfigured.xks.example": "XKS_PROXY_INVALID_CONFIGURATION",
    "https://nonsense.xks.example": "XKS_PROXY_INVALID_RESPONSE",
}

_FIXTURES = {(f.member, f.value): f for f in FIXTURES}


def family(cluster: str) -> str:
    """The cluster that stands for all those of one backup history."""
    return SHARED_BACKUP_HISTORY[0] if cluster in SHARED_BACKUP_HISTORY else cluster


def environment_problem(surroundings: Surroundings, values: Values) -> Problem | None:
    """What is wrong with the cluster, the proxy or the endpoint service that a request points at."""
    if values.get("CustomKeyStoreType") != "EXTERNAL_KEY_STORE":
        return _cluster(surroundings, values)
    if values.get("XksProxyConnectivity") == "VPC_ENDPOINT_SERVICE":
        missing = "XksProxyVpcEndpointServiceNotFoundException"
        return _looked_up(values, _SERVICE, known=surroundings.services, missing=missing)
    return _looked_up(values, _PROXY, known=surroundings.proxies, missing="XksProxyUriUnreachableException")


def _cluster(surroundings: Surroundings, values: Values) -> Problem | None:
    found = _looked_up(values, _CLUSTER, known=surroundings.clusters, missing="CloudHsmClusterNotFoundException")
    anchor = values.get("TrustAnchorCertificate", TRUST_ANCHOR)
    if found is None and values.get(_CLUSTER) == ANCHORED_CLUSTER and anchor != TRUST_ANCHOR:
        return _problem("IncorrectTrustAnchorException", "The certificate is not the trust anchor of the cluster.")
    return found


def _looked_up(values: Values, member: str, *, known: bool, missing: str) -> Problem | None:
    value = values.get(member)
    if value is None:
        return None
    fixture = _FIXTURES.get((member, value))
    if fixture is not None:
        return _problem(fixture.error, fixture.message, fixture.status)
    return None if known else _problem(missing, f"The resource that {member} names cannot be found or reached.")


def _problem(code: str, message: str, status: int = 400) -> Problem:
    return Problem(code, message, status, f"error.{code}")
