"""Faults of requests that are refused for a value which is supported, or in which it stands for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, asked, changed, faults_of, only_if, set_to, without

_AGAIN, _PAIR = "ReEncrypt", "GenerateDataKeyPairWithoutPlaintext"
_UNSUPPORTED = "UnsupportedOperationException"


def _refusing(operation: str, **wrong: Any) -> Change:
    """The operation refuses requests that have all these values."""

    def fits(values: Mapping[str, Any]) -> bool:
        return any(values.get(member) != value for member, value in wrong.items())

    return only_if(fits, _UNSUPPORTED, operation)


_always_p384 = set_to("KeyPairSpec", "ECC_NIST_P384")


def _refused(operation: str, subject: str, **wrong: Any) -> Row:
    words = " and ".join(f"{member} {value}" for member, value in wrong.items())
    return f"{operation}.state.{subject}", f"a request with {words} is refused", _refusing(operation, **wrong)


_ROWS: tuple[Row, ...] = (
    _refused("CreateKey", "RSA-ENCRYPT_DECRYPT", KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT"),
    _refused("CreateKey", "ECC-KEY_AGREEMENT", KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT"),
    _refused("CreateKey", "CustomerMasterKeySpec-given", CustomerMasterKeySpec="HMAC_256"),
    (
        "CreateKey.state.CustomerMasterKeySpec-given",
        "CustomerMasterKeySpec is not read",
        asked(without("CustomerMasterKeySpec"), "CreateKey"),
    ),
    _refused("CreateKey", "BypassPolicyLockoutSafetyCheck", BypassPolicyLockoutSafetyCheck=True),
    *(
        _refused(operation, "SYMMETRIC_DEFAULT", EncryptionAlgorithm="SYMMETRIC_DEFAULT")
        for operation in ("Encrypt", "Decrypt")
    ),
    _refused(_AGAIN, "SYMMETRIC_DEFAULT", DestinationEncryptionAlgorithm="SYMMETRIC_DEFAULT"),
    _refused(_AGAIN, "asymmetric-source", SourceEncryptionAlgorithm="RSAES_OAEP_SHA_1"),
    _refused(_AGAIN, "asymmetric-destination", DestinationEncryptionAlgorithm="RSAES_OAEP_SHA_256"),
    _refused(_PAIR, "KeyPairSpec", KeyPairSpec="RSA_2048"),
    (
        f"{_PAIR}.state.KeyPairSpec",
        "all key pairs are of one type",
        asked(set_to("KeyPairSpec", "ECC_NIST_P384"), _PAIR),
    ),
    *(
        _refused("GetParametersForImport", algorithm, WrappingAlgorithm=algorithm)
        for algorithm in ("RSAES_OAEP_SHA_1", "RSA_AES_KEY_WRAP_SHA_1")
    ),
    _refused("ListKeyRotations", "ROTATIONS_ONLY", IncludeKeyMaterial="ROTATIONS_ONLY"),
    (
        "ListKeyRotations.state.ROTATIONS_ONLY",
        "any IncludeKeyMaterial asks for all key material",
        asked(changed("IncludeKeyMaterial", lambda _: "ALL_KEY_MATERIAL"), "ListKeyRotations"),
    ),
    _refused("VerifyMac", "hash", MacAlgorithm="HMAC_SHA_384"),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
