"""Encrypt, Decrypt, ReEncrypt, with symmetric keys and with RSA."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from kms_targets.reference.operations.calls import (
    algorithm,
    behaviour,
    dry_run,
    find,
    grant_tokens,
    invalid,
    key_for,
    present,
    recipient,
    record,
    refuse,
    require_state,
    require_usage,
)
from kms_targets.reference.operations.cryptography.blobs import Blob, Context, opened, parsed, sealed
from kms_targets.reference.operations.cryptography.material import private_key, usable
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Key

_CIPHERTEXT = "InvalidCiphertextException"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a ciphertext held, and what opened it."""

    key: Key
    algorithm: str
    plaintext: bytes
    material: str | None


def encrypt(call: Call) -> dict[str, Any]:
    """A ciphertext."""
    key = key_for(call)
    chosen = call.values.get("EncryptionAlgorithm", SYMMETRIC)
    context = call.values.get("EncryptionContext", {})
    blob, _ = encrypted(call, key, chosen, call.values["Plaintext"], context)
    dry_run(call)
    record(call, key)
    return {"CiphertextBlob": blob, "KeyId": key.arn, "EncryptionAlgorithm": chosen}


def decrypt(call: Call) -> dict[str, Any]:
    """The plaintext of a ciphertext."""
    values = call.values
    recipient(call)
    if _ciphertext_ignored(call, "KeyId"):
        key_for(call)
        dry_run(call)
    context = values.get("EncryptionContext", {})
    found = _opened(call, values.get("KeyId"), values.get("EncryptionAlgorithm", SYMMETRIC), context)
    dry_run(call)
    record(call, found.key)
    return present(
        KeyId=found.key.arn,
        Plaintext=found.plaintext,
        EncryptionAlgorithm=found.algorithm,
        KeyMaterialId=found.material,
    )


def re_encrypt(call: Call) -> dict[str, Any]:
    """The plaintext of a ciphertext under another key, context or algorithm."""
    values = call.values
    destination = key_for(call, "DestinationKeyId")
    chosen = values.get("DestinationEncryptionAlgorithm", SYMMETRIC)
    if _ciphertext_ignored(call, "SourceKeyId"):
        key_for(call, "SourceKeyId")
        dry_run(call)
    context = values.get("SourceEncryptionContext", {})
    source = _opened(call, values.get("SourceKeyId"), values.get("SourceEncryptionAlgorithm", SYMMETRIC), context)
    context = values.get("DestinationEncryptionContext", {})
    blob, material = encrypted(call, destination, chosen, source.plaintext, context)
    dry_run(call)
    record(call, source.key)
    record(call, destination)
    return present(
        CiphertextBlob=blob,
        SourceKeyId=source.key.arn,
        KeyId=destination.arn,
        SourceEncryptionAlgorithm=source.algorithm,
        DestinationEncryptionAlgorithm=chosen,
        SourceKeyMaterialId=source.material,
        DestinationKeyMaterialId=material,
    )


def encrypted(call: Call, key: Key, chosen: str, plaintext: bytes, context: Context) -> tuple[bytes, str | None]:
    """A ciphertext and the id of the key material, if the key is symmetric."""
    algorithm(call, key, chosen)
    if key.spec == SYMMETRIC:
        material = usable(key)
        return sealed(key, material, plaintext, context), None if key.store else material.id
    if context:
        invalid("An encryption context is not supported with asymmetric KMS keys.")
    most = behaviour(call).plaintext_most[key.spec, chosen]
    if len(plaintext) > most:
        invalid(f"{chosen} with {key.spec} encrypts at most {most} bytes.")
    blob: bytes = private_key(key).public_key().encrypt(plaintext, _padding(chosen))
    return blob, None


def _ciphertext_ignored(call: Call, member: str) -> bool:
    """Whether only permissions are to be tried. Refuses a request without a ciphertext otherwise."""
    values = call.values
    modifiers = values.get("DryRunModifiers", [])
    if modifiers and not values.get("DryRun"):
        invalid("DryRunModifiers goes with DryRun.")
    if "IGNORE_CIPHERTEXT" in modifiers:
        if member not in values:
            invalid(f"{member} is required where the ciphertext is ignored.")
        return True
    if "CiphertextBlob" not in values:
        invalid("CiphertextBlob is required.")
    return False


def _opened(call: Call, key_id: str | None, chosen: str, context: Context) -> Opened:
    given = None if key_id is None else find(call, key_id)
    grant_tokens(call)
    if given is not None:
        require_state(call, given)
        require_usage(call, given)
        algorithm(call, given, chosen)
        if given.spec != SYMMETRIC:
            return _opened_by_rsa(call, given, chosen, context)
    if chosen != SYMMETRIC:
        invalid("A ciphertext of an asymmetric KMS key can be decrypted only with its key id.")
    blob = parsed(call.values["CiphertextBlob"])
    key = None if blob is None else call.region.keys.get(blob.key_id)
    if blob is None or key is None:
        refuse(_CIPHERTEXT, "The ciphertext is not valid.")
    if given is not None and given is not key:
        refuse("IncorrectKeyException", "The key ID in the request does not identify the key of this ciphertext.")
    require_state(call, key)
    return _opened_by_symmetric(key, blob, context)


def _opened_by_symmetric(key: Key, blob: Blob, context: Context) -> Opened:
    material = key.material(blob.material_id)
    now = time.time()
    plaintext = opened(blob, material, context) if material is not None and material.usable(now) else None
    if plaintext is None:
        refuse(_CIPHERTEXT, "The ciphertext or its encryption context is not valid.")
    return Opened(key, SYMMETRIC, plaintext, None if key.store else blob.material_id)


def _opened_by_rsa(call: Call, key: Key, chosen: str, context: Context) -> Opened:
    if context:
        invalid("An encryption context is not supported with asymmetric KMS keys.")
    try:
        plaintext: bytes = private_key(key).decrypt(call.values["CiphertextBlob"], _padding(chosen))
    except ValueError:
        refuse(_CIPHERTEXT, "The ciphertext is not valid.")
    return Opened(key, chosen, plaintext, None)


def _padding(chosen: str) -> padding.OAEP:
    digest: hashes.HashAlgorithm = hashes.SHA1() if chosen.endswith("SHA_1") else hashes.SHA256()
    return padding.OAEP(padding.MGF1(digest), digest, None)
