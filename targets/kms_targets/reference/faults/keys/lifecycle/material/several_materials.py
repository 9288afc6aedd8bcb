"""Faults of keys that have had several key materials, one behaviour each."""

from __future__ import annotations

import time
from collections.abc import Iterator

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, around, default, faults_of, inside, named, set_to
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_META = "KeyMetadata"


def _still_in_progress(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    rotated = key is not None and any(material.rotation for material in key.materials)
    return default("OnDemandRotationStartDate", time.time())(result) if rotated else result


def _described(call: Call, result: Result) -> Key:
    return call.region.keys[result[_META]["KeyId"]]


def _until_the_current_expires(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    current = _described(call, result).current
    expires = None if current is None else current.expires_at
    return inside(_META, set_to("ValidTo", expires))(result) if expires and "ValidTo" in result[_META] else result


def _until_any_expires(call: Call, plain: KeyOperation) -> Result:
    """Material that is to be rotated to counts as well."""
    result = plain(call)
    dates = [material.expires_at for material in _described(call, result).materials if material.expires_at]
    return inside(_META, set_to("ValidTo", min(dates)))(result) if "ValidTo" in result[_META] else result


def _enabled_by_the_current(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    current = _described(call, result).current
    there = current is not None and current.usable(time.time()) and result[_META]["KeyState"] == "PendingImport"
    return inside(_META, lambda m: {**m, "KeyState": "Enabled", "Enabled": True})(result) if there else result


_VALID_TO = "DescribeKey.state.ValidTo"
_ROWS: tuple[Row, ...] = (
    (
        "GetKeyRotationStatus.state.OnDemandRotationStartDate",
        "a rotation on demand is in progress for ever",
        around(_still_in_progress, "GetKeyRotationStatus"),
    ),
    (_VALID_TO, "ValidTo is that of the current material", around(_until_the_current_expires, "DescribeKey")),
    (_VALID_TO, "ValidTo is that of any material", around(_until_any_expires, "DescribeKey")),
    (
        "DeleteImportedKeyMaterial.state.older-material",
        "a key is Enabled while its current material is there",
        around(_enabled_by_the_current, "DescribeKey"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
