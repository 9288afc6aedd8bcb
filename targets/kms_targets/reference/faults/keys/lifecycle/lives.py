"""Words of the faults in the life of a key."""

from __future__ import annotations

from kms_targets.reference.state.keys import Key

META = "KeyMetadata"


DAY = 86_400


def forget_material(key: Key) -> None:
    """What the key has encrypted before is lost."""
    for material in key.materials:
        material.secret = bytes(len(material.secret))


def enable(key: Key) -> None:
    key.window, key.deletion, key.enabled = None, None, True
