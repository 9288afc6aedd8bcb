"""The bodies that the proxy answers with: those of GetHealthStatus, right and wrong, and those of its errors.

The shape of a right one is GetHealthStatus's in the AWS KMS External Key Store Proxy API Specification.
"""

from __future__ import annotations

import json
from typing import Any

_ABSENT = object()


def encoded(value: Any) -> bytes:
    """A JSON text."""
    return json.dumps(value).encode("ascii")


def entry(status: Any = "ACTIVE", number: int = 0) -> dict[str, Any]:
    """One external key manager."""
    return {"id": f"ekm-{number}", "model": "scripted", "healthStatus": status}


def health(*statuses: Any, **changes: Any) -> bytes:
    """A health status with a key manager for each status; `changes` replace members, or take them away (`absent`)."""
    found = {
        "xksProxyFleetSize": 1,
        "xksProxyVendor": "kms-conformance",
        "xksProxyModel": "scripted",
        "ekmVendor": "kms-conformance",
        "ekmFleetDetails": [entry(status, number) for number, status in enumerate(statuses)],
        **changes,
    }
    return encoded({member: value for member, value in found.items() if value is not _ABSENT})


def without(member: str) -> bytes:
    """A health status without one member."""
    return health("ACTIVE", **{member: _ABSENT})


def with_entry_without(member: str) -> bytes:
    """A health status of which the second key manager lacks a member."""
    whole = entry(number=1)
    return health(ekmFleetDetails=[entry(), {m: v for m, v in whole.items() if m != member}])


def failure(name: str) -> bytes:
    """The body of an error."""
    return encoded({"errorName": name, "errorMessage": "scripted"})
