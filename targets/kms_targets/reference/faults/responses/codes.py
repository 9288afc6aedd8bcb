"""Faults of the error code and of the HTTP status of a cause."""

from __future__ import annotations

from collections.abc import Iterator

from kms_targets.reference.faults.fault import (
    SLUGS,
    Fault,
    Kind,
    of,
    rule,
    sent,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    ANCHOR,
    CLUSTER,
    CONNECTIVITY,
    ENDPOINT,
    NAME,
    NEEDS,
    PASSWORD,
    PATH,
    SECRET_KEY,
    SERVICE,
    TYPE,
    UNIQUES,
)

INVALID = "InvalidParameterException"
VALIDATION = "ValidationException"

# Constraints of which each gets a code that another service, or another operation, would send.
_CONSTRAINTS: tuple[tuple[str, str, str], ...] = (
    (NAME, "required", INVALID),
    (NAME, "length.min", "InvalidParameterValueException"),
    (NAME, "length.max", "ValidationError"),
    (CLUSTER, "pattern", "CloudHsmClusterInvalidConfigurationException"),
    (TYPE, "enum", "UnsupportedOperationException"),
    (PASSWORD, "length.min", INVALID),
    (PASSWORD, "length.max", "InvalidPasswordException"),
    (ANCHOR, "length.min", "IncorrectTrustAnchorException"),
    (ANCHOR, "length.max", "IncorrectTrustAnchorException"),
    (ACCESS_KEY, "required", "MissingParameter"),
    (ACCESS_KEY, "length.min", INVALID),
    (ACCESS_KEY, "pattern", "XksProxyIncorrectAuthenticationCredentialException"),
    (SECRET_KEY, "required", "SerializationException"),
    (SECRET_KEY, "length.max", INVALID),
    (SECRET_KEY, "pattern", "InvalidRequestException"),
    (CONNECTIVITY, "enum", "XksProxyInvalidConfigurationException"),
    (ENDPOINT, "length.min", "BadRequestException"),
    (ENDPOINT, "pattern", "XksProxyUriUnreachableException"),
    (PATH, "length.max", "BadRequestException"),
    (PATH, "pattern", "XksProxyUriUnreachableException"),
    (SERVICE, "length.max", INVALID),
    (SERVICE, "pattern", "XksProxyVpcEndpointServiceNotFoundException"),
)
_NEEDS: tuple[str, ...] = (INVALID, "MissingParameter", "InvalidRequestException", INVALID)

# The error of the environment: (what it is replaced by, a status that is wrong for it).
_ENVIRONMENT: dict[str, tuple[str, int]] = {
    "CloudHsmClusterNotFoundException": ("NotFoundException", 404),
    "CloudHsmClusterNotActiveException": ("KMSInvalidStateException", 409),
    "CloudHsmClusterInvalidConfigurationException": (INVALID, 500),
    "IncorrectTrustAnchorException": ("CertificateException", 403),
    "LimitExceededException": ("LimitExceeded", 429),
    "KMSInternalException": ("InternalFailure", 400),
    "XksProxyUriUnreachableException": ("XksProxyInvalidResponseException", 504),
    "XksProxyIncorrectAuthenticationCredentialException": ("AccessDeniedException", 401),
    "XksProxyInvalidConfigurationException": ("XksProxyUriUnreachableException", 500),
    "XksProxyInvalidResponseException": ("XksProxyUriUnreachableException", 502),
    "XksProxyVpcEndpointServiceNotFoundException": ("NotFoundException", 404),
    "XksProxyVpcEndpointServiceInvalidConfigurationException": ("XksProxyInvalidConfigurationException", 500),
}
_IN_USE: dict[str, tuple[str, int]] = {
    "CustomKeyStoreName": ("AlreadyExistsException", 409),
    "CloudHsmClusterId": ("CustomKeyStoreNameInUseException", 409),
    "XksProxyUri": ("XksProxyUriEndpointInUseException", 500),
    "XksProxyUriEndpoint": ("XksProxyUriInUseException", 403),
    "XksProxyVpcEndpointServiceName": ("XksProxyUriEndpointInUseException", 409),
}
# One constraint of each kind with a status that is wrong for it.
_STATUSES: tuple[tuple[str, int], ...] = (
    (f"{NAME}.required", 500),
    (f"{NAME}.length.max", 413),
    (f"{CLUSTER}.pattern", 404),
    (f"{PASSWORD}.length.min", 403),
    (f"{TYPE}.enum", 422),
    (f"{PATH}.pattern", 200),
    (f"{ACCESS_KEY}.pattern", 401),
    (f"rule.{NEEDS[0].name}", 422),
    (f"rule.{NEEDS[4].name}", 500),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, aspect, code in _CONSTRAINTS:
        yield _code(f"{member}.{aspect}", f"{SLUGS[member]}-{aspect.replace('.', '-')}", code)
    for need, code in zip(NEEDS[::2], _NEEDS, strict=True):
        yield _code(f"rule.{need.name}", f"{SLUGS[need.member]}-need", code)
    for unique in UNIQUES:
        other, status = _IN_USE[unique.name]
        cause = f"unique.{unique.name}"
        yield _code(cause, f"{unique.name}-in-use", other)
        yield _status(cause, f"{unique.name}-in-use", unique.error, status)
    yield Fault(
        "code-in-use-is-full",
        of(f"unique.{NAME}"),
        Kind.CODE,
        "a name in use is answered with LimitExceededException, and there may be ten stores",
        lambda rules: rule(quota=10)(sent(f"unique.{NAME}", "LimitExceededException")(rules)),
    )
    for error, (other, status) in _ENVIRONMENT.items():
        right = 500 if error == "KMSInternalException" else 400
        yield _code(f"error.{error}", error, other, right)
        yield _status(f"error.{error}", error, error, status)
    for cause, status in _STATUSES:
        yield _status(cause, cause.rpartition("requires-")[2], VALIDATION, status)


def _code(cause: str, slug: str, code: str, status: int = 400) -> Fault:
    name = f"code-{_slug(slug)}"
    return Fault(name, of(cause), Kind.CODE, f"{cause} is answered with {code}", sent(cause, code, status))


def _status(cause: str, slug: str, code: str, status: int) -> Fault:
    name = f"status-{_slug(slug)}-{status}"
    return Fault(name, of(cause), Kind.STATUS, f"{cause} is answered with status {status}", sent(cause, code, status))


def _slug(text: str) -> str:
    return text.replace(".", "-")
