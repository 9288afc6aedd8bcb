"""Rotation of key material: by the year, on demand, listed."""

from __future__ import annotations

import time
from typing import Any

from kms_targets.reference.operations.calls import behaviour, find, present, refuse, require_state, seconds, state_of
from kms_targets.reference.operations.keys.creation import UNSUPPORTED, new_material
from kms_targets.reference.operations.keys.lifecycle import DAY
from kms_targets.reference.operations.keys.listing import Item, page
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import PENDING_DELETION, PENDING_REPLICA_DELETION, SYMMETRIC, Key, Material

_GONE = (PENDING_DELETION, PENDING_REPLICA_DELETION)


def enable_key_rotation(call: Call) -> dict[str, Any]:
    """The key rotates by itself, or with another period from now on."""
    key = _automatic(call)
    days = call.values.get("RotationPeriodInDays", behaviour(call).rotation_days)
    key.rotation.days, key.rotation.began = days, time.time()
    return {}


def disable_key_rotation(call: Call) -> dict[str, Any]:
    """The key no longer rotates by itself."""
    _automatic(call).rotation.days = None
    return {}


def get_key_rotation_status(call: Call) -> dict[str, Any]:
    """Whether, how often and when next a key rotates; never while it waits for its deletion."""
    key = find(call, call.values["KeyId"])
    _require_rotatable(key)
    days = key.rotation.days
    if days is None or state_of(call, key) in _GONE:
        return {"KeyId": key.id, "KeyRotationEnabled": False}
    following = seconds(key.rotation.began + days * DAY)
    return {"KeyId": key.id, "KeyRotationEnabled": True, "RotationPeriodInDays": days, "NextRotationDate": following}


def rotate_key_on_demand(call: Call) -> dict[str, Any]:
    """New key material from now on; what the old one encrypted can still be decrypted."""
    key = find(call, call.values["KeyId"])
    _require_rotatable(key, imported=True)
    _require_primary(key)
    require_state(call, key)
    most = behaviour(call).rotations_most
    if sum(material.rotation == "ON_DEMAND" for material in key.materials) >= most:
        refuse("LimitExceededException", f"A KMS key can be rotated on demand {most} times.")
    following = next((m for m in key.materials if m.state == "PENDING_ROTATION"), None)
    if key.origin == "EXTERNAL":
        if following is None:
            refuse("KMSInvalidStateException", f"{key.arn} has no key material that is pending rotation.")
    else:
        following = new_material(key.id, key.spec)
        key.materials.append(following)
    for material in key.materials:
        material.state = "CURRENT" if material is following else "NON_CURRENT"
    following.rotation, following.created = "ON_DEMAND", time.time()
    return {"KeyId": key.id}


def list_key_rotations(call: Call) -> dict[str, Any]:
    """The key material of a key: what rotations made, or all of it."""
    key = find(call, call.values["KeyId"])
    _require_rotatable(key, imported=True)
    everything = call.values.get("IncludeKeyMaterial") == "ALL_KEY_MATERIAL"
    materials = [m for m in key.materials if everything or m.rotation is not None]
    items = [Item(number, 0.0, _shown(key, material)) for number, material in enumerate(materials, 1)]
    return page(call, "Rotations", items, f"{key.id}:{everything}")


def _shown(key: Key, material: Material) -> dict[str, Any]:
    shown = present(
        KeyId=key.id,
        KeyMaterialId=material.id,
        KeyMaterialState=material.state,
        RotationDate=None if material.rotation is None else seconds(material.created),
        RotationType=material.rotation,
    )
    if key.origin != "EXTERNAL":
        return shown
    usable = material.usable(time.time())
    expires = material.expires_at
    model = "KEY_MATERIAL_DOES_NOT_EXPIRE" if expires is None else "KEY_MATERIAL_EXPIRES"
    return {
        **shown,
        **present(
            ImportState="IMPORTED" if usable else "PENDING_IMPORT",
            KeyMaterialDescription=material.description,
            ExpirationModel=model if usable else None,
            ValidTo=seconds(expires) if usable and expires is not None else None,
        ),
    }


def _automatic(call: Call) -> Key:
    """The key of a request to change its automatic rotation."""
    key = find(call, call.values["KeyId"])
    _require_rotatable(key)
    _require_primary(key)
    require_state(call, key)
    return key


def _require_rotatable(key: Key, *, imported: bool = False) -> None:
    if key.spec != SYMMETRIC or key.store is not None:
        refuse(UNSUPPORTED, f"{key.arn} does not support rotation.")
    if key.origin == "EXTERNAL" and not imported:
        refuse(UNSUPPORTED, f"{key.arn} origin is EXTERNAL which is not valid for this operation.")


def _require_primary(key: Key) -> None:
    if key.multi_region_type == "REPLICA":
        refuse(UNSUPPORTED, f"{key.arn} is a replica; the rotation of its primary key decides.")
