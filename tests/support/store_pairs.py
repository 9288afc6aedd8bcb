"""Pairs of requests for stores, with the error of the second."""

from __future__ import annotations

from typing import Any

from kms_targets.reference import fixtures
from tests.support.plain_client import hsm, public, vpc

ERRORS_OF_THE_PAGE = {
    "CloudHsmClusterInUseException",
    "CloudHsmClusterInvalidConfigurationException",
    "CloudHsmClusterNotActiveException",
    "CloudHsmClusterNotFoundException",
    "CustomKeyStoreNameInUseException",
    "IncorrectTrustAnchorException",
    "KMSInternalException",
    "LimitExceededException",
    "XksProxyIncorrectAuthenticationCredentialException",
    "XksProxyInvalidConfigurationException",
    "XksProxyInvalidResponseException",
    "XksProxyUriEndpointInUseException",
    "XksProxyUriInUseException",
    "XksProxyUriUnreachableException",
    "XksProxyVpcEndpointServiceInUseException",
    "XksProxyVpcEndpointServiceInvalidConfigurationException",
    "XksProxyVpcEndpointServiceNotFoundException",
}

HOST = {"XksProxyUriEndpoint": "https://one.example.com"}

OTHER_PATH = {"XksProxyUriPath": "/other/kms/xks/v1"}

SERVICE = {"XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0one"}

SHARED_A, SHARED_B = fixtures.SHARED_BACKUP_HISTORY

# (the store that exists, the new one, the error it gets)
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], str | None]] = {
    "one name": (hsm(CustomKeyStoreName="n"), public(CustomKeyStoreName="n"), "CustomKeyStoreNameInUseException"),
    "names that differ in case": (hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName="N"), None),
    "names that differ in a space": (hsm(CustomKeyStoreName="n"), hsm(CustomKeyStoreName="n "), None),
    "one cluster": (
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        "CloudHsmClusterInUseException",
    ),
    "one backup history": (
        hsm(CloudHsmClusterId=SHARED_A),
        hsm(CloudHsmClusterId=SHARED_B),
        "CloudHsmClusterInUseException",
    ),
    "a cluster of no meaning": (
        hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        public(CloudHsmClusterId="cluster-aaaaaaaaaaa"),
        None,
    ),
    "one URI": (public(**HOST), public(**HOST), "XksProxyUriInUseException"),
    "one endpoint, two paths, both public": (public(**HOST), public(**HOST, **OTHER_PATH), None),
    "one path, two endpoints": (public(), public(), None),
    "one endpoint, VPC after public": (
        public(**HOST),
        vpc(**HOST, **OTHER_PATH),
        "XksProxyUriEndpointInUseException",
    ),
    "one endpoint, public after VPC": (
        vpc(**HOST),
        public(**HOST, **OTHER_PATH),
        "XksProxyUriEndpointInUseException",
    ),
    "one endpoint, both VPC": (vpc(**HOST), vpc(**HOST, **OTHER_PATH), "XksProxyUriEndpointInUseException"),
    "one service": (vpc(**SERVICE), vpc(**SERVICE), "XksProxyVpcEndpointServiceInUseException"),
    "a service of no meaning": (vpc(**SERVICE), public(**SERVICE), None),
}
