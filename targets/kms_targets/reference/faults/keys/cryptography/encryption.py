"""Faults of encryption and decryption, each of which breaks one behaviour."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault, Kind
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    backwards,
    both,
    changed,
    default,
    faults_of,
    flipped,
    named,
    only_if,
    recoded,
    retried,
    short,
    tables,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import SYMMETRIC
from kms_targets.reference.tables.behaviour import PLAINTEXT_MOST

_ROUND = ("Encrypt", "Decrypt")
_CIPHERTEXT = "InvalidCiphertextException"
_RSA = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
Context = Mapping[str, str]


def _composed(context: Context) -> dict[str, str]:
    return {unicodedata.normalize("NFC", key): unicodedata.normalize("NFC", value) for key, value in context.items()}


def faults() -> Iterator[Fault]:
    """All of them."""
    yield from faults_of(_ENCRYPT + _DECRYPT + _RE_ENCRYPT)
    for slug, description, change in _NEARLY:
        yield Fault(f"Decrypt-context-{slug}", "Decrypt.state.context-different", Kind.BEHAVIOUR, description, change)


def _context(change: Callable[[Context], Context], *operations: str) -> Change:
    return asked(changed("EncryptionContext", change), *operations)


def _is_rsa(values: Values) -> bool:
    return bool(values.get("EncryptionAlgorithm", SYMMETRIC) != SYMMETRIC)


def _rsa_plaintext_changed(values: Values) -> Values:
    return changed("Plaintext", flipped)(values) if _is_rsa(values) else values


def _rsa_ciphertext_backwards(values: Values) -> Values:
    return changed("CiphertextBlob", backwards)(values) if _is_rsa(values) else values


def _with_algorithm(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is None or not key.spec.startswith("RSA_"):
        return plain(call)
    return plain(replace(call, values=default("EncryptionAlgorithm", _RSA[1])(call.values)))


def _with_plaintext_behind(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    return result if _is_rsa(call.values) else changed("CiphertextBlob", lambda b: b + call.values["Plaintext"])(result)


def _opens_anything(call: Call, plain: KeyOperation) -> Result:
    if call.values.get("CiphertextBlob", b"\1")[:1] == b"\1" or _is_rsa(call.values):
        return plain(call)
    key = next(iter(call.region.keys.values()), None)
    return {"KeyId": "" if key is None else key.arn, "Plaintext": b"nothing", "EncryptionAlgorithm": SYMMETRIC}


def _every_rsa_key(call: Call) -> Iterator[Values]:
    """Requests to decrypt with each RSA key."""
    if "KeyId" not in call.values:
        for key in [key for key in call.region.keys.values() if key.spec.startswith("RSA_")]:
            yield {**call.values, "KeyId": key.id}


def _with_room(values: Values) -> Values:
    """What is too long for the algorithm is cut to what any key of it takes."""
    return changed("Plaintext", lambda data: data[:128])(values) if _is_rsa(values) else values


def _no_context(member: str, algorithm: str) -> Callable[[Values], Values]:
    """A context beside an asymmetric algorithm is passed over."""
    return lambda values: without(member)(values) if str(values.get(algorithm)).startswith("RSAES") else values


_ENCRYPT: tuple[Row, ...] = (
    (
        "Encrypt.rule.EncryptionContext-only-for-symmetric",
        "Encrypt passes a context beside an RSA key over",
        asked(_no_context("EncryptionContext", "EncryptionAlgorithm"), "Encrypt"),
    ),
    (
        "Encrypt.rule.Plaintext-size-by-algorithm",
        "Encrypt cuts a plaintext that is too long for RSA",
        asked(_with_room, "Encrypt"),
    ),
    ("Encrypt.state.KeyId", "Encrypt answers the id of the key", answered(changed("KeyId", short), "Encrypt")),
    (
        "Encrypt.state.EncryptionAlgorithm",
        "Encrypt does not say the algorithm",
        answered(without("EncryptionAlgorithm"), "Encrypt"),
    ),
    (
        "Encrypt.state.concealed",
        "the plaintext stands behind the ciphertext",
        around(_with_plaintext_behind, "Encrypt"),
    ),
    (
        "Encrypt.state.maximum-size",
        "Encrypt cuts off the last of 4,096 bytes",
        asked(changed("Plaintext", lambda data: data[:4095]), "Encrypt"),
    ),
    ("Encrypt.state.asymmetric", "an RSA key encrypts something else", asked(_rsa_plaintext_changed, "Encrypt")),
    (
        "Encrypt.state.RSA-maximum-size",
        "an RSA key encrypts one byte less than it can",
        tables(plaintext_most={pair: most - 1 for pair, most in PLAINTEXT_MOST.items()}),
    ),
    ("Encrypt.state.algorithm-required", "an RSA key needs no algorithm", around(_with_algorithm, "Encrypt")),
)


def _one_context(values: Values) -> Values:
    context = values.get("DestinationEncryptionContext")
    return values if context is None else {"SourceEncryptionContext": context, **values}


def _of_latin_letters(values: Values) -> Values:
    """Letters of other scripts are all the same."""
    return {name: text.encode("latin-1", "replace").decode("latin-1") for name, text in values.items()}


_DECRYPT: tuple[Row, ...] = (
    (
        "Decrypt.state.inverse",
        "Decrypt changes the last bit",
        answered(changed("Plaintext", flipped), "Decrypt"),
    ),
    (
        "Decrypt.state.context-different",
        "letters of other scripts in a context are all the same",
        asked(changed("EncryptionContext", _of_latin_letters), "Encrypt", "Decrypt"),
    ),
    (
        "Decrypt.state.without-KeyId",
        "Decrypt needs a KeyId",
        only_if(lambda values: "KeyId" in values, "ValidationException", "Decrypt"),
    ),
    ("Decrypt.state.KeyId", "Decrypt answers the id of the key", answered(changed("KeyId", short), "Decrypt")),
    ("Decrypt.state.context", "Decrypt does not read the context", asked(without("EncryptionContext"), "Decrypt")),
    (
        "Decrypt.state.context-order",
        "the order of the pairs of a context matters",
        _context(lambda context: {**context, "order": " ".join(context)}, *_ROUND),
    ),
    (
        "Decrypt.state.context-different",
        "the values of a context do not matter",
        _context(lambda context: dict.fromkeys(context, ""), *_ROUND),
    ),
    ("Decrypt.state.context-missing", "no context is looked at", asked(without("EncryptionContext"), *_ROUND)),
    (
        "Decrypt.state.context-unexpected",
        "a context does not matter where Encrypt had none",
        retried(_CIPHERTEXT, lambda call: [without("EncryptionContext")(call.values)], "Decrypt"),
    ),
    (
        "Decrypt.state.context-subset",
        "one pair of a context is enough",
        _context(lambda context: dict(sorted(context.items())[:1]), *_ROUND),
    ),
    (
        "Decrypt.state.context-case",
        "the case of a context does not matter",
        _context(lambda context: {name.lower(): value.lower() for name, value in context.items()}, *_ROUND),
    ),
    (
        f"Decrypt.error.{_CIPHERTEXT}",
        "ciphertext that has changed is a ValidationException",
        recoded(_CIPHERTEXT, "ValidationException", "Decrypt"),
    ),
    (
        "Decrypt.state.truncated",
        "ciphertext that cannot be opened is a KMSInternalException",
        recoded(_CIPHERTEXT, "KMSInternalException", "Decrypt"),
    ),
    (
        "Decrypt.state.extended",
        "the end of a ciphertext is not looked at",
        retried(_CIPHERTEXT, lambda call: [changed("CiphertextBlob", lambda blob: blob[:-1])(call.values)], "Decrypt"),
    ),
    (
        "Decrypt.state.context-Unicode",
        "contexts are composed as Unicode composes them",
        asked(changed("EncryptionContext", _composed), *_ROUND),
    ),
    ("Decrypt.state.foreign", "bytes that are no ciphertext are decrypted", around(_opens_anything, "Decrypt")),
    ("Decrypt.error.IncorrectKeyException", "KeyId does not matter", asked(without("KeyId"), "Decrypt")),
    (
        "Decrypt.state.outside",
        "an RSA key decrypts no ciphertext but its own",
        both(
            around(lambda call, plain: dict(_rsa_ciphertext_backwards(plain(call))), "Encrypt"),
            asked(_rsa_ciphertext_backwards, "Decrypt"),
        ),
    ),
    (
        "Decrypt.state.algorithm-different",
        "an RSA key tries its other algorithm as well",
        retried(_CIPHERTEXT, lambda call: [{**call.values, "EncryptionAlgorithm": one} for one in _RSA], "Decrypt"),
    ),
    (
        "Decrypt.state.KeyId-required",
        "ciphertext of an RSA key is decrypted without a KeyId",
        retried("ValidationException", _every_rsa_key, "Decrypt"),
    ),
)

_RE_ENCRYPT: tuple[Row, ...] = (
    (
        "ReEncrypt.rule.DestinationEncryptionContext-only-for-symmetric",
        "ReEncrypt passes a context beside a destination of RSA over",
        asked(_no_context("DestinationEncryptionContext", "DestinationEncryptionAlgorithm"), "ReEncrypt"),
    ),
    (
        "ReEncrypt.state.inverse",
        "ReEncrypt answers a ciphertext that nobody can open",
        answered(changed("CiphertextBlob", flipped), "ReEncrypt"),
    ),
    (
        "ReEncrypt.state.KeyId",
        "ReEncrypt answers the source key as KeyId",
        answered(lambda result: {**result, "KeyId": result["SourceKeyId"]}, "ReEncrypt"),
    ),
    ("ReEncrypt.state.SourceKeyId", "ReEncrypt names no source key", answered(without("SourceKeyId"), "ReEncrypt")),
    (
        "ReEncrypt.error.InvalidCiphertextException",
        "without a context for the source, that of the destination is for both",
        asked(_one_context, "ReEncrypt"),
    ),
    (
        "ReEncrypt.state.context",
        "the context of the destination is not read",
        asked(without("DestinationEncryptionContext"), "ReEncrypt"),
    ),
    (
        "ReEncrypt.state.asymmetric",
        "the ciphertext of an RSA key is not encrypted again",
        only_if(
            lambda values: values.get("SourceEncryptionAlgorithm", SYMMETRIC) == SYMMETRIC,
            "InvalidKeyUsageException",
            "ReEncrypt",
        ),
    ),
    (
        f"ReEncrypt.error.{_CIPHERTEXT}",
        "another context is a ValidationException",
        recoded(_CIPHERTEXT, "ValidationException", "ReEncrypt"),
    ),
    (
        "ReEncrypt.error.IncorrectKeyException",
        "SourceKeyId does not matter",
        asked(without("SourceKeyId"), "ReEncrypt"),
    ),
)

# Two contexts that are taken for one.
_NEARLY: tuple[tuple[str, str, Change], ...] = (
    (
        "trimmed",
        "the values of a context are read without white space around them",
        _context(lambda context: {name: value.strip() for name, value in context.items()}, *_ROUND),
    ),
    (
        "joined",
        "the pairs of a context are joined to one text",
        _context(lambda context: {"all": ",".join(sorted(f"{n}={v}" for n, v in context.items()))}, *_ROUND),
    ),
)
