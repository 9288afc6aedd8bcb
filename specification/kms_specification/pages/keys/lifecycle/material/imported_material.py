"""Key material that is imported: how it is wrapped, when it expires, and what a key is without it."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row

_IMPORT, _DELETE, _PARAMETERS = "ImportKeyMaterial", "DeleteImportedKeyMaterial", "GetParametersForImport"
_UNSUPPORTED = (
    "The request was rejected because a specified parameter is not supported or a specified resource is not valid for "
    "this operation."
)
_EXPIRATION = "ImportKeyMaterialRequest.ExpirationModel"

IMPORTED_MATERIAL: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "CreateKey",
        "pending-import",
        "A key of the origin EXTERNAL is PendingImport and not enabled.",
        "To create a KMS key with no key material (for imported key material), set this value to EXTERNAL.",
        at="CreateKeyRequest.Origin",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "pending-import-unusable",
        "A key that has no key material yet does not encrypt: KMSInvalidStateException or DisabledException.",
        "The key state of the KMS key is not compatible with the operation.",
        at="KMSInvalidStateException",
    ),
    row(
        COMPLETE,
        _PARAMETERS,
        "WrappingKeySpec",
        "The public key is an RSA key of the size that WrappingKeySpec names.",
        "The type of RSA public key to return in the response.",
        at="GetParametersForImportRequest.WrappingKeySpec",
    ),
    row(
        COMPLETE,
        _PARAMETERS,
        "ParametersValidTo",
        "Public key and token are valid for 24 hours.",
        "Each public key and import token set is valid for 24 hours.",
    ),
    row(
        COMPLETE,
        _PARAMETERS,
        "UnsupportedOperationException",
        "A key whose material KMS made takes no other: UnsupportedOperationException.",
        _UNSUPPORTED,
        at="UnsupportedOperationException",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "enabled",
        "A key is Enabled once its material is imported.",
        "When this operation is successful, the state of the KMS key changes to Enabled, and you can use the KMS key "
        "in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "usable",
        "A key with imported material decrypts what it encrypted.",
        "When this operation is successful, the state of the KMS key changes to Enabled, and you can use the KMS key "
        "in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "expires",
        "Material that expires is described with KEY_MATERIAL_EXPIRES and its date.",
        "This value is present only for KMS keys whose Origin is EXTERNAL and the ExpirationModel is "
        "KEY_MATERIAL_EXPIRES, otherwise this value is omitted.",
        at="KeyMetadata.ValidTo",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "does-not-expire",
        "Material that does not expire is described with KEY_MATERIAL_DOES_NOT_EXPIRE and no date.",
        "Specifies whether the KMS key's key material expires.",
        at="KeyMetadata.ExpirationModel",
    ),
    row(
        STRICT,
        _IMPORT,
        "ValidTo-required",
        "KEY_MATERIAL_EXPIRES without ValidTo is refused.",
        "When the value of ExpirationModel is KEY_MATERIAL_EXPIRES, you must specify a value for the ValidTo "
        "parameter.",
        at=_EXPIRATION,
    ),
    row(
        STRICT,
        _IMPORT,
        "ValidTo-omitted",
        "KEY_MATERIAL_DOES_NOT_EXPIRE with ValidTo is refused.",
        "When value is KEY_MATERIAL_DOES_NOT_EXPIRE, you must omit the ValidTo parameter.",
        at=_EXPIRATION,
    ),
    row(
        COMPLETE,
        _IMPORT,
        "InvalidImportTokenException",
        "The token of another key is refused with InvalidImportTokenException.",
        "The request was rejected because the provided import token is invalid or is associated with a different KMS "
        "key.",
        at="InvalidImportTokenException",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "InvalidCiphertextException",
        "Material that is not encrypted with the public key is refused with InvalidCiphertextException.",
        "From the ImportKeyMaterial operation, the request was rejected because KMS could not decrypt the encrypted "
        "(wrapped) key material.",
        at="InvalidCiphertextException",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "IncorrectKeyMaterialException",
        "Other material than was imported before is not imported again: IncorrectKeyMaterialException.",
        "For example, it is not the same key material that was previously imported or KMS expected new key material "
        "but the key material being imported is already associated with the KMS key.",
        at="IncorrectKeyMaterialException",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "reimport",
        "Once the same material is imported again, the key decrypts what it had encrypted before.",
        "You might reimport key material to replace key material that expired or key material that you deleted.",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "UnsupportedOperationException",
        "A key whose material KMS made takes no other: UnsupportedOperationException.",
        _UNSUPPORTED,
        at="UnsupportedOperationException",
    ),
    row(
        COMPLETE,
        _DELETE,
        "pending-import",
        "A key is PendingImport once its material is deleted.",
        "Otherwise, it changes the KMS key's state to PendingImport.",
    ),
    row(
        COMPLETE,
        _DELETE,
        "pending-deletion",
        "A key that is pending deletion stays so.",
        "When the specified KMS key is in the PendingDeletion state, this operation does not change the KMS key's "
        "state.",
    ),
    row(
        COMPLETE,
        _DELETE,
        "UnsupportedOperationException",
        "The material of a key that KMS made is not deleted: UnsupportedOperationException.",
        _UNSUPPORTED,
        at="UnsupportedOperationException",
    ),
)
