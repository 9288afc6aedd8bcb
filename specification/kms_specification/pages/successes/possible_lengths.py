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

_WRONG_MAC, _WRONG_CIPHERTEXT = "KMSInvalidMacException", "InvalidCiphertextException"

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
