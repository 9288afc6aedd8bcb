"""Data keys and data key pairs, in plaintext and encrypted under a symmetric KMS key."""

from __future__ import annotations

import os
from typing import Any

from kms_targets.reference.operations.calls import dry_run, invalid, key_for, present, recipient, record, refuse
from kms_targets.reference.operations.cryptography.encryption import encrypted
from kms_targets.reference.operations.cryptography.material import new_private_key, pkcs8, public_der
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Key

_BYTES = {"AES_128": 16, "AES_256": 32}
_NOT_HERE = ("SM2", "ML_KEM_512")


def generate_data_key(call: Call) -> dict[str, Any]:
    """A data key, in plaintext and encrypted."""
    recipient(call)
    key = _key(call)
    plaintext = os.urandom(_number_of_bytes(call))
    return {"Plaintext": plaintext, **_sealed(call, key, "CiphertextBlob", plaintext)}


def generate_data_key_without_plaintext(call: Call) -> dict[str, Any]:
    """A data key, encrypted alone."""
    key = _key(call)
    return _sealed(call, key, "CiphertextBlob", os.urandom(_number_of_bytes(call)))


def generate_data_key_pair(call: Call) -> dict[str, Any]:
    """A key pair whose private key is in plaintext and encrypted."""
    recipient(call)
    private, result = _pair(call)
    return {"PrivateKeyPlaintext": private, **result}


def generate_data_key_pair_without_plaintext(call: Call) -> dict[str, Any]:
    """A key pair whose private key is encrypted."""
    return _pair(call)[1]


def _pair(call: Call) -> tuple[bytes, dict[str, Any]]:
    spec = call.values["KeyPairSpec"]
    key = _key(call)
    if key.store is not None:
        refuse("UnsupportedOperationException", f"{key.arn} is in a custom key store.")
    if spec in _NOT_HERE:
        refuse("UnsupportedOperationException", f"KeyPairSpec {spec} is not supported in this Region.")
    dry_run(call)
    pair = new_private_key(spec)
    private = pkcs8(pair)
    result = _sealed(call, key, "PrivateKeyCiphertextBlob", private)
    return private, {**result, "PublicKey": public_der(pair), "KeyPairSpec": spec}


def _key(call: Call) -> Key:
    key = key_for(call)
    if key.spec != SYMMETRIC:
        refuse("InvalidKeyUsageException", f"{key.arn} is not a symmetric encryption key.")
    return key


def _number_of_bytes(call: Call) -> int:
    spec, number = call.values.get("KeySpec"), call.values.get("NumberOfBytes")
    if (spec is None) == (number is None):
        invalid("Please specify either number of bytes or key spec.")
    return int(number or _BYTES[str(spec)])


def _sealed(call: Call, key: Key, member: str, plaintext: bytes) -> dict[str, Any]:
    blob, material = encrypted(call, key, SYMMETRIC, plaintext, call.values.get("EncryptionContext", {}))
    dry_run(call)
    record(call, key)
    return present(**{member: blob}, KeyId=key.arn, KeyMaterialId=material)
