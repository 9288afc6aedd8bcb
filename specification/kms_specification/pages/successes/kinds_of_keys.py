"""What goes with the KeySpec of a key in what is said of it: usages and algorithms, in rows beside their sentences.

What no row knows is open, since the service may be newer than the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Source
from kms_specification.pages.requests.key_creation import USAGES, usage_source
from kms_specification.service_model import said


class OfSpec(NamedTuple):
    """The values that a member, or each entry of it, has beside one of the `specs`, as far as any row knows them."""

    member: str
    specs: tuple[str, ...]
    values: tuple[str, ...]
    source: Source


_RSA = ("RSA_2048", "RSA_3072", "RSA_4096")
_CURVES = {
    "ECC_NIST_P256": "SHA_256",
    "ECC_NIST_P384": "SHA_384",
    "ECC_NIST_P521": "SHA_512",
    "ECC_SECG_P256K1": "SHA_256",
}
_OF_CURVES = Source(
    "AWS KMS Developer Guide",
    "Key spec reference",
    "The following table shows the signing algorithms that AWS KMS supports for each of the ECC key specs.",
)
_ML_DSA = ("ML_DSA_44", "ML_DSA_65", "ML_DSA_87")
_HASHES = ("SHA_256", "SHA_384", "SHA_512")
_COMPATIBLE = said(
    "SignRequest.SigningAlgorithm",
    "Choose an algorithm that is compatible with the type and size of the specified asymmetric KMS key.",
)

OF_SPECS: tuple[OfSpec, ...] = (
    *(OfSpec("KeyUsage", specs, usages, usage_source(sentence)) for specs, usages, sentence in USAGES),
    OfSpec(
        "EncryptionAlgorithms",
        ("SYMMETRIC_DEFAULT",),
        ("SYMMETRIC_DEFAULT",),
        said(
            "DecryptRequest.EncryptionAlgorithm",
            "The default value, SYMMETRIC_DEFAULT, represents the only supported algorithm that is valid for symmetric "
            "encryption KMS keys.",
        ),
    ),
    OfSpec(
        "EncryptionAlgorithms",
        _RSA,
        ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"),
        said("Encrypt", "RSA_2048 RSAES_OAEP_SHA_1: 214 bytes RSAES_OAEP_SHA_256: 190 bytes"),
    ),
    OfSpec(
        "SigningAlgorithms",
        _RSA,
        tuple(f"RSASSA_{padding}_{hash_}" for padding in ("PSS", "PKCS1_V1_5") for hash_ in _HASHES),
        said(
            "SignRequest.SigningAlgorithm",
            "When signing with RSA key pairs, RSASSA-PSS algorithms are preferred. We include RSASSA-PKCS1-v1_5 "
            "algorithms for compatibility with existing applications.",
        ),
    ),
    *(OfSpec("SigningAlgorithms", (curve,), (f"ECDSA_{hash_}",), _OF_CURVES) for curve, hash_ in _CURVES.items()),
    OfSpec("SigningAlgorithms", ("ECC_NIST_EDWARDS25519",), ("ED25519_SHA_512", "ED25519_PH_SHA_512"), _COMPATIBLE),
    OfSpec("SigningAlgorithms", _ML_DSA, ("ML_DSA_SHAKE_256",), _COMPATIBLE),
    *(
        OfSpec(
            "MacAlgorithms",
            (f"HMAC_{size}",),
            (f"HMAC_SHA_{size}",),
            said("KeyMetadata.MacAlgorithms", "The message authentication code (MAC) algorithm that the HMAC KMS key"),
        )
        for size in ("224", "256", "384", "512")
    ),
)


def _known() -> Mapping[str, frozenset[str]]:
    """By member, every value that some row knows."""
    return {
        member: frozenset(value for row in OF_SPECS if row.member == member for value in row.values)
        for member in {row.member for row in OF_SPECS}
    }


KNOWN = _known()
