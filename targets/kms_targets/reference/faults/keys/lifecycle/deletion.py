"""Faults in the states of a key and in its deletion, one behaviour each."""

from __future__ import annotations

import time
from collections.abc import Iterator

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY, META, enable, forget_material
from kms_targets.reference.faults.keys.words import (
    Row,
    answered,
    around,
    asked,
    attributes,
    changed,
    default,
    faults_of,
    ignoring,
    inside,
    named,
    short,
    state_free,
    tables,
    touching,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result

_STATE = "KMSInvalidStateException"


_SCHEDULE, _CANCEL = "ScheduleKeyDeletion", "CancelKeyDeletion"


_STATES: tuple[Row, ...] = (
    ("DisableKey.state.disabled", "the key stays enabled", ignoring("DisableKey")),
    ("EnableKey.state.enabled", "the key stays disabled", ignoring("EnableKey")),
    (
        "EnableKey.state.usable",
        "what a key has encrypted before it was enabled is lost",
        touching(forget_material, "EnableKey"),
    ),
)


_DELETION: tuple[Row, ...] = (
    (
        f"{_SCHEDULE}.state.pending",
        "the key is Disabled",
        touching(attributes(window=None, deletion=None), _SCHEDULE),
    ),
    (f"{_SCHEDULE}.state.KeyId", "the id of the key as KeyId", answered(changed("KeyId", short), _SCHEDULE)),
    (
        f"{_SCHEDULE}.state.PendingWindowInDays",
        "the key is deleted after 30 days whatever is asked for",
        asked(without("PendingWindowInDays"), _SCHEDULE),
    ),
    (
        f"{_SCHEDULE}.state.default-window",
        "the key is deleted after 7 days by default",
        tables(window=(7, 30, 7)),
    ),
    (
        f"{_SCHEDULE}.state.DeletionDate",
        "the key is described without its deletion date",
        answered(inside(META, without("DeletionDate")), "DescribeKey"),
    ),
    (
        f"{_SCHEDULE}.state.EnableKey",
        "EnableKey cancels the deletion",
        touching(enable, "EnableKey", first=True),
    ),
    (
        f"{_SCHEDULE}.state.DisableKey",
        "DisableKey cancels the deletion",
        touching(enable, "DisableKey", first=True),
    ),
    *(
        (
            f"{_SCHEDULE}.state.{operation}",
            f"{operation} succeeds and changes nothing while the key is pending deletion",
            state_free(operation, "PendingDeletion", "PendingReplicaDeletion"),
        )
        for operation in ("EnableKey", "DisableKey")
    ),
    (
        f"{_SCHEDULE}.error.{_STATE}",
        "a key is scheduled again",
        state_free(_SCHEDULE, "PendingDeletion", "PendingReplicaDeletion"),
    ),
    (
        f"{_SCHEDULE}.state.replicas",
        "a primary key is deleted before its replicas",
        around(lambda call, plain: _at_once(call, plain), _SCHEDULE),
    ),
    (f"{_CANCEL}.state.disabled", "the key is enabled", touching(enable, _CANCEL)),
    (
        f"{_CANCEL}.state.usable",
        "what the key has encrypted before is lost",
        touching(forget_material, _CANCEL),
    ),
    (f"{_CANCEL}.state.KeyId", "the id of the key as KeyId", answered(changed("KeyId", short), _CANCEL)),
    (
        f"{_CANCEL}.state.DeletionDate",
        "the key is described with a deletion date for ever",
        answered(inside(META, default("DeletionDate", 4_102_444_800)), "DescribeKey"),
    ),
    (
        f"{_CANCEL}.error.{_STATE}",
        "a key that is not pending deletion is no error",
        state_free(_CANCEL, "Enabled", "Disabled", "PendingImport", "Unavailable"),
    ),
)


def _at_once(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    key = named(call)
    if key is None or key.deletion is not None or key.window is None:
        return result
    key.deletion = time.time() + key.window * DAY
    return {**result, "KeyState": "PendingDeletion", "DeletionDate": key.deletion}


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_STATES + _DELETION)
