"""Key material as objects of `cryptography`: made when it is first needed, read once."""

from __future__ import annotations

import time
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, mlkem, rsa

from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.state.keys import Key, Material

CURVES: dict[str, ec.EllipticCurve] = {
    "ECC_NIST_P256": ec.SECP256R1(),
    "ECC_NIST_P384": ec.SECP384R1(),
    "ECC_NIST_P521": ec.SECP521R1(),
    "ECC_SECG_P256K1": ec.SECP256K1(),
}
LATTICES: dict[str, Any] = {
    "ML_DSA_44": mldsa.MLDSA44PrivateKey,
    "ML_DSA_65": mldsa.MLDSA65PrivateKey,
    "ML_DSA_87": mldsa.MLDSA87PrivateKey,
    "ML_KEM_768": mlkem.MLKEM768PrivateKey,
    "ML_KEM_1024": mlkem.MLKEM1024PrivateKey,
}


def new_private_key(spec: str) -> Any:
    """A new private key of a spec. Raises KeyError where there is no such spec."""
    if spec.startswith("RSA_"):
        return rsa.generate_private_key(65_537, int(spec.removeprefix("RSA_")))
    if spec == "ECC_NIST_EDWARDS25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(CURVES[spec]) if spec in CURVES else LATTICES[spec].generate()


def is_of_spec(key: Any, spec: str) -> bool:
    """Whether a private key is of that spec."""
    if spec.startswith("RSA_"):
        return isinstance(key, rsa.RSAPrivateKey) and key.key_size == int(spec.removeprefix("RSA_"))
    if spec in CURVES:
        return isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == CURVES[spec].name
    return isinstance(key, ed25519.Ed25519PrivateKey if spec == "ECC_NIST_EDWARDS25519" else LATTICES[spec])


def pkcs8(key: Any) -> bytes:
    """A private key in DER, as PKCS #8."""
    encoded: bytes = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return encoded


def public_der(key: Any) -> bytes:
    """The public key of a private key in DER, as SubjectPublicKeyInfo."""
    encoded: bytes = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return encoded


def private_key(key: Key) -> Any:
    """The private key of an asymmetric key."""
    material = usable(key)
    if material.loaded is None:
        if material.secret:
            material.loaded = serialization.load_der_private_key(material.secret, None)
        else:
            material.loaded = new_private_key(key.spec)
            material.secret = pkcs8(material.loaded)
    return material.loaded


def usable(key: Key) -> Material:
    """The current material of a key. Refuses the request where there is none."""
    material = key.current
    if material is None or (key.origin == "EXTERNAL" and not material.usable(time.time())):
        refuse("KMSInvalidStateException", f"{key.arn} is pending import.")
    return material
