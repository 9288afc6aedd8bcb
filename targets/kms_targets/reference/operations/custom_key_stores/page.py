"""The reference page of CreateCustomKeyStore, and what it leaves to XksProxyAuthenticationCredentialType, as rules.

Read from the page by hand. A pattern holds for the whole value, lengths are in code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kms_targets.reference import json11
from kms_targets.reference.fixtures import family
from kms_targets.reference.operations.custom_key_stores import create, describe
from kms_targets.reference.rules import Need, Problem, Rules, Text
from kms_targets.reference.state.stores import Keys, Unique, Values

NAME = "CustomKeyStoreName"
CLUSTER = "CloudHsmClusterId"
TYPE = "CustomKeyStoreType"
PASSWORD = "KeyStorePassword"
ANCHOR = "TrustAnchorCertificate"
CREDENTIAL = "XksProxyAuthenticationCredential"
ACCESS_KEY = "XksProxyAuthenticationCredential.AccessKeyId"
SECRET_KEY = "XksProxyAuthenticationCredential.RawSecretAccessKey"
CONNECTIVITY = "XksProxyConnectivity"
ENDPOINT = "XksProxyUriEndpoint"
PATH = "XksProxyUriPath"
SERVICE = "XksProxyVpcEndpointServiceName"

HSM = "AWS_CLOUDHSM"
EXTERNAL = "EXTERNAL_KEY_STORE"
PUBLIC = "PUBLIC_ENDPOINT"
VPC = "VPC_ENDPOINT_SERVICE"


def whole(pattern: str, flags: int = 0) -> Callable[[str], object]:
    r"""A matcher of whole values in which \d is an ASCII digit."""
    return re.compile(pattern, re.ASCII | flags).fullmatch


def spelled(least: int, most: int, pattern: str, *, secret: bool = False) -> Text:
    """A string with bounds and a pattern."""
    return Text(least, most, pattern, whole(pattern), secret=secret)


TEXTS: dict[str, Text] = {
    # Minimum length of 1. Maximum length of 256.
    NAME: Text(1, 256),
    # Minimum length of 19. Maximum length of 24. The page prints this pattern alone without anchors.
    CLUSTER: spelled(19, 24, r"cluster-[2-7a-zA-Z]{11,16}"),
    # Valid Values: AWS_CLOUDHSM | EXTERNAL_KEY_STORE
    TYPE: Text(allowed=(HSM, EXTERNAL)),
    # Minimum length of 7. Maximum length of 32.
    PASSWORD: Text(7, 32, secret=True),
    # Minimum length of 1. Maximum length of 5000.
    ANCHOR: Text(1, 5000),
    # Minimum length of 20. Maximum length of 30.
    ACCESS_KEY: spelled(20, 30, r"^[A-Z2-7]+$", secret=True),
    # Minimum length of 43. Maximum length of 64.
    SECRET_KEY: spelled(43, 64, r"^[a-zA-Z0-9\/+=]+$", secret=True),
    # Valid Values: PUBLIC_ENDPOINT | VPC_ENDPOINT_SERVICE
    CONNECTIVITY: Text(allowed=(PUBLIC, VPC)),
    # Minimum length of 10. Maximum length of 128.
    ENDPOINT: spelled(10, 128, r"^https://[a-zA-Z0-9.-]+$"),
    # Minimum length of 10. Maximum length of 128.
    PATH: spelled(10, 128, r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$"),
    # Minimum length of 20. Maximum length of 64.
    SERVICE: spelled(20, 64, r"^com\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$"),
}

_ONE_IS_HSM = ((TYPE, HSM),)
_ONE_IS_EXTERNAL = ((TYPE, EXTERNAL),)

NEEDS: tuple[Need, ...] = (
    Need("AWS_CLOUDHSM-requires-CloudHsmClusterId", CLUSTER, _ONE_IS_HSM),
    Need("AWS_CLOUDHSM-requires-KeyStorePassword", PASSWORD, _ONE_IS_HSM),
    Need("AWS_CLOUDHSM-requires-TrustAnchorCertificate", ANCHOR, _ONE_IS_HSM),
    Need("EXTERNAL_KEY_STORE-requires-XksProxyConnectivity", CONNECTIVITY, _ONE_IS_EXTERNAL),
    Need("EXTERNAL_KEY_STORE-requires-XksProxyAuthenticationCredential", CREDENTIAL, _ONE_IS_EXTERNAL),
    Need("EXTERNAL_KEY_STORE-requires-XksProxyUriEndpoint", ENDPOINT, _ONE_IS_EXTERNAL),
    Need("EXTERNAL_KEY_STORE-requires-XksProxyUriPath", PATH, _ONE_IS_EXTERNAL),
    Need(
        "VPC_ENDPOINT_SERVICE-requires-XksProxyVpcEndpointServiceName",
        SERVICE,
        ((TYPE, EXTERNAL), (CONNECTIVITY, VPC)),
    ),
)


def name_key(values: Values) -> Keys:
    """The name must be unique in the account and Region."""
    return (values[NAME],) if NAME in values else ()


def cluster_key(values: Values) -> Keys:
    """A cluster, or one that shares its backup history, may be associated with one store."""
    return (family(values[CLUSTER]),) if is_hsm(values) and CLUSTER in values else ()


def uri_key(values: Values) -> Keys:
    """The combined XksProxyUriEndpoint and XksProxyUriPath must be unique."""
    return (values.get(ENDPOINT, "") + values.get(PATH, ""),) if is_external(values) else ()


def endpoint_claims(values: Values) -> Keys:
    """An external store holds its endpoint; a VPC store holds it against public stores as well."""
    if not is_external(values):
        return ()
    endpoint = values.get(ENDPOINT)
    return (("external", endpoint), ("vpc", endpoint)) if is_vpc(values) else (("external", endpoint),)


def endpoint_asks(values: Values) -> Keys:
    """A VPC store needs an endpoint that no external store has; a public one, an endpoint that no VPC store has."""
    if not is_external(values):
        return ()
    return (("external" if is_vpc(values) else "vpc", values.get(ENDPOINT)),)


def service_key(values: Values) -> Keys:
    """Each external key store must have its own VPC endpoint service."""
    return (values.get(SERVICE),) if is_external(values) and is_vpc(values) else ()


def is_hsm(values: Values) -> bool:
    """Whether the request is for an AWS CloudHSM key store."""
    return values.get(TYPE) == HSM


def is_external(values: Values) -> bool:
    """Whether the request is for an external key store."""
    return values.get(TYPE) == EXTERNAL


def is_vpc(values: Values) -> bool:
    """Whether an external key store has VPC endpoint service connectivity."""
    return values.get(CONNECTIVITY) == VPC


UNIQUES: tuple[Unique, ...] = (
    Unique("CustomKeyStoreName", "CustomKeyStoreNameInUseException", name_key, name_key),
    Unique("CloudHsmClusterId", "CloudHsmClusterInUseException", cluster_key, cluster_key),
    Unique("XksProxyUri", "XksProxyUriInUseException", uri_key, uri_key),
    Unique("XksProxyUriEndpoint", "XksProxyUriEndpointInUseException", endpoint_claims, endpoint_asks),
    Unique("XksProxyVpcEndpointServiceName", "XksProxyVpcEndpointServiceInUseException", service_key, service_key),
)

BY_ID = (
    "DescribeCustomKeyStores",
    "UpdateCustomKeyStore",
    "ConnectCustomKeyStore",
    "DisconnectCustomKeyStore",
    "DeleteCustomKeyStore",
)

PAGE = Rules(
    texts=TEXTS,
    required=frozenset({NAME, ACCESS_KEY, SECRET_KEY}),
    needs=NEEDS,
    uniques=UNIQUES,
    steps=(create.constraints, create.conditions, create.uniqueness, create.quota, create.environment),
    # The default value is AWS_CLOUDHSM.
    defaults={TYPE: HSM},
    target=json11.target,
    parse=json11.parse,
    object_of=json11.object_of,
    credential_of=json11.object_of,
    malformed=Problem("SerializationException", "The request body is not valid JSON."),
    not_an_object=Problem("SerializationException", "The request body is not a JSON object."),
    wrong_type=Problem("SerializationException", "A member has the wrong JSON type."),
    unknown_operation=Problem("UnknownOperationException", "X-Amz-Target names no operation."),
    unknown_ids=dict.fromkeys(BY_ID, Problem("CustomKeyStoreNotFoundException", "There is no such custom key store.")),
    instead={},
    error_form=json11.error_form,
    success_form=create.success_form,
    describe=describe.entry,
    limit=describe.limit,
    turn=describe.turn,
    new_id=create.new_id,
)
