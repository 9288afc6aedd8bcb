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
from kms_strategies.sequences.keys.requests import CONTEXT, MESSAGE, arn, changed, key_id, valid

_NOT_FOUND = "NotFoundException"
INVALID, INCORRECT, USAGE = "InvalidCiphertextException", "IncorrectKeyException", "InvalidKeyUsageException"
RSA: dict[str, Template] = {
    "KeyId": key_id("rsa-encryption.key"),
    "EncryptionAlgorithm": "RSAES_OAEP_SHA_256",
}
_RSA_SHA_1: dict[str, Template] = RSA | {"EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}
BLOB = "{c.CiphertextBlob}"
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
_SCRIPT: dict[str, Template] = {"Stage": "\u65e5\u672c"}
_OTHER_SCRIPT: dict[str, Template] = {"Stage": "\u4e2d\u56fd"}
_COMPOSED: dict[str, Template] = {"Stage": "caf\u00e9"}
_DECOMPOSED: dict[str, Template] = {"Stage": "cafe\u0301"}
PLAINTEXT = equal("Plaintext", MESSAGE)
_LONGEST = "QUJD" * 1365 + "QQ=="  # 4,096 bytes
OPENS: dict[str, Template] = {"CiphertextBlob": BLOB, "KeyId": key_id("symmetric.key")}


def encrypted(context: Template = None) -> Step:
    """The message, encrypted with the shared key."""
    return given("Encrypt", valid("Encrypt") | ({"EncryptionContext": context} if context else {}), name="c")


def _other_context(*contexts: Template) -> tuple[Step, ...]:
    """The right context opens it, the others do not."""
    wrong = (OPENS | ({"EncryptionContext": context} if context else {}) for context in contexts)
    return (
        encrypted(CONTEXT),
        given("Decrypt", OPENS | {"EncryptionContext": CONTEXT}),
        *(refused("Decrypt", request, INVALID) for request in wrong),
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
            then("Decrypt", OPENS, equal("Plaintext", _LONGEST)),
        ),
    ),
    shows(
        "Encrypt.state.asymmetric",
        (
            then("Encrypt", RSA | {"Plaintext": MESSAGE}, equal("EncryptionAlgorithm", "RSAES_OAEP_SHA_256"), name="c"),
            then("Decrypt", RSA | {"CiphertextBlob": BLOB}, PLAINTEXT),
        ),
        (
            then("Encrypt", _RSA_SHA_1 | {"Plaintext": MESSAGE}, name="c"),
            then("Decrypt", _RSA_SHA_1 | {"CiphertextBlob": BLOB}, PLAINTEXT),
        ),
    ),
    shows(
        "Encrypt.state.RSA-maximum-size",
        (
            then("Encrypt", RSA | {"Plaintext": _rsa_plaintext(190)}),
            refused("Encrypt", RSA | {"Plaintext": _rsa_plaintext(191)}),
        ),
    ),
    shows(
        "Encrypt.state.algorithm-required",
        (
            given("Encrypt", RSA | {"Plaintext": MESSAGE}),
            refused("Encrypt", {"KeyId": key_id("rsa-encryption.key"), "Plaintext": MESSAGE}),
        ),
    ),
    shows(
        "Encrypt.error.InvalidKeyUsageException",
        (refused("Encrypt", valid("Encrypt", key=key_id("hmac.key")), USAGE),),
        (
            refused(
                "Encrypt",
                valid("Encrypt", key=key_id("rsa-signing.key"), EncryptionAlgorithm="RSAES_OAEP_SHA_256"),
                USAGE,
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
    shows("Decrypt.state.inverse", (encrypted(), then("Decrypt", OPENS, PLAINTEXT))),
    shows("Decrypt.state.without-KeyId", (encrypted(), then("Decrypt", {"CiphertextBlob": BLOB}, PLAINTEXT))),
    shows("Decrypt.state.KeyId", (encrypted(), then("Decrypt", OPENS, equal("KeyId", arn("symmetric.key"))))),
    shows(
        "Decrypt.state.context",
        (encrypted(CONTEXT), then("Decrypt", OPENS | {"EncryptionContext": CONTEXT}, PLAINTEXT)),
    ),
    shows(
        "Decrypt.state.context-order",
        (
            encrypted(CONTEXT),
            then("Decrypt", OPENS | {"EncryptionContext": dict(reversed(CONTEXT.items()))}, PLAINTEXT),
        ),
    ),
    shows(
        "Decrypt.state.context-different",
        _other_context(CONTEXT | {"Stage": "two"}, _ALIKE, *_NEARLY),
        (
            encrypted(_SCRIPT),
            given("Decrypt", OPENS | {"EncryptionContext": _SCRIPT}),
            refused("Decrypt", OPENS | {"EncryptionContext": _OTHER_SCRIPT}, INVALID),
        ),
    ),
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
            given("Decrypt", OPENS),
            refused("Decrypt", OPENS | {"EncryptionContext": {"Stage": "one"}}, INVALID),
        ),
    ),
    shows(
        "Decrypt.error.InvalidCiphertextException",
        (
            encrypted(),
            given("Decrypt", OPENS),
            refused("Decrypt", OPENS | {"CiphertextBlob": changed(BLOB)}, INVALID),
        ),
    ),
    shows(
        "Decrypt.state.truncated",
        (
            encrypted(),
            given("Decrypt", OPENS),
            refused("Decrypt", OPENS | {"CiphertextBlob": Made(Maker.SHORTENED, (BLOB,))}, INVALID),
        ),
    ),
    shows(
        "Decrypt.state.extended",
        (
            encrypted(),
            given("Decrypt", OPENS),
            refused("Decrypt", OPENS | {"CiphertextBlob": Made(Maker.EXTENDED, (BLOB,))}, INVALID),
        ),
    ),
    shows(
        "Decrypt.state.context-Unicode",
        (
            encrypted(_COMPOSED),
            given("Decrypt", OPENS | {"EncryptionContext": _COMPOSED}),
            refused("Decrypt", OPENS | {"EncryptionContext": _DECOMPOSED}, INVALID),
        ),
    ),
    # Bytes in which a target finds the id of no key may be refused like those of a key that the caller may not use.
    shows(
        "Decrypt.state.foreign",
        (
            encrypted(),
            # Which key it is of cannot be told.
            refused(
                "Decrypt", {"CiphertextBlob": _LONGEST[:400]}, INVALID, "AccessDeniedException", "NotFoundException"
            ),
        ),
    ),
    shows(
        "Decrypt.error.IncorrectKeyException",
        (encrypted(), refused("Decrypt", OPENS | {"KeyId": key_id("other-symmetric.key")}, INCORRECT)),
    ),
    shows(
        "Decrypt.error.InvalidKeyUsageException",
        (
            given("Encrypt", RSA | {"Plaintext": MESSAGE}, name="c"),
            # It is another key than the one that encrypted, too.
            refused(
                "Decrypt",
                RSA | {"KeyId": key_id("rsa-signing.key"), "CiphertextBlob": BLOB},
                USAGE,
                INCORRECT,
                INVALID,
            ),
        ),
    ),
    shows(
        "Decrypt.state.outside",
        (
            given("GetPublicKey", {"KeyId": key_id("rsa-encryption.key")}, name="p"),
            then(
                "Decrypt",
                RSA | {"CiphertextBlob": Made(Maker.RSA_OAEP_SHA_256, ("{p.PublicKey}", MESSAGE))},
                PLAINTEXT,
            ),
        ),
    ),
    shows(
        "Decrypt.state.algorithm-different",
        (
            given("Encrypt", RSA | {"Plaintext": MESSAGE}, name="c"),
            given("Decrypt", RSA | {"CiphertextBlob": BLOB}),
            refused("Decrypt", RSA | {"CiphertextBlob": BLOB, "EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}),
        ),
    ),
    shows(
        "Decrypt.state.KeyId-required",
        (
            given("Encrypt", RSA | {"Plaintext": MESSAGE}, name="c"),
            given("Decrypt", RSA | {"CiphertextBlob": BLOB}),
            refused("Decrypt", {"CiphertextBlob": BLOB, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}),
        ),
    ),
)

ENCRYPTION: tuple[Demonstration, ...] = (*_ENCRYPT, *_DECRYPT)
