"""ReEncrypt: the same plaintext under another key and another context."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row
from kms_specification.pages.keys.cryptography.encryption import INVALID_CIPHERTEXT, USAGE

RE_ENCRYPTION: tuple[Behaviour, ...] = (
    row(
        CORE,
        "ReEncrypt",
        "inverse",
        "What was encrypted again under another key, Decrypt returns with that key.",
        "Decrypts ciphertext and then reencrypts it entirely within KMS.",
    ),
    row(
        CORE,
        "ReEncrypt",
        "KeyId",
        "ReEncrypt returns the ARN of the key that encrypted again.",
        "The Amazon Resource Name (key ARN) of the KMS key that was used to reencrypt the data.",
        at="ReEncryptResponse.KeyId",
    ),
    row(
        CORE,
        "ReEncrypt",
        "SourceKeyId",
        "ReEncrypt returns which key had encrypted the data.",
        "Unique identifier of the KMS key used to originally encrypt the data.",
        at="ReEncryptResponse.SourceKeyId",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "source-identifiers",
        "SourceKeyId takes a key's id, its ARN, its alias and the ARN of its alias.",
        "To specify a KMS key, use its key ID, key ARN, alias name, or alias ARN.",
        at="ReEncryptRequest.SourceKeyId",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "context",
        "A ciphertext gets another context under the same key, and its old context opens it no more.",
        "You can also use it to reencrypt ciphertext under the same KMS key, such as to change the encryption context "
        "of a ciphertext.",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "asymmetric",
        "Ciphertext of an RSA key is encrypted again under a symmetric key.",
        "If your ciphertext was encrypted under an asymmetric KMS key, you must use the SourceKeyId parameter to "
        "identify the KMS key that encrypted the ciphertext.",
    ),
    row(
        CORE,
        "ReEncrypt",
        "InvalidCiphertextException",
        "Another context than the one it was encrypted with is refused with InvalidCiphertextException.",
        INVALID_CIPHERTEXT,
        at="InvalidCiphertextException",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "IncorrectKeyException",
        "A SourceKeyId of another key than the one that encrypted is refused with IncorrectKeyException.",
        "If you identify a different KMS key, the ReEncrypt operation throws an IncorrectKeyException.",
        at="ReEncryptRequest.SourceKeyId",
    ),
    row(
        COMPLETE,
        "ReEncrypt",
        "InvalidKeyUsageException",
        "A key for another use does not encrypt again: InvalidKeyUsageException.",
        USAGE,
        at="InvalidKeyUsageException",
    ),
)
