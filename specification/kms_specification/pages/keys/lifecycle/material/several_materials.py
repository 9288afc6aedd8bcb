"""Keys that have had several key materials: which of them counts, and when a rotation is over."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

SEVERAL_MATERIALS: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "GetKeyRotationStatus",
        "OnDemandRotationStartDate",
        "A rotation on demand that is listed as completed is in progress no more.",
        "Once the on-demand rotation is complete, KMS removes this field from the response.",
        at="GetKeyRotationStatusResponse.OnDemandRotationStartDate",
    ),
    row(
        COMPLETE,
        "DescribeKey",
        "ValidTo",
        "The ValidTo of a key that was rotated is the earliest of its materials, and not that of one to be rotated to.",
        "The earliest time at which any imported key material permanently associated with this KMS key expires.",
        at="KeyMetadata.ValidTo",
    ),
    row(
        COMPLETE,
        "DeleteImportedKeyMaterial",
        "older-material",
        "A key that was rotated is PendingImport once its older material is deleted.",
        "Otherwise, it changes the KMS key's state to PendingImport.",
    ),
)
