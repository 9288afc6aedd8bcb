"""How keys of the fake are made, described, disabled, deleted, rotated, replicated and given material."""

from __future__ import annotations

import secrets
import time

from tests.support.fake_kms import specs as crypto
from tests.support.fake_kms.state import ACCOUNT, Body, Key, Refused, State, new_id, page, policy

DAY = 86_400
MOST_ROTATIONS = 25
_IN_STORES = ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")


def create_key(state: State, region: str, request: Body) -> Body:
    spec = request.get("KeySpec", request.get("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"))
    usage = request.get("KeyUsage", "ENCRYPT_DECRYPT" if spec == "SYMMETRIC_DEFAULT" else "")
    store = request.get("CustomKeyStoreId")
    if not crypto.algorithms(spec, usage):
        raise Refused("ValidationException")
    origin = request.get("Origin", "AWS_KMS")
    if ("XksKeyId" in request) > (origin == "EXTERNAL_KEY_STORE") or (store is None and origin.endswith(_IN_STORES)):
        raise Refused("ValidationException")
    if origin == "EXTERNAL_KEY_STORE" and "XksKeyId" not in request:
        raise Refused("ValidationException")
    if store in state.stores and state.stores[store]["CustomKeyStoreType"] != origin:
        raise Refused("ValidationException")
    if store is not None:
        _check_store(state, store, spec, request)
    multi = bool(request.get("MultiRegion"))
    key = Key(
        new_id(multi=multi),
        region,
        spec,
        usage,
        origin,
        description=request.get("Description", ""),
        store=store,
        external=request.get("XksKeyId"),
        multi=multi,
        primary=region,
        policy=_policy(request),
        tags={tag["TagKey"]: tag["TagValue"] for tag in request.get("Tags", ())},
    )
    if key.origin == "EXTERNAL":
        key.state = "PendingImport"
    else:
        key.materials = [secrets.token_bytes(32)]
        key.private = crypto.generate(spec)
    state.keys[region, key.id] = key
    return {"KeyMetadata": metadata(state, key)}


def _policy(request: Body) -> str:
    bypass = "Policy" not in request or request.get("BypassPolicyLockoutSafetyCheck")
    return policy(request.get("Policy", '{"Version":"2012-10-17","Statement":[]}'), bypass=bypass)


def _check_store(state: State, store: str, spec: str, request: Body) -> None:
    if store not in state.stores:
        raise Refused("CustomKeyStoreNotFoundException")
    if state.stores[store]["ConnectionState"] != "CONNECTED":
        raise Refused("CustomKeyStoreInvalidStateException")
    if spec != "SYMMETRIC_DEFAULT" or request.get("MultiRegion"):
        raise Refused("UnsupportedOperationException")
    if any(
        (key.store, key.external) == (store, request.get("XksKeyId")) for key in state.keys.values() if key.external
    ):
        raise Refused("XksKeyAlreadyInUseException")


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
    if key.current and not key.store:
        found["CurrentKeyMaterialId"] = key.current["KeyMaterialId"]
    if key.deletion and key.state == "PendingDeletion":
        found["DeletionDate"] = key.deletion
    if key.state == "PendingReplicaDeletion":
        found["PendingDeletionWindowInDays"] = key.window
    if key.store:
        found["CustomKeyStoreId"] = key.store
    if key.external:
        found["XksKeyConfiguration"] = {"Id": key.external}
    if key.origin == "EXTERNAL" and key.materials:
        found["ExpirationModel"] = _model(key)
        dates = [key.dates[name] for one in key.materials if (name := key.material_id(one)) in key.dates]
        found |= {"ValidTo": min(dates)} if dates else {}
    if key.multi:
        family = [{"Arn": other.arn, "Region": other.region} for other in state.family(key)]
        found["MultiRegionConfiguration"] = {
            "MultiRegionKeyType": "PRIMARY" if key.primary == key.region else "REPLICA",
            "PrimaryKey": next(entry for entry in family if entry["Region"] == key.primary),
            "ReplicaKeys": [entry for entry in family if entry["Region"] != key.primary],
        }
    return found


def _model(key: Key) -> str:
    return "KEY_MATERIAL_EXPIRES" if key.expires else "KEY_MATERIAL_DOES_NOT_EXPIRE"


def describe(state: State, region: str, request: Body) -> Body:
    return {"KeyMetadata": metadata(state, state.key(region, request["KeyId"], alias=True))}


def last_usage(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    return {
        "KeyId": key.id,
        "KeyLastUsage": {"Operation": key.used, "Timestamp": time.time()} if key.used else {},
        "KeyCreationDate": key.created,
    }


def list_keys(state: State, region: str, request: Body) -> Body:
    own = "SELF" in request.get("ResourceOwners", ["SELF"])
    keys = [key for key in state.keys.values() if own and key.region == region]
    return page([{"KeyId": key.id, "KeyArn": key.arn} for key in keys], request, "Keys")


def manageable(state: State, region: str, request: Body) -> Key:
    """A key that is not about to be deleted."""
    key = state.key(region, request["KeyId"])
    if "Deletion" in key.state:
        raise Refused("KMSInvalidStateException")
    return key


def enable(state: State, region: str, request: Body) -> Body:
    _with_material(state, region, request).state = "Enabled"
    return {}


def disable(state: State, region: str, request: Body) -> Body:
    _with_material(state, region, request).state = "Disabled"
    return {}


def _with_material(state: State, region: str, request: Body) -> Key:
    key = manageable(state, region, request)
    if key.state == "PendingImport":
        raise Refused("KMSInvalidStateException")
    return key


def schedule(state: State, region: str, request: Body) -> Body:
    key = manageable(state, region, request)
    days = request.get("PendingWindowInDays", 30)
    replicas = key.multi and key.primary == region and len(state.family(key)) > 1
    key.state = "PendingReplicaDeletion" if replicas else "PendingDeletion"
    key.deletion, key.window = time.time() + days * DAY, days
    date = {} if replicas else {"DeletionDate": key.deletion}
    return {"KeyId": key.arn, "KeyState": key.state, "PendingWindowInDays": days, **date}


def cancel(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if "Deletion" not in key.state:
        raise Refused("KMSInvalidStateException")
    key.state, key.deletion = "Disabled", None
    return {"KeyId": key.arn}


def _rotated(state: State, region: str, request: Body, origins: tuple[str, ...] = ("AWS_KMS",)) -> Key:
    key = manageable(state, region, request)
    if key.spec != "SYMMETRIC_DEFAULT" or key.origin not in origins or key.store:
        raise Refused("UnsupportedOperationException")
    if key.state == "Disabled":
        raise Refused("DisabledException")
    return key


def enable_rotation(state: State, region: str, request: Body) -> Body:
    days = request.get("RotationPeriodInDays", 365)
    for key in state.family(_rotated(state, region, request)):
        key.period, key.rotates_at = days, time.time() + days * DAY
    return {}


def disable_rotation(state: State, region: str, request: Body) -> Body:
    for key in state.family(_rotated(state, region, request)):
        key.period = None
    return {}


def rotation_status(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    enabled = key.period is not None and key.state != "PendingDeletion"
    how = {"RotationPeriodInDays": key.period, "NextRotationDate": key.rotates_at}
    return {"KeyId": key.id, "KeyRotationEnabled": enabled} | (how if enabled else {})


def rotate(state: State, region: str, request: Body) -> Body:
    key = _rotated(state, region, request, ("AWS_KMS", "EXTERNAL"))
    if len(key.rotations) == MOST_ROTATIONS:
        raise Refused("LimitExceededException")
    if key.origin == "EXTERNAL" and key.pending is None:
        raise Refused("KMSInvalidStateException")
    key.materials.append(key.pending or secrets.token_bytes(32))
    key.pending = None
    key.rotations.append({"KeyId": key.id, "RotationType": "ON_DEMAND", "RotationDate": time.time(), **key.current})
    return {"KeyId": key.arn}


def list_rotations(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if "IncludeKeyMaterial" in request and key.spec != "SYMMETRIC_DEFAULT":
        raise Refused("UnsupportedOperationException")
    every = request.get("IncludeKeyMaterial") == "ALL_KEY_MATERIAL"
    entries = _first(key) + key.rotations + _pending(key) if every else key.rotations
    return page([_with_state(key, entry) for entry in entries], request, "Rotations")


def _first(key: Key) -> list[Body]:
    """The material that no rotation made, which is known although it was deleted."""
    first = key.materials[0] if key.materials else key.imported
    return [{"KeyId": key.id, "KeyMaterialId": key.material_id(first)}] if first else []


def _pending(key: Key) -> list[Body]:
    return [{"KeyId": key.id, "KeyMaterialId": key.material_id(key.pending)}] if key.pending else []


def _with_state(key: Key, entry: Body) -> Body:
    name = entry["KeyMaterialId"]
    imported = [key.material_id(one) for one in key.materials]
    pending = key.pending is not None and name == key.material_id(key.pending)
    state = "PENDING_ROTATION" if pending else "NON_CURRENT" if name in imported[:-1] else "CURRENT"
    found = entry | {"KeyMaterialState": state}
    if key.origin != "EXTERNAL":
        return found
    if not pending and name not in imported:
        return found | {"ImportState": "PENDING_IMPORT"}
    found |= {
        "ImportState": "IMPORTED",
        "ExpirationModel": f"KEY_MATERIAL_{'EXPIRES' if key.expires else 'DOES_NOT_EXPIRE'}",
    }
    found |= {"KeyMaterialDescription": key.names[name]} if name in key.names else {}
    return found | ({"ValidTo": key.valid_to} if key.expires else {})


def replicate(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if not key.multi or key.primary != region:
        raise Refused("UnsupportedOperationException")
    state.ready(key)
    there = request["ReplicaRegion"]
    if (there, key.id) in state.keys:
        raise Refused("AlreadyExistsException")
    replica = Key(key.id, there, key.spec, key.usage, key.origin, multi=True, primary=key.primary)
    replica.materials, replica.private = key.materials, key.private
    if key.origin == "EXTERNAL":
        replica.materials, replica.state = [], "PendingImport"
    replica.period, replica.rotates_at = key.period, key.rotates_at
    replica.description, replica.policy = request.get("Description", ""), _policy(request)
    replica.tags = {tag["TagKey"]: tag["TagValue"] for tag in request.get("Tags", ())}
    state.keys[there, key.id] = replica
    shown = {"ReplicaKeyMetadata": metadata(state, replica), "ReplicaTags": list(request.get("Tags", ()))}
    return {**shown, "ReplicaPolicy": replica.policy}


def update_primary(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if not key.multi or key.primary != region:
        raise Refused("UnsupportedOperationException")
    state.ready(key)
    if (request["PrimaryRegion"], key.id) not in state.keys:
        raise Refused("NotFoundException")
    for member in state.family(key):
        member.primary = request["PrimaryRegion"]
    return {}
