"""Faults in the rotation of key material, each of which breaks one behaviour."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY
from kms_targets.reference.faults.keys.words import (
    Row,
    accepting,
    answered,
    around,
    asked,
    changed,
    each,
    faults_of,
    ignoring,
    named,
    recoded,
    set_to,
    tables,
    touching,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import SYMMETRIC, Key

_UNSUPPORTED = "UnsupportedOperationException"


def _is_external(call: Call) -> bool:
    key = named(call)
    return key is not None and key.origin == "EXTERNAL"


def _rotates(key: Key) -> None:
    key.rotation.days = 365


def _forget_rotated(key: Key) -> None:
    del key.materials[:-1]


def _period_kept(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    before = None if key is None else key.rotation.days
    result = plain(call)
    if key is not None and before is not None:
        key.rotation.days = before
    return result


def _not_rotated(call: Call, plain: KeyOperation) -> Result:
    """While a key is disabled it is not rotated, it says."""
    result, key = plain(call), named(call)
    return {**result, "KeyRotationEnabled": False} if key is not None and not key.enabled else result


def _rotated_while_pending(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    rotates = key is not None and key.rotation.days is not None
    return {**result, "KeyRotationEnabled": result["KeyRotationEnabled"] or rotates}


_ROTATION: tuple[Row, ...] = (
    (
        "GetKeyRotationStatus.state.default",
        "every key is rotated",
        answered(set_to("KeyRotationEnabled", True), "GetKeyRotationStatus"),
    ),
    ("EnableKeyRotation.state.enabled", "rotation is not enabled", ignoring("EnableKeyRotation")),
    ("EnableKeyRotation.state.default-period", "the period is 90 days by default", tables(rotation_days=90)),
    (
        "EnableKeyRotation.state.RotationPeriodInDays",
        "the period is not read",
        asked(without("RotationPeriodInDays"), "EnableKeyRotation"),
    ),
    (
        "EnableKeyRotation.state.period-changed",
        "the period of a rotation is not changed",
        around(_period_kept, "EnableKeyRotation"),
    ),
    *(
        (
            f"{operation}.error.{_UNSUPPORTED}",
            "another key is a ValidationException",
            recoded(_UNSUPPORTED, "ValidationException", operation),
        )
        for operation in ("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand")
    ),
    (
        f"DisableKeyRotation.error.{_UNSUPPORTED}",
        "that a key is never rotated is no error",
        accepting(_UNSUPPORTED, {}, "DisableKeyRotation"),
    ),
    (
        "GetKeyRotationStatus.state.not-symmetric",
        "every key is rotated that is not for symmetric encryption",
        accepting(_UNSUPPORTED, {"KeyRotationEnabled": True}, "GetKeyRotationStatus"),
    ),
    (
        "EnableKeyRotation.state.imported-material",
        "a key with imported material is rotated",
        around(lambda call, plain: {} if _is_external(call) else plain(call), "EnableKeyRotation"),
    ),
    ("DisableKeyRotation.state.disabled", "rotation stays enabled", ignoring("DisableKeyRotation")),
    (
        "GetKeyRotationStatus.state.disabled-key",
        "a disabled key is not rotated",
        around(_not_rotated, "GetKeyRotationStatus"),
    ),
    (
        "GetKeyRotationStatus.state.pending-deletion",
        "a key pending deletion is rotated",
        around(_rotated_while_pending, "GetKeyRotationStatus"),
    ),
    (
        "GetKeyRotationStatus.state.deletion-cancelled",
        "rotation is disabled by a deletion that is cancelled",
        touching(lambda key: setattr(key.rotation, "days", None), "CancelKeyDeletion"),
    ),
    (
        "RotateKeyOnDemand.state.decrypts",
        "what was encrypted before is lost",
        touching(_forget_rotated, "RotateKeyOnDemand"),
    ),
    (
        "RotateKeyOnDemand.state.schedule",
        "the key is rotated automatically from now on",
        touching(_rotates, "RotateKeyOnDemand"),
    ),
    (
        "ListKeyRotations.state.listed",
        "a rotation is AUTOMATIC, it says",
        answered(each("Rotations", set_to("RotationType", "AUTOMATIC")), "ListKeyRotations"),
    ),
    (
        "ListKeyRotations.state.none",
        "the first material is a rotation",
        asked(lambda values: {**values, "IncludeKeyMaterial": "ALL_KEY_MATERIAL"}, "ListKeyRotations"),
    ),
)


def _scheduled_anew(call: Call, plain: KeyOperation) -> Result:
    """The period begins again with a rotation on demand, a day later."""
    key = named(call)
    if key is not None:
        key.rotation.began += DAY
    return plain(call)


def _all_material_of_any(call: Call, plain: KeyOperation) -> Result:
    """A key that cannot be rotated has no rotations."""
    key = named(call)
    unfit = key is not None and key.spec != SYMMETRIC and "IncludeKeyMaterial" in call.values
    return {"Rotations": [], "Truncated": False} if unfit else plain(call)


_MORE: tuple[Row, ...] = (
    (
        "GetKeyRotationStatus.state.NextRotationDate",
        "there is no date of the next rotation",
        answered(without("NextRotationDate"), "GetKeyRotationStatus"),
    ),
    (
        "EnableKeyRotation.state.NextRotationDate",
        "the next rotation is now",
        answered(changed("NextRotationDate", lambda date: time.time()), "GetKeyRotationStatus"),
    ),
    (
        "ListKeyRotations.state.RotationDate",
        "rotations were made when time began",
        answered(each("Rotations", set_to("RotationDate", 0.0)), "ListKeyRotations"),
    ),
    (
        "RotateKeyOnDemand.state.NextRotationDate",
        "a rotation on demand puts off the next one",
        around(_scheduled_anew, "RotateKeyOnDemand"),
    ),
    (
        "RotateKeyOnDemand.error.LimitExceededException",
        "a key is rotated on demand any number of times",
        tables(rotations_most=1000),
    ),
    (
        "RotateKeyOnDemand.state.maximum",
        "a key is rotated on demand ten times at most",
        tables(rotations_most=10),
    ),
    (
        "ListKeyRotations.state.ALL_KEY_MATERIAL",
        "IncludeKeyMaterial is not read",
        around(
            lambda call, plain: plain(replace(call, values={**call.values, "IncludeKeyMaterial": "ROTATIONS_ONLY"})),
            "ListKeyRotations",
        ),
    ),
    (
        "ListKeyRotations.state.IncludeKeyMaterial",
        "a key that cannot be rotated has no material",
        around(_all_material_of_any, "ListKeyRotations"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROTATION + _MORE)
