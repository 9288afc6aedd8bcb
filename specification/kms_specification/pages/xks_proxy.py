"""What CreateCustomKeyStore may answer for what the external key store proxy does when it is asked for its health.

Each behaviour stands beside the sentence that says what it leads to. Where the documents leave open which error of a
family it is, all of them are right.
"""

from __future__ import annotations

from dataclasses import dataclass

from kms_specification.facts import Source

PAGE = "AWS KMS API Reference, CreateCustomKeyStore"
PROXY_API = "AWS KMS External Key Store Proxy API Specification 1.0.3"
UNREACHABLE = "XksProxyUriUnreachableException"
CREDENTIAL = "XksProxyIncorrectAuthenticationCredentialException"
CONFIGURATION = "XksProxyInvalidConfigurationException"
RESPONSE = "XksProxyInvalidResponseException"

ASKED = Source(
    PAGE,
    "XksProxyUriEndpoint",
    "AWS KMS connects to the external key store proxy while creating the custom key store.",
)
NOT_ASKED = Source(
    PAGE,
    "XksProxyUriEndpoint",
    "For external key stores with VPC_ENDPOINT_SERVICE connectivity, AWS KMS connects when you call the "
    "ConnectCustomKeyStore operation.",
)
_HEALTH = "GetHealthStatus"
_FLEET = Source(
    PROXY_API, _HEALTH, "The response MUST have at least one and no more than ten entries in ekmFleetDetails."
)
_PRESENT = Source(PROXY_API, _HEALTH, "The following attributes MUST be present in response payload.")
_FLEET_SIZE = Source(PROXY_API, _HEALTH, "This MUST be an integer greater than zero.")
_STATUSES = Source(PROXY_API, _HEALTH, "The possible statuses are ACTIVE, DEGRADED and UNAVAILABLE.")
_IN_TIME = Source(
    PROXY_API,
    _HEALTH,
    "If KMS does not receive a response from the XKS proxy for any API call within 250ms, KMS will time out and the "
    "corresponding KMS API call will fail.",
)
_UNAVAILABLE = Source(
    PAGE,
    f"Errors, {UNREACHABLE}",
    "This exception is also thrown when the external key store proxy response to a GetHealthStatus request indicates "
    "that all external key manager instances are unavailable.",
)
_BY_NAME = Source(
    PROXY_API,
    "Error codes",
    "When the XKS proxy returns a JSON formatted response with errorName, KMS will use the errorName to determine the "
    "exception message as shown.",
)
_WITHOUT_JSON = Source(
    PROXY_API,
    "Error codes",
    "If an XKS proxy returns an HTTP error code without a JSON-formatted body or any other type of malformed response, "
    "AWS KMS cannot interpret the response from the external key store proxy.",
)
# The Developer Guide counts the failures of TLS among the configuration errors.
_TLS = Source(PROXY_API, "Error codes", f"AWS KMS cannot establish a TLS connection: {UNREACHABLE}.")
# The table of exceptions has no row for it at Create: it is no answer to GetHealthStatus.
_DENIED = Source(PROXY_API, "Error codes", "403 AccessDeniedException: ALL except GetHealthStatus.")


def _row(scenario: str, error: str) -> Source:
    """A row of the table of failure scenarios, for Create/UpdateCustomKeyStore."""
    return Source(PROXY_API, "Error codes", f"{scenario}: {error} (Create/UpdateCustomKeyStore).")


STATE = (
    (
        "proxy-asked",
        "Before a store with PUBLIC_ENDPOINT connectivity is made its proxy is asked, signed with its credential.",
        ASKED,
    ),
    (
        "proxy-healthy",
        "A store with PUBLIC_ENDPOINT connectivity is made where its proxy answers as GetHealthStatus has it.",
        _PRESENT,
    ),
    (
        "proxy-not-asked",
        "To make a store with VPC_ENDPOINT_SERVICE connectivity its proxy is not asked.",
        NOT_ASKED,
    ),
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a proxy does, by the name of its script, the errors that are right for it, and the sentence that says so.

    `success`: the store may be made as well. Without errors it has to be made.
    """

    script: str
    errors: tuple[str, ...]
    source: Source
    success: bool = False


def _malformed(*scripts: str, source: Source) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(script, (RESPONSE,), source) for script in scripts)


def _healthy(*scripts: str, source: Source) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(script, (), source, success=True) for script in scripts)


# The first error of each is the one whose requirement it shows.
BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour("unavailable", (UNREACHABLE,), _UNAVAILABLE),
    Behaviour("reset", (UNREACHABLE,), _row("AWS KMS cannot establish a TCP connection", UNREACHABLE)),
    Behaviour("expired", (UNREACHABLE, CONFIGURATION), _TLS),
    Behaviour("self-signed", (UNREACHABLE, CONFIGURATION), _TLS),
    Behaviour("wrong-host", (UNREACHABLE, CONFIGURATION), _TLS),
    Behaviour("slow", (UNREACHABLE,), _IN_TIME),
    Behaviour("late", (UNREACHABLE,), _IN_TIME),
    Behaviour("throttled", (UNREACHABLE,), _row("Proxy returns a ThrottlingException", UNREACHABLE)),
    Behaviour("dependency-timeout", (UNREACHABLE,), _row("Proxy returns a DependencyTimeoutException", UNREACHABLE)),
    Behaviour("throttled-as-404", (UNREACHABLE,), _BY_NAME),
    Behaviour("unauthenticated", (CREDENTIAL,), _row("Proxy returns an AuthenticationFailedException", CREDENTIAL)),
    Behaviour("unauthenticated-as-400", (CREDENTIAL,), _BY_NAME),
    Behaviour("forbidden", (CREDENTIAL, CONFIGURATION, RESPONSE, UNREACHABLE), _DENIED),
    Behaviour("not-found", (CONFIGURATION,), _row("Proxy returns an InvalidUriPathException", CONFIGURATION)),
    Behaviour("not-found-as-400", (CONFIGURATION,), _BY_NAME),
    Behaviour("invalid-request", (RESPONSE,), _row("Proxy returns a ValidationException", RESPONSE)),
    Behaviour("server-error", (RESPONSE,), _row("Proxy returns an InternalException", RESPONSE)),
    Behaviour("server-error-as-404", (RESPONSE,), _BY_NAME),
    *_malformed(
        "server-error-without-body",
        "unauthenticated-without-body",
        "not-found-without-body",
        "forbidden-without-body",
        source=_WITHOUT_JSON,
    ),
    *_malformed("not-json", "wrong-shape", "array", source=_row("Proxy returns a malformed response", RESPONSE)),
    *_malformed("empty-fleet", "fleet-of-11", source=_FLEET),
    *_malformed("fleet-size-0", "fleet-size-negative", "fleet-size-text", source=_FLEET_SIZE),
    *_malformed("fleet-size-fraction", "fleet-size-boolean", source=_FLEET_SIZE),
    *_malformed(
        "no-fleet",
        "no-fleet-size",
        "no-proxy-vendor",
        "no-proxy-model",
        "no-ekm-vendor",
        "entry-without-id",
        "entry-without-model",
        "entry-without-status",
        source=_PRESENT,
    ),
    *_malformed("unknown-status", "null-status", source=_STATUSES),
    *_healthy("degraded", "one-degraded", source=_STATUSES),
    *_healthy("fleet-of-10", source=_FLEET),
    *_healthy("further-members", source=_PRESENT),
    *_healthy("in-time", source=_IN_TIME),
    # No document says whether a response has to be whole by then.
    Behaviour("trickling", (UNREACHABLE,), _IN_TIME, success=True),
    # 50 ms are left for the way there and back, and perhaps for the TLS handshake: a distant target may be late.
    Behaviour("just-in-time", (UNREACHABLE,), _IN_TIME, success=True),
)


def showing(error: str | None) -> tuple[Behaviour, ...]:
    """What a proxy does to provoke an error; with None, what it may do where the store has to be made."""
    return tuple(b for b in BEHAVIOURS if (b.errors[0] if b.errors else None) == error)
