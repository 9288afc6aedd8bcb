"""The identifiers of key material: which material is current, which was used, and what the list of rotations says."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row

_IMPORT, _DELETE, _ROTATIONS = "ImportKeyMaterial", "DeleteImportedKeyMaterial", "ListKeyRotations"
_ENTRY = "RotationsListEntry"
_IDENTIFIER = (
    "Whenever you import key material into a symmetric encryption key, KMS assigns a unique identifier to the key "
    "material based on the KMS key ID and the imported key material."
)
_SYMMETRIC = "This parameter is optional and only usable with symmetric encryption keys."
# By operation, what its KeyMaterialId is.
DATA_KEYS = {
    "GenerateDataKey": "The identifier of the key material used to encrypt the data key.",
    "GenerateDataKeyWithoutPlaintext": "The identifier of the key material used to encrypt the data key.",
    "GenerateDataKeyPair": "The identifier of the key material used to encrypt the private key.",
    "GenerateDataKeyPairWithoutPlaintext": "The identifier of the key material used to encrypt the private key.",
}
# Members of ImportKeyMaterial that are for symmetric encryption keys alone.
OF_SYMMETRIC_KEYS = ("ImportType", "KeyMaterialDescription", "KeyMaterialId")

_USED: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "RotateKeyOnDemand",
        "CurrentKeyMaterialId",
        "After a rotation on demand a key is described with other current key material.",
        "Immediately initiates rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "KeyMaterialId",
            f"The key material that {operation} names is the current material of the key.",
            sentence,
            at=f"{operation}Response.KeyMaterialId",
        )
        for operation, sentence in DATA_KEYS.items()
    ),
    row(
        COMPLETE,
        "Decrypt",
        "KeyMaterialId",
        "The key material that Decrypt names is that which encrypted the data, although the key was rotated since.",
        "The identifier of the key material used to decrypt the ciphertext.",
        at="DecryptResponse.KeyMaterialId",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "SourceKeyMaterialId",
        "The source key material that ReEncrypt names is that which encrypted the data.",
        "The identifier of the key material used to originally encrypt the data.",
        at="ReEncryptResponse.SourceKeyMaterialId",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "DestinationKeyMaterialId",
        "The destination key material that ReEncrypt names is the current material of that key.",
        "The identifier of the key material used to reencrypt the data.",
        at="ReEncryptResponse.DestinationKeyMaterialId",
    ),
)
_IMPORTED: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _IMPORT,
        "CurrentKeyMaterialId",
        "A key is described with the identifier that ImportKeyMaterial returned.",
        "Identifies the imported key material.",
        at="ImportKeyMaterialResponse.KeyMaterialId",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "identifier",
        "Material that is imported again has the identifier that it had, and in another key it has another.",
        _IDENTIFIER,
        at="ImportKeyMaterialRequest.KeyMaterialId",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "KeyMaterialId-right",
        "Material is imported again by its identifier.",
        "Matches the computed identifier against the specified key material ID",
        at="ImportKeyMaterialRequest.KeyMaterialId",
    ),
    *(
        row(
            STRICT,
            _IMPORT,
            f"{member}-symmetric",
            f"{member} is refused for a key that is not for symmetric encryption.",
            _SYMMETRIC,
            at=f"ImportKeyMaterialRequest.{member}",
        )
        for member in OF_SYMMETRIC_KEYS
    ),
    row(
        COMPLETE,
        _DELETE,
        "KeyMaterialId",
        "DeleteImportedKeyMaterial returns the identifier of the material that it has deleted.",
        "Identifies the deleted key material.",
        at="DeleteImportedKeyMaterialResponse.KeyMaterialId",
    ),
)
_LISTED: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _ROTATIONS,
        "KeyMaterialState",
        "With ALL_KEY_MATERIAL the current key material is listed as CURRENT, and what was current as NON_CURRENT.",
        "KMS uses CURRENT key material for both encryption and decryption and NON_CURRENT key material only for "
        "decryption.",
        at=f"{_ENTRY}.KeyMaterialState",
    ),
    row(
        COMPLETE,
        _ROTATIONS,
        "PENDING_ROTATION",
        "Material that was imported for a rotation is listed as PENDING_ROTATION, and as CURRENT after it.",
        "PENDING_ROTATION identifies key material that has been imported for on-demand key rotation but the rotation "
        "hasn't completed.",
        at=f"{_ENTRY}.KeyMaterialState",
    ),
    row(
        COMPLETE,
        _ROTATIONS,
        "first-material",
        "The first key material has no date and no type of a rotation.",
        "This field is not present for the first key material or an imported key material in PENDING_ROTATION state.",
        at=f"{_ENTRY}.RotationDate",
    ),
    row(
        COMPLETE,
        _ROTATIONS,
        "own-material",
        "Key material of KMS has no ImportState, ExpirationModel, ValidTo or KeyMaterialDescription.",
        "This field is only present for symmetric encryption KMS keys with EXTERNAL origin.",
        at=f"{_ENTRY}.ImportState",
    ),
    row(
        COMPLETE,
        _ROTATIONS,
        "ImportState",
        "Imported key material is IMPORTED, and PENDING_IMPORT once it is deleted.",
        "Indicates if the key material is currently imported into KMS.",
        at=f"{_ENTRY}.ImportState",
    ),
    row(
        COMPLETE,
        _ROTATIONS,
        "ExpirationModel",
        "Imported key material is listed with its ExpirationModel, and with a ValidTo where it expires.",
        "For any key material that expires, the expiration date and time is indicated in ValidTo.",
        at=f"{_ENTRY}.ExpirationModel",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "KeyMaterialDescription",
        "Key material is listed with its description, which it keeps when it is imported again without one.",
        "If you do not specify a key material description, KMS retains the value you specified when you last imported "
        "the same key material into this KMS key.",
        at="ImportKeyMaterialRequest.KeyMaterialDescription",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "KeyMaterialDescription-changed",
        "Key material that is imported again with another description is listed with that.",
        "Description for the key material being imported.",
        at="ImportKeyMaterialRequest.KeyMaterialDescription",
    ),
)

KEY_MATERIAL: tuple[Behaviour, ...] = (*_USED, *_IMPORTED, *_LISTED)
