"""The scripts of the proxy, by name: a certificate, a status, a body, a pause, a connection cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kms_targets.xks_proxy.health import (
    encoded,
    entry,
    failure,
    health,
    with_entry_without,
    without,
)

# Seconds. AWS KMS waits for 250 ms.
SLOW, LATE, JUST_IN_TIME, IN_TIME = 4.0, 0.5, 0.2, 0.1


class Shown(StrEnum):
    """Which certificate the proxy shows."""

    GOOD = "good"
    EXPIRED = "expired"
    SELF_SIGNED = "self-signed"
    WRONG_HOST = "wrong host"


@dataclass(frozen=True, slots=True)
class Script:
    """One way to answer. `checked`: the path and the signature of the request have to be right, or it is refused.

    `pause` is in seconds; `pieces`: the body is sent in so many, with the pause after each.
    """

    description: str
    status: int = 200
    body: bytes = b""
    certificate: Shown = Shown.GOOD
    pause: float = 0.0
    pieces: int = 1
    reset: bool = False
    checked: bool = False


HEALTHY = health("ACTIVE", "DEGRADED")


def _well(description: str, body: bytes = HEALTHY, pause: float = 0.0) -> Script:
    return Script(description, body=body, pause=pause, checked=True)


def _failed(status: int, name: str) -> Script:
    return Script(f"answers {status} with errorName {name}", status, failure(name))


def _without_body(status: int) -> Script:
    return Script(f"answers {status} without a body", status)


def _odd(what: str, body: bytes) -> Script:
    return Script(f"answers 200 with {what}", body=body)


_DOING: dict[str, Script] = {
    "healthy": _well("answers that it is well"),
    "trusting": Script("answers that it is well, to any client", body=HEALTHY),
    "unavailable": Script("answers that no key manager is available", body=health("UNAVAILABLE", "UNAVAILABLE")),
    "degraded": _well("answers that its key manager is DEGRADED", health("DEGRADED")),
    "one-degraded": _well("answers that one of two key managers is DEGRADED", health("UNAVAILABLE", "DEGRADED")),
    "fleet-of-10": _well("answers with 10 key managers", health(*["ACTIVE"] * 10)),
    "further-members": _well("answers with members that nobody knows", health("ACTIVE", region="here", load=[0.5])),
    "in-time": _well(f"answers after {IN_TIME:g} s", pause=IN_TIME),
    "just-in-time": _well(f"answers after {JUST_IN_TIME:g} s", pause=JUST_IN_TIME),
    "late": Script(f"answers after {LATE:g} s", body=HEALTHY, pause=LATE),
    "slow": Script(f"answers after {SLOW:g} s", body=HEALTHY, pause=SLOW),
    "trickling": Script("takes 1 s to send the body, piece by piece", body=HEALTHY, pause=0.1, pieces=10),
    "reset": Script("cuts the connection", reset=True),
    "expired": Script("shows a certificate that has expired", body=HEALTHY, certificate=Shown.EXPIRED),
    "self-signed": Script("shows a certificate of its own making", body=HEALTHY, certificate=Shown.SELF_SIGNED),
    "wrong-host": Script("shows the certificate of another host", body=HEALTHY, certificate=Shown.WRONG_HOST),
}
_FAILING: dict[str, Script] = {
    "unauthenticated": _failed(401, "AuthenticationFailedException"),
    "unauthenticated-as-400": _failed(400, "AuthenticationFailedException"),
    "unauthenticated-without-body": _without_body(401),
    "forbidden": _failed(403, "AccessDeniedException"),
    "forbidden-without-body": _without_body(403),
    "not-found": _failed(404, "InvalidUriPathException"),
    "not-found-as-400": _failed(400, "InvalidUriPathException"),
    "not-found-without-body": _without_body(404),
    "invalid-request": _failed(400, "ValidationException"),
    "throttled": _failed(429, "ThrottlingException"),
    "throttled-as-404": _failed(404, "ThrottlingException"),
    "dependency-timeout": _failed(503, "DependencyTimeoutException"),
    "server-error": _failed(500, "InternalException"),
    "server-error-as-404": _failed(404, "InternalException"),
    "server-error-without-body": _without_body(500),
}
_ODD: dict[str, Script] = {
    "not-json": _odd("half of a JSON text", HEALTHY[: len(HEALTHY) // 2]),
    "wrong-shape": _odd("JSON of another shape", encoded([{"healthStatus": "ACTIVE"}])),
    "array": _odd("the key managers alone, as an array", encoded([entry()])),
    "no-fleet": _odd("its vendor alone", encoded({"xksProxyVendor": "kms-conformance"})),
    "empty-fleet": _odd("no key manager in ekmFleetDetails", health()),
    "fleet-of-11": _odd("11 key managers", health(*["ACTIVE"] * 11)),
    "fleet-size-0": _odd("an xksProxyFleetSize of 0", health("ACTIVE", xksProxyFleetSize=0)),
    "fleet-size-negative": _odd("an xksProxyFleetSize of -1", health("ACTIVE", xksProxyFleetSize=-1)),
    "fleet-size-text": _odd('an xksProxyFleetSize of "1"', health("ACTIVE", xksProxyFleetSize="1")),
    "fleet-size-fraction": _odd("an xksProxyFleetSize of 1.5", health("ACTIVE", xksProxyFleetSize=1.5)),
    "fleet-size-boolean": _odd("an xksProxyFleetSize of true", health("ACTIVE", xksProxyFleetSize=True)),
    "no-fleet-size": _odd("no xksProxyFleetSize", without("xksProxyFleetSize")),
    "no-proxy-vendor": _odd("no xksProxyVendor", without("xksProxyVendor")),
    "no-proxy-model": _odd("no xksProxyModel", without("xksProxyModel")),
    "no-ekm-vendor": _odd("no ekmVendor", without("ekmVendor")),
    "entry-without-id": _odd("a key manager without id", with_entry_without("id")),
    "entry-without-model": _odd("a key manager without model", with_entry_without("model")),
    "entry-without-status": _odd("a key manager without healthStatus", with_entry_without("healthStatus")),
    "unknown-status": _odd("a healthStatus that does not exist", health("ACTIVE", "BOGUS")),
    "null-status": _odd("a healthStatus of null", health("ACTIVE", None)),
}

SCRIPTS: dict[str, Script] = {**_DOING, **_FAILING, **_ODD}
