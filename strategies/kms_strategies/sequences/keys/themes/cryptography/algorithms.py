"""How each algorithm is seen to work with each kind of key that has it."""

from __future__ import annotations

from base64 import b64encode

from kms_specification.pages.keys.cryptography.algorithms import MESSAGE_TYPES, ML_DSA, RSA_SIZES, SIGNERS, VERIFIED
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
    not_confirmed,
    refused,
    shows,
    size,
    then,
)
from kms_strategies.sequences.keys.requests import CONTEXT, MESSAGE, key_id, valid
from kms_strategies.sequences.keys.resources import RECIPES, create

_RSA = key_id("rsa-encryption.key")
_ML_DSA = "ML_DSA_SHAKE_256"
_KEY: dict[str, Template] = {"KeyId": key_id("key")}
_PUBLIC = given("GetPublicKey", _KEY, name="p")
_SIGNERS = {spec: _ML_DSA if spec in ML_DSA else "ECDSA_SHA_256" for spec in SIGNERS}
# By what Verify is asked for, the shared key or the spec of a key that is made, and the algorithm.
_VERIFIED: dict[str, tuple[str, str]] = {
    **{algorithm: ("rsa-signing", algorithm) for algorithm in VERIFIED if algorithm.startswith("RSA")},
    **{algorithm: ("ed25519", algorithm) for algorithm in VERIFIED if algorithm.startswith("ED25519")},
    "ECDSA_SHA_384": ("ECC_NIST_P384", "ECDSA_SHA_384"),
    "ECDSA_SHA_512": ("ECC_NIST_P521", "ECDSA_SHA_512"),
    **{spec: (spec, algorithm) for spec, algorithm in _SIGNERS.items()},
}
_64_BYTES = "QUJD" * 21 + "QQ=="


def _signer(spec: str) -> Step:
    return create(KeySpec=spec, KeyUsage="SIGN_VERIFY")


def _confirmed(key: str, algorithm: str) -> tuple[Step, ...]:
    """What the key signs, it verifies."""
    shared, digest = key in RECIPES, algorithm == "ED25519_PH_SHA_512"
    request: dict[str, Template] = {
        "KeyId": key_id(f"{key}.key" if shared else "key"),
        "Message": _64_BYTES if digest else MESSAGE,
        "MessageType": "DIGEST" if digest else "RAW",
        "SigningAlgorithm": algorithm,
    }
    verified = then("Verify", request | {"Signature": "{s.Signature}"}, equal("SignatureValid", True))
    return (*(() if shared else (_signer(key),)), given("Sign", request, name="s"), verified)


_LARGER = create(KeySpec="ML_KEM_1024", KeyUsage="ENCAPSULATE_DECAPSULATE")
_SECRET: dict[str, Template] = _KEY | {"EncapsulationAlgorithm": "ML_KEM"}
_SEALED = "SharedSecretCiphertextBlob"
_BLOB: dict[str, Template] = {_SEALED: "{e.SharedSecretCiphertextBlob}"}


def _signs(algorithm: str) -> dict[str, Template]:
    return _KEY | {"Message": MESSAGE, "SigningAlgorithm": algorithm}


def _verifies(algorithm: str) -> Check:
    return Check("Signature", Relation.VERIFIES, {"algorithm": algorithm, "key": "{p.PublicKey}", "message": MESSAGE})


_BY_MU: dict[str, Template] = _signs(_ML_DSA) | {
    "Message": Made(Maker.ML_DSA_MU, ("{p.PublicKey}", MESSAGE)),
    "MessageType": "EXTERNAL_MU",
}


def _at_most(spec: str, algorithm: str, most: int) -> tuple[Step, ...]:
    """A key of the spec encrypts so many bytes, and no more."""
    made = () if spec == "RSA_2048" else (create(KeySpec=spec, KeyUsage="ENCRYPT_DECRYPT"),)
    request: dict[str, Template] = {"KeyId": key_id("key") if made else _RSA, "EncryptionAlgorithm": algorithm}
    full, over = (b64encode(bytes(size)).decode("ascii") for size in (most, most + 1))
    return (*made, then("Encrypt", request | {"Plaintext": full}), refused("Encrypt", request | {"Plaintext": over}))


_OAEP: dict[str, Template] = {"KeyId": _RSA, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
_SEALED_BY_RSA = given("Encrypt", _OAEP | {"Plaintext": MESSAGE}, name="c")
_DRY = "DryRunOperationException"
# By operation: ciphertext of an RSA key, and the encryption context that it cannot have.
_OF_RSA: dict[str, tuple[dict[str, Template], str]] = {
    "Decrypt": (_OAEP | {"CiphertextBlob": "{c.CiphertextBlob}"}, "EncryptionContext"),
    "ReEncrypt": (
        {
            **{f"Source{member}": value for member, value in _OAEP.items()},
            "CiphertextBlob": "{c.CiphertextBlob}",
            "DestinationKeyId": key_id("symmetric.key"),
        },
        "SourceEncryptionContext",
    ),
}


def _without_context(operation: str) -> tuple[Step, ...]:
    request, context = _OF_RSA[operation]
    return (_SEALED_BY_RSA, given(operation, request), refused(operation, request | {context: CONTEXT}))


def _unnamed(operation: str, request: dict[str, Template], algorithm: str) -> tuple[Step, ...]:
    """The request is right, and is not without the algorithm."""
    without = {name: value for name, value in request.items() if name != algorithm}
    return (_SEALED_BY_RSA, given(operation, request), refused(operation, without))


_TO_RSA: dict[str, Template] = {
    "CiphertextBlob": "{symmetric.ciphertext.CiphertextBlob}",
    "DestinationKeyId": _RSA,
    "DestinationEncryptionAlgorithm": "RSAES_OAEP_SHA_256",
}


def _of_type(operation: str, algorithm: str) -> tuple[Step, ...]:
    """A message of 64 bytes is signed or verified as the one type, and not as the other."""
    other, right = sorted(MESSAGE_TYPES.values(), key=lambda kind: kind == MESSAGE_TYPES[algorithm])
    request: dict[str, Template] = {
        "KeyId": key_id("ed25519.key"),
        "Message": _64_BYTES,
        "SigningAlgorithm": algorithm,
        "MessageType": right,
    }
    signed = given("Sign", request, name="s")
    if operation == "Sign":
        return (signed, refused(operation, request | {"MessageType": other}))
    confirmed = request | {"Signature": "{s.Signature}"}
    return (signed, given(operation, confirmed), refused(operation, confirmed | {"MessageType": other}))


def _unread(operation: str) -> tuple[Step, ...]:
    """A dry run with ciphertext, and then one that does without."""
    keys: dict[str, Template] = (
        {"KeyId": key_id("symmetric.key")}
        if operation == "Decrypt"
        else {"SourceKeyId": key_id("symmetric.key"), "DestinationKeyId": key_id("other-symmetric.key")}
    )
    request: dict[str, Template] = {**keys, "DryRun": True, "CiphertextBlob": _CIPHERTEXT}
    unread = {name: value for name, value in request.items() if name != "CiphertextBlob"}
    return (
        given(operation, request, errors=_DRY),
        refused(operation, unread | {"DryRunModifiers": ["IGNORE_CIPHERTEXT"]}, _DRY),
    )


_CIPHERTEXT = "{symmetric.ciphertext.CiphertextBlob}"

_PREHASHED: dict[str, Template] = {
    "KeyId": key_id("ed25519.key"),
    "Message": _64_BYTES,
    "MessageType": "DIGEST",
    "SigningAlgorithm": "ED25519_PH_SHA_512",
}

ALGORITHMS: tuple[Demonstration, ...] = (
    shows("Encrypt.state.EncryptionContext", (then("Encrypt", valid("Encrypt", EncryptionContext=CONTEXT)),)),
    shows("Sign.state.ED25519_PH_SHA_512", (then("Sign", _PREHASHED, size("Signature", 64)),)),
    shows(
        "Decrypt.state.halved",
        (
            given("Decrypt", {"CiphertextBlob": _CIPHERTEXT}),
            # Whose it is may stand in the half that is left out.
            refused(
                "Decrypt",
                {"CiphertextBlob": Made(Maker.HALVED, (_CIPHERTEXT,))},
                "InvalidCiphertextException",
                "AccessDeniedException",
                "NotFoundException",
            ),
        ),
    ),
    *(
        shows(f"Encrypt.state.{spec}-maximum-size", *(_at_most(spec, *size) for size in sizes))
        for spec, sizes in RSA_SIZES.items()
    ),
    *(
        shows(
            f"Sign.state.{spec}",
            (_signer(spec), then("Sign", _signs(algorithm))),
            (_signer(spec), _PUBLIC, then("Sign", _signs(algorithm), _verifies(algorithm))),
        )
        for spec, algorithm in _SIGNERS.items()
    ),
    shows("Sign.state.EXTERNAL_MU", (_signer("ML_DSA_44"), _PUBLIC, then("Sign", _BY_MU, _verifies(_ML_DSA)))),
    shows(
        "Sign.state.EXTERNAL_MU-length",
        (
            _signer("ML_DSA_44"),
            _PUBLIC,
            given("Sign", _BY_MU),
            refused("Sign", _BY_MU | {"Message": Made(Maker.SHORTENED, (_BY_MU["Message"],))}),
            refused("Sign", _BY_MU | {"Message": Made(Maker.EXTENDED, (_BY_MU["Message"],))}),
        ),
    ),
    *(shows(f"Verify.state.{asked}", _confirmed(*made)) for asked, made in _VERIFIED.items()),
    shows(
        "Encapsulate.state.ML_KEM_1024",
        (
            _LARGER,
            then("Encapsulate", _SECRET, size("SharedSecret", 32), size(_SEALED, 1568), name="e"),
            then("Decapsulate", _SECRET | _BLOB, equal("SharedSecret", "{e.SharedSecret}")),
        ),
    ),
    shows(
        "Verify.state.EXTERNAL_MU",
        (
            _signer("ML_DSA_44"),
            _PUBLIC,
            given("Sign", _signs(_ML_DSA), name="s"),
            then("Verify", _BY_MU | {"Signature": "{s.Signature}"}, equal("SignatureValid", True)),
        ),
    ),
    shows("Decrypt.state.context-asymmetric", _without_context("Decrypt")),
    shows("ReEncrypt.state.source-context-asymmetric", _without_context("ReEncrypt")),
    *(
        shows(f"{operation}.state.{algorithm}-message-type", _of_type(operation, algorithm))
        for operation in ("Sign", "Verify")
        for algorithm in MESSAGE_TYPES
    ),
    shows("Decrypt.state.algorithm-required", _unnamed("Decrypt", _OF_RSA["Decrypt"][0], "EncryptionAlgorithm")),
    shows(
        "ReEncrypt.state.source-algorithm-required",
        _unnamed("ReEncrypt", _OF_RSA["ReEncrypt"][0], "SourceEncryptionAlgorithm"),
    ),
    shows(
        "ReEncrypt.state.destination-algorithm-required",
        _unnamed("ReEncrypt", _TO_RSA, "DestinationEncryptionAlgorithm"),
    ),
    # The same bytes as a message, which Ed25519 signs otherwise than their prehash.
    shows(
        "Verify.state.algorithm-different",
        (
            given("Sign", _PREHASHED, name="s"),
            given("Verify", _PREHASHED | {"Signature": "{s.Signature}"}),
            not_confirmed(
                "Verify",
                _PREHASHED
                | {"Signature": "{s.Signature}", "SigningAlgorithm": "ED25519_SHA_512", "MessageType": "RAW"},
                "SignatureValid",
                "KMSInvalidSignatureException",
            ),
        ),
    ),
    *(shows(f"{operation}.state.IGNORE_CIPHERTEXT", _unread(operation)) for operation in ("Decrypt", "ReEncrypt")),
    *(
        shows(
            f"{operation}.state.asymmetric",
            (
                given(operation, valid(operation)),
                refused(operation, valid(operation, key=_RSA)),
            ),
        )
        for operation in (
            f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext")
        )
    ),
)
