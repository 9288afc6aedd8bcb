"""Ciphertext of symmetric keys: opaque to others, with the key's id inside and the encryption context authenticated.

version (1 byte) | length of the key id (1) | key id | id of the key material (32) | nonce (12) | AES-256-GCM
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kms_targets.reference.state.keys import Key, Material

_VERSION = 1
_NONCE = 12
_MATERIAL = 32
Context = Mapping[str, str]


class Blob(NamedTuple):
    """A ciphertext, taken apart."""

    key_id: str
    material_id: str
    header: bytes
    nonce: bytes
    sealed: bytes


def sealed(key: Key, material: Material, plaintext: bytes, context: Context) -> bytes:
    """The ciphertext of a plaintext under a key."""
    key_id = key.id.encode()
    header = bytes([_VERSION, len(key_id)]) + key_id + bytes.fromhex(material.id)
    nonce = os.urandom(_NONCE)
    return header + nonce + AESGCM(material.secret).encrypt(nonce, plaintext, _associated(header, context))


def parsed(blob: bytes) -> Blob | None:
    """A ciphertext taken apart, or None where it is none of ours."""
    if len(blob) < 2 or blob[0] != _VERSION:
        return None
    end = 2 + blob[1] + _MATERIAL
    if len(blob) < end + _NONCE + 16:
        return None
    try:
        key_id = blob[2 : 2 + blob[1]].decode("ascii")
    except UnicodeDecodeError:
        return None
    material_id = blob[2 + blob[1] : end].hex()
    return Blob(key_id, material_id, blob[:end], blob[end : end + _NONCE], blob[end + _NONCE :])


def opened(blob: Blob, material: Material, context: Context) -> bytes | None:
    """The plaintext, or None where ciphertext, key material or context are not those of the encryption."""
    try:
        return AESGCM(material.secret).decrypt(blob.nonce, blob.sealed, _associated(blob.header, context))
    except InvalidTag:
        return None


def _associated(header: bytes, context: Context) -> bytes:
    return header + json.dumps(sorted(context.items()), ensure_ascii=True).encode()
