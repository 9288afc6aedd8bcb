"""How keys of the fake are made, described, disabled, deleted, rotated, replicated and given material."""

from __future__ import annotations

import secrets
import time
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.support.fake_kms import cryptography as crypto
from tests.support.fake_kms.state import ACCOUNT, Body, Key, Refused, State, new_id, page, policy

DAY = 86_400
_WRAPPING: dict[str, Any] = {}


def create_key(state: State, region: str, request: Body) -> Body:
    spec = request.get("KeySpec", "SYMMETRIC_DEFAULT")
    usage = request.get("KeyUsage", "ENCRYPT_DECRYPT" if spec == "SYMMETRIC_DEFAULT" else "")
    store = request.get("CustomKeyStoreId")
    if not crypto.algorithms(spec, usage):
        raise Refused("ValidationException")
    if store is not None:
        _check_store(state, store, spec, request)
    multi = bool(request.get("MultiRegion"))
    key = Key(
        new_id(multi=multi),
        region,
        spec,
        usage,
        request.get("Origin", "AWS_KMS"),
        description=request.get("Description", ""),
        store=store,
        multi=multi,
        primary=region,
        policy=policy(request.get("Policy", '{"Version":"2012-10-17","Statement":[]}')),
        tags={tag["TagKey"]: tag["TagValue"] for tag in request.get("Tags", ())},
    )
    if key.origin == "EXTERNAL":
        key.state = "PendingImport"
    else:
        key.materials = [secrets.token_bytes(32)]
        key.private = crypto.generate(spec)
    state.keys[region, key.id] = key
    return {"KeyMetadata": metadata(state, key)}


def _check_store(state: State, store: str, spec: str, request: Body) -> None:
    if store not in state.stores:
        raise Refused("CustomKeyStoreNotFoundException")
    if state.stores[store]["ConnectionState"] != "CONNECTED":
        raise Refused("CustomKeyStoreInvalidStateException")
    if spec != "SYMMETRIC_DEFAULT" or request.get("MultiRegion"):
        raise Refused("UnsupportedOperationException")


def metadata(state: State, key: Key) -> Body:
    found: Body = {
        "KeyId": key.id,
        "Arn": key.arn,
        "AWSAccountId": ACCOUNT,
        "CreationDate": key.created,
        "Enabled": key.state == "Enabled",
        "Description": key.description,
        "KeyUsage": key.usage,
        "KeySpec": key.spec,
        "CustomerMasterKeySpec": key.spec,
        "KeyState": key.state,
        "Origin": key.origin,
        "KeyManager": "CUSTOMER",
        "MultiRegion": key.multi,
        crypto.MEMBERS[key.usage]: crypto.algorithms(key.spec, key.usage),
    }
    if key.deletion and key.state == "PendingDeletion":
        found["DeletionDate"] = key.deletion
    if key.store:
        found["CustomKeyStoreId"] = key.store
    if key.origin == "EXTERNAL" and key.materials:
        found["ExpirationModel"] = "KEY_MATERIAL_EXPIRES" if key.expires else "KEY_MATERIAL_DOES_NOT_EXPIRE"
        found |= {"ValidTo": key.valid_to} if key.expires else {}
    if key.multi:
        family = [{"Arn": other.arn, "Region": other.region} for other in state.family(key)]
        found["MultiRegionConfiguration"] = {
            "MultiRegionKeyType": "PRIMARY" if key.primary == key.region else "REPLICA",
            "PrimaryKey": next(entry for entry in family if entry["Region"] == key.primary),
            "ReplicaKeys": [entry for entry in family if entry["Region"] != key.primary],
        }
    return found


def describe(state: State, region: str, request: Body) -> Body:
    return {"KeyMetadata": metadata(state, state.key(region, request["KeyId"], alias=True))}


def last_usage(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    return {"KeyId": key.id, "KeyLastUsage": {}, "KeyCreationDate": key.created}


def list_keys(state: State, region: str, request: Body) -> Body:
    keys = [key for key in state.keys.values() if key.region == region]
    return page([{"KeyId": key.id, "KeyArn": key.arn} for key in keys], request, "Keys")


def manageable(state: State, region: str, request: Body) -> Key:
    """A key that is not about to be deleted."""
    key = state.key(region, request["KeyId"])
    if "Deletion" in key.state:
        raise Refused("KMSInvalidStateException")
    return key


def enable(state: State, region: str, request: Body) -> Body:
    manageable(state, region, request).state = "Enabled"
    return {}


def disable(state: State, region: str, request: Body) -> Body:
    manageable(state, region, request).state = "Disabled"
    return {}


def schedule(state: State, region: str, request: Body) -> Body:
    key = manageable(state, region, request)
    days = request.get("PendingWindowInDays", 30)
    replicas = key.multi and key.primary == region and len(state.family(key)) > 1
    key.state = "PendingReplicaDeletion" if replicas else "PendingDeletion"
    key.deletion = time.time() + days * DAY
    date = {} if replicas else {"DeletionDate": key.deletion}
    return {"KeyId": key.arn, "KeyState": key.state, "PendingWindowInDays": days, **date}


def cancel(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if "Deletion" not in key.state:
        raise Refused("KMSInvalidStateException")
    key.state, key.deletion = "Disabled", None
    return {"KeyId": key.arn}


def _rotated(state: State, region: str, request: Body) -> Key:
    key = manageable(state, region, request)
    if key.spec != "SYMMETRIC_DEFAULT" or key.origin != "AWS_KMS" or key.store:
        raise Refused("UnsupportedOperationException")
    if key.state == "Disabled":
        raise Refused("DisabledException")
    return key


def enable_rotation(state: State, region: str, request: Body) -> Body:
    _rotated(state, region, request).period = request.get("RotationPeriodInDays", 365)
    return {}


def disable_rotation(state: State, region: str, request: Body) -> Body:
    _rotated(state, region, request).period = None
    return {}


def rotation_status(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    enabled = key.period is not None and key.state != "PendingDeletion"
    return {"KeyId": key.id, "KeyRotationEnabled": enabled} | ({"RotationPeriodInDays": key.period} if enabled else {})


def rotate(state: State, region: str, request: Body) -> Body:
    key = _rotated(state, region, request)
    key.materials.append(secrets.token_bytes(32))
    key.rotations.append({"KeyId": key.id, "RotationType": "ON_DEMAND", "KeyMaterialId": secrets.token_hex(32)})
    return {"KeyId": key.arn}


def list_rotations(state: State, region: str, request: Body) -> Body:
    return page(state.key(region, request["KeyId"]).rotations, request, "Rotations")


def replicate(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if not key.multi:
        raise Refused("UnsupportedOperationException")
    there = request["ReplicaRegion"]
    if (there, key.id) in state.keys:
        raise Refused("AlreadyExistsException")
    replica = Key(key.id, there, key.spec, key.usage, key.origin, multi=True, primary=key.primary)
    replica.materials, replica.private = key.materials, key.private
    state.keys[there, key.id] = replica
    return {"ReplicaKeyMetadata": metadata(state, replica)}


def update_primary(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if not key.multi:
        raise Refused("UnsupportedOperationException")
    if (request["PrimaryRegion"], key.id) not in state.keys:
        raise Refused("NotFoundException")
    for member in state.family(key):
        member.primary = request["PrimaryRegion"]
    return {}


def _external(state: State, region: str, request: Body) -> Key:
    key = state.key(region, request["KeyId"])
    if key.origin != "EXTERNAL":
        raise Refused("UnsupportedOperationException")
    return key


def parameters(state: State, region: str, request: Body) -> Body:
    key = _external(state, region, request)
    spec = request["WrappingKeySpec"]
    if spec not in _WRAPPING:
        _WRAPPING[spec] = rsa.generate_private_key(65537, int(spec[4:]))
    token = secrets.token_bytes(24)
    state.tokens[token] = (key.id, _WRAPPING[spec])
    return {
        "KeyId": key.arn,
        "ImportToken": crypto.text(token),
        "PublicKey": crypto.text(crypto.der(_WRAPPING[spec].public_key())),
        "ParametersValidTo": time.time() + DAY,
    }


def import_material(state: State, region: str, request: Body) -> Body:
    key = _external(state, region, request)
    owner, wrapping = state.tokens.get(crypto.data(request["ImportToken"]), ("", None))
    if owner != key.id:
        raise Refused("InvalidImportTokenException")
    expires = request.get("ExpirationModel", "KEY_MATERIAL_EXPIRES") == "KEY_MATERIAL_EXPIRES"
    if expires != ("ValidTo" in request):
        raise Refused("ValidationException")
    try:
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        material = wrapping.decrypt(crypto.data(request["EncryptedKeyMaterial"]), oaep)
    except ValueError:
        raise Refused("InvalidCiphertextException") from None
    if key.imported not in (None, material):
        raise Refused("IncorrectKeyMaterialException")
    key.imported, key.materials = material, [material]
    key.state, key.expires, key.valid_to = "Enabled", expires, request.get("ValidTo")
    return {"KeyId": key.arn}


def delete_material(state: State, region: str, request: Body) -> Body:
    key = _external(state, region, request)
    key.materials = []
    if "Deletion" not in key.state:
        key.state = "PendingImport"
    return {"KeyId": key.arn}
