"""Shared secrets: ECDH, and encapsulation with ML-KEM."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kms_targets.reference.operations.calls import algorithm, dry_run, invalid, key_for, recipient, record, refuse
from kms_targets.reference.operations.cryptography.material import private_key
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import Key

_ENCAPSULATED = {"ML_KEM_768": 1088, "ML_KEM_1024": 1568}  # bytes


def derive_shared_secret(call: Call) -> dict[str, Any]:
    """The x coordinate of the point that both sides reach."""
    recipient(call)
    key = key_for(call)
    chosen = call.values["KeyAgreementAlgorithm"]
    algorithm(call, key, chosen)
    private = private_key(key)
    secret: bytes = private.exchange(ec.ECDH(), _peer(call, private.curve.name))
    dry_run(call)
    record(call, key)
    return {"KeyId": key.arn, "SharedSecret": secret, "KeyAgreementAlgorithm": chosen, "KeyOrigin": key.origin}


def encapsulate(call: Call) -> dict[str, Any]:
    """A new secret and its encapsulated form."""
    key, chosen = _lattice(call)
    dry_run(call)
    secret, blob = private_key(key).public_key().encapsulate()
    record(call, key)
    return {
        "KeyId": key.arn,
        "SharedSecret": secret,
        "SharedSecretCiphertextBlob": blob,
        "EncapsulationAlgorithm": chosen,
    }


def decapsulate(call: Call) -> dict[str, Any]:
    """The secret of an encapsulated form; a pseudo-random one where that is another key's."""
    key, chosen = _lattice(call)
    blob = call.values["SharedSecretCiphertextBlob"]
    if len(blob) != _ENCAPSULATED[key.spec]:
        refuse("InvalidCiphertextException", "The length of the ciphertext is not that of the key spec.")
    secret = private_key(key).decapsulate(blob)
    dry_run(call)
    record(call, key)
    return {"KeyId": key.arn, "SharedSecret": secret, "EncapsulationAlgorithm": chosen}


def _lattice(call: Call) -> tuple[Key, str]:
    key = key_for(call)
    chosen = call.values["EncapsulationAlgorithm"]
    algorithm(call, key, chosen)
    return key, chosen


def _peer(call: Call, curve: str) -> ec.EllipticCurvePublicKey:
    try:
        found = serialization.load_der_public_key(call.values["PublicKey"])
    except (ValueError, UnsupportedAlgorithm):
        invalid("The public key is not a DER-encoded X.509 public key.")
    if not isinstance(found, ec.EllipticCurvePublicKey) or found.curve.name != curve:
        invalid("The public key is not on the curve of the KMS key.")
    return found
