"""Rotation of key material, automatic and on demand."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

_ENABLE, _DISABLE, _STATUS = "EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus"
_ON_DEMAND = "RotateKeyOnDemand"
_UNSUPPORTED = (
    "The request was rejected because a specified parameter is not supported or a specified resource is not valid for "
    "this operation."
)
_PERIOD = "EnableKeyRotationRequest.RotationPeriodInDays"

ROTATION: tuple[Behaviour, ...] = (
    row(
        CORE,
        _STATUS,
        "default",
        "A new key is not rotated.",
        "A Boolean value that specifies whether key rotation is enabled.",
        at="GetKeyRotationStatusResponse.KeyRotationEnabled",
    ),
    row(
        CORE,
        _ENABLE,
        "enabled",
        "GetKeyRotationStatus says so afterwards.",
        "Enables automatic rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    row(
        COMPLETE,
        _ENABLE,
        "default-period",
        "Without RotationPeriodInDays the period is 365 days.",
        "If no value is specified, the default value is 365 days.",
        at=_PERIOD,
    ),
    row(
        COMPLETE,
        _ENABLE,
        "RotationPeriodInDays",
        "GetKeyRotationStatus returns the period that was asked for.",
        "Use this parameter to specify a custom period of time between each rotation date.",
        at=_PERIOD,
    ),
    row(
        COMPLETE,
        _ENABLE,
        "period-changed",
        "The period of a key whose rotation is enabled is changed by enabling it again.",
        "you can use RotationPeriodInDays to modify the rotation period of a key that you previously enabled automatic "
        "key rotation on.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "UnsupportedOperationException",
            "A key that is not for symmetric encryption is refused with UnsupportedOperationException.",
            _UNSUPPORTED,
            at="UnsupportedOperationException",
        )
        for operation in (_ENABLE, _DISABLE, _ON_DEMAND)
    ),
    row(
        COMPLETE,
        _STATUS,
        "not-symmetric",
        "A key that is not for symmetric encryption is not said to be rotated automatically.",
        "Automatic key rotation is supported only on symmetric encryption KMS keys.",
    ),
    row(
        COMPLETE,
        _ENABLE,
        "imported-material",
        "A key with imported key material is not rotated automatically.",
        "You cannot enable automatic rotation of asymmetric KMS keys, HMAC KMS keys, KMS keys with imported key "
        "material, or KMS keys in a custom key store.",
    ),
    row(
        CORE,
        _DISABLE,
        "disabled",
        "GetKeyRotationStatus says so afterwards.",
        "Disables automatic rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    row(
        COMPLETE,
        _STATUS,
        "disabled-key",
        "Disabling a key does not change whether it is rotated.",
        "The key rotation status does not change when you disable a KMS key.",
    ),
    row(
        COMPLETE,
        _STATUS,
        "pending-deletion",
        "A key that is pending deletion is not rotated.",
        "While a KMS key is pending deletion, its key rotation status is false and KMS does not rotate the key "
        "material.",
    ),
    row(
        COMPLETE,
        _STATUS,
        "deletion-cancelled",
        "Once its deletion is cancelled, a key is rotated as before.",
        "If you cancel the deletion, the original key rotation status returns to true.",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "decrypts",
        "A key that was rotated decrypts what it had encrypted before, and what it encrypts now.",
        "KMS uses CURRENT key material for both encryption and decryption and NON_CURRENT key material only for "
        "decryption.",
        at="RotationsListEntry.KeyMaterialState",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "schedule",
        "Rotation on demand changes neither whether a key is rotated automatically nor how often.",
        "On-demand rotations do not change existing automatic rotation schedules.",
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "listed",
        "A rotation on demand is listed as ON_DEMAND once it is completed.",
        "Identifies whether the key material rotation was a scheduled automatic rotation or an on-demand rotation.",
        at="RotationsListEntry.RotationType",
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "none",
        "A key that was never rotated has no rotations.",
        "If you omit this parameter, KMS returns information on the key materials created by automatic or on-demand "
        "key rotation.",
        at="ListKeyRotationsRequest.IncludeKeyMaterial",
    ),
    row(
        COMPLETE,
        _STATUS,
        "NextRotationDate",
        "While a key is rotated automatically, there is a date of its next rotation.",
        "Provides detailed information about the rotation status for a KMS key, including whether automatic rotation "
        "of the key material is enabled for the specified KMS key, the rotation period, and the next scheduled "
        "rotation date.",
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "RotationDate",
        "A rotation on demand is listed with the time at which it was made.",
        "Date and time that the key material rotation completed.",
        at="RotationsListEntry.RotationDate",
    ),
    row(
        COMPLETE,
        "EnableKeyRotation",
        "NextRotationDate",
        "A key is rotated as many days after its rotation was enabled as its period has.",
        "The rotation period defines the number of days after you enable automatic key rotation that KMS will rotate "
        "your key material, and the number of days between each automatic rotation thereafter.",
        at="EnableKeyRotationRequest.RotationPeriodInDays",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "NextRotationDate",
        "Rotation on demand does not change the date of the next rotation.",
        "On-demand rotations do not change existing automatic rotation schedules.",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "LimitExceededException",
        "A key is rotated on demand 25 times, and then refused with LimitExceededException.",
        "You can perform on-demand key rotation a maximum of 25 times per KMS key.",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "maximum",
        "A key is not refused with LimitExceededException before it was rotated on demand 25 times.",
        "You can perform on-demand key rotation a maximum of 25 times per KMS key.",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "replica",
        "A replica decrypts what its primary has encrypted since it was rotated.",
        "They have the same key ID and key material.",
        at="ReplicateKey",
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "ALL_KEY_MATERIAL",
        "With ALL_KEY_MATERIAL the first key material is listed beside that of rotations.",
        "When you specify a value of ALL_KEY_MATERIAL, KMS adds the first key material and any imported key material "
        "pending rotation to the response.",
        at="ListKeyRotationsRequest.IncludeKeyMaterial",
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "IncludeKeyMaterial",
        "IncludeKeyMaterial is refused for a key that cannot be rotated.",
        "This parameter can only be used with KMS keys that support automatic or on-demand key rotation.",
        at="ListKeyRotationsRequest.IncludeKeyMaterial",
    ),
)
