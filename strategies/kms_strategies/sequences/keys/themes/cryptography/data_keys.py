"""How data keys, key pairs and random bytes are seen to be as long as asked for, fresh and sealed."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    ref,
    refused,
    shows,
    size,
    then,
)
from kms_strategies.sequences.keys.requests import CONTEXT, arn, key_id, valid

_PLAIN, _SEALED = "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"
_PAIR, _SEALED_PAIR = "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"
_USAGE, _INVALID = "InvalidKeyUsageException", "InvalidCiphertextException"
_KEY: dict[str, Template] = {"KeyId": key_id("symmetric.key")}


def _opened(blob: str, *checks: Check) -> Step:
    return then("Decrypt", _KEY | {"CiphertextBlob": blob}, *checks)


def _thrice(operation: str, member: str, request: Template | None = None) -> tuple[Step, ...]:
    """Each answer is another than the one before: of three, so that one given out in pairs is seen."""
    asked = valid(operation) if request is None else request
    return (
        given(operation, asked, name="first"),
        then(operation, asked, different(member, ref(f"first.{member}")), name="second"),
        then(operation, asked, different(member, ref(f"second.{member}"))),
    )


def _long(number: int) -> tuple[Step, ...]:
    return (then(_PLAIN, _KEY | {"NumberOfBytes": number}, size("Plaintext", number)),)


def _bound_to_context(operation: str, blob: str = "CiphertextBlob") -> tuple[Step, ...]:
    opens: dict[str, Template] = _KEY | {"CiphertextBlob": ref(f"d.{blob}")}
    return (
        then(operation, valid(operation, EncryptionContext=CONTEXT), name="d"),
        then("Decrypt", opens | {"EncryptionContext": CONTEXT}),
        refused("Decrypt", opens, _INVALID),
    )


DATA_KEYS: tuple[Demonstration, ...] = (
    shows(f"{_PLAIN}.state.AES_256", (then(_PLAIN, _KEY | {"KeySpec": "AES_256"}, size("Plaintext", 32)),)),
    shows(f"{_PLAIN}.state.AES_128", (then(_PLAIN, _KEY | {"KeySpec": "AES_128"}, size("Plaintext", 16)),)),
    shows(f"{_PLAIN}.state.NumberOfBytes", _long(1), _long(33), _long(64), _long(1024)),
    shows(
        f"{_PLAIN}.state.inverse",
        (
            given(_PLAIN, valid(_PLAIN), name="d"),
            _opened("{d.CiphertextBlob}", equal("Plaintext", "{d.Plaintext}")),
        ),
    ),
    shows(f"{_PLAIN}.state.fresh", _thrice(_PLAIN, "Plaintext")),
    shows(f"{_PLAIN}.state.KeyId", (then(_PLAIN, valid(_PLAIN), equal("KeyId", arn("symmetric.key"))),)),
    shows(f"{_PLAIN}.state.context", _bound_to_context(_PLAIN)),
    shows(
        f"{_PLAIN}.state.both-lengths",
        (given(_PLAIN, valid(_PLAIN)), refused(_PLAIN, valid(_PLAIN, NumberOfBytes=32))),
    ),
    shows(f"{_PLAIN}.state.no-length", (given(_PLAIN, valid(_PLAIN)), refused(_PLAIN, _KEY))),
    shows(
        f"{_PLAIN}.error.InvalidKeyUsageException",
        (refused(_PLAIN, valid(_PLAIN, key=key_id("rsa-signing.key")), _USAGE),),
        (refused(_PLAIN, valid(_PLAIN, key=key_id("hmac.key")), _USAGE),),
    ),
    shows(f"{_SEALED}.state.no-plaintext", (then(_SEALED, valid(_SEALED), absent("Plaintext")),)),
    shows(
        f"{_SEALED}.state.inverse",
        (
            then(_SEALED, _KEY | {"NumberOfBytes": 24}, name="d"),
            _opened("{d.CiphertextBlob}", size("Plaintext", 24)),
        ),
        (
            then(_SEALED, _KEY | {"KeySpec": "AES_128"}, name="d"),
            _opened("{d.CiphertextBlob}", size("Plaintext", 16)),
        ),
    ),
    shows(
        f"{_SEALED}.state.fresh",
        (
            given(_SEALED, valid(_SEALED), name="first"),
            given("Decrypt", _KEY | {"CiphertextBlob": "{first.CiphertextBlob}"}, name="opened"),
            given(_SEALED, valid(_SEALED), name="second"),
            _opened("{second.CiphertextBlob}", different("Plaintext", "{opened.Plaintext}")),
        ),
    ),
    shows(f"{_SEALED}.state.context", _bound_to_context(_SEALED)),
    *(
        shows(f"{operation}.state.context", _bound_to_context(operation, "PrivateKeyCiphertextBlob"))
        for operation in (_PAIR, _SEALED_PAIR)
    ),
    shows(
        f"{_PAIR}.state.inverse",
        (
            given(_PAIR, valid(_PAIR), name="d"),
            _opened("{d.PrivateKeyCiphertextBlob}", equal("Plaintext", "{d.PrivateKeyPlaintext}")),
        ),
    ),
    shows(
        f"{_PAIR}.state.pair",
        *(
            (
                then(_PAIR, valid(_PAIR, KeyPairSpec=spec), name="d"),
                then(
                    "Decrypt",
                    _KEY | {"CiphertextBlob": "{d.PrivateKeyCiphertextBlob}"},
                    Check("Plaintext", Relation.PRIVATE_KEY_OF, "{d.PublicKey}"),
                    equal("Plaintext", "{d.PrivateKeyPlaintext}"),
                ),
            )
            for spec in ("ECC_NIST_P256", "RSA_2048")
        ),
    ),
    shows(
        f"{_PAIR}.state.KeyPairSpec",
        *(
            (
                then(
                    _PAIR,
                    valid(_PAIR, KeyPairSpec=spec),
                    equal("KeyPairSpec", spec),
                    Check("PublicKey", Relation.PUBLIC_KEY, spec),
                ),
            )
            for spec in ("ECC_NIST_P384", "ECC_SECG_P256K1", "ECC_NIST_P521", "RSA_3072", "RSA_4096")
        ),
    ),
    shows(f"{_PAIR}.state.fresh", _thrice(_PAIR, "PublicKey")),
    shows(
        f"{_PAIR}.error.InvalidKeyUsageException",
        (refused(_PAIR, valid(_PAIR, key=key_id("hmac.key")), _USAGE),),
    ),
    *(
        shows(
            f"{operation}.error.InvalidKeyUsageException",
            (refused(operation, valid(operation, key=key_id("hmac.key")), _USAGE),),
        )
        for operation in (_SEALED, _SEALED_PAIR)
    ),
    shows(
        f"{_SEALED_PAIR}.state.no-plaintext", (then(_SEALED_PAIR, valid(_SEALED_PAIR), absent("PrivateKeyPlaintext")),)
    ),
    shows(
        f"{_SEALED_PAIR}.state.inverse",
        (
            given(_SEALED_PAIR, valid(_SEALED_PAIR), name="d"),
            _opened("{d.PrivateKeyCiphertextBlob}", Check("Plaintext", Relation.PRIVATE_KEY_OF, "{d.PublicKey}")),
        ),
    ),
    shows(f"{_SEALED_PAIR}.state.fresh", _thrice(_SEALED_PAIR, "PublicKey")),
    shows(
        "GenerateRandom.state.length",
        *(
            (then("GenerateRandom", {"NumberOfBytes": number}, size("Plaintext", number)),)
            for number in (1, 31, 32, 1024)
        ),
    ),
    shows("GenerateRandom.state.fresh", _thrice("GenerateRandom", "Plaintext", {"NumberOfBytes": 32})),
    shows(
        f"{_PLAIN}.state.varied",
        (then(_PLAIN, _KEY | {"NumberOfBytes": 1024}, Check("Plaintext", Relation.VARIED, 200)),),
    ),
    shows(
        f"{_SEALED}.state.varied",
        (
            given(_SEALED, _KEY | {"NumberOfBytes": 1024}, name="d"),
            _opened("{d.CiphertextBlob}", Check("Plaintext", Relation.VARIED, 200)),
        ),
    ),
    shows(
        "GenerateRandom.state.varied",
        (then("GenerateRandom", {"NumberOfBytes": 1024}, Check("Plaintext", Relation.VARIED, 200)),),
    ),
    shows(
        "GenerateRandom.error.CustomKeyStoreNotFoundException",
        (
            refused(
                "GenerateRandom",
                {"NumberOfBytes": 32, "CustomKeyStoreId": "cks-0123456789abcdef0"},
                "CustomKeyStoreNotFoundException",
                "UnsupportedOperationException",  # a target without custom key stores may say so
            ),
        ),
    ),
)
