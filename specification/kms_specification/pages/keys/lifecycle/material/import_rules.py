"""What must not be imported into a key: when it would expire, what it is, and how it may be wrapped."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row

_IMPORT, _PARAMETERS, _ON_DEMAND = "ImportKeyMaterial", "GetParametersForImport", "RotateKeyOnDemand"
_VALID_TO = "ImportKeyMaterialRequest.ValidTo"
_ALGORITHM = "GetParametersForImportRequest.WrappingAlgorithm"
_PENDING = (
    "When you initiate on-demand key rotation on a symmetric encryption KMS key with imported key material, you must "
    "have already imported new key material and that key material's state should be PENDING_ROTATION."
)

IMPORT_RULES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _IMPORT,
        "HMAC",
        "An HMAC key takes material, and makes MACs with it.",
        "You can create a symmetric encryption KMS key, HMAC KMS key, asymmetric encryption KMS key, asymmetric key "
        "agreement key, or asymmetric signing KMS key.",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "NEW_KEY_MATERIAL-added",
        "A key takes new material beside that which it has, and decrypts what it encrypted before.",
        "Indicates whether the key material being imported is previously associated with this KMS key or not.",
        at="ImportKeyMaterialRequest.ImportType",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "HMAC-material",
        "An HMAC key takes no other material than that which was imported first.",
        "For asymmetric and HMAC keys, you cannot change the key material after the initial import.",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "key-pair",
        "An asymmetric key has the public key of the private key that was imported.",
        "You can create a symmetric encryption KMS key, HMAC KMS key, asymmetric encryption KMS key, asymmetric key "
        "agreement key, or asymmetric signing KMS key.",
    ),
    row(
        STRICT,
        _IMPORT,
        "key-pair-other-spec",
        "A private key of another curve, and what is no private key, are not imported into an asymmetric key.",
        "The request was rejected because the key material in the request is, expired, invalid, or does not meet "
        "expectations.",
        at="IncorrectKeyMaterialException",
    ),
    row(
        STRICT,
        _IMPORT,
        "ValidTo-past",
        "A ValidTo that has passed is refused.",
        "The value of this parameter must be a future date and time.",
        at=_VALID_TO,
    ),
    row(
        STRICT,
        _IMPORT,
        "ValidTo-maximum",
        "A ValidTo in more than 365 days is refused.",
        "The maximum value is 365 days from the request date.",
        at=_VALID_TO,
    ),
    row(
        COMPLETE,
        _IMPORT,
        "ExpirationModel-default",
        "Without ExpirationModel key material expires, so that it needs a ValidTo.",
        "The default is KEY_MATERIAL_EXPIRES.",
        at="ImportKeyMaterialRequest.ExpirationModel",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "expiration-changed",
        "Key material that was deleted and imported again expires as the second request says.",
        "To change either value, you must delete (DeleteImportedKeyMaterial) and reimport the key material.",
        at=_VALID_TO,
    ),
    row(
        COMPLETE,
        _IMPORT,
        "material-length",
        "Key material that is too short for the key is refused.",
        "The request was rejected because the key material in the request is, expired, invalid, or does not meet "
        "expectations.",
        at="IncorrectKeyMaterialException",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "ImportType-default",
        "Without ImportType other material than that which the key has is refused, and the key keeps its own.",
        "After the first key material is imported, if this parameter is omitted then the parameter defaults to "
        "EXISTING_KEY_MATERIAL.",
        at="ImportKeyMaterialRequest.ImportType",
    ),
    row(
        COMPLETE,
        _IMPORT,
        "NEW_KEY_MATERIAL",
        "Material that the key has is refused as NEW_KEY_MATERIAL.",
        "For example, it is not the same key material that was previously imported or KMS expected new key material "
        "but the key material being imported is already associated with the KMS key.",
        at="IncorrectKeyMaterialException",
    ),
    row(
        STRICT,
        _IMPORT,
        "KeyMaterialId",
        "A KeyMaterialId that is not that of the material is refused.",
        "Matches the computed identifier against the specified key material ID",
        at="ImportKeyMaterialRequest.KeyMaterialId",
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "imported-material-missing",
        "A key with imported key material is not rotated without new material.",
        _PENDING,
    ),
    row(
        COMPLETE,
        _ON_DEMAND,
        "imported-material",
        "Once it is rotated to new material that was imported, a key decrypts what it had encrypted before.",
        _PENDING,
    ),
    row(
        STRICT,
        _PARAMETERS,
        "RSA-material",
        "RSA key material is not wrapped with an RSAES algorithm.",
        "To import an RSA private key, you must use an RSA_AES wrapping algorithm.",
        at=_ALGORITHM,
    ),
    row(
        STRICT,
        _PARAMETERS,
        "ECC_NIST_P521-material",
        "Key material of ECC_NIST_P521 is not wrapped with an RSA_2048 key directly.",
        "You cannot use the RSAES_OAEP_SHA_256 wrapping algorithm with the RSA_2048 wrapping key spec to wrap "
        "ECC_NIST_P521 key material.",
        at=_ALGORITHM,
    ),
    row(
        STRICT,
        _PARAMETERS,
        "RSAES_PKCS1_V1_5",
        "The wrapping algorithm RSAES_PKCS1_V1_5 is refused.",
        "As of October 10, 2023, KMS does not support the RSAES_PKCS1_V1_5 wrapping algorithm.",
        at=_ALGORITHM,
    ),
)
