"""Data keys, data key pairs and random bytes: as long as asked for, never the same twice, and sealed by a key."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row

_PLAIN = "GenerateDataKey"
_SEALED = "GenerateDataKeyWithoutPlaintext"
_PAIR = "GenerateDataKeyPair"
_SEALED_PAIR = "GenerateDataKeyPairWithoutPlaintext"
_CONTEXT = (
    "If you specify an EncryptionContext, you must specify the same encryption context (a case-sensitive exact match) "
    "when decrypting the encrypted data key."
)
_LENGTHS = "Use AES_128 to generate a 128-bit symmetric key, or AES_256 to generate a 256-bit symmetric key."
_ONE_LENGTH = (
    "You must specify either the KeySpec or the NumberOfBytes parameter (but not both) in every GenerateDataKey "
    "request."
)
_USAGE = "For encrypting, decrypting, re-encrypting, and generating data keys, the KeyUsage must be ENCRYPT_DECRYPT."

DATA_KEYS: tuple[Behaviour, ...] = (
    row(
        CORE,
        _PLAIN,
        "AES_256",
        "A data key of AES_256 has 32 bytes.",
        _LENGTHS,
        at="GenerateDataKeyRequest.KeySpec",
    ),
    row(
        CORE,
        _PLAIN,
        "AES_128",
        "A data key of AES_128 has 16 bytes.",
        _LENGTHS,
        at="GenerateDataKeyRequest.KeySpec",
    ),
    row(
        CORE,
        _PLAIN,
        "NumberOfBytes",
        "A data key has as many bytes as NumberOfBytes says.",
        "Specifies the length of the data key in bytes.",
        at="GenerateDataKeyRequest.NumberOfBytes",
    ),
    row(
        CORE,
        _PLAIN,
        "inverse",
        "Decrypt returns the plaintext of the data key for its encrypted copy.",
        "Use the Decrypt operation to decrypt the encrypted data key. The operation returns a plaintext copy of the "
        "data key.",
    ),
    row(
        CORE,
        _PLAIN,
        "fresh",
        "No two data keys are the same.",
        "Returns a unique symmetric data key for use outside of KMS.",
    ),
    row(
        CORE,
        _PLAIN,
        "KeyId",
        "GenerateDataKey returns the ARN of the key that encrypted the data key.",
        "The Amazon Resource Name (key ARN) of the KMS key that encrypted the data key.",
        at="GenerateDataKeyResponse.KeyId",
    ),
    row(
        COMPLETE,
        _PLAIN,
        "context",
        "A data key made with a context is decrypted with the same context only.",
        _CONTEXT,
    ),
    row(
        STRICT,
        _PLAIN,
        "both-lengths",
        "KeySpec and NumberOfBytes together are refused.",
        _ONE_LENGTH,
        at="GenerateDataKeyRequest.KeySpec",
    ),
    row(
        STRICT,
        _PLAIN,
        "no-length",
        "A request with neither KeySpec nor NumberOfBytes is refused.",
        "You must also specify the length of the data key.",
    ),
    row(
        CORE,
        _PLAIN,
        "InvalidKeyUsageException",
        "A key for another use makes no data keys: InvalidKeyUsageException.",
        _USAGE,
        at="InvalidKeyUsageException",
    ),
    row(
        CORE,
        _SEALED,
        "no-plaintext",
        "The data key itself is not returned.",
        "GenerateDataKeyWithoutPlaintext is identical to the GenerateDataKey operation except that it does not return "
        "a plaintext copy of the data key.",
    ),
    row(
        CORE,
        _SEALED,
        "inverse",
        "Decrypt opens the encrypted data key, which has as many bytes as were asked for.",
        "When you need to encrypt the data, you call the Decrypt operation on the encrypted copy of the key.",
    ),
    row(
        CORE,
        _SEALED,
        "fresh",
        "No two data keys are the same.",
        "Returns a unique symmetric data key for use outside of KMS.",
    ),
    row(
        COMPLETE,
        _SEALED,
        "context",
        "A data key made with a context is decrypted with the same context only.",
        _CONTEXT,
    ),
    *(
        row(
            COMPLETE,
            operation,
            "context",
            "A private key that was made with a context is decrypted with the same context only.",
            _CONTEXT,
        )
        for operation in (_PAIR, _SEALED_PAIR)
    ),
    row(
        COMPLETE,
        _PAIR,
        "inverse",
        "Decrypt returns the private key for its encrypted copy.",
        "When you are ready to decrypt data or sign a message, you can use the Decrypt operation to decrypt the "
        "encrypted private key.",
    ),
    row(
        COMPLETE,
        _PAIR,
        "pair",
        "The private key is a PKCS #8 key, and its public key is the one returned.",
        "The public key is a DER-encoded X.509 SubjectPublicKeyInfo, as specified in RFC 5280. The private key is a "
        "DER-encoded PKCS8 PrivateKeyInfo, as specified in RFC 5958.",
    ),
    row(
        COMPLETE,
        _PAIR,
        "KeyPairSpec",
        "The key pair is of the type that KeyPairSpec names.",
        "Determines the type of data key pair that is generated.",
        at="GenerateDataKeyPairRequest.KeyPairSpec",
    ),
    row(
        COMPLETE,
        _PAIR,
        "fresh",
        "No two data key pairs are the same.",
        "GenerateDataKeyPair returns a unique data key pair for each request.",
    ),
    row(
        COMPLETE,
        _PAIR,
        "InvalidKeyUsageException",
        "A key for another use encrypts no private keys: InvalidKeyUsageException.",
        _USAGE,
        at="InvalidKeyUsageException",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "InvalidKeyUsageException",
            "A key for another use encrypts no data keys: InvalidKeyUsageException.",
            _USAGE,
            at="InvalidKeyUsageException",
        )
        for operation in (_SEALED, _SEALED_PAIR)
    ),
    row(
        COMPLETE,
        _SEALED_PAIR,
        "no-plaintext",
        "The private key itself is not returned.",
        "Unlike GenerateDataKeyPair, this operation does not return a plaintext private key.",
    ),
    row(
        COMPLETE,
        _SEALED_PAIR,
        "inverse",
        "Decrypt returns the private key of the public key returned.",
        "When you are ready to decrypt data or sign a message, you can use the Decrypt operation to decrypt the "
        "encrypted private key.",
    ),
    row(
        COMPLETE,
        _SEALED_PAIR,
        "fresh",
        "No two data key pairs are the same.",
        "GenerateDataKeyPairWithoutPlaintext returns a unique data key pair for each request.",
    ),
    row(
        CORE,
        "GenerateRandom",
        "length",
        "As many bytes are returned as NumberOfBytes says.",
        "The length of the random byte string.",
        at="GenerateRandomRequest.NumberOfBytes",
    ),
    row(
        CORE,
        "GenerateRandom",
        "fresh",
        "No two random byte strings are the same.",
        "Returns a random byte string that is cryptographically secure.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "varied",
            "Of the 256 values of a byte, a data key of 1,024 bytes has at least 200.",
            sentence,
        )
        for operation, sentence in (
            ("GenerateDataKey", "The bytes in the plaintext key are random;"),
            ("GenerateDataKeyWithoutPlaintext", "The bytes in the key are random;"),
        )
    ),
    row(
        COMPLETE,
        "GenerateRandom",
        "varied",
        "Of the 256 values of a byte, 1,024 random bytes have at least 200: fewer than one draw in 10^54 does not.",
        "Returns a random byte string that is cryptographically secure.",
    ),
    row(
        COMPLETE,
        "GenerateRandom",
        "CustomKeyStoreNotFoundException",
        "A custom key store that does not exist is refused with CustomKeyStoreNotFoundException.",
        "The request was rejected because KMS cannot find a custom key store with the specified key store name or ID.",
        at="CustomKeyStoreNotFoundException",
    ),
)
