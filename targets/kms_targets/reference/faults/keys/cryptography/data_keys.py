"""Faults of data keys and data key pairs, one behaviour each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault, Kind
from kms_targets.reference.faults.keys.words import (
    Row,
    accepting,
    answered,
    around,
    asked,
    backwards,
    changed,
    default,
    faults_of,
    longer,
    recoded,
    same,
    set_to,
    short,
    without,
)
from kms_targets.reference.operations.dispatch import function
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules

_DATA_KEY, _BLIND_KEY = "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"


_PAIR, _BLIND_PAIR = "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"


def _in_place_of(operation: str) -> Any:
    """What another operation does."""
    return lambda call, plain: function(operation)(call)


def _in_pairs(operation: str) -> Change:
    """Every answer but the first is given to two requests, one after the other."""

    def change(rules: Rules) -> Rules:
        answers: list[Result] = []
        asked = count()

        def paired(call: Call, plain: KeyOperation) -> Result:
            result = plain(call)
            if next(asked) % 2 == 1:
                answers[:] = [result]
            return answers[0] if answers else result

        return around(paired, operation)(rules)

    return change


def _first_again(operation: str) -> Change:
    """What an operation answered first for a key and a spec, it answers again."""

    def change(rules: Rules) -> Rules:
        answers: dict[tuple[str, str], Result] = {}

        def again(call: Call, plain: KeyOperation) -> Result:
            result = plain(call)
            return answers.setdefault((str(call.values["KeyId"]), str(call.values["KeyPairSpec"])), result)

        return around(again, operation)(rules)

    return change


def _smaller_pair(call: Call, plain: KeyOperation) -> Result:
    if call.values["KeyPairSpec"] != "RSA_4096":
        return plain(call)
    return {**plain(replace(call, values={**call.values, "KeyPairSpec": "RSA_2048"})), "KeyPairSpec": "RSA_4096"}


def _of_text(call: Call, plain: KeyOperation) -> Result:
    """A data key is ASCII."""
    result, values = plain(call), call.values
    size = values.get("NumberOfBytes") or {"AES_128": 16, "AES_256": 32}[values["KeySpec"]]
    data = bytes(byte & 127 for byte in os.urandom(size))
    request = {name: values[name] for name in ("KeyId", "EncryptionContext") if name in values}
    sealed = function("Encrypt")(replace(call, values={**request, "Plaintext": data}))
    return {**set_to("Plaintext", data)(result), "CiphertextBlob": sealed["CiphertextBlob"]}


_DATA_KEYS: tuple[Row, ...] = (
    (f"{_DATA_KEY}.state.AES_256", "AES_256 is 16 bytes", asked(set_to("KeySpec", "AES_128"), _DATA_KEY)),
    (f"{_DATA_KEY}.state.AES_128", "AES_128 is 32 bytes", asked(set_to("KeySpec", "AES_256"), _DATA_KEY)),
    (
        f"{_DATA_KEY}.state.NumberOfBytes",
        "one byte more than NumberOfBytes",
        asked(changed("NumberOfBytes", lambda number: number + 1), _DATA_KEY),
    ),
    (
        f"{_DATA_KEY}.state.inverse",
        "the plaintext of a data key is another key",
        answered(changed("Plaintext", backwards), _DATA_KEY),
    ),
    (f"{_DATA_KEY}.state.fresh", "the data key is always the same", answered(same("Plaintext", b"k"), _DATA_KEY)),
    (f"{_DATA_KEY}.state.KeyId", "the id of the key as KeyId", answered(changed("KeyId", short), _DATA_KEY)),
    (f"{_DATA_KEY}.state.context", "the context is not read", asked(without("EncryptionContext"), _DATA_KEY)),
    (
        f"{_DATA_KEY}.state.both-lengths",
        "KeySpec goes before NumberOfBytes",
        asked(lambda v: without("NumberOfBytes")(v) if "KeySpec" in v else v, _DATA_KEY),
    ),
    (
        f"{_DATA_KEY}.state.no-length",
        "a data key has 32 bytes by default",
        asked(lambda v: v if "NumberOfBytes" in v else default("KeySpec", "AES_256")(v), _DATA_KEY),
    ),
    (f"{_BLIND_KEY}.state.no-plaintext", "the data key is shown", around(_in_place_of(_DATA_KEY), _BLIND_KEY)),
    (
        f"{_BLIND_KEY}.state.inverse",
        "the encrypted data key has 32 bytes, whatever is asked for",
        asked(lambda v: {**without("NumberOfBytes")(v), "KeySpec": "AES_256"}, _BLIND_KEY),
    ),
    (
        f"{_BLIND_KEY}.state.fresh",
        "the encrypted data key is always a data key of zeros",
        around(lambda call, plain: _encrypted_zeros(call, plain), _BLIND_KEY),
    ),
    (f"{_BLIND_KEY}.state.context", "the context is not read", asked(without("EncryptionContext"), _BLIND_KEY)),
    *(
        (f"{operation}.state.context", "the context is not read", asked(without("EncryptionContext"), operation))
        for operation in (_PAIR, _BLIND_PAIR)
    ),
    (
        f"{_PAIR}.state.inverse",
        "the encrypted private key is another one",
        around(
            lambda call, plain: {**plain(call), "PrivateKeyCiphertextBlob": plain(call)["PrivateKeyCiphertextBlob"]},
            _PAIR,
        ),
    ),
    (
        f"{_PAIR}.state.pair",
        "the public key is that of another pair",
        around(lambda call, plain: {**plain(call), "PublicKey": plain(call)["PublicKey"]}, _PAIR),
    ),
    (
        f"{_PAIR}.state.KeyPairSpec",
        "a pair of RSA_4096 is one of RSA_2048",
        around(_smaller_pair, _PAIR),
    ),
    (
        f"{_PAIR}.state.KeyPairSpec",
        "the pair is on P-256 whatever KeyPairSpec is",
        around(
            lambda call, plain: {
                **plain(replace(call, values={**call.values, "KeyPairSpec": "ECC_NIST_P256"})),
                "KeyPairSpec": call.values["KeyPairSpec"],
            },
            _PAIR,
        ),
    ),
    (f"{_PAIR}.state.fresh", "the pair is always the same", _first_again(_PAIR)),
    (f"{_BLIND_PAIR}.state.fresh", "the pair is always the same", _first_again(_BLIND_PAIR)),
    (f"{_BLIND_PAIR}.state.no-plaintext", "the private key is shown", around(_in_place_of(_PAIR), _BLIND_PAIR)),
    (
        f"{_BLIND_PAIR}.state.inverse",
        "the public key is that of another pair",
        around(lambda call, plain: {**plain(call), "PublicKey": plain(call)["PublicKey"]}, _BLIND_PAIR),
    ),
    *(
        (
            f"{operation}.error.InvalidKeyUsageException",
            f"{operation} answers ValidationException for a key for another use",
            recoded("InvalidKeyUsageException", "ValidationException", operation),
        )
        for operation in (_BLIND_KEY, _BLIND_PAIR)
    ),
    (
        "GenerateRandom.state.length",
        "one byte more than NumberOfBytes",
        answered(changed("Plaintext", longer), "GenerateRandom"),
    ),
    *(
        (f"{operation}.state.varied", "a data key is ASCII", around(_of_text, operation))
        for operation in (_DATA_KEY, _BLIND_KEY)
    ),
    (
        "GenerateRandom.state.varied",
        "random bytes are ASCII",
        answered(changed("Plaintext", lambda data: bytes(byte & 127 for byte in data)), "GenerateRandom"),
    ),
    ("GenerateRandom.state.fresh", "zeros", answered(same("Plaintext", b"\0"), "GenerateRandom")),
    (
        "GenerateRandom.error.CustomKeyStoreNotFoundException",
        "a custom key store need not exist",
        asked(without("CustomKeyStoreId"), "GenerateRandom"),
    ),
    (
        "GenerateRandom.error.CustomKeyStoreInvalidStateException",
        "a custom key store need not be connected",
        accepting("CustomKeyStoreInvalidStateException", {"Plaintext": b"\0"}, "GenerateRandom"),
    ),
)


def _encrypted_zeros(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    if "CiphertextBlob" not in result:
        return result
    values = {name: call.values[name] for name in ("KeyId", "EncryptionContext") if name in call.values}
    zeros = bytes(call.values.get("NumberOfBytes", 32 if call.values.get("KeySpec") == "AES_256" else 16))
    encrypt = replace(call, operation="Encrypt", values={**values, "Plaintext": zeros})
    return {**result, "CiphertextBlob": function("Encrypt")(encrypt)["CiphertextBlob"]}


def faults() -> Iterator[Fault]:
    """All of them."""
    yield from faults_of(_DATA_KEYS)
    for operation in (_DATA_KEY, "GenerateRandom"):
        name, requirement = f"{operation}-in-pairs", f"{operation}.state.fresh"
        yield Fault(name, requirement, Kind.BEHAVIOUR, "two requests get one answer", _in_pairs(operation))
