"""Signature schemes by the names that KMS gives them."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from kms_targets.reference.operations.cryptography import ed25519ph

DIGEST, EXTERNAL_MU = "DIGEST", "EXTERNAL_MU"
_HASHES: dict[str, hashes.HashAlgorithm] = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
_MU = 64  # bytes


def message_problem(chosen: str, kind: str, message: bytes) -> str | None:
    """What is wrong with a message of that MessageType for that signing algorithm, if anything is."""
    lattice = chosen.startswith("ML_DSA")
    if kind == EXTERNAL_MU:
        right = lattice and len(message) == _MU
        return None if right else "EXTERNAL_MU needs ML_DSA_SHAKE_256 and a message of 64 bytes."
    if kind == DIGEST:
        if lattice or chosen == "ED25519_SHA_512":
            return f"{chosen} signs no digests."
        size = _hash(chosen).digest_size
        return None if len(message) == size else f"Digest is invalid length for algorithm {chosen}."
    return "ED25519_PH_SHA_512 requires the MessageType DIGEST." if chosen == "ED25519_PH_SHA_512" else None


def signed(key: Any, chosen: str, message: bytes, kind: str) -> bytes:
    """A signature by a private key."""
    if chosen == "ED25519_PH_SHA_512":
        return ed25519ph.sign(key.private_bytes_raw(), message)
    if chosen.startswith("ML_DSA"):
        signature: bytes = key.sign_mu(message) if kind == EXTERNAL_MU else key.sign(message)
        return signature
    signature = key.sign(message, *_parameters(chosen, kind))
    return bytes(signature)


def verified(key: Any, chosen: str, message: bytes, kind: str, signature: bytes) -> bool:
    """Whether a signature is right, by the public key."""
    try:
        if chosen == "ED25519_PH_SHA_512":
            raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return ed25519ph.verify(raw, message, signature)
        if kind == EXTERNAL_MU:
            key.verify_mu(signature, message)
        else:
            key.verify(signature, message, *_parameters(chosen, kind))
    except InvalidSignature:
        return False
    return True


def _parameters(chosen: str, kind: str) -> tuple[Any, ...]:
    if chosen == "ED25519_SHA_512" or chosen.startswith("ML_DSA"):
        return ()
    algorithm = _hash(chosen)
    hashed: Any = Prehashed(algorithm) if kind == DIGEST else algorithm
    if chosen.startswith("ECDSA"):
        return (ec.ECDSA(hashed),)
    if "PSS" in chosen:
        return padding.PSS(padding.MGF1(algorithm), algorithm.digest_size), hashed
    return padding.PKCS1v15(), hashed


def _hash(chosen: str) -> hashes.HashAlgorithm:
    return _HASHES[chosen.rpartition("_")[2]]
