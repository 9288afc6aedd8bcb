"""Faults of data keys, random bytes, signatures, MACs, public keys and shared secrets, one behaviour each."""

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
    both,
    changed,
    default,
    faults_of,
    flipped,
    longer,
    named,
    recoded,
    set_to,
    short,
    tables,
    without,
)
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.operations.dispatch import function
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules
from kms_targets.reference.tables.behaviour import SPECS

_DATA_KEY, _BLIND_KEY = "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"
_PAIR, _BLIND_PAIR = "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"
_SIGNATURE, _MAC = "KMSInvalidSignatureException", "KMSInvalidMacException"
_VALID = {"SignatureValid": True}
_USAGE = "InvalidKeyUsageException"


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_DATA_KEYS + _SIGNATURES + _MACS + _PUBLIC_KEYS + _SECRETS)


def _same(member: str, data: bytes) -> Any:
    """An answer in which bytes are always the same."""
    return changed(member, lambda found: (data * len(found))[: len(found)])


def _in_place_of(operation: str) -> Any:
    """What another operation does."""
    return lambda call, plain: function(operation)(call)


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


def _remembers(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    call.service.vault.tokens[result["SharedSecretCiphertextBlob"]] = None
    return result


def _refuses_unknown(call: Call, plain: KeyOperation) -> Result:
    """A form that Encapsulate did not answer is refused."""
    result = plain(call)
    if call.values["SharedSecretCiphertextBlob"] not in call.service.vault.tokens:
        refuse("InvalidCiphertextException", "The ciphertext is not valid.")
    return result


def _first_again(operation: str) -> Change:
    """What an operation answered first for a key and a spec, it answers again."""

    def change(rules: Rules) -> Rules:
        answers: dict[tuple[str, str], Result] = {}

        def again(call: Call, plain: KeyOperation) -> Result:
            result = plain(call)
            return answers.setdefault((str(call.values["KeyId"]), str(call.values["KeyPairSpec"])), result)

        return around(again, operation)(rules)

    return change


def _other_public_key(call: Call, plain: KeyOperation) -> Result:
    """The public key of the request is taken for the key's own."""
    key = named(call)
    own = None if key is None else function("GetPublicKey")(replace(call, operation="GetPublicKey"))["PublicKey"]
    return plain(replace(call, values={**call.values, "PublicKey": own or call.values["PublicKey"]}))


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
    (f"{_DATA_KEY}.state.fresh", "the data key is always the same", answered(_same("Plaintext", b"k"), _DATA_KEY)),
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
    (
        "GenerateRandom.state.length",
        "one byte more than NumberOfBytes",
        answered(changed("Plaintext", longer), "GenerateRandom"),
    ),
    ("GenerateRandom.state.fresh", "zeros", answered(_same("Plaintext", b"\0"), "GenerateRandom")),
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


_SIGNATURES: tuple[Row, ...] = (
    *(
        (
            f"Sign.state.{algorithm}",
            f"{algorithm} signs another message",
            _signs_another(algorithm),
        )
        for algorithm in ("RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_256", "ECDSA_SHA_256", "ED25519_SHA_512")
    ),
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
    (
        f"Verify.error.{_SIGNATURE}",
        "a wrong signature is answered with SignatureValid",
        accepting(_SIGNATURE, {"SignatureValid": False}, "Verify"),
    ),
    ("Verify.state.message-different", "any message will do", accepting(_SIGNATURE, _VALID, "Verify")),
    ("Verify.state.key-different", "all keys of a spec are one", around(_of_first_key, "Sign", "Verify")),
    (
        "Verify.state.algorithm-different",
        "a signature of another algorithm is a ValidationException",
        recoded(_SIGNATURE, "ValidationException", "Verify"),
    ),
)

_MACS: tuple[Row, ...] = (
    ("GenerateMac.state.length", "the MAC has one byte more", answered(changed("Mac", longer), "GenerateMac")),
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

_SECRETS: tuple[Row, ...] = (
    (
        "DeriveSharedSecret.state.agreement",
        "the secret is backwards",
        answered(changed("SharedSecret", backwards), "DeriveSharedSecret"),
    ),
    (
        "DeriveSharedSecret.state.both-sides",
        "the public key of the request is not read",
        around(_other_public_key, "DeriveSharedSecret"),
    ),
    (
        "DeriveSharedSecret.state.curve-different",
        "a public key on another curve gives zeros",
        accepting("ValidationException", {"SharedSecret": bytes(32)}, "DeriveSharedSecret"),
    ),
    (
        "Encapsulate.state.length",
        "the secret has one byte more",
        answered(changed("SharedSecret", longer), "Encapsulate"),
    ),
    ("Encapsulate.state.fresh", "zeros", answered(_same("SharedSecret", b"\0"), "Encapsulate")),
    (
        "Decapsulate.state.inverse",
        "the secret is backwards",
        answered(changed("SharedSecret", backwards), "Decapsulate"),
    ),
    (
        "Decapsulate.state.outside",
        "a secret that was encapsulated outside of KMS is another one",
        answered(changed("SharedSecret", flipped), "Encapsulate", "Decapsulate"),
    ),
    (
        "Decapsulate.state.implicit-rejection",
        "a form that Encapsulate did not answer is refused",
        both(around(_remembers, "Encapsulate"), around(_refuses_unknown, "Decapsulate")),
    ),
    (
        "Decapsulate.error.InvalidCiphertextException",
        "a form of another length is a ValidationException",
        recoded("InvalidCiphertextException", "ValidationException", "Decapsulate"),
    ),
)
