"""How key material gets into a key: wrapped in each way that there is, and with each set of parameters."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_IMPORT = "ImportKeyMaterial"
_WRAPPED = (
    "The key material must be encrypted under the public wrapping key that GetParametersForImport returned, using the "
    "wrapping algorithm that you specified in the same GetParametersForImport request."
)
_AT = "ImportKeyMaterialRequest.EncryptedKeyMaterial"

WRAPPING: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _IMPORT,
        "RSAES_OAEP_SHA_1",
        "Material that is wrapped with RSAES_OAEP_SHA_1 is what the key has afterwards.",
        _WRAPPED,
        at=_AT,
    ),
    row(
        COMPLETE,
        _IMPORT,
        "RSA_AES_KEY_WRAP_SHA_1",
        "A private key that is wrapped with RSA_AES_KEY_WRAP_SHA_1 is what the key has afterwards.",
        _WRAPPED,
        at=_AT,
    ),
    row(
        COMPLETE,
        _IMPORT,
        "RSA_AES_KEY_WRAP_SHA_256",
        "A private key of RSA that is wrapped with RSA_AES_KEY_WRAP_SHA_256 is what the key has afterwards.",
        "For RSA_AES wrapping algorithms, you encrypt your key material with an AES key that you generate, then "
        "encrypt your AES key with the RSA public key from KMS.",
        at="GetParametersForImportRequest.WrappingAlgorithm",
    ),
    row(
        COMPLETE,
        "GetParametersForImport",
        "earlier-parameters",
        "Public key and token are good for an import although others were asked for since.",
        "Each public key and import token set is valid for 24 hours.",
    ),
    row(
        COMPLETE,
        "DeleteImportedKeyMaterial",
        "other-material",
        "Where KeyMaterialId names new material, that is deleted, and the key keeps what it has.",
        "Identifies the imported key material you are deleting.",
        at="DeleteImportedKeyMaterialRequest.KeyMaterialId",
    ),
)
