"""What each algorithm and kind of key does beyond what the tables of signatures and data keys say."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row

_MU = "When the value is EXTERNAL_MU KMS skips the concatenated hashing of the public key hash and the message done in"
_ASYMMETRIC: dict[str, tuple[str, str]] = {
    "GenerateDataKey": ("", "You cannot use an asymmetric KMS key to encrypt data keys."),
    "GenerateDataKeyWithoutPlaintext": (
        "",
        "To generate a data key, you must specify the symmetric encryption KMS key that is used to encrypt the data "
        "key.",
    ),
    **{
        operation: (
            f"{operation}Request.KeyId",
            "You cannot specify an asymmetric KMS key or a KMS key in a custom key store.",
        )
        for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext")
    },
}

_ALGORITHM_REQUIRED: dict[tuple[str, str], tuple[str, str]] = {
    ("Decrypt", "algorithm-required"): (
        "An RSA key does not decrypt where no algorithm is named.",
        "When the KMS key is asymmetric, you must specify the KMS key and the encryption algorithm that was used to "
        "encrypt the ciphertext.",
    ),
    ("ReEncrypt", "source-algorithm-required"): (
        "Ciphertext of an RSA key is not encrypted again where its algorithm is not named.",
        "You must also supply the encryption algorithm that was used.",
    ),
    ("ReEncrypt", "destination-algorithm-required"): (
        "An RSA key does not encrypt again where no algorithm is named.",
        "If the destination KMS key is an asymmetric KMS key, you must also provide the encryption algorithm.",
    ),
}

# Signing algorithms that Verify is asked for.
VERIFIED = (
    *(f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PSS", "PKCS1_V1_5") for bits in (256, 384, 512)),
    *(f"ECDSA_SHA_{bits}" for bits in (384, 512)),
    *("ED25519_SHA_512", "ED25519_PH_SHA_512"),
)
# What RSA keys encrypt at most besides RSA_2048 with RSAES_OAEP_SHA_256, in bytes, and where it says so.
RSA_SIZES: dict[str, tuple[tuple[str, int], ...]] = {
    "RSA_2048": (("RSAES_OAEP_SHA_1", 214),),
    "RSA_3072": (("RSAES_OAEP_SHA_1", 342), ("RSAES_OAEP_SHA_256", 318)),
    "RSA_4096": (("RSAES_OAEP_SHA_1", 470), ("RSAES_OAEP_SHA_256", 446)),
}
ML_DSA = ("ML_DSA_44", "ML_DSA_65", "ML_DSA_87")
# The message type that each algorithm of Ed25519 wants.
MESSAGE_TYPES = {"ED25519_SHA_512": "RAW", "ED25519_PH_SHA_512": "DIGEST"}
# Kinds of keys that say which algorithm they sign with.
SIGNERS = ("ECC_SECG_P256K1", *ML_DSA)

ALGORITHMS: tuple[Behaviour, ...] = (
    row(
        CORE,
        "Encrypt",
        "EncryptionContext",
        "A symmetric key encrypts with an encryption context.",
        "Specifies the encryption context that will be used to encrypt the data.",
        at="EncryptRequest.EncryptionContext",
    ),
    row(
        COMPLETE,
        "Sign",
        "ED25519_PH_SHA_512",
        "A signature of ED25519_PH_SHA_512 has 64 bytes.",
        "For ECC_NIST_EDWARDS25519 KMS keys, the ED25519_SHA_512 signing algorithm requires MessageType:RAW, while "
        "ED25519_PH_SHA_512 requires MessageType:DIGEST.",
        at="CreateKeyRequest.KeySpec",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "halved",
        "The first half of a ciphertext is refused as no ciphertext, or as that of another key.",
        "From the Decrypt or ReEncrypt operation, the request was rejected because the specified ciphertext, or "
        "additional authenticated data incorporated into the ciphertext, such as the encryption context, is corrupted, "
        "missing, or otherwise invalid.",
        at="InvalidCiphertextException",
    ),
    *(
        row(
            STRICT,
            "Encrypt",
            f"{spec}-maximum-size",
            f"An {spec} key encrypts {' and '.join(f'{most} bytes with {name}' for name, most in sizes)}, and not one "
            "byte more.",
            " ".join((spec, *(f"{name}: {most} bytes" for name, most in sizes))),
        )
        for spec, sizes in RSA_SIZES.items()
    ),
    *(
        row(
            COMPLETE,
            "Sign",
            spec,
            f"A signature of a key of the spec {spec} verifies outside of KMS with the public key.",
            "Anyone with the public key can verify that the message was signed with that particular private key and "
            "that the message hasn't changed since it was signed.",
        )
        for spec in SIGNERS
    ),
    row(
        COMPLETE,
        "Sign",
        "EXTERNAL_MU",
        "A signature of the representative of a message is a signature of the message.",
        _MU,
        at="SignRequest.MessageType",
    ),
    row(
        STRICT,
        "Sign",
        "EXTERNAL_MU-length",
        "A representative of another length than 64 bytes is refused.",
        "When the value of MessageType is EXTERNAL_MU the length of the Message value must be 64 bytes.",
        at="SignRequest.MessageType",
    ),
    *(
        row(
            COMPLETE,
            "Verify",
            kind,
            f"Verify confirms a signature that Sign has made with {kind}.",
            "Verifies a digital signature that was generated by the Sign operation.",
        )
        for kind in (*VERIFIED, *SIGNERS)
    ),
    row(
        COMPLETE,
        "Verify",
        "EXTERNAL_MU",
        "Verify confirms the signature of a message by the representative of the message.",
        _MU,
        at="VerifyRequest.MessageType",
    ),
    row(
        COMPLETE,
        "Encapsulate",
        "ML_KEM_1024",
        "With ML_KEM_1024 the secret has 32 bytes and its encapsulated form 1,568, from which Decapsulate recovers it.",
        "Before Base64 encoding, the encapsulated shared secret is 768 bytes for ML_KEM_512, 1088 bytes for "
        "ML_KEM_768, and 1568 bytes for ML_KEM_1024.",
        at="EncapsulateResponse.SharedSecretCiphertextBlob",
    ),
    *(
        row(
            COMPLETE,
            operation,
            f"{side}context-asymmetric",
            "Ciphertext of an RSA key is refused with an encryption context, which it cannot have.",
            "An encryption context is supported only on operations with symmetric encryption KMS keys.",
            at=f"{operation}Request.{side.title().removesuffix('-')}EncryptionContext",
        )
        for operation, side in (("Decrypt", ""), ("ReEncrypt", "source-"))
    ),
    *(
        row(
            COMPLETE,
            operation,
            f"{algorithm}-message-type",
            f"With {algorithm} a message of 64 bytes is refused unless its type is {kind}.",
            f"{algorithm} signing algorithm requires KMS MessageType:{kind}",
            at=f"{operation}Request.MessageType",
        )
        for operation in ("Sign", "Verify")
        for algorithm, kind in MESSAGE_TYPES.items()
    ),
    *(
        row(COMPLETE, operation, subject, statement, sentence)
        for (operation, subject), (statement, sentence) in _ALGORITHM_REQUIRED.items()
    ),
    *(
        row(
            STRICT,
            operation,
            "IGNORE_CIPHERTEXT",
            "Without ciphertext, a request with DryRun and IGNORE_CIPHERTEXT is refused with DryRunOperationException.",
            "This parameter is required in all cases except when DryRun is true and DryRunModifiers is set to "
            "IGNORE_CIPHERTEXT.",
            at=f"{operation}Request.CiphertextBlob",
        )
        for operation in ("Decrypt", "ReEncrypt")
    ),
    *(
        row(
            COMPLETE,
            operation,
            "asymmetric",
            f"{operation} is refused with an asymmetric key, although that is one for encryption.",
            sentence,
            at=at,
        )
        for operation, (at, sentence) in _ASYMMETRIC.items()
    ),
)
