"""Key material that is imported into keys of the fake."""

from __future__ import annotations

import secrets
import time
from typing import Any

from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.support.fake_kms import specs as crypto
from tests.support.fake_kms.lives import DAY
from tests.support.fake_kms.state import Body, Key, Refused, State

_WRAPPING: dict[str, Any] = {}


def _external(state: State, region: str, request: Body) -> Key:
    key = state.key(region, request["KeyId"])
    if key.origin != "EXTERNAL":
        raise Refused("UnsupportedOperationException")
    return key


def _importing(state: State, region: str, request: Body) -> Key:
    key = _external(state, region, request)
    if "Deletion" in key.state:
        raise Refused("KMSInvalidStateException")
    return key


def parameters(state: State, region: str, request: Body) -> Body:
    key = _importing(state, region, request)
    spec, how = request["WrappingKeySpec"], request["WrappingAlgorithm"]
    long = key.spec.startswith("RSA") or (key.spec, spec) == ("ECC_NIST_P521", "RSA_2048")
    if how.startswith("RSAES_PKCS1") or (how.startswith("RSAES") and long):
        raise Refused("UnsupportedOperationException")
    if spec not in _WRAPPING:
        _WRAPPING[spec] = rsa.generate_private_key(65537, int(spec[4:]))
    token = secrets.token_bytes(24)
    state.tokens[token] = (key.id, _WRAPPING[spec], how)
    return {
        "KeyId": key.arn,
        "ImportToken": crypto.text(token),
        "PublicKey": crypto.text(crypto.der(_WRAPPING[spec].public_key())),
        "ParametersValidTo": time.time() + DAY,
    }


def import_material(state: State, region: str, request: Body) -> Body:
    key = _importing(state, region, request)
    owner, wrapping, how = state.tokens.get(crypto.data(request["ImportToken"]), ("", None, ""))
    if owner != key.id:
        raise Refused("InvalidImportTokenException")
    expires = request.get("ExpirationModel", "KEY_MATERIAL_EXPIRES") == "KEY_MATERIAL_EXPIRES"
    if expires != ("ValidTo" in request):
        raise Refused("ValidationException")
    if expires and not 0 < request["ValidTo"] - time.time() <= 365 * DAY:
        raise Refused("ValidationException")
    try:
        material = _unwrapped(wrapping, how, crypto.data(request["EncryptedKeyMaterial"]))
    except (ValueError, keywrap.InvalidUnwrap):
        raise Refused("InvalidCiphertextException") from None
    if not key.symmetric and {"ImportType", "KeyMaterialDescription", "KeyMaterialId"} & set(request):
        raise Refused("ValidationException")
    known = key.imported or next((one.imported for one in state.family(key) if one.region == key.primary), None)
    new = _is_new(key, known, request, material)
    if "KeyMaterialDescription" in request:
        key.names[key.material_id(material)] = request["KeyMaterialDescription"]
    key.dates.pop(key.material_id(material), None)
    if expires:
        key.dates[key.material_id(material)] = request["ValidTo"]
    if new and key.imported is not None:
        key.pending = material
        return {"KeyId": key.arn, "KeyMaterialId": key.material_id(material)}
    key.imported, key.materials = material, [material]
    if key.spec in crypto.CURVES or key.spec.startswith("RSA"):
        key.private = serialization.load_der_private_key(material, None)
    key.state, key.expires, key.valid_to = "Enabled", expires, request.get("ValidTo")
    return {"KeyId": key.arn, **key.current}


def _unwrapped(wrapping: Any, how: str, blob: bytes) -> bytes:
    digest: Any = hashes.SHA1() if how.endswith("SHA_1") else hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(digest), digest, None)
    if how.startswith("RSAES"):
        return bytes(wrapping.decrypt(blob, oaep))
    size = wrapping.key_size // 8
    return keywrap.aes_key_unwrap_with_padding(wrapping.decrypt(blob[:size], oaep), blob[size:])


def _fits(key: Key, material: bytes) -> bool:
    """Whether it is material of the spec: 32 bytes, or a private key on the curve."""
    if key.spec.startswith("RSA"):
        return True
    if key.spec not in crypto.CURVES:
        return len(material) == 32
    try:
        found: Any = serialization.load_der_private_key(material, None)
    except ValueError:
        return False
    return bool(found.curve.name == crypto.CURVES[key.spec]().name)


def _is_new(key: Key, known: bytes | None, request: Body, material: bytes) -> bool:
    """Whether it is imported as new material. Raises Refused where it must not be imported as what it is."""
    usual = "EXISTING_KEY_MATERIAL" if key.imported else "NEW_KEY_MATERIAL"
    new = request.get("ImportType", usual) == "NEW_KEY_MATERIAL"
    if new and "KeyMaterialId" in request:
        raise Refused("ValidationException")
    named = request.get("KeyMaterialId", key.material_id(material)) != key.material_id(material)
    if not _fits(key, material) or new == (known == material) or named:
        raise Refused("IncorrectKeyMaterialException")
    return new is True


def delete_material(state: State, region: str, request: Body) -> Body:
    key = _external(state, region, request)
    if key.pending is not None and request.get("KeyMaterialId") == key.material_id(key.pending):
        key.pending = None
        return {"KeyId": key.arn, "KeyMaterialId": request["KeyMaterialId"]}
    wanted = request.get("KeyMaterialId", key.current.get("KeyMaterialId"))
    if wanted != key.current.get("KeyMaterialId"):
        key.state = "PendingImport"
        return {"KeyId": key.arn, "KeyMaterialId": wanted}
    gone, key.materials = key.current, []
    if "Deletion" not in key.state:
        key.state = "PendingImport"
    return {"KeyId": key.arn, **gone}
