"""How the keys of the fake seal a plaintext, and open what they sealed."""

from __future__ import annotations

import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.support.fake_kms.specs import (
    ENCRYPTION,
    HASHES,
    algorithms,
    data,
)
from tests.support.fake_kms.state import Body, Key, Refused, State


def _aad(context: object) -> bytes:
    return json.dumps(context or {}, sort_keys=True).encode()


def seal(key: Key, plaintext: bytes, context: object) -> bytes:
    nonce = secrets.token_bytes(12)
    head = b"F" + bytes([len(key.id), len(key.materials) - 1]) + key.id.encode()
    return head + nonce + AESGCM(key.materials[-1]).encrypt(nonce, plaintext, head + _aad(context))


def _owner(state: State, region: str, blob: bytes) -> Key:
    name = blob[3 : 3 + blob[1]].decode("ascii", "replace") if len(blob) > 40 and blob[:1] == b"F" else ""
    if (region, name) not in state.keys:
        raise Refused("InvalidCiphertextException")
    return state.keys[region, name]


def _open(key: Key, blob: bytes, context: object) -> bytes:
    end = 3 + blob[1]
    head, nonce, sealed = blob[:end], blob[end : end + 12], blob[end + 12 :]
    try:
        return AESGCM(key.materials[blob[2]]).decrypt(nonce, sealed, head + _aad(context))
    except (InvalidTag, ValueError):
        raise Refused("InvalidCiphertextException") from None


def _oaep(algorithm: object) -> padding.OAEP:
    digest = HASHES[str(algorithm).rpartition("_")[2]]
    return padding.OAEP(padding.MGF1(digest), digest, None)


def allowed(key: Key, algorithm: object) -> None:
    if algorithm not in algorithms(key.spec, key.usage):
        raise Refused("InvalidKeyUsageException")


def encrypted(key: Key, plaintext: bytes, algorithm: object, context: object) -> bytes:
    allowed(key, algorithm)
    if key.private is None:
        if len(plaintext) > 4096:
            raise Refused("ValidationException")
        return seal(key, plaintext, context)
    try:
        return bytes(key.private.public_key().encrypt(plaintext, _oaep(algorithm)))
    except ValueError:
        raise Refused("ValidationException") from None


def decrypted(state: State, region: str, request: Body, *, prefix: str = "") -> tuple[Key, bytes]:
    member = {"": "KeyId", "Source": "SourceKeyId"}[prefix]
    algorithm = request.get(f"{prefix}EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    context = request.get(f"{prefix}EncryptionContext")
    if request.get("DryRunModifiers") == ["IGNORE_CIPHERTEXT"]:
        state.usable(region, request, ENCRYPTION, member=member)
        raise Refused("DryRunOperationException")
    blob = data(request["CiphertextBlob"])
    named = state.key(region, request[member], alias=True) if member in request else None
    if named is not None and named.private is not None:
        state.usable(region, request, ENCRYPTION, member=member)
        allowed(named, algorithm)
        if context:
            raise Refused("ValidationException")
        try:
            return named, named.private.decrypt(blob, _oaep(algorithm))
        except ValueError:
            raise Refused("InvalidCiphertextException") from None
    owner = _owner(state, region, blob)
    if named is not None and named is not owner:
        raise Refused("IncorrectKeyException")
    state.ready(owner)
    return owner, _open(owner, blob, context)
