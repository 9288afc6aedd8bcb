"""Faults of how the proxy of an external key store is asked: only a proxy that can be told what to do shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    of,
)
from kms_targets.reference.operations.custom_key_stores.page import PUBLIC, VPC
from kms_targets.reference.operations.custom_key_stores.xks_client import (
    CREDENTIAL,
    RESPONSE,
    UNAVAILABLE,
    UNREACHABLE,
)
from kms_targets.reference.rules import Proxying, Rules


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, change in _TABLE:
        yield Fault(name, of(requirement), Kind.PROXY, description, change)


def _asked(**changes: Any) -> Change:
    def change(rules: Rules) -> Rules:
        return replace(rules, proxying=replace(rules.proxying or Proxying(), **changes))

    return change


def _instead(problem: Any, told: Any) -> Change:
    return _asked(instead={problem: told})


_UNREACHABLE = "error.XksProxyUriUnreachableException"
_CREDENTIAL = "error.XksProxyIncorrectAuthenticationCredentialException"
_RESPONSE = "error.XksProxyInvalidResponseException"

_TABLE: tuple[tuple[str, str, str, Change], ...] = (
    ("proxy-not-asked", "state.proxy-asked", "the proxy is not asked", _asked(kinds=frozenset())),
    ("proxy-unsigned", "state.proxy-asked", "the request to the proxy has no signature", _asked(signs=False)),
    ("proxy-asked-elsewhere", "state.proxy-asked", "the path's prefix is left out", _asked(prefixed=False)),
    (
        "proxy-asked-by-vpc",
        "state.proxy-not-asked",
        "the proxy is asked for a VPC endpoint service too",
        _asked(kinds=frozenset({PUBLIC, VPC})),
    ),
    ("proxy-certificate-unchecked", _UNREACHABLE, "any certificate will do", _asked(verifies=False)),
    ("proxy-unreachable-accepted", _UNREACHABLE, "no answer is as good as one", _instead(UNREACHABLE, None)),
    ("proxy-unavailable-accepted", _UNREACHABLE, "key managers may be unavailable", _instead(UNAVAILABLE, None)),
    ("proxy-unavailable-is-response", _UNREACHABLE, "they get another error", _instead(UNAVAILABLE, RESPONSE)),
    ("proxy-credential-accepted", _CREDENTIAL, "a refused credential will do", _instead(CREDENTIAL, None)),
    ("proxy-credential-is-unreachable", _CREDENTIAL, "it gets another error", _instead(CREDENTIAL, UNREACHABLE)),
    ("proxy-response-accepted", _RESPONSE, "any response will do", _instead(RESPONSE, None)),
    ("proxy-response-is-credential", _RESPONSE, "it gets another error", _instead(RESPONSE, CREDENTIAL)),
)
