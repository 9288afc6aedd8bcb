"""Blobs that come in few lengths alone: rows beside their sentences.

A blob of another length is none of those that the sentence speaks of, so that it cannot be what it is said to be.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import PossibleLengths
from kms_specification.service_model import said

# Bytes of each MAC: those of its hash.
MACS: Mapping[str, int] = {"HMAC_SHA_224": 28, "HMAC_SHA_256": 32, "HMAC_SHA_384": 48, "HMAC_SHA_512": 64}
# Bytes that encapsulate a secret, by the specs ML_KEM_512, ML_KEM_768 and ML_KEM_1024.
ENCAPSULATED = (768, 1088, 1568)
# Bytes of each signature: those of the modulus of an RSA key, by RFC 8032 (Ed25519), and by FIPS 204 for ML_DSA_44,
# ML_DSA_65 and ML_DSA_87. Those of ECDSA have many lengths.
_RSA = (256, 384, 512)
SIGNATURES: Mapping[str, tuple[int, ...]] = {
    **{f"RSASSA_{padding}_SHA_{bits}": _RSA for padding in ("PSS", "PKCS1_V1_5") for bits in (256, 384, 512)},
    **dict.fromkeys(("ED25519_SHA_512", "ED25519_PH_SHA_512"), (64,)),
    "ML_DSA_SHAKE_256": (2420, 3309, 4627),
}
AS_STANDARDS_SAY = said(
    "SignResponse.Signature",
    "When used with the supported RSA signing algorithms, the encoding of this value is defined by PKCS #1 in RFC "
    "8017.",
)

_WRONG_MAC, _WRONG_CIPHERTEXT = "KMSInvalidMacException", "InvalidCiphertextException"

_WRONG_SIGNATURE = "KMSInvalidSignatureException"

# By operation.
POSSIBLE_LENGTHS: Mapping[str, tuple[PossibleLengths, ...]] = {
    "VerifyMac": (
        PossibleLengths(
            f"error.{_WRONG_MAC}",
            "Mac",
            "MacAlgorithm",
            {algorithm: (size,) for algorithm, size in MACS.items()},
            (_WRONG_MAC,),
            said("GenerateMacResponse.Mac", "This is the standard, raw HMAC defined in RFC 2104."),
        ),
    ),
    "Verify": (
        PossibleLengths(
            f"error.{_WRONG_SIGNATURE}",
            "Signature",
            "SigningAlgorithm",
            SIGNATURES,
            (_WRONG_SIGNATURE,),
            AS_STANDARDS_SAY,
        ),
    ),
    "Decapsulate": (
        PossibleLengths(
            f"error.{_WRONG_CIPHERTEXT}",
            "SharedSecretCiphertextBlob",
            "EncapsulationAlgorithm",
            {"ML_KEM": ENCAPSULATED},
            (_WRONG_CIPHERTEXT,),
            said(
                _WRONG_CIPHERTEXT,
                "From the Decapsulate operation, the request was rejected because the length of the "
                "SharedSecretCiphertextBlob is inconsistent with the specified ML-KEM key spec.",
            ),
        ),
    ),
}
