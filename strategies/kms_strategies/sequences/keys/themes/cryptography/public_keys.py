"""How public keys and shared secrets are seen to be what other programs take them for."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    refused,
    shows,
    size,
    then,
)
from kms_strategies.sequences.keys.requests import arn, changed, key_id, valid
from kms_strategies.sequences.keys.resources import create

_GET, _DERIVE, _SEAL, _OPEN = "GetPublicKey", "DeriveSharedSecret", "Encapsulate", "Decapsulate"
_USAGE = "InvalidKeyUsageException"
_CURVE = "ECC_NIST_P256"


def _described(resource: str, spec: str, usage: str, algorithms: str, algorithm: str) -> tuple[Step, ...]:
    others = {"EncryptionAlgorithms", "SigningAlgorithms", "KeyAgreementAlgorithms"} - {algorithms}
    return (
        then(
            _GET,
            {"KeyId": key_id(f"{resource}.key")},
            equal("KeySpec", spec),
            equal("KeyUsage", usage),
            Check(algorithms, Relation.CONTAINS, algorithm),
            *(absent(other) for other in sorted(others)),
        ),
    )


def _agreement(key: str, public_key: Template) -> dict[str, Template]:
    return valid(_DERIVE, key=key_id(key), PublicKey=public_key)


_SECRET: dict[str, Template] = {"KeyId": key_id("ml-kem.key"), "EncapsulationAlgorithm": "ML_KEM"}
_SEALED = given(_SEAL, _SECRET, name="e")
_BLOB = "{e.SharedSecretCiphertextBlob}"

PUBLIC_KEYS: tuple[Demonstration, ...] = (
    shows(
        f"{_GET}.state.SubjectPublicKeyInfo",
        *(
            (then(_GET, {"KeyId": key_id(f"{name}.key")}, Check("PublicKey", Relation.PUBLIC_KEY, spec)),)
            for name, spec in (("signing", _CURVE), ("rsa-encryption", "RSA_2048"), ("rsa-signing", "RSA_2048"))
        ),
        *(
            (
                create(KeySpec=spec, KeyUsage="SIGN_VERIFY"),
                then(_GET, {"KeyId": key_id("key")}, Check("PublicKey", Relation.PUBLIC_KEY, spec)),
            )
            for spec in ("ECC_NIST_P384", "ECC_NIST_P521", "RSA_3072", "RSA_4096")
        ),
    ),
    shows(
        f"{_GET}.state.described",
        _described("signing", _CURVE, "SIGN_VERIFY", "SigningAlgorithms", "ECDSA_SHA_256"),
        _described("rsa-encryption", "RSA_2048", "ENCRYPT_DECRYPT", "EncryptionAlgorithms", "RSAES_OAEP_SHA_256"),
        _described("agreement", _CURVE, "KEY_AGREEMENT", "KeyAgreementAlgorithms", "ECDH"),
    ),
    shows(f"{_GET}.state.KeyId", (then(_GET, valid(_GET), equal("KeyId", arn("signing.key"))),)),
    shows(
        f"{_GET}.state.stable",
        (
            given(_GET, valid(_GET), name="p"),
            then(_GET, valid(_GET), equal("PublicKey", "{p.PublicKey}")),
            then(_GET, valid(_GET, key=key_id("other-signing.key")), different("PublicKey", "{p.PublicKey}")),
        ),
    ),
    shows(
        f"{_GET}.state.symmetric",
        *(
            (refused(_GET, valid(_GET, key=key_id(f"{kind}.key")), "UnsupportedOperationException", _USAGE),)
            for kind in ("symmetric", "hmac")
        ),
    ),
    shows(
        f"{_DERIVE}.state.agreement",
        (
            given(_GET, {"KeyId": key_id("agreement.key")}, name="p"),
            then(
                _DERIVE,
                valid(_DERIVE),
                equal("SharedSecret", Made(Maker.PEER_SECRET, (_CURVE, "{p.PublicKey}"))),
            ),
        ),
    ),
    shows(
        f"{_DERIVE}.state.both-sides",
        (
            given(_GET, {"KeyId": key_id("agreement.key")}, name="p"),
            given(_GET, {"KeyId": key_id("other-agreement.key")}, name="q"),
            given(_DERIVE, _agreement("agreement.key", "{q.PublicKey}"), name="s"),
            then(
                _DERIVE, _agreement("other-agreement.key", "{p.PublicKey}"), equal("SharedSecret", "{s.SharedSecret}")
            ),
        ),
    ),
    shows(
        f"{_DERIVE}.state.curve-different",
        (
            given(_DERIVE, valid(_DERIVE)),
            refused(_DERIVE, valid(_DERIVE, PublicKey=Made(Maker.PEER_PUBLIC_KEY, ("ECC_NIST_P384",)))),
        ),
    ),
    shows(
        f"{_DERIVE}.error.InvalidKeyUsageException",
        (refused(_DERIVE, valid(_DERIVE, key=key_id("signing.key")), _USAGE),),
    ),
    shows(
        f"{_SEAL}.state.length",
        (then(_SEAL, _SECRET, size("SharedSecret", 32), size("SharedSecretCiphertextBlob", 1088)),),
    ),
    shows(f"{_SEAL}.state.fresh", (_SEALED, then(_SEAL, _SECRET, different("SharedSecret", "{e.SharedSecret}")))),
    shows(
        f"{_SEAL}.error.InvalidKeyUsageException",
        (refused(_SEAL, _SECRET | {"KeyId": key_id("agreement.key")}, _USAGE),),
    ),
    shows(
        f"{_OPEN}.state.inverse",
        (
            _SEALED,
            then(_OPEN, _SECRET | {"SharedSecretCiphertextBlob": _BLOB}, equal("SharedSecret", "{e.SharedSecret}")),
        ),
    ),
    shows(
        f"{_OPEN}.state.outside",
        (
            given(_GET, {"KeyId": key_id("ml-kem.key")}, name="p"),
            then(
                _OPEN,
                _SECRET | {"SharedSecretCiphertextBlob": Made(Maker.ENCAPSULATED, ("{p.PublicKey}",))},
                equal("SharedSecret", Made(Maker.ENCAPSULATED_SECRET, ("{p.PublicKey}",))),
            ),
        ),
    ),
    shows(
        f"{_OPEN}.state.implicit-rejection",
        (
            _SEALED,
            then(
                _OPEN,
                _SECRET | {"SharedSecretCiphertextBlob": changed(_BLOB)},
                size("SharedSecret", 32),
                different("SharedSecret", "{e.SharedSecret}"),
            ),
        ),
    ),
    shows(
        f"{_OPEN}.error.InvalidCiphertextException",
        (
            _SEALED,
            given(_OPEN, _SECRET | {"SharedSecretCiphertextBlob": _BLOB}),
            refused(
                _OPEN,
                _SECRET | {"SharedSecretCiphertextBlob": Made(Maker.SHORTENED, (_BLOB,))},
                "InvalidCiphertextException",
            ),
        ),
    ),
    shows(
        f"{_OPEN}.error.InvalidKeyUsageException",
        (
            _SEALED,
            refused(
                _OPEN,
                _SECRET | {"SharedSecretCiphertextBlob": _BLOB, "KeyId": key_id("agreement.key")},
                _USAGE,
            ),
        ),
    ),
)
