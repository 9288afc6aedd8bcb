"""What is encrypted, derived and verified outside of KMS. The only module that needs the package `cryptography`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

_CURVES: dict[str, ec.EllipticCurve] = {
    "ECC_NIST_P256": ec.SECP256R1(),
    "ECC_NIST_P384": ec.SECP384R1(),
    "ECC_NIST_P521": ec.SECP521R1(),
    "ECC_SECG_P256K1": ec.SECP256K1(),
}
_HASHES: dict[str, hashes.HashAlgorithm] = {"SHA_1": hashes.SHA1(), "SHA_256": hashes.SHA256()}
_PEER = 0x5EC2E7  # the private value of the peer in every key agreement


def public_key(der: bytes) -> Any:
    """The key of a SubjectPublicKeyInfo. Raises ValueError where it is none."""
    return serialization.load_der_public_key(der)


def spec(der: bytes) -> str:
    """The KeySpec of a public key. Raises ValueError where it is none, or of another kind."""
    key = public_key(der)
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA_{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return next(name for name, curve in _CURVES.items() if curve.name == key.curve.name)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ECC_NIST_EDWARDS25519"
    raise ValueError(f"a public key of the type {type(key).__name__}")


def is_pair(private: bytes, public: bytes) -> bool:
    """Whether a PKCS #8 private key is that of a public key. Raises ValueError where either is none."""
    key = serialization.load_der_private_key(private, None)
    if not _is_pkcs8(private):
        raise ValueError("a private key, but no PKCS #8 PrivateKeyInfo")
    return bool(key.public_key() == public_key(public))


def _is_pkcs8(private: bytes) -> bool:
    """Whether an AlgorithmIdentifier follows the version, as RFC 5958 has it: in older forms there is none."""
    start = 2 + (private[1] & 0x7F if private[1] > 0x7F else 0)
    return private[start : start + 2] == b"\x02\x01" and private[start + 3] == 0x30


def rsa_oaep(algorithm: str, public: bytes, message: bytes) -> bytes:
    """The message, encrypted with an RSA public key by means of a hash algorithm."""
    digest = _HASHES[algorithm]
    oaep = padding.OAEP(padding.MGF1(digest), digest, None)
    return bytes(public_key(public).encrypt(message, oaep))


def rsa_aes(algorithm: str, public: bytes, message: bytes) -> bytes:
    """A new AES key, encrypted with an RSA public key, and the message that it wraps with padding: RFC 5649."""
    key = os.urandom(32)
    return rsa_oaep(algorithm, public, key) + keywrap.aes_key_wrap_with_padding(key, message)


def peer_public_key(curve: str) -> bytes:
    """The SubjectPublicKeyInfo of the peer on a curve, or of RSA."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(_pair(curve).public_key().public_bytes(serialization.Encoding.DER, form))


def peer_private_key(curve: str) -> bytes:
    """The PKCS #8 of the peer on a curve, or of RSA, in DER."""
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return bytes(_pair(curve).private_bytes(serialization.Encoding.DER, form, none))


def peer_secret(curve: str, public: bytes) -> bytes:
    """The secret that the peer derives from a public key on the curve."""
    return _peer(curve).exchange(ec.ECDH(), public_key(public))


def encapsulated(public: bytes) -> tuple[bytes, bytes]:
    """A secret, and its encapsulated form, for an ML-KEM public key: the same each time for the same key."""
    return _encapsulated(public)


@cache
def _encapsulated(public: bytes) -> tuple[bytes, bytes]:
    secret, sealed = public_key(public).encapsulate()
    return bytes(secret), bytes(sealed)


def ml_dsa_mu(public: bytes, message: bytes) -> bytes:
    """The representative of a message without a context: FIPS 204, algorithm 7, line 6."""
    key = hashlib.shake_256(public_key(public).public_bytes_raw()).digest(64)
    return hashlib.shake_256(key + bytes(2) + message).digest(64)


def _pair(spec: str) -> Any:
    return _rsa(int(spec.removeprefix("RSA_"))) if spec.startswith("RSA_") else _peer(spec)


@cache
def _rsa(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


def _peer(curve: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_PEER, _CURVES[curve])


def _pss(key: Any, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
    key.verify(signature, message, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)


def _pkcs1(key: Any, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
    key.verify(signature, message, padding.PKCS1v15(), digest)


def _ecdsa(key: Any, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
    key.verify(signature, message, ec.ECDSA(digest))


def _unhashed(key: Any, signature: bytes, message: bytes) -> None:
    key.verify(signature, message)


_DIGESTS: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
_VERIFIERS: dict[str, Callable[[Any, bytes, bytes], None]] = {
    **{
        f"{scheme}_SHA_{digest.digest_size * 8}": partial(verify, digest=digest)
        for scheme, verify in (("RSASSA_PSS", _pss), ("RSASSA_PKCS1_V1_5", _pkcs1), ("ECDSA", _ecdsa))
        for digest in _DIGESTS
    },
    "ED25519_SHA_512": _unhashed,
    "ML_DSA_SHAKE_256": _unhashed,
}


def verifies(algorithm: str, public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature of the message verifies with the public key. Raises ValueError where the key is none."""
    try:
        _VERIFIERS[algorithm](public_key(public), signature, message)
    except InvalidSignature:
        return False
    return True
