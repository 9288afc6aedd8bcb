"""How Encrypt, Decrypt and ReEncrypt are seen to be inverse, and to refuse what is not theirs."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    equal,
    given,
    refused,
    refused_or_accepted,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import CONTEXT, MESSAGE, arn, changed, key_id, metadata, valid

_NOT_FOUND = "NotFoundException"
_INVALID, _INCORRECT, _USAGE = "InvalidCiphertextException", "IncorrectKeyException", "InvalidKeyUsageException"
_RSA: dict[str, Template] = {
    "KeyId": key_id("rsa-encryption.key"),
    "EncryptionAlgorithm": "RSAES_OAEP_SHA_256",
}
_RSA_SHA_1: dict[str, Template] = _RSA | {"EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}
_BLOB = "{c.CiphertextBlob}"
_ALIKE: dict[str, Template] = {"purposec": "onformance", "Stage": "one"}  # the letters of CONTEXT, in its order
# White space around a value, and one pair that two are taken for by those who join them.
_NEARLY: tuple[dict[str, Template], ...] = (
    {**CONTEXT, "Stage": "one "},
    {"purpose": CONTEXT["purpose"], "Stage ": "one"},
    {"Stage": "one,purpose=conformance"},
    {"Stage": "one&purpose=conformance"},
    {"purpose": "conformance,Stage=one"},
    {"purpose": "conformance&Stage=one"},
)
_COMPOSED: dict[str, Template] = {"Stage": "caf\u00e9"}
_DECOMPOSED: dict[str, Template] = {"Stage": "cafe\u0301"}
_PLAINTEXT = equal("Plaintext", MESSAGE)
_LONGEST = "QUJD" * 1365 + "QQ=="  # 4,096 bytes
_OPENS: dict[str, Template] = {"CiphertextBlob": _BLOB, "KeyId": key_id("symmetric.key")}


def encrypted(context: Template = None) -> Step:
    """The message, encrypted with the shared key."""
    return given("Encrypt", valid("Encrypt") | ({"EncryptionContext": context} if context else {}), name="c")


def _other_context(*contexts: Template) -> tuple[Step, ...]:
    """The right context opens it, the others do not."""
    wrong = (_OPENS | ({"EncryptionContext": context} if context else {}) for context in contexts)
    return (
        encrypted(CONTEXT),
        given("Decrypt", _OPENS | {"EncryptionContext": CONTEXT}),
        *(refused("Decrypt", request, _INVALID) for request in wrong),
    )


def _rsa_plaintext(length: int) -> str:
    return "QUJD" * (length // 3) + ("", "QQ==", "QUI=")[length % 3]


_ENCRYPT = (
    shows("Encrypt.state.KeyId", (then("Encrypt", valid("Encrypt"), equal("KeyId", arn("symmetric.key"))),)),
    shows(
        "Encrypt.state.EncryptionAlgorithm",
        (then("Encrypt", valid("Encrypt"), equal("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")),),
    ),
    shows(
        "Encrypt.state.concealed",
        (then("Encrypt", valid("Encrypt"), Check("CiphertextBlob", Relation.CONCEALS, MESSAGE)),),
    ),
    shows(
        "Encrypt.state.maximum-size",
        (
            then("Encrypt", valid("Encrypt", Plaintext=_LONGEST), name="c"),
            then("Decrypt", _OPENS, equal("Plaintext", _LONGEST)),
        ),
    ),
    shows(
        "Encrypt.state.asymmetric",
        (
            then(
                "Encrypt", _RSA | {"Plaintext": MESSAGE}, equal("EncryptionAlgorithm", "RSAES_OAEP_SHA_256"), name="c"
            ),
            then("Decrypt", _RSA | {"CiphertextBlob": _BLOB}, _PLAINTEXT),
        ),
        (
            then("Encrypt", _RSA_SHA_1 | {"Plaintext": MESSAGE}, name="c"),
            then("Decrypt", _RSA_SHA_1 | {"CiphertextBlob": _BLOB}, _PLAINTEXT),
        ),
    ),
    shows(
        "Encrypt.state.RSA-maximum-size",
        (
            then("Encrypt", _RSA | {"Plaintext": _rsa_plaintext(190)}),
            refused("Encrypt", _RSA | {"Plaintext": _rsa_plaintext(191)}),
        ),
    ),
    shows(
        "Encrypt.state.algorithm-required",
        (
            given("Encrypt", _RSA | {"Plaintext": MESSAGE}),
            refused("Encrypt", {"KeyId": key_id("rsa-encryption.key"), "Plaintext": MESSAGE}),
        ),
    ),
    shows(
        "Encrypt.error.InvalidKeyUsageException",
        (refused("Encrypt", valid("Encrypt", key=key_id("hmac.key")), _USAGE),),
        (
            refused(
                "Encrypt",
                valid("Encrypt", key=key_id("rsa-signing.key"), EncryptionAlgorithm="RSAES_OAEP_SHA_256"),
                _USAGE,
            ),
        ),
    ),
    shows(
        "Encrypt.error.InvalidGrantTokenException",
        (
            refused_or_accepted(
                "Encrypt", valid("Encrypt", GrantTokens=["bm90LWEtZ3JhbnQtdG9rZW4="]), "InvalidGrantTokenException"
            ),
        ),
    ),
)
_DECRYPT = (
    shows("Decrypt.state.inverse", (encrypted(), then("Decrypt", _OPENS, _PLAINTEXT))),
    shows("Decrypt.state.without-KeyId", (encrypted(), then("Decrypt", {"CiphertextBlob": _BLOB}, _PLAINTEXT))),
    shows("Decrypt.state.KeyId", (encrypted(), then("Decrypt", _OPENS, equal("KeyId", arn("symmetric.key"))))),
    shows(
        "Decrypt.state.context",
        (encrypted(CONTEXT), then("Decrypt", _OPENS | {"EncryptionContext": CONTEXT}, _PLAINTEXT)),
    ),
    shows(
        "Decrypt.state.context-order",
        (
            encrypted(CONTEXT),
            then("Decrypt", _OPENS | {"EncryptionContext": dict(reversed(CONTEXT.items()))}, _PLAINTEXT),
        ),
    ),
    shows("Decrypt.state.context-different", _other_context(CONTEXT | {"Stage": "two"}, _ALIKE, *_NEARLY)),
    shows("Decrypt.state.context-missing", _other_context(None)),
    shows("Decrypt.state.context-subset", _other_context({"Stage": "one"}, {"purpose": "conformance"})),
    shows(
        "Decrypt.state.context-case",
        _other_context({**CONTEXT, "Stage": "ONE"}, {"purpose": "conformance", "stage": "one"}),
    ),
    shows(
        "Decrypt.state.context-unexpected",
        (
            encrypted(),
            given("Decrypt", _OPENS),
            refused("Decrypt", _OPENS | {"EncryptionContext": {"Stage": "one"}}, _INVALID),
        ),
    ),
    shows(
        "Decrypt.error.InvalidCiphertextException",
        (
            encrypted(),
            given("Decrypt", _OPENS),
            refused("Decrypt", _OPENS | {"CiphertextBlob": changed(_BLOB)}, _INVALID),
        ),
    ),
    shows(
        "Decrypt.state.truncated",
        (
            encrypted(),
            given("Decrypt", _OPENS),
            refused("Decrypt", _OPENS | {"CiphertextBlob": Made(Maker.SHORTENED, (_BLOB,))}, _INVALID),
        ),
    ),
    shows(
        "Decrypt.state.extended",
        (
            encrypted(),
            given("Decrypt", _OPENS),
            refused("Decrypt", _OPENS | {"CiphertextBlob": Made(Maker.EXTENDED, (_BLOB,))}, _INVALID),
        ),
    ),
    shows(
        "Decrypt.state.context-Unicode",
        (
            encrypted(_COMPOSED),
            given("Decrypt", _OPENS | {"EncryptionContext": _COMPOSED}),
            refused("Decrypt", _OPENS | {"EncryptionContext": _DECOMPOSED}, _INVALID),
        ),
    ),
    # Bytes in which a target finds the id of no key may be refused like those of a key that the caller may not use.
    shows(
        "Decrypt.state.foreign",
        (
            encrypted(),
            # Which key it is of cannot be told.
            refused(
                "Decrypt", {"CiphertextBlob": _LONGEST[:400]}, _INVALID, "AccessDeniedException", "NotFoundException"
            ),
        ),
    ),
    shows(
        "Decrypt.error.IncorrectKeyException",
        (encrypted(), refused("Decrypt", _OPENS | {"KeyId": key_id("other-symmetric.key")}, _INCORRECT)),
    ),
    shows(
        "Decrypt.error.InvalidKeyUsageException",
        (
            given("Encrypt", _RSA | {"Plaintext": MESSAGE}, name="c"),
            # It is another key than the one that encrypted, too.
            refused(
                "Decrypt",
                _RSA | {"KeyId": key_id("rsa-signing.key"), "CiphertextBlob": _BLOB},
                _USAGE,
                _INCORRECT,
                _INVALID,
            ),
        ),
    ),
    shows(
        "Decrypt.state.outside",
        (
            given("GetPublicKey", {"KeyId": key_id("rsa-encryption.key")}, name="p"),
            then(
                "Decrypt",
                _RSA | {"CiphertextBlob": Made(Maker.RSA_OAEP_SHA_256, ("{p.PublicKey}", MESSAGE))},
                _PLAINTEXT,
            ),
        ),
    ),
    shows(
        "Decrypt.state.algorithm-different",
        (
            given("Encrypt", _RSA | {"Plaintext": MESSAGE}, name="c"),
            given("Decrypt", _RSA | {"CiphertextBlob": _BLOB}),
            refused("Decrypt", _RSA | {"CiphertextBlob": _BLOB, "EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}),
        ),
    ),
    shows(
        "Decrypt.state.KeyId-required",
        (
            given("Encrypt", _RSA | {"Plaintext": MESSAGE}, name="c"),
            given("Decrypt", _RSA | {"CiphertextBlob": _BLOB}),
            refused("Decrypt", {"CiphertextBlob": _BLOB, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}),
        ),
    ),
)
_AGAIN: dict[str, Template] = {"CiphertextBlob": _BLOB, "DestinationKeyId": key_id("other-symmetric.key")}
_REENCRYPT = (
    shows(
        "ReEncrypt.state.inverse",
        (
            encrypted(),
            then("ReEncrypt", _AGAIN, name="again"),
            then(
                "Decrypt",
                {"CiphertextBlob": "{again.CiphertextBlob}", "KeyId": key_id("other-symmetric.key")},
                _PLAINTEXT,
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
        "ReEncrypt.state.context",
        (
            encrypted(CONTEXT),
            then(
                "ReEncrypt",
                {
                    "CiphertextBlob": _BLOB,
                    "SourceEncryptionContext": CONTEXT,
                    "DestinationKeyId": key_id("symmetric.key"),
                    "DestinationEncryptionContext": {"Stage": "two"},
                },
                name="again",
            ),
            then(
                "Decrypt",
                {"CiphertextBlob": "{again.CiphertextBlob}", "EncryptionContext": {"Stage": "two"}},
                _PLAINTEXT,
            ),
            refused("Decrypt", {"CiphertextBlob": "{again.CiphertextBlob}", "EncryptionContext": CONTEXT}, _INVALID),
        ),
        (
            encrypted(CONTEXT),
            then("ReEncrypt", _AGAIN | {"SourceEncryptionContext": CONTEXT}, name="again"),
            then("Decrypt", {"CiphertextBlob": "{again.CiphertextBlob}"}, _PLAINTEXT),
        ),
    ),
    shows(
        "ReEncrypt.state.asymmetric",
        (
            given("Encrypt", _RSA | {"Plaintext": MESSAGE}, name="c"),
            then(
                "ReEncrypt",
                {
                    "CiphertextBlob": _BLOB,
                    "SourceKeyId": key_id("rsa-encryption.key"),
                    "SourceEncryptionAlgorithm": "RSAES_OAEP_SHA_256",
                    "DestinationKeyId": key_id("symmetric.key"),
                },
                name="again",
            ),
            then("Decrypt", _OPENS | {"CiphertextBlob": "{again.CiphertextBlob}"}, _PLAINTEXT),
        ),
    ),
    shows(
        "ReEncrypt.error.InvalidCiphertextException",
        (
            encrypted(CONTEXT),
            given("ReEncrypt", _AGAIN | {"SourceEncryptionContext": CONTEXT}),
            refused("ReEncrypt", _AGAIN | {"SourceEncryptionContext": {"Stage": "two"}}, _INVALID),
        ),
    ),
    shows(
        "ReEncrypt.error.IncorrectKeyException",
        (encrypted(), refused("ReEncrypt", _AGAIN | {"SourceKeyId": key_id("other-symmetric.key")}, _INCORRECT)),
    ),
    shows(
        "ReEncrypt.error.InvalidKeyUsageException",
        (encrypted(), refused("ReEncrypt", _AGAIN | {"DestinationKeyId": key_id("hmac.key")}, _USAGE)),
    ),
)

ENCRYPTION: tuple[Demonstration, ...] = (*_ENCRYPT, *_DECRYPT, *_REENCRYPT)
