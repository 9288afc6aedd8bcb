"""What the proxy can be told to do, by name: a certificate, a status, a body, a pause, a connection cut.

The shape of a healthy answer is GetHealthStatus's in the AWS KMS External Key Store Proxy API Specification.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SLOW = 4.0  # seconds: longer than a service waits for a proxy


class Shown(StrEnum):
    """Which certificate the proxy shows."""

    GOOD = "good"
    EXPIRED = "expired"
    SELF_SIGNED = "self-signed"
    WRONG_HOST = "wrong host"


@dataclass(frozen=True, slots=True)
class Script:
    """One way to answer. `checked`: the signature of the request has to be right, or the answer is 401.

    `pause` is in seconds.
    """

    description: str
    status: int = 200
    body: bytes = b""
    certificate: Shown = Shown.GOOD
    pause: float = 0.0
    reset: bool = False
    checked: bool = False


def _json(value: Any) -> bytes:
    return json.dumps(value).encode("ascii")


def _fleet(*statuses: str) -> dict[str, Any]:
    return {
        "xksProxyFleetSize": 1,
        "xksProxyVendor": "kms-conformance",
        "xksProxyModel": "scripted",
        "ekmVendor": "kms-conformance",
        "ekmFleetDetails": [{"id": f"ekm-{n}", "model": "scripted", "healthStatus": s} for n, s in enumerate(statuses)],
    }


def _refused(name: str) -> bytes:
    return _json({"errorName": name, "errorMessage": "scripted"})


HEALTHY = _json(_fleet("ACTIVE", "DEGRADED"))

SCRIPTS: dict[str, Script] = {
    "healthy": Script("answers that it is well", body=HEALTHY, checked=True),
    "trusting": Script("answers that it is well, whoever asks", body=HEALTHY),
    "unavailable": Script("answers that no key manager is available", body=_json(_fleet("UNAVAILABLE", "UNAVAILABLE"))),
    "unauthenticated": Script("answers 401", 401, _refused("AuthenticationFailedException")),
    "forbidden": Script("answers 403", 403, _refused("AccessDeniedException")),
    "not-json": Script("answers 200 with half of a JSON text", body=HEALTHY[: len(HEALTHY) // 2]),
    "wrong-shape": Script("answers 200 with JSON of another shape", body=_json([{"healthStatus": "ACTIVE"}])),
    "no-fleet": Script("answers 200 without its key managers", body=_json({"xksProxyVendor": "kms-conformance"})),
    "server-error": Script("answers 500", 500, _refused("InternalException")),
    "not-found": Script("answers 404, as for a path without the API", 404, _refused("InvalidUriPathException")),
    "slow": Script(f"answers after {SLOW:g} s", body=HEALTHY, pause=SLOW),
    "reset": Script("cuts the connection", reset=True),
    "expired": Script("shows a certificate that has expired", body=HEALTHY, certificate=Shown.EXPIRED),
    "self-signed": Script("shows a certificate of its own making", body=HEALTHY, certificate=Shown.SELF_SIGNED),
    "wrong-host": Script("shows the certificate of another host", body=HEALTHY, certificate=Shown.WRONG_HOST),
}
