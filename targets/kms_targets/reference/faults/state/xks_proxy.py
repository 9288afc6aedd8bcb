"""Faults of how the proxy of an external key store is asked: only a scripted proxy shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    CONFIGURATION,
    CREDENTIAL,
    HEALTH,
    INTERNAL,
    NAMES,
    RESPONSE,
    THROTTLED,
    TIMED_OUT,
    UNAVAILABLE,
    UNREACHABLE,
    UNTRUSTED,
)
from kms_targets.reference.rules import Problem, Proxying, Rules

_UNREACHABLE = "error.XksProxyUriUnreachableException"
_CREDENTIAL = "error.XksProxyIncorrectAuthenticationCredentialException"
_CONFIGURATION = "error.XksProxyInvalidConfigurationException"
_RESPONSE = "error.XksProxyInvalidResponseException"
_HEALTHY = "state.proxy-healthy"


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, change in (*_ASKING, *_ANSWERS, *_NAMED, *_READING):
        yield _fault(name, requirement, description, change)
    for check, description in _UNCHECKED.items():
        left = {name: right for name, right in HEALTH.items() if name != check}
        yield _fault(f"proxy-unchecked-{check}", _RESPONSE, description, _asked(health=left))


def _fault(name: str, requirement: str, description: str, change: Change) -> Fault:
    return Fault(name, of(requirement), Kind.PROXY, description, change)


def _asked(**changes: Any) -> Change:
    def change(rules: Rules) -> Rules:
        return replace(rules, proxying=replace(rules.proxying or Proxying(), **changes))

    return change


def _instead(problem: Problem, other: Problem | None) -> Change:
    return _asked(instead={problem: other})


def _named(name: str, problem: Problem) -> Change:
    return _asked(names={**NAMES, name: problem})


def _status(status: int, problem: Problem) -> Change:
    """Without an errorName the status decides."""
    return _asked(statuses={status: problem})


def _health(name: str, right: Any) -> Change:
    return _asked(health={**HEALTH, name: right})


_Table = tuple[tuple[str, str, str, Change], ...]

_ASKING: _Table = (
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
    ("proxy-waits-a-second", _UNREACHABLE, "the proxy has 1 s to answer", _asked(seconds=1.0)),
    ("proxy-waits-for-ever", _UNREACHABLE, "the proxy has a minute to answer", _asked(seconds=60.0)),
    ("proxy-impatient", _HEALTHY, "the proxy has 80 ms to answer", _asked(seconds=0.08)),
)
_ANSWERS: _Table = (
    ("proxy-unreachable-accepted", _UNREACHABLE, "no answer is as good as one", _instead(UNREACHABLE, None)),
    ("proxy-unreachable-is-response", _UNREACHABLE, "no answer gets another error", _instead(UNREACHABLE, RESPONSE)),
    ("proxy-untrusted-is-response", _UNREACHABLE, "a TLS failure gets another error", _instead(UNTRUSTED, RESPONSE)),
    ("proxy-late-accepted", _UNREACHABLE, "no answer in time is as good as one", _instead(TIMED_OUT, None)),
    ("proxy-late-is-response", _UNREACHABLE, "no answer in time gets another error", _instead(TIMED_OUT, RESPONSE)),
    ("proxy-throttled-accepted", _UNREACHABLE, "a proxy that throttles will do", _instead(THROTTLED, None)),
    ("proxy-unavailable-accepted", _UNREACHABLE, "key managers may be unavailable", _instead(UNAVAILABLE, None)),
    ("proxy-unavailable-is-response", _UNREACHABLE, "they get another error", _instead(UNAVAILABLE, RESPONSE)),
    ("proxy-credential-accepted", _CREDENTIAL, "a refused credential will do", _instead(CREDENTIAL, None)),
    ("proxy-credential-is-unreachable", _CREDENTIAL, "it gets another error", _instead(CREDENTIAL, UNREACHABLE)),
    ("proxy-path-accepted", _CONFIGURATION, "a path without the API will do", _instead(CONFIGURATION, None)),
    ("proxy-path-is-unreachable", _CONFIGURATION, "it gets another error", _instead(CONFIGURATION, UNREACHABLE)),
    ("proxy-response-accepted", _RESPONSE, "any response will do", _instead(RESPONSE, None)),
    ("proxy-response-is-credential", _RESPONSE, "it gets another error", _instead(RESPONSE, CREDENTIAL)),
    ("proxy-internal-error-accepted", _RESPONSE, "an InternalException will do", _instead(INTERNAL, None)),
)
_NAMED: _Table = (
    (
        "proxy-throttled-is-response",
        _UNREACHABLE,
        "a ThrottlingException cannot be interpreted",
        _named("ThrottlingException", RESPONSE),
    ),
    (
        "proxy-dependency-timeout-is-response",
        _UNREACHABLE,
        "a DependencyTimeoutException cannot be interpreted",
        _named("DependencyTimeoutException", RESPONSE),
    ),
    (
        "proxy-invalid-request-is-configuration",
        _RESPONSE,
        "a ValidationException is about the configuration",
        _named("ValidationException", CONFIGURATION),
    ),
    (
        "proxy-internal-error-is-unreachable",
        _RESPONSE,
        "a proxy with an InternalException is not reached",
        _named("InternalException", UNREACHABLE),
    ),
)
_READING: _Table = (
    ("proxy-401-is-credential", _RESPONSE, "401 is enough, without errorName", _status(401, CREDENTIAL)),
    ("proxy-403-is-credential", _RESPONSE, "403 is enough, without errorName", _status(403, CREDENTIAL)),
    ("proxy-404-is-configuration", _RESPONSE, "404 is enough, without errorName", _status(404, CONFIGURATION)),
    ("proxy-500-is-unreachable", _RESPONSE, "500 is enough, without errorName", _status(500, UNREACHABLE)),
    (
        "proxy-fleet-of-10-refused",
        _HEALTHY,
        "a fleet has at most nine key managers",
        _health("fleet-most", lambda found: len(found["ekmFleetDetails"]) < 10),
    ),
    (
        "proxy-degraded-refused",
        _HEALTHY,
        "key managers that are DEGRADED cannot serve",
        _asked(serves=lambda statuses: "ACTIVE" in statuses),
    ),
    (
        "proxy-one-unavailable-refused",
        _HEALTHY,
        "one key manager that is UNAVAILABLE is enough to refuse the proxy",
        _asked(serves=lambda statuses: "UNAVAILABLE" not in statuses),
    ),
    (
        "proxy-further-members-refused",
        _HEALTHY,
        "a health status has no member besides the five",
        _health("further", lambda found: len(found) <= 5),
    ),
)
_UNCHECKED: Mapping[str, str] = {
    "size-present": "xksProxyFleetSize may be absent",
    "size-integer": "xksProxyFleetSize may be of any type",
    "size-positive": "xksProxyFleetSize may be less than 1",
    "proxy-vendor": "xksProxyVendor may be absent",
    "proxy-model": "xksProxyModel may be absent",
    "ekm-vendor": "ekmVendor may be absent",
    "fleet-least": "there may be no key manager at all",
    "fleet-most": "there may be any number of key managers",
    "entry-id": "a key manager may have no id",
    "entry-model": "a key manager may have no model",
    "entry-status": "a key manager may have no healthStatus",
    "status-text": "healthStatus may be of any type",
    "status-known": "healthStatus may have any value",
}
