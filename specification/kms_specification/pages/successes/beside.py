"""Members of successes that are there only beside some values of others: rows with their sentences.

A member that is not there is open, and so is one beside another that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Json, Source
from kms_specification.service_model import said


class Beside(NamedTuple):
    """A member that is there only where `other` has one of the `values`."""

    member: str
    other: str
    values: tuple[Json, ...]
    source: Source


class Group(NamedTuple):
    """What holds of everything at a path of an answer; an empty path is the answer itself."""

    path: str
    rows: tuple[Beside, ...]


def _rows(section: str, *rows: tuple[str, str, tuple[Json, ...], str]) -> tuple[Beside, ...]:
    """Rows of a member, the other and its values, and the sentence about the member."""
    return tuple(
        Beside(member, other, values, said(f"{section}.{member}", sentence)) for member, other, values, sentence in rows
    )


_KEYS = (
    *_rows(
        "KeyMetadata",
        (
            "DeletionDate",
            "KeyState",
            ("PendingDeletion",),
            "This value is present only when the KMS key is scheduled for deletion, that is, when its KeyState is "
            "PendingDeletion.",
        ),
        (
            "PendingDeletionWindowInDays",
            "KeyState",
            ("PendingReplicaDeletion",),
            "This value is present only when the KeyState of the KMS key is PendingReplicaDeletion.",
        ),
        (
            "ExpirationModel",
            "Origin",
            ("EXTERNAL",),
            "This value is present only when Origin is EXTERNAL, otherwise this value is omitted.",
        ),
        *(
            (
                "ValidTo",
                other,
                (value,),
                "This value is present only for KMS keys whose Origin is EXTERNAL and the ExpirationModel is "
                "KEY_MATERIAL_EXPIRES, otherwise this value is omitted.",
            )
            for other, value in (("ExpirationModel", "KEY_MATERIAL_EXPIRES"), ("Origin", "EXTERNAL"))
        ),
        (
            "CustomKeyStoreId",
            "Origin",
            ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"),
            "This field is present only when the KMS key is created in a custom key store.",
        ),
        (
            "CloudHsmClusterId",
            "Origin",
            ("AWS_CLOUDHSM",),
            "This field is present only when the KMS key is created in an CloudHSM key store.",
        ),
        (
            "MultiRegionConfiguration",
            "MultiRegion",
            (True,),
            "This field is present only when the value of the MultiRegion field is True.",
        ),
        (
            "EncryptionAlgorithms",
            "KeyUsage",
            ("ENCRYPT_DECRYPT",),
            "This value is present only when the KeyUsage of the KMS key is ENCRYPT_DECRYPT.",
        ),
        (
            "SigningAlgorithms",
            "KeyUsage",
            ("SIGN_VERIFY",),
            "This field appears only when the KeyUsage of the KMS key is SIGN_VERIFY.",
        ),
        (
            "MacAlgorithms",
            "KeyUsage",
            ("GENERATE_VERIFY_MAC",),
            "This value is present only when the KeyUsage of the KMS key is GENERATE_VERIFY_MAC.",
        ),
        (
            "EncapsulationAlgorithms",
            "KeyUsage",
            ("ENCAPSULATE_DECAPSULATE",),
            "This field appears only for KMS keys with a KeyUsage value of ENCAPSULATE_DECAPSULATE.",
        ),
    ),
    Beside(
        "XksKeyConfiguration",
        "Origin",
        ("EXTERNAL_KEY_STORE",),
        said(
            "XksKeyConfigurationType",
            "This element appears in a CreateKey or DescribeKey response only for a KMS key in an external key store.",
        ),
    ),
)
_STORES = _rows(
    "CustomKeyStoresListEntry",
    *(
        (
            member,
            "CustomKeyStoreType",
            (kind,),
            f"This field appears only when the CustomKeyStoreType is {kind}.",
        )
        for member, kind in (
            ("CloudHsmClusterId", "AWS_CLOUDHSM"),
            ("TrustAnchorCertificate", "AWS_CLOUDHSM"),
            ("XksProxyConfiguration", "EXTERNAL_KEY_STORE"),
        )
    ),
    (
        "ConnectionErrorCode",
        "ConnectionState",
        ("FAILED",),
        "This field appears in the response only when the ConnectionState is FAILED.",
    ),
)
_PROXIES = _rows(
    "XksProxyConfigurationType",
    *(
        (member, "Connectivity", ("VPC_ENDPOINT_SERVICE",), sentence)
        for member, sentence in (
            (
                "VpcEndpointServiceName",
                "This field appears only when the external key store proxy uses an Amazon VPC endpoint service to "
                "communicate with KMS.",
            ),
            (
                "VpcEndpointServiceOwner",
                "This field appears only when the XKS uses an VPC endpoint service to communicate with KMS.",
            ),
        )
    ),
)
# Of the states of key material that has been rotated to, or may be about to be.
_NOT_PENDING = ("CURRENT", "NON_CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION")
_ROTATIONS = _rows(
    "RotationsListEntry",
    (
        "ValidTo",
        "ExpirationModel",
        ("KEY_MATERIAL_EXPIRES",),
        "This field is only present for symmetric encryption KMS keys with EXTERNAL origin in rotation list entries "
        "with an ExpirationModel value of KEY_MATERIAL_EXPIRES.",
    ),
    *(
        (
            member,
            "KeyMaterialState",
            _NOT_PENDING,
            "This field is not present for the first key material or an imported key material in PENDING_ROTATION "
            "state.",
        )
        for member in ("RotationDate", "RotationType")
    ),
)
_ROTATED = _rows(
    "GetKeyRotationStatusResponse",
    (
        "NextRotationDate",
        "KeyRotationEnabled",
        (True,),
        "The next date that KMS will automatically rotate the key material.",
    ),
)
_SYMMETRIC = ("SYMMETRIC_DEFAULT",)
_ONLY_OF_USAGE = "This field is present only when the KMS key has a KeyUsage value of {}."
_APPEARS = "This field appears in the response only when the KeyUsage of the public key is {}."
_PUBLIC_KEYS = _rows(
    "GetPublicKeyResponse",
    *(
        (member, "KeyUsage", (usage,), sentence.format(usage))
        for member, usage, sentence in (
            ("EncryptionAlgorithms", "ENCRYPT_DECRYPT", _APPEARS),
            ("SigningAlgorithms", "SIGN_VERIFY", _APPEARS),
            ("KeyAgreementAlgorithms", "KEY_AGREEMENT", _ONLY_OF_USAGE),
            ("EncapsulationAlgorithms", "ENCAPSULATE_DECAPSULATE", _ONLY_OF_USAGE),
        )
    ),
)

# By operation.
BESIDE: Mapping[str, tuple[Group, ...]] = {
    "CreateKey": (Group("KeyMetadata", _KEYS),),
    "DescribeKey": (Group("KeyMetadata", _KEYS),),
    "GetKeyRotationStatus": (Group("", _ROTATED),),
    "ReplicateKey": (Group("ReplicaKeyMetadata", _KEYS),),
    "Decrypt": (
        Group(
            "",
            _rows(
                "DecryptResponse",
                (
                    "KeyMaterialId",
                    "EncryptionAlgorithm",
                    _SYMMETRIC,
                    "This field is present only when the operation uses a symmetric encryption KMS key.",
                ),
            ),
        ),
    ),
    "ReEncrypt": (
        Group(
            "",
            _rows(
                "ReEncryptResponse",
                (
                    "SourceKeyMaterialId",
                    "SourceEncryptionAlgorithm",
                    _SYMMETRIC,
                    "This field is present only when the original encryption used a symmetric encryption KMS key.",
                ),
                (
                    "DestinationKeyMaterialId",
                    "DestinationEncryptionAlgorithm",
                    _SYMMETRIC,
                    "This field is present only when data is reencrypted using a symmetric encryption KMS key.",
                ),
            ),
        ),
    ),
    "GetPublicKey": (Group("", _PUBLIC_KEYS),),
    "DescribeCustomKeyStores": (
        Group("CustomKeyStores.item", _STORES),
        Group("CustomKeyStores.item.XksProxyConfiguration", _PROXIES),
    ),
    "ListKeyRotations": (Group("Rotations.item", _ROTATIONS),),
    "ScheduleKeyDeletion": (
        Group(
            "",
            _rows(
                "ScheduleKeyDeletionResponse",
                (
                    "DeletionDate",
                    "KeyState",
                    ("PendingDeletion",),
                    "If the KMS key is a multi-Region primary key with replica keys, this field does not appear.",
                ),
            ),
        ),
    ),
}
