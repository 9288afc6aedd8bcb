"""The states of a key: how it comes into each, what each operation answers in it, and how deletion is put off."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

_SCHEDULE, _CANCEL = "ScheduleKeyDeletion", "CancelKeyDeletion"
_COMPATIBLE = "The KMS key that you use for this operation must be in a compatible key state."
_NOT_ENABLED = "The request was rejected because the specified KMS key is not enabled."
_INVALID_STATE = "The key state of the KMS key is not compatible with the operation."
_UNUSABLE = (
    "When this operation is successful, the key state of the KMS key changes to PendingDeletion and the key can't be "
    "used in any cryptographic operations."
)

# The requirement that a state machine shows, and no sequence: its operation and its subject.
HISTORY = ("CreateKey", "history")

# The cryptographic operations, those first that most programs call.
CRYPTOGRAPHIC: tuple[str, ...] = (
    "Encrypt",
    "Decrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "Sign",
    "Verify",
    "GenerateMac",
    "VerifyMac",
    "ReEncrypt",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
)
COMMON = frozenset(CRYPTOGRAPHIC[:8])

# Others that list DisabledException.
MANAGEMENT_WHILE_DISABLED: tuple[str, ...] = (
    "CreateGrant",
    "EnableKeyRotation",
    "DisableKeyRotation",
    "RotateKeyOnDemand",
    "GetPublicKey",
    "ReplicateKey",
    "UpdatePrimaryRegion",
)

# Others that no key pending deletion is in a compatible state for.
MANAGEMENT_WHILE_PENDING: tuple[str, ...] = (
    "CreateAlias",
    "CreateGrant",
    "EnableKeyRotation",
    "TagResource",
    "UpdateKeyDescription",
    "DisableKeyRotation",
    "GetParametersForImport",
    "GetPublicKey",
    "ImportKeyMaterial",
    "RotateKeyOnDemand",
    "UntagResource",
    "UpdateAlias",
)

# Others that list DisabledException, and that no key pending deletion, which is not enabled, is good for.
REGIONS_WHILE_PENDING: tuple[str, ...] = ("ReplicateKey", "UpdatePrimaryRegion")

# What a key without key material is asked for.
WITHOUT_MATERIAL: tuple[str, ...] = (
    "Encrypt",
    "Decrypt",
    "ReEncrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
)


def _matrix() -> Iterator[Behaviour]:
    for operation in CRYPTOGRAPHIC:
        tier = CORE if operation in COMMON else COMPLETE
        yield row(
            tier,
            "DisableKey",
            operation,
            f"{operation} is refused while the key is disabled: DisabledException or KMSInvalidStateException.",
            "This change temporarily prevents use of the KMS key for cryptographic operations.",
        )
        yield row(
            tier,
            _SCHEDULE,
            operation,
            f"{operation} is refused while the key is pending deletion: KMSInvalidStateException or DisabledException.",
            _UNUSABLE,
        )
    for operation in MANAGEMENT_WHILE_DISABLED:
        yield row(
            COMPLETE,
            "DisableKey",
            operation,
            f"{operation} is refused while the key is disabled: DisabledException or KMSInvalidStateException.",
            _NOT_ENABLED,
            at="DisabledException",
        )
    for operation in MANAGEMENT_WHILE_PENDING:
        yield row(
            COMPLETE,
            _SCHEDULE,
            operation,
            f"{operation} is refused while the key is pending deletion, with the error that it has for a key's state.",
            _COMPATIBLE,
            at=operation,
        )
    for operation in REGIONS_WHILE_PENDING:
        yield row(
            COMPLETE,
            _SCHEDULE,
            operation,
            f"{operation} is refused while the key is pending deletion: KMSInvalidStateException or DisabledException.",
            _NOT_ENABLED,
            at="DisabledException",
        )
    for operation in WITHOUT_MATERIAL:
        yield row(
            COMPLETE,
            "DeleteImportedKeyMaterial",
            operation,
            f"{operation} is refused once the key material was deleted: KMSInvalidStateException or DisabledException.",
            "This operation makes the specified KMS key temporarily unusable.",
        )


# By which operations a key that cannot be used is seen not to be, whatever it is named by.
NAMED: tuple[str, ...] = ("Encrypt", "Decrypt", "GenerateDataKey")

KEY_STATES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "DisableKey",
        "identifiers",
        "A disabled key is not used by its id, its ARN, its alias or the ARN of its alias.",
        "This change temporarily prevents use of the KMS key for cryptographic operations.",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "identifiers",
        "A key that is pending deletion is not used by its id, its ARN, its alias or the ARN of its alias.",
        _UNUSABLE,
    ),
    row(
        COMPLETE,
        "EnableKey",
        "pending-import",
        "A key without key material is not Enabled, whether or not EnableKey is refused.",
        "To create a KMS key with no key material (for imported key material), set this value to EXTERNAL.",
        at="CreateKeyRequest.Origin",
    ),
    row(
        CORE,
        "CreateKey",
        "enabled",
        "A new key is enabled.",
        "When KeyState is Enabled this value is true, otherwise it is false.",
        at="KeyMetadata.Enabled",
    ),
    row(CORE, "DisableKey", "disabled", "A key is Disabled afterwards.", "Sets the state of a KMS key to disabled."),
    row(CORE, "EnableKey", "enabled", "A key is Enabled afterwards.", "Sets the key state of a KMS key to enabled."),
    row(
        CORE,
        "EnableKey",
        "usable",
        "A key that was disabled encrypts again, and decrypts what it had encrypted before.",
        "This allows you to use the KMS key for cryptographic operations.",
    ),
    row(
        CORE,
        _SCHEDULE,
        "pending",
        "A key is PendingDeletion afterwards, in the answer and as described.",
        _UNUSABLE,
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "KeyId",
        "ScheduleKeyDeletion returns the ARN of the key.",
        "The Amazon Resource Name (key ARN) of the KMS key whose deletion is scheduled.",
        at="ScheduleKeyDeletionResponse.KeyId",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "PendingWindowInDays",
        "The key is deleted after as many days as PendingWindowInDays says.",
        "The waiting period, specified in number of days.",
        at="ScheduleKeyDeletionRequest.PendingWindowInDays",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "default-window",
        "Without PendingWindowInDays the key is deleted after 30 days.",
        "If you do not include a value, it defaults to 30.",
        at="ScheduleKeyDeletionRequest.PendingWindowInDays",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "DeletionDate",
        "A key pending deletion is described with the date that ScheduleKeyDeletion returned.",
        "This value is present only when the KMS key is scheduled for deletion, that is, when its KeyState is "
        "PendingDeletion.",
        at="KeyMetadata.DeletionDate",
    ),
    *(
        row(
            COMPLETE,
            _SCHEDULE,
            operation,
            f"{operation} is refused while the key is pending deletion, and does not change its state.",
            _COMPATIBLE,
            at=operation,
        )
        for operation in ("EnableKey", "DisableKey")
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "KMSInvalidStateException",
        "A key that is pending deletion is not scheduled again: KMSInvalidStateException.",
        _INVALID_STATE,
        at="KMSInvalidStateException",
    ),
    row(
        CORE,
        _CANCEL,
        "disabled",
        "A key is Disabled afterwards.",
        "When this operation succeeds, the key state of the KMS key is Disabled.",
    ),
    row(
        CORE,
        _CANCEL,
        "usable",
        "Once enabled, the key decrypts what it had encrypted before.",
        "To enable the KMS key, use EnableKey.",
    ),
    row(
        COMPLETE,
        _CANCEL,
        "KeyId",
        "CancelKeyDeletion returns the ARN of the key.",
        "The Amazon Resource Name (key ARN) of the KMS key whose deletion is canceled.",
        at="CancelKeyDeletionResponse.KeyId",
    ),
    row(
        COMPLETE,
        _CANCEL,
        "DeletionDate",
        "The key is described without a deletion date afterwards.",
        "This value is present only when the KMS key is scheduled for deletion, that is, when its KeyState is "
        "PendingDeletion.",
        at="KeyMetadata.DeletionDate",
    ),
    row(
        COMPLETE,
        _CANCEL,
        "KMSInvalidStateException",
        "A key that is not pending deletion is refused with KMSInvalidStateException.",
        _INVALID_STATE,
        at="KMSInvalidStateException",
    ),
    *_matrix(),
    row(
        COMPLETE,
        HISTORY[0],
        HISTORY[1],
        "Whatever came before, each answer is right for the keys and aliases that are there by then.",
        "The request was rejected because the state of the specified resource is not valid for this request.",
        at="KMSInvalidStateException",
    ),
)
