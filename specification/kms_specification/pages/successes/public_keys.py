"""Of what spec the public keys of answers are, and how long secrets that were agreed with one: rows and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Source
from kms_specification.service_model import said


class PublicKey(NamedTuple):
    """A member that is a public key of the spec which a member of the request, or else of the answer, names."""

    member: str
    spec: str
    source: Source


class Secret(NamedTuple):
    """A member that is a secret agreed with the public key in a member of the request."""

    member: str
    key: str
    source: Source


def _pair(operation: str) -> tuple[PublicKey, ...]:
    source = said(f"{operation}Response.KeyPairSpec", "The type of data key pair that was generated.")
    return (PublicKey("PublicKey", "KeyPairSpec", source),)


# Not of GetParametersForImport: the API reference's own example answers RSA_4096 with a key of 2048 bits.
PUBLIC_KEYS: Mapping[str, tuple[PublicKey, ...]] = {
    "GenerateDataKeyPair": _pair("GenerateDataKeyPair"),
    "GenerateDataKeyPairWithoutPlaintext": _pair("GenerateDataKeyPairWithoutPlaintext"),
    "GetPublicKey": (
        PublicKey(
            "PublicKey", "KeySpec", said("GetPublicKeyResponse.KeySpec", "The type of the of the public key that was")
        ),
    ),
}
# Bytes of the x-coordinate that two keys of a curve agree on, by NIST SP 800-56A and SEC 1.
AGREED: Mapping[str, int] = {"ECC_NIST_P256": 32, "ECC_NIST_P384": 48, "ECC_NIST_P521": 66, "SM2": 32}
SECRETS: Mapping[str, tuple[Secret, ...]] = {
    "DeriveSharedSecret": (
        Secret(
            "SharedSecret",
            "PublicKey",
            said(
                "DeriveSharedSecretResponse.SharedSecret",
                "The raw secret derived from the specified key agreement algorithm, private key in the asymmetric KMS "
                "key, and your peer's public key.",
            ),
        ),
    ),
}
