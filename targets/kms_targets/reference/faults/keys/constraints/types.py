"""Answers in which a member has another JSON type, or is missing: one operation each."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, answered, changed, each, faults_of, inside, without
from kms_targets.reference.rules import Result

Wrong = Callable[[Result], Result]


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(tuple(_row(operation, described, change) for operation, (described, change) in _WRONG.items()))


def _row(operation: str, described: str, change: Wrong) -> Row:
    return f"{operation}.output.types", f"{operation} answers with {described}", answered(change, operation)


def _date(seconds: Any) -> str:
    """A date in words, as many frameworks write it by themselves."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(float(seconds)))


def _entry(member: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda entry: {**entry, member: change(entry[member])} if member in entry else entry


def _unpadded(data: bytes) -> str:
    """Base64 without the signs at its end."""
    return base64.b64encode(data).decode().rstrip("=")


def _listed(data: bytes) -> list[int]:
    """Bytes as a list of numbers."""
    return list(data)


_WRONG: dict[str, tuple[str, Wrong]] = {
    "CancelKeyDeletion": ("the KeyId in a list", changed("KeyId", lambda value: [value])),
    "CreateGrant": ("a GrantToken that is an object", changed("GrantToken", lambda value: {"Token": value})),
    "CreateKey": ("a CreationDate in words", inside("KeyMetadata", changed("CreationDate", _date))),
    "Decrypt": ("an EncryptionAlgorithm in a list", changed("EncryptionAlgorithm", lambda value: [value])),
    "DescribeKey": ("a CreationDate in words", inside("KeyMetadata", changed("CreationDate", _date))),
    "Encrypt": ("an EncryptionAlgorithm in a list", changed("EncryptionAlgorithm", lambda value: [value])),
    "GenerateDataKey": ("a Plaintext that is a list of numbers", changed("Plaintext", _listed)),
    "GenerateDataKeyPair": ("a KeyPairSpec in a list", changed("KeyPairSpec", lambda value: [value])),
    "GenerateMac": ("a MacAlgorithm in a list", changed("MacAlgorithm", lambda value: [value])),
    "GenerateRandom": ("base64 that is not padded", changed("Plaintext", _unpadded)),
    "GetKeyPolicy": ("the Policy as an object", changed("Policy", lambda value: {"text": value})),
    "GetKeyRotationStatus": ("a RotationPeriodInDays in quotes", changed("RotationPeriodInDays", str)),
    "GetParametersForImport": ("a ParametersValidTo in words", changed("ParametersValidTo", _date)),
    "GetPublicKey": ("SigningAlgorithms in one string", changed("SigningAlgorithms", ",".join)),
    "ListAliases": ("LastUpdatedDate in words", each("Aliases", _entry("LastUpdatedDate", _date))),
    "ListGrants": ("a CreationDate in words", each("Grants", _entry("CreationDate", _date))),
    "ListKeyRotations": ("a RotationDate in words", each("Rotations", _entry("RotationDate", _date))),
    "ListKeys": ("Truncated as a string", changed("Truncated", str)),
    "ListResourceTags": ("tags without TagValue", each("Tags", without("TagValue"))),
    "ListRetirableGrants": ("a CreationDate in words", each("Grants", _entry("CreationDate", _date))),
    "ReplicateKey": ("key metadata without KeyId", inside("ReplicaKeyMetadata", without("KeyId"))),
    "ScheduleKeyDeletion": ("a DeletionDate in words", changed("DeletionDate", _date)),
    "Sign": ("a SigningAlgorithm in a list", changed("SigningAlgorithm", lambda value: [value])),
    "Verify": ("SignatureValid as a string", changed("SignatureValid", str)),
}
