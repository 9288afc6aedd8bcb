"""A key is described, enabled, disabled, scheduled for deletion and kept after all."""

from __future__ import annotations

import time
from typing import Any

from kms_targets.reference.operations.calls import behaviour, find, invalid, key_for, require_state, seconds, state_of
from kms_targets.reference.operations.keys.metadata import metadata
from kms_targets.reference.rules import Call

DAY = 86_400


def describe_key(call: Call) -> dict[str, Any]:
    """The metadata of a key."""
    return {"KeyMetadata": metadata(call, key_for(call))}


def enable_key(call: Call) -> dict[str, Any]:
    """The key can be used."""
    key_for(call).enabled = True
    return {}


def disable_key(call: Call) -> dict[str, Any]:
    """The key cannot be used until it is enabled."""
    key_for(call).enabled = False
    return {}


def update_key_description(call: Call) -> dict[str, Any]:
    """Another description."""
    key_for(call).description = call.values["Description"]
    return {}


def schedule_key_deletion(call: Call) -> dict[str, Any]:
    """The key waits for its deletion; a primary key waits for that of its replicas first."""
    key = find(call, call.values["KeyId"])
    least, most, default = behaviour(call).window
    days = call.values.get("PendingWindowInDays", default)
    if not least <= days <= most:
        invalid(f"PendingWindowInDays must be between {least} and {most}, inclusive.")
    require_state(call, key)
    key.window, key.enabled = days, False
    waits = key.multi_region_type == "PRIMARY" and key.family is not None and len(key.family.regions) > 1
    key.deletion = None if waits else time.time() + days * DAY
    shown = {"KeyId": key.arn, "KeyState": state_of(call, key), "PendingWindowInDays": days}
    return shown if key.deletion is None else {**shown, "DeletionDate": seconds(key.deletion)}


def cancel_key_deletion(call: Call) -> dict[str, Any]:
    """The key is disabled, and stays."""
    key = key_for(call)
    key.window, key.deletion = None, None
    return {"KeyId": key.arn}


def get_key_last_usage(call: Call) -> dict[str, Any]:
    """The last successful cryptographic operation of a key."""
    key = key_for(call)
    used: dict[str, Any] = {}
    if key.used is not None:
        used = {"Operation": key.used[0], "Timestamp": seconds(key.used[1])}
    created = seconds(key.created)
    return {"KeyId": key.id, "KeyLastUsage": used, "TrackingStartDate": created, "KeyCreationDate": created}
