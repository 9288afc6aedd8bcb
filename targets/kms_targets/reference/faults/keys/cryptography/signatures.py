"""Faults of signatures, MACs and public keys, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    accepting,
    answered,
    around,
    asked,
    backwards,
    changed,
    faults_of,
    longer,
    named,
    recoded,
    set_to,
    short,
    tables,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.tables.behaviour import SPECS

_SIGNATURE, _MAC = "KMSInvalidSignatureException", "KMSInvalidMacException"


_VALID = {"SignatureValid": True}


_USAGE = "InvalidKeyUsageException"


def _last_message(values: Values) -> Values:
    return {**values, "Message": b"another message"} if values.get("MessageType", "RAW") == "RAW" else values


def _signs_another(algorithm: str) -> Change:
    return asked(lambda values: _last_message(values) if values["SigningAlgorithm"] == algorithm else values, "Sign")


def _padded(values: Values) -> Values:
    """A digest of the wrong length is filled up, or cut off."""
    if values.get("MessageType") != "DIGEST":
        return values
    size = int(values["SigningAlgorithm"].rpartition("_")[2]) // 8
    return changed("Message", lambda digest: digest[:size].ljust(size, b"\0"))(values)


def _cut_mac(values: Values) -> Values:
    size = int(values["MacAlgorithm"].rpartition("_")[2]) // 8
    return changed("Mac", lambda mac: mac[:size])(values)


def _cut_der(signature: bytes) -> bytes:
    """The first DER value of a signature that is one of fewer than 128 bytes."""
    return signature[: signature[1] + 2] if signature[:1] == b"0" else signature


def _of_first_key(call: Call, plain: KeyOperation) -> Result:
    """Every key of one type and use is the first of them."""
    key = named(call)
    if key is None:
        return plain(call)
    first = next(one for one in call.region.keys.values() if (one.spec, one.usage) == (key.spec, key.usage))
    if call.service.vault.state(first) != "Enabled":
        return plain(call)
    return plain(replace(call, values={**call.values, "KeyId": first.id}))


def _without_algorithm_check(*specs: str) -> Any:
    """Keys of some specs are said to have all algorithms of their use."""
    found = dict(SPECS)
    for spec in specs:
        found[spec] = {usage: tuple(_all(usage)) for usage in SPECS[spec]}
    return tables(specs=found)


def _all(usage: str) -> dict[str, None]:
    return {name: None for spec in SPECS.values() for name in spec.get(usage, ()) if not name.startswith(("ML", "ED"))}


def _forgiving(algorithm: str, message_type: str) -> Change:
    """Another MessageType beside an algorithm of Ed25519 is taken for the one that it wants."""
    right = {"MessageType": message_type, "Message": bytes(64)}
    return asked(lambda values: {**values, **right} if values["SigningAlgorithm"] == algorithm else values, "Sign")


def _short_is_digest(values: Values) -> Values:
    return {**values, "MessageType": "DIGEST"} if len(values["Message"]) == 32 else values


_SIGNATURES: tuple[Row, ...] = (
    (
        "Sign.rule.ED25519_SHA_512-MessageType",
        "Sign takes any MessageType for ED25519_SHA_512",
        _forgiving("ED25519_SHA_512", "RAW"),
    ),
    (
        "Sign.rule.ED25519_PH_SHA_512-MessageType",
        "Sign takes any MessageType for ED25519_PH_SHA_512",
        _forgiving("ED25519_PH_SHA_512", "DIGEST"),
    ),
    *(
        (
            f"Sign.state.{algorithm}",
            f"{algorithm} signs another message",
            _signs_another(algorithm),
        )
        for algorithm in (
            *(f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PSS", "PKCS1_V1_5") for bits in (256, 384, 512)),
            *(f"ECDSA_SHA_{bits}" for bits in (256, 384, 512)),
            "ED25519_SHA_512",
        )
    ),
    ("Sign.state.short-message", "what is as short as a digest is one", asked(_short_is_digest, "Sign")),
    ("Sign.state.digest", "a digest is hashed again", asked(without("MessageType"), "Sign")),
    ("Sign.state.digest-length", "a digest of another length is signed", asked(_padded, "Sign")),
    ("Sign.state.KeyId", "Sign answers the id of the key", answered(changed("KeyId", short), "Sign")),
    (
        "Sign.state.algorithm",
        "an algorithm that the key does not have is a ValidationException",
        recoded(_USAGE, "ValidationException", "Sign"),
    ),
    ("Verify.state.right-signature", "SignatureValid is absent", answered(without("SignatureValid"), "Verify")),
    ("Verify.state.digest", "a digest is hashed again", asked(without("MessageType"), "Verify")),
    ("Verify.state.hashed-twice", "what may be a digest is one", asked(_short_is_digest, "Verify")),
    (
        f"Verify.error.{_SIGNATURE}",
        "a wrong signature is answered with SignatureValid",
        accepting(_SIGNATURE, {"SignatureValid": False}, "Verify"),
    ),
    (
        f"Verify.error.{_SIGNATURE}",
        "what follows a signature is not read",
        asked(changed("Signature", _cut_der), "Verify"),
    ),
    ("Verify.state.message-different", "any message will do", accepting(_SIGNATURE, _VALID, "Verify")),
    ("Verify.state.key-different", "all keys of a spec are one", around(_of_first_key, "Sign", "Verify")),
    (
        "Verify.state.algorithm-different",
        "a signature of another algorithm is a ValidationException",
        recoded(_SIGNATURE, "ValidationException", "Verify"),
    ),
)


def _algorithm_of_key(call: Call, plain: KeyOperation) -> Result:
    """The algorithm of a MAC is that of the key."""
    key = named(call)
    if key is None or not key.spec.startswith("HMAC_"):
        return plain(call)
    return plain(replace(call, values={**call.values, "MacAlgorithm": key.spec.replace("_", "_SHA_")}))


_EXACT: tuple[Row, ...] = (
    ("VerifyMac.state.algorithm", "the algorithm is that of the key", around(_algorithm_of_key, "VerifyMac")),
)


_MACS: tuple[Row, ...] = (
    ("GenerateMac.state.length", "the MAC has one byte more", answered(changed("Mac", longer), "GenerateMac")),
    (
        "GenerateMac.state.hash",
        "every MAC has 32 bytes, whatever its algorithm",
        answered(changed("Mac", lambda mac: (mac + mac)[:32]), "GenerateMac"),
    ),
    (
        "GenerateMac.state.deterministic",
        "the MAC does not depend on the message",
        asked(set_to("Message", b"the message"), "GenerateMac"),
    ),
    (
        "GenerateMac.state.key-different",
        "all keys of a spec are one",
        around(_of_first_key, "GenerateMac", "VerifyMac"),
    ),
    (
        "GenerateMac.state.standard",
        "the MAC is that of the message backwards",
        asked(changed("Message", backwards), "GenerateMac", "VerifyMac"),
    ),
    ("GenerateMac.state.algorithm", "a key has all MAC algorithms", _without_algorithm_check("HMAC_256", "HMAC_512")),
    ("VerifyMac.state.right-mac", "MacValid is absent", answered(without("MacValid"), "VerifyMac")),
    (f"VerifyMac.error.{_MAC}", "a wrong MAC gets MacValid", accepting(_MAC, {"MacValid": False}, "VerifyMac")),
    (f"VerifyMac.error.{_MAC}", "what follows the MAC is not read", asked(_cut_mac, "VerifyMac")),
    ("VerifyMac.state.message-different", "any MAC will do", accepting(_MAC, {"MacValid": True}, "VerifyMac")),
    (
        "VerifyMac.state.key-different",
        "the MAC of another key is InvalidKeyUsageException",
        recoded(_MAC, _USAGE, "VerifyMac"),
    ),
)


_PUBLIC_KEYS: tuple[Row, ...] = (
    (
        "GetPublicKey.state.SubjectPublicKeyInfo",
        "the public key is not in DER",
        answered(changed("PublicKey", lambda der: der[24:]), "GetPublicKey"),
    ),
    ("GetPublicKey.state.described", "KeyUsage is absent", answered(without("KeyUsage"), "GetPublicKey")),
    ("GetPublicKey.state.KeyId", "GetPublicKey answers an id", answered(changed("KeyId", short), "GetPublicKey")),
    ("GetPublicKey.state.stable", "all keys of a spec are one", around(_of_first_key, "GetPublicKey")),
    (
        "GetPublicKey.state.symmetric",
        "a symmetric key has an empty public key",
        accepting("UnsupportedOperationException", {"PublicKey": b"\0"}, "GetPublicKey"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_SIGNATURES + _EXACT + _MACS + _PUBLIC_KEYS)
