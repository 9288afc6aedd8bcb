"""Message authentication codes: HMAC, RFC 2104."""

from __future__ import annotations

import hmac
from typing import Any

from kms_targets.reference.operations.calls import algorithm, dry_run, key_for, record, refuse
from kms_targets.reference.operations.cryptography.material import usable
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import Key


def generate_mac(call: Call) -> dict[str, Any]:
    """The MAC of a message."""
    key, mac = _mac(call)
    dry_run(call)
    record(call, key)
    return {"Mac": mac, "MacAlgorithm": call.values["MacAlgorithm"], "KeyId": key.arn}


def verify_mac(call: Call) -> dict[str, Any]:
    """Whether a MAC is that of a message: an error where it is not."""
    key, mac = _mac(call)
    if not hmac.compare_digest(mac, call.values["Mac"]):
        refuse("KMSInvalidMacException", "The MAC is not that of the message.")
    dry_run(call)
    record(call, key)
    return {"KeyId": key.arn, "MacValid": True, "MacAlgorithm": call.values["MacAlgorithm"]}


def _mac(call: Call) -> tuple[Key, bytes]:
    key = key_for(call)
    chosen: str = call.values["MacAlgorithm"]
    algorithm(call, key, chosen)
    digest = f"sha{chosen.rpartition('_')[2]}"
    return key, hmac.digest(usable(key).secret, call.values["Message"], digest)
