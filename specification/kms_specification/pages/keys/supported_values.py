"""Values of a request that the documents say are supported: a request that is refused for one of them is right."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_USAGE = "CreateKeyRequest.KeyUsage"
_WRAPPING = "GetParametersForImportRequest.WrappingAlgorithm"
# By operation, the sentence about the algorithm of symmetric encryption.
SYMMETRIC: dict[str, str] = {
    "Encrypt": "The default value, SYMMETRIC_DEFAULT, is the algorithm used for symmetric encryption KMS keys.",
    "Decrypt": "The default value, SYMMETRIC_DEFAULT, represents the only supported algorithm that is valid for "
    "symmetric encryption KMS keys.",
}

SUPPORTED_VALUES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "CreateKey",
        "RSA-ENCRYPT_DECRYPT",
        "There are RSA keys for encryption.",
        "For asymmetric KMS keys with RSA key pairs, specify ENCRYPT_DECRYPT or SIGN_VERIFY.",
        at=_USAGE,
    ),
    row(
        COMPLETE,
        "CreateKey",
        "ECC-KEY_AGREEMENT",
        "There are elliptic curve keys for shared secrets.",
        "For asymmetric KMS keys with NIST-standard elliptic curve key pairs, specify SIGN_VERIFY or KEY_AGREEMENT.",
        at=_USAGE,
    ),
    row(
        COMPLETE,
        "CreateKey",
        "CustomerMasterKeySpec-given",
        "A key has the spec that CustomerMasterKeySpec names.",
        "The KeySpec and CustomerMasterKeySpec parameters work the same way.",
        at="CreateKeyRequest.CustomerMasterKeySpec",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "BypassPolicyLockoutSafetyCheck",
        "A key is made without the check of its policy.",
        'Skips ("bypasses") the key policy lockout safety check.',
        at="CreateKeyRequest.BypassPolicyLockoutSafetyCheck",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "SYMMETRIC_DEFAULT",
            "The algorithm of symmetric encryption may be named.",
            sentence,
            at=f"{operation}Request.EncryptionAlgorithm",
        )
        for operation, sentence in SYMMETRIC.items()
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "SYMMETRIC_DEFAULT",
        "The algorithm of symmetric encryption may be named, for either key.",
        "The default value, SYMMETRIC_DEFAULT, represents the algorithm used for symmetric encryption KMS keys.",
        at="ReEncryptRequest.SourceEncryptionAlgorithm",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "asymmetric-source",
        "What an RSA key has encrypted is encrypted anew with a symmetric key.",
        "This parameter is required only when the ciphertext was encrypted under an asymmetric KMS key.",
        at="ReEncryptRequest.SourceEncryptionAlgorithm",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "asymmetric-destination",
        "What a symmetric key has encrypted is encrypted anew with an RSA key.",
        "This parameter is required only when the destination KMS key is an asymmetric KMS key.",
        at="ReEncryptRequest.DestinationEncryptionAlgorithm",
    ),
    row(
        COMPLETE,
        "GenerateDataKeyPairWithoutPlaintext",
        "KeyPairSpec",
        "The key pair is of the type that KeyPairSpec names.",
        "Determines the type of data key pair that is generated.",
        at="GenerateDataKeyPairWithoutPlaintextRequest.KeyPairSpec",
    ),
    row(
        COMPLETE,
        "GetParametersForImport",
        "RSAES_OAEP_SHA_1",
        "Symmetric key material may be wrapped with RSAES_OAEP_SHA_1.",
        "RSAES_OAEP_SHA_1 — Supported for all types of key material, except RSA key material (private key).",
        at=_WRAPPING,
    ),
    row(
        COMPLETE,
        "GetParametersForImport",
        "RSA_AES_KEY_WRAP_SHA_1",
        "An elliptic curve key may be wrapped with RSA_AES_KEY_WRAP_SHA_1.",
        "RSA_AES_KEY_WRAP_SHA_1 — Supported for wrapping RSA and ECC key material.",
        at=_WRAPPING,
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "ROTATIONS_ONLY",
        "With ROTATIONS_ONLY a key that was never rotated has no rotations, as without it.",
        "The default value of this parameter is ROTATIONS_ONLY.",
        at="ListKeyRotationsRequest.IncludeKeyMaterial",
    ),
    row(
        COMPLETE,
        "VerifyMac",
        "hash",
        "A MAC of each hash is confirmed by the key that made it.",
        "Enter the same MAC algorithm that was used to compute the HMAC.",
        at="VerifyMacRequest.MacAlgorithm",
    ),
)
