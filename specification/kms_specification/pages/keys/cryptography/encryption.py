"""Encrypt and Decrypt: one the inverse of the other, bound to a key, a context and an algorithm."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row

_SAME_CONTEXT = (
    "When you use an encryption context to encrypt data, you must specify the same (an exact case-sensitive match) "
    "encryption context to decrypt the data."
)
_CONTEXT = "DecryptRequest.EncryptionContext"
_SYMMETRIC = (
    "If the ciphertext was encrypted under a symmetric encryption KMS key, the KeyId parameter is optional. KMS can "
    "get this information from metadata that it adds to the symmetric ciphertext blob."
)
INVALID_CIPHERTEXT = (
    "From the Decrypt or ReEncrypt operation, the request was rejected because the specified ciphertext, or "
    "additional authenticated data incorporated into the ciphertext, such as the encryption context, is corrupted, "
    "missing, or otherwise invalid."
)
USAGE = "For encrypting, decrypting, re-encrypting, and generating data keys, the KeyUsage must be ENCRYPT_DECRYPT."

ENCRYPTION: tuple[Behaviour, ...] = (
    row(
        CORE,
        "Encrypt",
        "KeyId",
        "Encrypt returns the ARN of the key that was used.",
        "The Amazon Resource Name (key ARN) of the KMS key that was used to encrypt the plaintext.",
        at="EncryptResponse.KeyId",
    ),
    row(
        CORE,
        "Encrypt",
        "EncryptionAlgorithm",
        "A symmetric key encrypts with SYMMETRIC_DEFAULT where no algorithm is named, and says so.",
        "The default value, SYMMETRIC_DEFAULT, is the algorithm used for symmetric encryption KMS keys.",
        at="EncryptRequest.EncryptionAlgorithm",
    ),
    row(
        CORE,
        "Encrypt",
        "concealed",
        "The plaintext does not stand in the ciphertext.",
        "The encrypted plaintext.",
        at="EncryptResponse.CiphertextBlob",
    ),
    row(
        CORE,
        "Encrypt",
        "maximum-size",
        "A symmetric key encrypts 4,096 bytes, which Decrypt returns.",
        "Encrypts plaintext of up to 4,096 bytes using a KMS key.",
    ),
    row(
        COMPLETE,
        "Encrypt",
        "asymmetric",
        "What an RSA key encrypts with an algorithm, Decrypt returns with the same key and algorithm.",
        "You will be required to provide the same KMS key and encryption algorithm when you decrypt the data.",
    ),
    row(
        STRICT,
        "Encrypt",
        "RSA-maximum-size",
        "An RSA_2048 key with RSAES_OAEP_SHA_256 encrypts 190 bytes and refuses 191.",
        "RSA_2048 RSAES_OAEP_SHA_1: 214 bytes RSAES_OAEP_SHA_256: 190 bytes",
    ),
    row(
        STRICT,
        "Encrypt",
        "algorithm-required",
        "An RSA key does not encrypt where no algorithm is named.",
        "If you specify an asymmetric KMS key, you must also specify the encryption algorithm.",
    ),
    row(
        CORE,
        "Encrypt",
        "InvalidKeyUsageException",
        "A key for another use does not encrypt: InvalidKeyUsageException.",
        USAGE,
        at="InvalidKeyUsageException",
    ),
    row(
        COMPLETE,
        "Encrypt",
        "InvalidGrantTokenException",
        "A grant token that no grant has, where it is refused, is refused with InvalidGrantTokenException.",
        "The request was rejected because the specified grant token is not valid.",
        at="InvalidGrantTokenException",
    ),
    row(
        CORE,
        "Decrypt",
        "inverse",
        "Decrypt returns what Encrypt was given.",
        "Decrypts ciphertext that was encrypted by a KMS key using any of the following operations: Encrypt",
    ),
    row(
        CORE,
        "Decrypt",
        "without-KeyId",
        "Ciphertext of a symmetric key is decrypted although no key is named.",
        _SYMMETRIC,
    ),
    row(
        CORE,
        "Decrypt",
        "KeyId",
        "Decrypt returns the ARN of the key that the data was encrypted with.",
        "The Amazon Resource Name (key ARN) of the KMS key that was used to decrypt the ciphertext.",
        at="DecryptResponse.KeyId",
    ),
    row(
        CORE,
        "Decrypt",
        "context",
        "What was encrypted with a context is decrypted with the same context.",
        _SAME_CONTEXT,
        at=_CONTEXT,
    ),
    row(
        COMPLETE,
        "Decrypt",
        "context-order",
        "The order of the pairs of a context does not matter.",
        "An encryption context is a collection of non-secret key-value pairs that represent additional "
        "authenticated data.",
        at=_CONTEXT,
    ),
    row(
        CORE,
        "Decrypt",
        "context-different",
        "Another value in the context is refused with InvalidCiphertextException.",
        "Otherwise, the request to decrypt fails with an InvalidCiphertextException.",
        at="Encrypt",
    ),
    row(
        CORE,
        "Decrypt",
        "context-missing",
        "What was encrypted with a context is not decrypted without one: InvalidCiphertextException.",
        _SAME_CONTEXT,
        at=_CONTEXT,
    ),
    row(
        COMPLETE,
        "Decrypt",
        "context-unexpected",
        "What was encrypted without a context is not decrypted with one: InvalidCiphertextException.",
        _SAME_CONTEXT,
        at=_CONTEXT,
    ),
    row(
        COMPLETE,
        "Decrypt",
        "context-subset",
        "A part of the context is not enough: InvalidCiphertextException.",
        _SAME_CONTEXT,
        at=_CONTEXT,
    ),
    row(
        COMPLETE,
        "Decrypt",
        "context-case",
        "A context that differs in case alone is another one: InvalidCiphertextException.",
        _SAME_CONTEXT,
        at=_CONTEXT,
    ),
    row(
        CORE,
        "Decrypt",
        "InvalidCiphertextException",
        "Ciphertext of which a bit has changed is refused with InvalidCiphertextException.",
        INVALID_CIPHERTEXT,
        at="InvalidCiphertextException",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "truncated",
        "Ciphertext without its last byte is refused with InvalidCiphertextException.",
        INVALID_CIPHERTEXT,
        at="InvalidCiphertextException",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "extended",
        "Ciphertext with a byte more is refused with InvalidCiphertextException.",
        INVALID_CIPHERTEXT,
        at="InvalidCiphertextException",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "context-Unicode",
        "Values of a context that Unicode takes for the same text, and have other code points, are different.",
        "When you use an encryption context to encrypt data, you must specify the same (an exact case-sensitive match) "
        "encryption context to decrypt the data.",
        at="DecryptRequest.EncryptionContext",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "foreign",
        "Bytes that KMS did not produce are refused with InvalidCiphertextException or AccessDeniedException.",
        "However, it cannot decrypt symmetric ciphertext produced by other libraries, such as the Amazon Web Services "
        "Encryption SDK or Amazon S3 client-side encryption.",
    ),
    row(
        CORE,
        "Decrypt",
        "IncorrectKeyException",
        "A KeyId of another key than the one that encrypted is refused with IncorrectKeyException.",
        "If you identify a different KMS key, the Decrypt operation throws an IncorrectKeyException.",
        at="DecryptRequest.KeyId",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "InvalidKeyUsageException",
        "A key for another use does not decrypt: InvalidKeyUsageException.",
        USAGE,
        at="InvalidKeyUsageException",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "outside",
        "What was encrypted outside of KMS with the public key of an RSA key is decrypted.",
        "The Decrypt operation also decrypts ciphertext that was encrypted outside of KMS by the public key in an KMS "
        "asymmetric KMS key.",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "algorithm-different",
        "Ciphertext of an RSA key is not decrypted with another algorithm.",
        "If you specify a different algorithm, the Decrypt operation fails.",
        at="DecryptRequest.EncryptionAlgorithm",
    ),
    row(
        STRICT,
        "Decrypt",
        "KeyId-required",
        "Ciphertext of an RSA key is not decrypted where no key is named.",
        "When the KMS key is asymmetric, you must specify the KMS key and the encryption algorithm that was used to "
        "encrypt the ciphertext.",
    ),
)
