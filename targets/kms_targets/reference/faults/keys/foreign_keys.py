"""Faults in which the ARN of a key of another account or Region is taken for that of a key here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, around, faults_of
from kms_targets.reference.operations.calls import behaviour
from kms_targets.reference.rules import Around, Call, KeyOperation, Result

_OPERATIONS = (
    *("DescribeKey", "Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
    *("GenerateDataKeyPair", "Sign", "Verify", "GetPublicKey", "CreateGrant", "ListGrants", "DisableKey"),
    *("ScheduleKeyDeletion", "EnableKeyRotation", "TagResource", "ListResourceTags", "UpdateKeyDescription"),
    *("GetKeyPolicy", "PutKeyPolicy"),
)
_MEMBERS = ("KeyId", "DestinationKeyId", "TargetKeyId")


def _reading(place: int) -> Around:
    """A part of an ARN is not read: it is what it has to be."""

    def change(call: Call, plain: KeyOperation) -> Result:
        here = {3: call.region.name, 4: behaviour(call).account}[place]
        values = dict(call.values)
        for member in _MEMBERS:
            parts = str(values.get(member, "")).split(":")
            if len(parts) == 6:
                values[member] = ":".join([*parts[:place], here, *parts[place + 1 :]])
        return plain(replace(call, values=values))

    return change


def _row(operation: str, subject: str, part: str, place: int) -> Row:
    change: Change = around(_reading(place), operation)
    return f"{operation}.state.{subject}", f"{operation} does not read the {part} in an ARN", change


def faults() -> Iterator[Fault]:
    """All of them."""
    accounts = tuple(_row(one, "another-account", "account", 4) for one in (*_OPERATIONS, "UpdateAlias"))
    regions = tuple(_row(one, "another-Region", "Region", 3) for one in (*_OPERATIONS, "CreateAlias", "UpdateAlias"))
    return faults_of(accounts + regions)
