"""Import of key material: parameters, import, deletion."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from kms_targets.reference.operations.calls import (
    NOT_FOUND,
    find,
    invalid,
    present,
    refuse,
    require_state,
    seconds,
)
from kms_targets.reference.operations.cryptography.material import is_of_spec, public_der
from kms_targets.reference.operations.keys.creation import UNSUPPORTED, material_id, secret_bytes
from kms_targets.reference.operations.keys.lifecycle import DAY
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Key, Material

_CIPHERTEXT = "InvalidCiphertextException"
_MATERIAL = "IncorrectKeyMaterialException"
_MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Token:
    """What an import token stands for."""

    key: Key
    wrapping: rsa.RSAPrivateKey
    algorithm: str
    valid_to: float


@cache
def _wrapping_key(spec: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, int(spec.removeprefix("RSA_")))


def get_parameters_for_import(call: Call) -> dict[str, Any]:
    """A public key to wrap key material with, and the token that goes with it for a day."""
    key = _external(call)
    chosen, spec = call.values["WrappingAlgorithm"], call.values["WrappingKeySpec"]
    if chosen in ("RSAES_PKCS1_V1_5", "SM2PKE") or spec == "SM2":
        refuse(UNSUPPORTED, f"{chosen} with {spec} is not supported.")
    direct = chosen.startswith("RSAES")
    if direct and (key.spec.startswith("RSA_") or (key.spec == "ECC_NIST_P521" and spec == "RSA_2048")):
        refuse(UNSUPPORTED, f"{chosen} with {spec} cannot wrap key material of {key.spec}.")
    wrapping = _wrapping_key(spec)
    token, valid_to = os.urandom(256), time.time() + DAY
    call.service.vault.tokens[token] = Token(key, wrapping, chosen, valid_to)
    return {
        "KeyId": key.arn,
        "ImportToken": token,
        "PublicKey": public_der(wrapping),
        "ParametersValidTo": seconds(valid_to),
    }


def import_key_material(call: Call) -> dict[str, Any]:
    """The key has the key material of the request."""
    key = _external(call)
    values = call.values
    expires = _expiry(call)
    if key.spec != SYMMETRIC and {"ImportType", "KeyMaterialDescription", "KeyMaterialId"} & values.keys():
        invalid("ImportType, KeyMaterialDescription and KeyMaterialId are for symmetric encryption keys.")
    if values.get("ImportType") == "NEW_KEY_MATERIAL" and "KeyMaterialId" in values:
        invalid("KeyMaterialId does not go with NEW_KEY_MATERIAL.")
    token = call.service.vault.tokens.get(values["ImportToken"])
    if not isinstance(token, Token) or token.key is not key:
        refuse("InvalidImportTokenException", "The import token is not valid for this key.")
    if token.valid_to <= time.time():
        refuse("ExpiredImportTokenException", "The import token is expired.")
    secret = _unwrapped(token, values["EncryptedKeyMaterial"])
    _require_fitting(key, secret)
    material = _placed(call, key, secret)
    material.secret, material.expires_at = secret, expires
    material.description = values.get("KeyMaterialDescription", material.description)
    shown = material.id if key.spec == SYMMETRIC else None
    return present(KeyId=key.arn, KeyMaterialId=shown)


def delete_imported_key_material(call: Call) -> dict[str, Any]:
    """The key material is gone until the same is imported again."""
    key = _external(call)
    wanted = call.values.get("KeyMaterialId")
    material = key.current if wanted is None else key.material(wanted)
    if material is None and wanted is not None:
        refuse(NOT_FOUND, f"{key.arn} has no key material {wanted}.")
    if material is not None:
        material.secret, material.loaded, material.expires_at = b"", None, None
    shown = material.id if material is not None and key.spec == SYMMETRIC else None
    return present(KeyId=key.arn, KeyMaterialId=shown)


def _external(call: Call) -> Key:
    key = find(call, call.values["KeyId"])
    if key.origin != "EXTERNAL":
        refuse(UNSUPPORTED, f"{key.arn} origin is {key.origin} which is not valid for this operation.")
    require_state(call, key)
    return key


def _expiry(call: Call) -> float | None:
    model = call.values.get("ExpirationModel", "KEY_MATERIAL_EXPIRES")
    valid_to: float | None = call.values.get("ValidTo")
    if model == "KEY_MATERIAL_DOES_NOT_EXPIRE":
        if valid_to is not None:
            invalid("ValidTo does not go with KEY_MATERIAL_DOES_NOT_EXPIRE.")
        return None
    if valid_to is None:
        invalid("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES.")
    now = time.time()
    if not now < valid_to <= now + _MOST_DAYS * DAY:
        invalid(f"ValidTo must be in the future, and at most {_MOST_DAYS} days from now.")
    return valid_to


def _unwrapped(token: Token, wrapped: bytes) -> bytes:
    digest: hashes.HashAlgorithm = hashes.SHA1() if token.algorithm.endswith("SHA_1") else hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(digest), digest, None)
    try:
        if token.algorithm.startswith("RSAES"):
            return token.wrapping.decrypt(wrapped, oaep)
        size = token.wrapping.key_size // 8
        return keywrap.aes_key_unwrap_with_padding(token.wrapping.decrypt(wrapped[:size], oaep), wrapped[size:])
    except (ValueError, keywrap.InvalidUnwrap):
        refuse(_CIPHERTEXT, "The key material could not be decrypted.")


def _require_fitting(key: Key, secret: bytes) -> None:
    size = secret_bytes(key.spec)
    if size is not None:
        if len(secret) != size:
            refuse(_MATERIAL, f"Key material of {key.spec} has {size} bytes.")
        return
    try:
        private = serialization.load_der_private_key(secret, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        refuse(_MATERIAL, "The key material is no private key in PKCS #8.")
    if not is_of_spec(private, key.spec):
        refuse(_MATERIAL, f"The key material is not of {key.spec}.")


def _has_primary(call: Call, key: Key, material: str) -> bool:
    """Whether a key without material is the replica of one that has this material."""
    if key.family is None or key.multi_region_type != "REPLICA" or key.materials:
        return False
    return call.service.vault.region(key.family.primary).keys[key.id].material(material) is not None


def _placed(call: Call, key: Key, secret: bytes) -> Material:
    """The material of a key that is imported: one that it had before, or another where that is asked for."""
    values = call.values
    found_id = material_id(key.id, secret)
    known = key.material(found_id)
    kind = values.get("ImportType", "EXISTING_KEY_MATERIAL" if key.materials else "NEW_KEY_MATERIAL")
    if values.get("KeyMaterialId", found_id) != found_id:
        refuse(_MATERIAL, "The key material does not match KeyMaterialId.")
    if kind == "EXISTING_KEY_MATERIAL":
        if known is None and not _has_primary(call, key, found_id):
            refuse(_MATERIAL, "The key material is not the one that was imported before.")
    elif known is not None:
        refuse(_MATERIAL, "The key material is already associated with the key.")
    if known is not None:
        return known
    pending = next((m for m in key.materials if m.state == "PENDING_ROTATION"), None)
    if pending is not None:
        refuse("KMSInvalidStateException", "The key has key material that is pending rotation.")
    made = Material(found_id, secret, time.time(), state="PENDING_ROTATION" if key.materials else "CURRENT")
    key.materials.append(made)
    return made
