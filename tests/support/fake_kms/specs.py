"""The algorithms of the fake KMS by the spec of a key, the keys themselves, and bytes as text."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, mlkem, rsa

CURVES: dict[str, Any] = {
    "ECC_NIST_P256": ec.SECP256R1,
    "ECC_NIST_P384": ec.SECP384R1,
    "ECC_NIST_P521": ec.SECP521R1,
    "ECC_SECG_P256K1": ec.SECP256K1,
}
LATTICES: dict[str, Any] = {
    "ML_DSA_44": mldsa.MLDSA44PrivateKey,
    "ML_DSA_65": mldsa.MLDSA65PrivateKey,
    "ML_DSA_87": mldsa.MLDSA87PrivateKey,
    "ML_KEM_768": mlkem.MLKEM768PrivateKey,
    "ML_KEM_1024": mlkem.MLKEM1024PrivateKey,
}
ENCRYPTION, SIGNING, MACS = "ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"
AGREEMENT, ENCAPSULATION = "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"
ALGORITHMS = {
    ("RSA", ENCRYPTION): ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    ("RSA", SIGNING): [f"RSASSA_{form}_SHA_{n}" for form in ("PSS", "PKCS1_V1_5") for n in (256, 384, 512)],
    ("ECC_NIST_P256", SIGNING): ["ECDSA_SHA_256"],
    ("ECC_NIST_P384", SIGNING): ["ECDSA_SHA_384"],
    ("ECC_NIST_P521", SIGNING): ["ECDSA_SHA_512"],
    ("ECC_SECG_P256K1", SIGNING): ["ECDSA_SHA_256"],
    ("ECC_NIST_EDWARDS25519", SIGNING): ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    **{(f"ML_DSA_{level}", SIGNING): ["ML_DSA_SHAKE_256"] for level in (44, 65, 87)},
    **{(f"HMAC_{n}", MACS): [f"HMAC_SHA_{n}"] for n in (224, 256, 384, 512)},
    ("SYMMETRIC_DEFAULT", ENCRYPTION): ["SYMMETRIC_DEFAULT"],
    ("ECC_NIST_P256", AGREEMENT): ["ECDH"],
    **{(f"ML_KEM_{level}", ENCAPSULATION): ["ML_KEM"] for level in (768, 1024)},
}
MEMBERS = {
    ENCRYPTION: "EncryptionAlgorithms",
    SIGNING: "SigningAlgorithms",
    MACS: "MacAlgorithms",
    AGREEMENT: "KeyAgreementAlgorithms",
    ENCAPSULATION: "EncapsulationAlgorithms",
}
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512(), "1": hashes.SHA1()}


def data(text: object) -> bytes:
    return b64decode(str(text))


def text(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def algorithms(spec: str, usage: str) -> list[str]:
    """What keys of this kind are for; empty where there are none."""
    return ALGORITHMS.get((spec.partition("_")[0] if spec.startswith("RSA") else spec, usage), [])


def generate(spec: str) -> Any:
    """A new private key, or none for a symmetric key."""
    if spec.startswith("RSA_"):
        return rsa.generate_private_key(65537, int(spec[4:]))
    if spec in CURVES:
        return ec.generate_private_key(CURVES[spec]())
    if spec == "ECC_NIST_EDWARDS25519":
        return ed25519.Ed25519PrivateKey.generate()
    return LATTICES[spec].generate() if spec in LATTICES else None


def der(public: Any) -> bytes:
    return bytes(public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
