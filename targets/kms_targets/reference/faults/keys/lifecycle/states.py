"""Faults in what the state of a key forbids, and in what is left once the key was in another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    around,
    asked,
    attributes,
    faults_of,
    named,
    touching,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules
from kms_targets.reference.state.keys import PENDING_IMPORT, SYMMETRIC, Key, Material

_USING = ("Encrypt", "Decrypt", "GenerateDataKey")


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)


def _unseen(prefix: str, **enabled: Any) -> Change:
    """Where a key is named so, its state is not looked at."""

    def change(call: Call, plain: KeyOperation) -> Result:
        given = str(call.values.get("KeyId"))
        found = call.region.aliases.get(f"alias/{given.partition('alias/')[2]}")
        key = named(call) if found is None else call.region.keys.get(found.target or "")
        if key is None or not given.startswith(prefix):
            return plain(call)
        before = {name: getattr(key, name) for name in enabled}
        attributes(**enabled)(key)
        try:
            return plain(call)
        finally:
            attributes(**before)(key)

    return around(change, *_USING)


def _enabled_empty(call: Call, plain: KeyOperation) -> Result:
    """A key is Enabled, with or without material."""
    key = named(call)
    if key is None or call.service.vault.state(key) != PENDING_IMPORT:
        return plain(call)
    key.enabled = True
    key.materials = [Material("0" * 64, bytes(32), time.time())]
    return {}


def _still(key: Key) -> None:
    key.rotation.days = None


def _anew(key: Key) -> None:
    key.rotation.began = time.time()


def _yearly(key: Key) -> None:
    key.rotation.days = key.rotation.days and 365


def _forgets_rotations(key: Key) -> None:
    for material in key.materials:
        material.rotation = None


def _first_date() -> Change:
    """The date of deletion is that of the first time."""

    def change(rules: Rules) -> Rules:
        dates: dict[str, float] = {}

        def scheduled(call: Call, plain: KeyOperation) -> Result:
            result, key = plain(call), named(call)
            if key is None or key.deletion is None:
                return result
            key.deletion = dates.setdefault(key.arn, key.deletion)
            return {**result, "DeletionDate": round(key.deletion, 3)}

        return around(scheduled, "ScheduleKeyDeletion")(rules)

    return change


def _usual_alone(member: str) -> Change:
    """A member is for symmetric keys that KMS makes."""

    def without_it(values: Values) -> Values:
        usual = "KeySpec" not in values and "Origin" not in values
        return values if usual else without(member)(values)

    return asked(without_it, "CreateKey")


def _other_material(key: Key) -> None:
    """A key pair or an HMAC key is made anew."""
    for material in key.materials if key.spec != SYMMETRIC else ():
        material.secret, material.loaded = (bytes(32) if key.usage == "GENERATE_VERIFY_MAC" else b""), None


_ROWS: tuple[Row, ...] = (
    ("EnableKey.state.usable", "key pairs and HMAC keys get other material", touching(_other_material, "EnableKey")),
    ("CancelKeyDeletion.state.usable", "key pairs are made anew", touching(_other_material, "CancelKeyDeletion")),
    ("ScheduleKeyDeletion.state.DeletionDate", "a key is deleted at the first date", _first_date()),
    ("CreateKey.state.Tags", "a key for signatures has no tags", _usual_alone("Tags")),
    ("CreateKey.state.Policy", "a key for signatures has no policy of its own", _usual_alone("Policy")),
    ("DisableKey.state.identifiers", "a disabled key is used by its alias", _unseen("alias/", enabled=True)),
    ("DisableKey.state.identifiers", "a disabled key is used by its ARN", _unseen("arn:", enabled=True)),
    (
        "ScheduleKeyDeletion.state.identifiers",
        "a key that is pending deletion is used by its alias",
        _unseen("alias/", enabled=True, window=None, deletion=None),
    ),
    (
        "EnableKey.state.pending-import",
        "a key without material is enabled",
        around(_enabled_empty, "EnableKey"),
    ),
    ("GetKeyRotationStatus.state.disabled-key", "rotation ends as the key is enabled", touching(_still, "EnableKey")),
    ("GetKeyRotationStatus.state.disabled-key", "rotation begins anew", touching(_anew, "EnableKey")),
    (
        "GetKeyRotationStatus.state.deletion-cancelled",
        "a key that was pending deletion is rotated every year",
        touching(_yearly, "CancelKeyDeletion"),
    ),
    (
        "ListKeyRotations.state.listed",
        "rotations are forgotten as the key is disabled",
        touching(_forgets_rotations, "DisableKey"),
    ),
    (
        "DisableKey.state.stays",
        "a new policy enables a key",
        touching(attributes(enabled=True), "PutKeyPolicy"),
    ),
)
