"""How signatures and MACs are seen to verify, here and outside of KMS, and wrong ones not to."""

from __future__ import annotations

from kms_specification.pages.keys.cryptography.signatures import LONGER_HASHES
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    different,
    equal,
    given,
    not_confirmed,
    refused,
    shows,
    size,
    then,
)
from kms_strategies.sequences.keys.requests import (
    HMAC,
    MATERIAL,
    MESSAGE,
    OTHER_MESSAGE,
    arn,
    changed,
    digest,
    key_id,
    valid,
)
from kms_strategies.sequences.keys.resources import create, imported

_USAGE, _BAD_SIGNATURE, _BAD_MAC = "InvalidKeyUsageException", "KMSInvalidSignatureException", "KMSInvalidMacException"
_SIGNATURE, _MAC = "{s.Signature}", "{m.Mac}"
_SHORT_MAC = Made(Maker.SHORTENED, (_MAC,))
_SIGNED = given("Sign", valid("Sign"), name="s")
_MADE = given("GenerateMac", valid("GenerateMac"), name="m")
_SANE = given("Verify", valid("Verify", Signature=_SIGNATURE))
_SANE_MAC = given("VerifyMac", valid("VerifyMac", Mac=_MAC))
_DIGEST: dict[str, Template] = {"Message": digest(MESSAGE), "MessageType": "DIGEST"}


def _outside(algorithm: str, key: str, message: str = MESSAGE) -> tuple[Step, ...]:
    """The signature of a key verifies with its public key."""
    signed: dict[str, Template] = {"algorithm": algorithm, "key": "{p.PublicKey}", "message": message}
    return (
        given("GetPublicKey", {"KeyId": key}, name="p"),
        then(
            "Sign",
            {"KeyId": key, "Message": message, "MessageType": "RAW", "SigningAlgorithm": algorithm},
            Check("Signature", Relation.VERIFIES, signed),
        ),
    )


def _wrong_signature(**wrong: Template) -> tuple[Step, ...]:
    request = valid("Verify", Signature=_SIGNATURE) | wrong
    return _SIGNED, _SANE, not_confirmed("Verify", request, "SignatureValid", _BAD_SIGNATURE)


def _wrong_mac(**wrong: Template) -> tuple[Step, ...]:
    return _MADE, _SANE_MAC, not_confirmed("VerifyMac", valid("VerifyMac", Mac=_MAC) | wrong, "MacValid", _BAD_MAC)


def _of_hash(bits: int) -> tuple[Step, ...]:
    """The MAC of a key for another hash has its bytes."""
    return (
        create(KeySpec=f"HMAC_{bits}", KeyUsage="GENERATE_VERIFY_MAC"),
        then(
            "GenerateMac",
            valid("GenerateMac", key=key_id("key"), MacAlgorithm=f"HMAC_SHA_{bits}"),
            size("Mac", bits // 8),
        ),
    )


_RSA: dict[str, Template] = {"KeyId": key_id("rsa-signing.key"), "Message": MESSAGE}
_SIGNATURES = (
    shows("Sign.state.RSASSA_PSS_SHA_256", _outside("RSASSA_PSS_SHA_256", key_id("rsa-signing.key"))),
    shows("Sign.state.RSASSA_PKCS1_V1_5_SHA_256", _outside("RSASSA_PKCS1_V1_5_SHA_256", key_id("rsa-signing.key"))),
    shows("Sign.state.ECDSA_SHA_256", _outside("ECDSA_SHA_256", key_id("signing.key"))),
    *(
        shows(f"Sign.state.{algorithm}", _outside(algorithm, key_id("rsa-signing.key")))
        for algorithm in LONGER_HASHES
        if algorithm.startswith("RSASSA")
    ),
    *(
        shows(
            f"Sign.state.ECDSA_SHA_{bits}",
            (
                create(KeySpec=spec, KeyUsage="SIGN_VERIFY"),
                *_outside(f"ECDSA_SHA_{bits}", key_id("key")),
            ),
        )
        for bits, spec in ((384, "ECC_NIST_P384"), (512, "ECC_NIST_P521"))
    ),
    shows("Sign.state.short-message", _outside("ECDSA_SHA_256", key_id("signing.key"), MATERIAL)),
    shows("Sign.state.ED25519_SHA_512", _outside("ED25519_SHA_512", key_id("ed25519.key"))),
    shows(
        "Sign.state.digest",
        (
            then("Sign", valid("Sign") | _DIGEST, name="s"),
            then("Verify", valid("Verify", Signature=_SIGNATURE), equal("SignatureValid", True)),
        ),
    ),
    shows(
        "Sign.state.digest-length",
        (
            given("Sign", valid("Sign") | _DIGEST),
            refused("Sign", valid("Sign") | _DIGEST | {"Message": Made(Maker.SHORTENED, (digest(MESSAGE),))}),
        ),
    ),
    shows("Sign.state.KeyId", (then("Sign", valid("Sign"), equal("KeyId", arn("signing.key"))),)),
    shows(
        "Sign.state.algorithm",
        (refused("Sign", _RSA | {"SigningAlgorithm": "ECDSA_SHA_256"}, _USAGE),),
        (refused("Sign", valid("Sign", SigningAlgorithm="RSASSA_PSS_SHA_256"), _USAGE),),
    ),
    shows(
        "Sign.error.InvalidKeyUsageException",
        (refused("Sign", valid("Sign", key=key_id("symmetric.key")), _USAGE),),
        (
            refused(
                "Sign",
                valid("Sign", key=key_id("rsa-encryption.key"), SigningAlgorithm="RSASSA_PSS_SHA_256"),
                _USAGE,
            ),
        ),
    ),
    shows(
        "Verify.state.right-signature",
        (_SIGNED, then("Verify", valid("Verify", Signature=_SIGNATURE), equal("SignatureValid", True))),
    ),
    shows(
        "Verify.state.digest",
        (_SIGNED, then("Verify", valid("Verify", Signature=_SIGNATURE) | _DIGEST, equal("SignatureValid", True))),
    ),
    shows("Verify.state.hashed-twice", _wrong_signature(Message=digest(MESSAGE), MessageType="RAW")),
    shows(
        "Verify.error.KMSInvalidSignatureException",
        (_SIGNED, _SANE, refused("Verify", valid("Verify", Signature=changed(_SIGNATURE)), _BAD_SIGNATURE)),
        *(
            (
                _SIGNED,
                _SANE,
                refused(
                    "Verify",
                    valid("Verify", Signature=Made(maker, (_SIGNATURE,))),
                    *(_BAD_SIGNATURE, "ValidationException"),
                ),
            )
            for maker in (Maker.SHORTENED, Maker.EXTENDED)
        ),
    ),
    shows("Verify.state.message-different", _wrong_signature(Message=OTHER_MESSAGE)),
    shows("Verify.state.key-different", _wrong_signature(KeyId=key_id("other-signing.key"))),
    shows(
        "Verify.state.algorithm-different",
        (
            given("Sign", _RSA | {"SigningAlgorithm": "RSASSA_PSS_SHA_256"}, name="s"),
            given("Verify", _RSA | {"SigningAlgorithm": "RSASSA_PSS_SHA_256", "Signature": _SIGNATURE}),
            not_confirmed(
                "Verify",
                _RSA | {"SigningAlgorithm": "RSASSA_PSS_SHA_512", "Signature": _SIGNATURE},
                "SignatureValid",
                _BAD_SIGNATURE,
            ),
        ),
    ),
    shows(
        "Verify.error.InvalidKeyUsageException",
        (
            _SIGNED,
            refused(
                "Verify", valid("Verify", key=key_id("symmetric.key"), Signature=_SIGNATURE), _USAGE, _BAD_SIGNATURE
            ),
        ),
    ),
)
_MACS = (
    shows("GenerateMac.state.length", (then("GenerateMac", valid("GenerateMac"), size("Mac", 32)),)),
    shows("GenerateMac.state.hash", *(_of_hash(bits) for bits in (224, 384, 512))),
    shows(
        "GenerateMac.state.deterministic",
        (
            _MADE,
            then("GenerateMac", valid("GenerateMac"), equal("Mac", _MAC)),
            then("GenerateMac", valid("GenerateMac", Message=OTHER_MESSAGE), different("Mac", _MAC)),
        ),
    ),
    shows(
        "GenerateMac.state.key-different",
        (_MADE, then("GenerateMac", valid("GenerateMac", key=key_id("other-hmac.key")), different("Mac", _MAC))),
    ),
    shows(
        "GenerateMac.state.standard",
        (
            create(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"),
            *imported(),
            then(
                "GenerateMac",
                valid("GenerateMac", key=key_id("key")),
                equal("Mac", Made(Maker.HMAC_SHA_256, (MATERIAL, MESSAGE))),
            ),
        ),
    ),
    shows(
        "GenerateMac.state.algorithm",
        (
            given("GenerateMac", valid("GenerateMac")),
            refused("GenerateMac", valid("GenerateMac", MacAlgorithm="HMAC_SHA_512")),
        ),
    ),
    shows(
        "GenerateMac.error.InvalidKeyUsageException",
        (refused("GenerateMac", valid("GenerateMac", key=key_id("symmetric.key")), _USAGE),),
    ),
    shows(
        "VerifyMac.state.right-mac",
        (_MADE, then("VerifyMac", valid("VerifyMac", Mac=_MAC), equal("MacValid", True), equal("MacAlgorithm", HMAC))),
    ),
    shows(
        "VerifyMac.error.KMSInvalidMacException",
        (_MADE, _SANE_MAC, refused("VerifyMac", valid("VerifyMac", Mac=changed(_MAC)), _BAD_MAC)),
        *(
            (_MADE, _SANE_MAC, refused("VerifyMac", valid("VerifyMac", Mac=mac), _BAD_MAC, "ValidationException"))
            for mac in (_SHORT_MAC, Made(Maker.EXTENDED, (_MAC,)))
        ),
    ),
    shows("VerifyMac.state.message-different", _wrong_mac(Message=OTHER_MESSAGE)),
    shows("VerifyMac.state.key-different", _wrong_mac(KeyId=key_id("other-hmac.key"))),
    shows(
        "VerifyMac.error.InvalidKeyUsageException",
        (_MADE, refused("VerifyMac", valid("VerifyMac", key=key_id("symmetric.key"), Mac=_MAC), _USAGE, _BAD_MAC)),
    ),
)

_EXACT = (
    shows(
        "VerifyMac.state.algorithm",
        (_MADE, _SANE_MAC, refused("VerifyMac", valid("VerifyMac", Mac=_MAC, MacAlgorithm="HMAC_SHA_512"))),
    ),
)

SIGNATURES: tuple[Demonstration, ...] = (*_SIGNATURES, *_MACS, *_EXACT)
