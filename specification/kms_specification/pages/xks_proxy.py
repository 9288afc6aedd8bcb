"""What CreateCustomKeyStore may answer for what the external key store proxy does when it is asked for its health.

Where the page names one error for what happened there is one; where it leaves open which of a family it is, all of them
are right, and success is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from kms_specification.facts import Source

PAGE = "AWS KMS API Reference, CreateCustomKeyStore"
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
STATE = (
    (
        "proxy-asked",
        "Before a store with PUBLIC_ENDPOINT connectivity is made its proxy is asked, signed with its credential.",
        ASKED,
    ),
    (
        "proxy-not-asked",
        "To make a store with VPC_ENDPOINT_SERVICE connectivity its proxy is not asked.",
        NOT_ASKED,
    ),
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a proxy does, by the name of its script, and the errors that are right; `success`: so is that."""

    script: str
    errors: tuple[str, ...]
    success: bool = False


# The first error of each is the one whose requirement it shows.
BEHAVIOURS: tuple[Behaviour, ...] = (
    # "… indicates that all external key manager instances are unavailable."
    Behaviour("unavailable", (UNREACHABLE,)),
    # "AWS KMS was unable to reach the specified XksProxyUriPath."
    Behaviour("reset", (UNREACHABLE, RESPONSE)),
    Behaviour("expired", (UNREACHABLE, CONFIGURATION)),
    Behaviour("self-signed", (UNREACHABLE, CONFIGURATION)),
    Behaviour("wrong-host", (UNREACHABLE, CONFIGURATION)),
    Behaviour("not-found", (UNREACHABLE, CONFIGURATION, RESPONSE)),
    # How long a proxy is waited for no document says.
    Behaviour("slow", (UNREACHABLE, RESPONSE), success=True),
    # "The specified external key store proxy rejected a status request from AWS KMS due to invalid credentials."
    Behaviour("unauthenticated", (CREDENTIAL,)),
    Behaviour("forbidden", (CREDENTIAL, CONFIGURATION)),
    # "AWS KMS cannot interpret the response it received from the external key store proxy."
    Behaviour("not-json", (RESPONSE,)),
    Behaviour("wrong-shape", (RESPONSE,)),
    Behaviour("no-fleet", (RESPONSE,)),
    Behaviour("server-error", (RESPONSE, UNREACHABLE, CONFIGURATION)),
)


def showing(error: str) -> tuple[Behaviour, ...]:
    """What a proxy does to provoke an error."""
    return tuple(b for b in BEHAVIOURS if b.errors[0] == error)
