"""Pages of a list: bounds of Limit, markers that only this service makes, and ListKeys itself."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from kms_targets.reference.operations.calls import behaviour, invalid, refuse_listed
from kms_targets.reference.operations.validation import VALIDATION
from kms_targets.reference.rules import Call

_SECRET = os.urandom(16)
_DIGEST = 8  # bytes


class Item(NamedTuple):
    """An entry of a list, its place, and when it was made."""

    number: int
    created: float
    shown: Any


def list_keys(call: Call) -> dict[str, Any]:
    """The ids and ARNs of the keys of this account and Region."""
    owners = call.values.get("ResourceOwners", ["SELF"])
    keys = call.region.keys.values() if "SELF" in owners else ()
    items = [Item(key.number, key.created, {"KeyId": key.id, "KeyArn": key.arn}) for key in keys]
    return page(call, "Keys", items, ",".join(sorted(owners)))


def page(call: Call, member: str, items: Sequence[Item], scope: str = "") -> dict[str, Any]:
    """A page of a list, in a member of that name. A marker is good for the same operation and scope alone."""
    most, default = behaviour(call).pages[call.operation]
    limit = call.values.get("Limit", default)
    if limit > most:
        invalid(f"Limit must be between 1 and {most}, inclusive.")
    marker = call.values.get("Marker")
    label = f"{call.operation}:{call.region.name}:{scope}"
    after = 0 if marker is None else _place(call, label, marker)
    seen = time.time() - behaviour(call).lists_lag
    rest = sorted((item for item in items if item.number > after and item.created <= seen), key=_number)
    result: dict[str, Any] = {member: [item.shown for item in rest[:limit]], "Truncated": len(rest) > limit}
    if len(rest) > limit:
        result["NextMarker"] = _marker(call, label, rest[limit - 1].number)
    return result


_number: Callable[[Item], int] = lambda item: item.number  # noqa: E731 - a key for sorted


def _marker(call: Call, label: str, number: int) -> str:
    digest = hmac.digest(_SECRET, f"{label}:{number}".encode(), "sha256")[:_DIGEST]
    return behaviour(call).mark(digest + number.to_bytes(8))


def _place(call: Call, label: str, marker: str) -> int:
    try:
        found = behaviour(call).unmark(marker)
    except ValueError:
        found = b""
    number = int.from_bytes(found[_DIGEST:]) if len(found) == _DIGEST + 8 else 0
    if _marker(call, label, number) != marker:
        refuse_listed(call, "InvalidMarkerException", VALIDATION, "The marker is not valid.")
    return number
