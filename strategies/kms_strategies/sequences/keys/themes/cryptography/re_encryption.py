"""How a ciphertext that ReEncrypt made is seen to be bound to another key and another context."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Template,
    equal,
    given,
    ref,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import CONTEXT, MESSAGE, alias_arn, arn, key_id, metadata
from kms_strategies.sequences.keys.themes.cryptography.encryption import (
    BLOB,
    INCORRECT,
    INVALID,
    OPENS,
    PLAINTEXT,
    RSA,
    USAGE,
    encrypted,
)

_AGAIN: dict[str, Template] = {"CiphertextBlob": BLOB, "DestinationKeyId": key_id("other-symmetric.key")}
_ALIAS = ref("alias.made.AliasName")
_SOURCES = (key_id("symmetric.key"), arn("symmetric.key"), _ALIAS, alias_arn("symmetric.key", _ALIAS))
RE_ENCRYPTION: tuple[Demonstration, ...] = (
    shows(
        "ReEncrypt.state.inverse",
        (
            encrypted(),
            then("ReEncrypt", _AGAIN, name="again"),
            then(
                "Decrypt",
                {"CiphertextBlob": "{again.CiphertextBlob}", "KeyId": key_id("other-symmetric.key")},
                PLAINTEXT,
            ),
        ),
    ),
    shows(
        "ReEncrypt.state.KeyId",
        (encrypted(), then("ReEncrypt", _AGAIN, equal("KeyId", arn("other-symmetric.key")))),
    ),
    shows(
        "ReEncrypt.state.SourceKeyId",
        (encrypted(), then("ReEncrypt", _AGAIN, Check("SourceKeyId", Relation.NAMES, metadata("symmetric.key")))),
    ),
    shows(
        "ReEncrypt.state.source-identifiers",
        *((encrypted(), then("ReEncrypt", _AGAIN | {"SourceKeyId": source})) for source in _SOURCES),
    ),
    shows(
        "ReEncrypt.state.context",
        (
            encrypted(CONTEXT),
            then(
                "ReEncrypt",
                {
                    "CiphertextBlob": BLOB,
                    "SourceEncryptionContext": CONTEXT,
                    "DestinationKeyId": key_id("symmetric.key"),
                    "DestinationEncryptionContext": {"Stage": "two"},
                },
                name="again",
            ),
            then(
                "Decrypt",
                {"CiphertextBlob": "{again.CiphertextBlob}", "EncryptionContext": {"Stage": "two"}},
                PLAINTEXT,
            ),
            refused("Decrypt", {"CiphertextBlob": "{again.CiphertextBlob}", "EncryptionContext": CONTEXT}, INVALID),
        ),
        (
            encrypted(CONTEXT),
            then("ReEncrypt", _AGAIN | {"SourceEncryptionContext": CONTEXT}, name="again"),
            then("Decrypt", {"CiphertextBlob": "{again.CiphertextBlob}"}, PLAINTEXT),
        ),
    ),
    shows(
        "ReEncrypt.state.asymmetric",
        (
            given("Encrypt", RSA | {"Plaintext": MESSAGE}, name="c"),
            then(
                "ReEncrypt",
                {
                    "CiphertextBlob": BLOB,
                    "SourceKeyId": key_id("rsa-encryption.key"),
                    "SourceEncryptionAlgorithm": "RSAES_OAEP_SHA_256",
                    "DestinationKeyId": key_id("symmetric.key"),
                },
                name="again",
            ),
            then("Decrypt", OPENS | {"CiphertextBlob": "{again.CiphertextBlob}"}, PLAINTEXT),
        ),
    ),
    shows(
        "ReEncrypt.error.InvalidCiphertextException",
        (
            encrypted(CONTEXT),
            given("ReEncrypt", _AGAIN | {"SourceEncryptionContext": CONTEXT}),
            refused("ReEncrypt", _AGAIN | {"SourceEncryptionContext": {"Stage": "two"}}, INVALID),
        ),
        (
            encrypted(CONTEXT),
            given("ReEncrypt", _AGAIN | {"SourceEncryptionContext": CONTEXT}),
            # The right context, but of what is made.
            refused("ReEncrypt", _AGAIN | {"DestinationEncryptionContext": CONTEXT}, INVALID),
        ),
    ),
    shows(
        "ReEncrypt.error.IncorrectKeyException",
        (encrypted(), refused("ReEncrypt", _AGAIN | {"SourceKeyId": key_id("other-symmetric.key")}, INCORRECT)),
    ),
    shows(
        "ReEncrypt.error.InvalidKeyUsageException",
        (encrypted(), refused("ReEncrypt", _AGAIN | {"DestinationKeyId": key_id("hmac.key")}, USAGE)),
    ),
)
