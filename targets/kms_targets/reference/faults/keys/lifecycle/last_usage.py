"""Faults in what is remembered of the last use of a key, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY
from kms_targets.reference.faults.keys.words import Row, answered, around, changed, faults_of, named
from kms_targets.reference.operations.calls import record
from kms_targets.reference.rules import Call, KeyOperation, RefusalError, Result

_USAGE = "GetKeyLastUsage"


def _recorded(call: Call, plain: KeyOperation) -> Result:
    """Whatever is asked about a key is a use of it."""
    key, result = named(call), plain(call)
    if key is not None:
        record(replace(call, operation="Encrypt" if key.used is None else "Decrypt"), key)
    return result


def _recorded_though_refused(call: Call, plain: KeyOperation) -> Result:
    try:
        return plain(call)
    except RefusalError:
        key = named(call)
        if key is not None:
            record(call, key)
        raise


def _one_key(call: Call, plain: KeyOperation) -> Result:
    """ReEncrypt is no use of the key that encrypts."""
    key = named(call, "DestinationKeyId")
    before, result = None if key is None else key.used, plain(call)
    if key is not None:
        key.used = before
    return result


def _unrecorded(call: Call, plain: KeyOperation) -> Result:
    """The operation is no use of the key."""
    key = named(call)
    before, result = None if key is None else key.used, plain(call)
    if key is not None:
        key.used = before
    return result


def _in_all_regions(call: Call, plain: KeyOperation) -> Result:
    """The keys of a family are used together."""
    result, key = plain(call), named(call)
    if key is None or key.family is None:
        return result
    for region in key.family.regions:
        record(call, call.service.vault.region(region).keys[key.id])
    return result


_OTHERS = (
    *("GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"),
    *("Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate"),
)
_MANAGEMENT: Change = around(_recorded, "UpdateKeyDescription")
_ROWS: tuple[Row, ...] = (
    (
        f"{_USAGE}.state.unused",
        "a key that was never used was used when it was made",
        answered(
            lambda shown: {**shown, "KeyLastUsage": shown["KeyLastUsage"] or {"Operation": "Encrypt", "Timestamp": 1}},
            _USAGE,
        ),
    ),
    (
        f"{_USAGE}.state.KeyCreationDate",
        "KeyCreationDate is a day later",
        answered(changed("KeyCreationDate", lambda date: date + DAY), _USAGE),
    ),
    (
        f"{_USAGE}.state.used",
        "every use is Encrypt",
        answered(changed("KeyLastUsage", lambda used: used and {**used, "Operation": "Encrypt"}), _USAGE),
    ),
    (f"{_USAGE}.state.management", "a new description is a use of the key", _MANAGEMENT),
    (f"{_USAGE}.state.failed", "what was refused is a use of the key", around(_recorded_though_refused, "Decrypt")),
    (
        f"{_USAGE}.state.failed",
        "what a disabled key refused is a use of it",
        around(_recorded_though_refused, "GenerateDataKey"),
    ),
    (
        f"{_USAGE}.state.failed",
        "the check of a wrong MAC is a use of the key",
        around(_recorded_though_refused, "VerifyMac"),
    ),
    *(
        (f"{_USAGE}.state.{operation}", f"{operation} is no use of the key", around(_unrecorded, operation))
        for operation in _OTHERS
    ),
    (
        f"{_USAGE}.state.Timestamp",
        "a key was used a day ago",
        answered(changed("KeyLastUsage", lambda used: used and {**used, "Timestamp": used["Timestamp"] - DAY}), _USAGE),
    ),
    (f"{_USAGE}.state.replica", "a use of a primary is one of its replicas", around(_in_all_regions, "Encrypt")),
    (f"{_USAGE}.state.ReEncrypt", "ReEncrypt is a use of the first key alone", around(_one_key, "ReEncrypt")),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
