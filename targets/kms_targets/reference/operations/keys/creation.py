"""CreateKey: which combinations of spec, usage, origin and custom key store there are."""

from __future__ import annotations

import hashlib
import os
import time
from typing import Any

from kms_targets.reference.operations.calls import arn, behaviour, invalid, refuse
from kms_targets.reference.operations.keys.metadata import metadata
from kms_targets.reference.operations.keys.policies import checked_policy
from kms_targets.reference.operations.keys.tags import checked_tags
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Family, Key, Material, Rotation
from kms_targets.reference.state.stores import Store
from kms_targets.reference.tables.behaviour import ENCRYPT

_STORE_ORIGINS = {"AWS_CLOUDHSM": "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE": "EXTERNAL_KEY_STORE"}
_SECRET_BYTES = {SYMMETRIC: 32, "HMAC_224": 28, "HMAC_256": 32, "HMAC_384": 48, "HMAC_512": 64}
UNSUPPORTED = "UnsupportedOperationException"


def create_key(call: Call) -> dict[str, Any]:
    """A new key."""
    values = call.values
    spec, usage = _spec_and_usage(call)
    origin = values.get("Origin", "AWS_KMS")
    store = _store(call, spec, origin)
    tags = checked_tags(call, values.get("Tags", []))
    policy = checked_policy(call)
    most = behaviour(call).keys_most
    if most is not None and len(call.region.keys) >= most:
        refuse("LimitExceededException", f"The quota of {most} KMS keys is exceeded.")
    key_id = behaviour(call).key_id(bool(values.get("MultiRegion")))
    key = Key(
        id=key_id,
        number=call.service.vault.next_number(),
        region=call.region.name,
        arn=arn(call, "key", key_id),
        spec=spec,
        usage=usage,
        origin=origin,
        description=values.get("Description", ""),
        policy=policy,
        created=time.time(),
        materials=[] if origin == "EXTERNAL" else [new_material(key_id, spec)],
        rotation=Rotation(),
        tags=tags,
        family=Family(call.region.name, [call.region.name]) if values.get("MultiRegion") else None,
        store=None if store is None else store.id,
        external_key=values.get("XksKeyId"),
    )
    call.region.keys[key.id] = key
    return {"KeyMetadata": metadata(call, key)}


def new_material(key_id: str, spec: str, rotation: str | None = None) -> Material:
    """Key material of a spec; that of an asymmetric key is made when it is first needed."""
    secret = os.urandom(_SECRET_BYTES[spec]) if spec in _SECRET_BYTES else b""
    return Material(material_id(key_id, secret or os.urandom(32)), secret, time.time(), rotation)


def material_id(key_id: str, secret: bytes) -> str:
    """The identifier of key material, which rests on the key and the material."""
    return hashlib.sha256(b"key material id" + key_id.encode() + secret).hexdigest()


def secret_bytes(spec: str) -> int | None:
    """How many bytes the key material of a symmetric or HMAC key has; None for an asymmetric one."""
    return _SECRET_BYTES.get(spec)


def _spec_and_usage(call: Call) -> tuple[str, str]:
    values = call.values
    if "KeySpec" in values and "CustomerMasterKeySpec" in values:
        invalid("You cannot specify KeySpec and CustomerMasterKeySpec in the same request.")
    spec = values.get("KeySpec", values.get("CustomerMasterKeySpec", SYMMETRIC))
    usage = values.get("KeyUsage")
    if spec not in behaviour(call).specs:
        refuse(UNSUPPORTED, f"KeySpec {spec} is not supported in this Region.")
    if usage is None:
        if spec != SYMMETRIC:
            invalid("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.")
        usage = ENCRYPT
    if usage not in behaviour(call).specs[spec]:
        invalid(f"KeyUsage {usage} is not compatible with KeySpec {spec}.")
    return spec, usage


def _store(call: Call, spec: str, origin: str) -> Store | None:
    values = call.values
    store_id = values.get("CustomKeyStoreId")
    if "XksKeyId" in values and origin != "EXTERNAL_KEY_STORE":
        invalid("XksKeyId is valid only for keys whose Origin is EXTERNAL_KEY_STORE.")
    if origin not in _STORE_ORIGINS:
        if store_id is not None:
            invalid("CustomKeyStoreId goes with an Origin of AWS_CLOUDHSM or EXTERNAL_KEY_STORE.")
        return None
    if store_id is None:
        invalid(f"An Origin of {origin} requires CustomKeyStoreId.")
    if origin == "EXTERNAL_KEY_STORE" and "XksKeyId" not in values:
        invalid("An Origin of EXTERNAL_KEY_STORE requires XksKeyId.")
    if spec != SYMMETRIC or values.get("MultiRegion"):
        refuse(UNSUPPORTED, "Custom key stores hold symmetric encryption keys of a single Region.")
    store = call.service.account.stores.get(store_id)
    if store is None:
        refuse("CustomKeyStoreNotFoundException", f"Custom key store {store_id} does not exist.")
    if store.values.get("CustomKeyStoreType") != origin:
        invalid(f"The custom key store is not of the type that an Origin of {origin} needs.")
    if store.state != "CONNECTED":
        refuse("CustomKeyStoreInvalidStateException", f"The ConnectionState of the store is {store.state}.")
    taken = (key.external_key for key in call.service.vault.in_store(store.id))
    if "XksKeyId" in values and values["XksKeyId"] in taken:
        refuse("XksKeyAlreadyInUseException", "Another KMS key is associated with this external key.")
    return store
