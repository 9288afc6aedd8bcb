"""Faults of single algorithms and kinds of keys, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    faults_of,
    named,
    only_if,
    tables,
    without,
)
from kms_targets.reference.rules import Around, Call, KeyOperation, Result
from kms_targets.reference.state.keys import SYMMETRIC, Key
from kms_targets.reference.tables.behaviour import PLAINTEXT_MOST, SIGN, SPECS

_MU = "EXTERNAL_MU"
_ML_DSA = ("ML_DSA_44", "ML_DSA_65", "ML_DSA_87")
_VERIFIED = (
    *(f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PSS", "PKCS1_V1_5") for bits in (256, 384, 512)),
    *("ECDSA_SHA_384", "ECDSA_SHA_512", "ED25519_SHA_512", "ED25519_PH_SHA_512"),
)


def _mu_is_message(values: Values) -> Values:
    return {**values, "MessageType": "RAW"} if values.get("MessageType") == _MU else values


def _mu_of_any_length(values: Values) -> Values:
    fits = changed("Message", lambda message: message[:64].ljust(64, b"\0"))
    return fits(values) if values.get("MessageType") == _MU else values


def _verifies_another(algorithm: str) -> Change:
    """Signatures of an algorithm are held against another message."""

    def change(values: Values) -> Values:
        return {**values, "Message": values["Message"][::-1]} if values["SigningAlgorithm"] == algorithm else values

    return asked(change, "Verify")


def _signs_otherwise(operation: str, spec: str) -> Change:
    """Keys of a spec take another message for that of the request."""

    def change(call: Call, plain: KeyOperation) -> Result:
        key = named(call)
        other = changed("Message", lambda message: message[::-1])(call.values)
        return plain(replace(call, values=other)) if key is not None and key.spec == spec else plain(call)

    return around(change, operation)


def _seals(call: Call, key: Key) -> bool:
    return key.spec == SYMMETRIC and call.service.vault.state(key) == "Enabled"


def _sealed_by_any(operation: str) -> Change:
    """The first symmetric key seals what an RSA key is to seal."""

    def change(call: Call, plain: KeyOperation) -> Result:
        key = named(call)
        if key is None or not key.spec.startswith("RSA_") or key.usage != "ENCRYPT_DECRYPT":
            return plain(call)
        other = next(one for one in call.region.keys.values() if _seals(call, one))
        return plain(replace(call, values={**call.values, "KeyId": other.id}))

    return around(change, operation)


def _short_is_empty(call: Call, plain: KeyOperation) -> Result:
    """Too short a ciphertext is that of an empty plaintext."""
    if len(call.values.get("CiphertextBlob", b"")) >= _SHORTEST:
        return plain(call)
    key = next(one for one in call.region.keys.values() if one.spec == SYMMETRIC)
    return {"KeyId": key.arn, "Plaintext": b"", "EncryptionAlgorithm": SYMMETRIC}


_SHORTEST = 80  # bytes


def _no_context_of_rsa(values: Values) -> Values:
    """An encryption context beside an algorithm of RSA is not read."""
    side = "Source" if "DestinationKeyId" in values else ""
    symmetric = values.get(f"{side}EncryptionAlgorithm", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    return values if symmetric else without(f"{side}EncryptionContext")(values)


def _signs_purely(call: Call, plain: KeyOperation) -> Result:
    """A digest is signed by Ed25519 as a message is."""
    asked_for = call.values["SigningAlgorithm"]
    if asked_for != "ED25519_PH_SHA_512":
        return plain(call)
    values = {**call.values, "SigningAlgorithm": "ED25519_SHA_512", "MessageType": "RAW"}
    return {**plain(replace(call, values=values)), "SigningAlgorithm": asked_for}


def _named_by_key(member: str, key_member: str) -> Around:
    """Where no algorithm is named, an RSA key has its better one."""

    def change(call: Call, plain: KeyOperation) -> Result:
        key = named(call, key_member)
        if key is None or key.spec == SYMMETRIC or member in call.values:
            return plain(call)
        return plain(replace(call, values={**call.values, member: "RSAES_OAEP_SHA_256"}))

    return change


def _of_right_type(algorithm: str) -> Change:
    """The message type is whatever the algorithm wants."""
    kind = "DIGEST" if "_PH_" in algorithm else "RAW"
    return lambda rules: asked(
        lambda values: {**values, "MessageType": kind} if values["SigningAlgorithm"] == algorithm else values,
        "Sign",
        "Verify",
    )(rules)


_ROWS: tuple[Row, ...] = (
    (
        "Encrypt.state.EncryptionContext",
        "no encryption context is right",
        only_if(lambda values: not values.get("EncryptionContext"), "ValidationException", "Encrypt"),
    ),
    (
        "Sign.state.ED25519_PH_SHA_512",
        "ED25519_PH_SHA_512 is no algorithm",
        only_if(lambda v: v["SigningAlgorithm"] != "ED25519_PH_SHA_512", "InvalidKeyUsageException", "Sign"),
    ),
    ("Decrypt.state.halved", "a short ciphertext has an empty plaintext", around(_short_is_empty, "Decrypt")),
    *(
        (
            f"Encrypt.state.{spec}-maximum-size",
            f"an {spec} key encrypts a byte less",
            tables(plaintext_most={**PLAINTEXT_MOST, (spec, name): PLAINTEXT_MOST[spec, name] - 1}),
        )
        for spec, name in (
            ("RSA_2048", "RSAES_OAEP_SHA_1"),
            ("RSA_3072", "RSAES_OAEP_SHA_1"),
            ("RSA_4096", "RSAES_OAEP_SHA_256"),
        )
    ),
    ("Sign.state.EXTERNAL_MU", "a representative is signed as a message", asked(_mu_is_message, "Sign")),
    ("Sign.state.EXTERNAL_MU-length", "a representative may have any length", asked(_mu_of_any_length, "Sign")),
    *(
        (f"Verify.state.{algorithm}", f"no signature of {algorithm} verifies", _verifies_another(algorithm))
        for algorithm in _VERIFIED
    ),
    *(
        (f"Verify.state.{spec}", f"no signature of a key of {spec} verifies", _signs_otherwise("Verify", spec))
        for spec in ("ECC_SECG_P256K1", *_ML_DSA)
    ),
    *(
        (f"Sign.state.{spec}", f"a key of {spec} signs another message", _signs_otherwise("Sign", spec))
        for spec in ("ECC_SECG_P256K1", *_ML_DSA)
    ),
    (
        "Sign.state.ECC_SECG_P256K1",
        "a key of ECC_SECG_P256K1 has another algorithm",
        tables(specs={**SPECS, "ECC_SECG_P256K1": {SIGN: ("ECDSA_SHA_512",)}}),
    ),
    (
        "Encapsulate.state.ML_KEM_1024",
        "the longer encapsulated secret is cut off",
        answered(changed("SharedSecretCiphertextBlob", lambda blob: blob[:1088]), "Encapsulate"),
    ),
    ("Verify.state.EXTERNAL_MU", "a representative is taken for a message", asked(_mu_is_message, "Verify")),
    (
        "Decrypt.state.context-asymmetric",
        "an encryption context beside an algorithm of RSA is not read",
        asked(_no_context_of_rsa, "Decrypt"),
    ),
    (
        "ReEncrypt.state.source-context-asymmetric",
        "an encryption context beside an algorithm of RSA is not read",
        asked(_no_context_of_rsa, "ReEncrypt"),
    ),
    *(
        (f"{operation}.state.{algorithm}-message-type", "the message type is not read", _of_right_type(algorithm))
        for operation in ("Sign", "Verify")
        for algorithm in ("ED25519_SHA_512", "ED25519_PH_SHA_512")
    ),
    ("Verify.state.algorithm-different", "a digest is signed as a message", around(_signs_purely, "Sign", "Verify")),
    (
        "Decrypt.state.algorithm-required",
        "an RSA key needs no algorithm",
        around(_named_by_key("EncryptionAlgorithm", "KeyId"), "Decrypt"),
    ),
    (
        "ReEncrypt.state.source-algorithm-required",
        "an RSA key needs no algorithm",
        around(_named_by_key("SourceEncryptionAlgorithm", "SourceKeyId"), "ReEncrypt"),
    ),
    (
        "ReEncrypt.state.destination-algorithm-required",
        "an RSA key needs no algorithm",
        around(_named_by_key("DestinationEncryptionAlgorithm", "DestinationKeyId"), "ReEncrypt"),
    ),
    *(
        (
            f"{operation}.state.IGNORE_CIPHERTEXT",
            "no request goes without ciphertext",
            only_if(lambda values: "CiphertextBlob" in values, "ValidationException", operation),
        )
        for operation in ("Decrypt", "ReEncrypt")
    ),
    *(
        (f"{operation}.state.asymmetric", "an RSA key seals data keys", _sealed_by_any(operation))
        for operation in (
            f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext")
        )
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
