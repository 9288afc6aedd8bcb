"""How answers name a key, and what its metadata says about itself: members beside some values of others, and equals.

A member that is not there is open here, as it is in `answers`.
"""

from __future__ import annotations

from typing import NamedTuple

from kms_specification.facts import Source
from kms_specification.service_model import said

_WHERE = "KeyMetadata"
# The members of answers that hold the metadata of a key.
PLACES = ("KeyMetadata", "ReplicaKeyMetadata")


class Equal(NamedTuple):
    """Two members with the same value."""

    member: str
    other: str
    source: Source


def _of(member: str, sentence: str) -> Source:
    return said(f"{_WHERE}.{member}", sentence)


# It holds of what GetPublicKey answers too.
EQUAL: tuple[Equal, ...] = (
    Equal(
        "CustomerMasterKeySpec",
        "KeySpec",
        _of("CustomerMasterKeySpec", "The KeySpec and CustomerMasterKeySpec fields have the same value."),
    ),
)
OF_SEVERAL_REGIONS = Source(
    "AWS KMS Developer Guide", "Key identifiers (KeyId)", "The key IDs of multi-Region keys begin with the mrk- prefix."
)
# What keys of several Regions have in common, and which of them is the primary key.
OF_ONE_ID = said("CreateKeyRequest.MultiRegion", "Because these KMS keys have the same key ID, key material, and other")
PRIMARY_KEY = said(
    "MultiRegionConfiguration.PrimaryKey", "This field includes the current KMS key if it is the primary key."
)
ENABLED = _of("Enabled", "When KeyState is Enabled this value is true, otherwise it is false.")


class NamedTwice(NamedTuple):
    """The places of an answer that hold one key, which two of their members name: its id, and its ARN."""

    place: str
    arn: str
    source: Source


NAMED_TWICE: tuple[NamedTwice, ...] = (
    *(NamedTwice(place, "Arn", _of("Arn", "The Amazon Resource Name (ARN) of the KMS key.")) for place in PLACES),
    NamedTwice("Keys.item", "KeyArn", said("KeyListEntry.KeyArn", "ARN of the key.")),
)

# Operations that answer with the key they were asked about.
NAMED: dict[str, Source] = {
    operation: said(f"{operation}Response.KeyId", sentence)
    for operation, sentence in (
        ("GetKeyRotationStatus", "Identifies the specified symmetric encryption KMS key."),
        ("RotateKeyOnDemand", "Identifies the symmetric encryption KMS key that you initiated on-demand rotation on."),
    )
}
# A list whose entries name the key that was asked about.
NAMED["ListKeyRotations"] = said("RotationsListEntry.KeyId", "Unique identifier of the key.")
# Operations whose KeyId is the ARN of the key.
NAMED_BY_ARN: dict[str, Source] = {
    operation: said(f"{operation}Response.KeyId", "The Amazon Resource Name (key ARN) of the")
    for operation in (
        "CancelKeyDeletion",
        "Decrypt",
        "DeleteImportedKeyMaterial",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GetParametersForImport",
        "GetPublicKey",
        "ImportKeyMaterial",
        "ReEncrypt",
        "ScheduleKeyDeletion",
        "Sign",
        "Verify",
    )
}
# Of them, those that answer with the id in the examples of the AWS CLI (delete-imported-key-material and
# import-key-material): where AWS's documents disagree, both are right.
BY_ID_TOO = frozenset({"DeleteImportedKeyMaterial", "ImportKeyMaterial"})
