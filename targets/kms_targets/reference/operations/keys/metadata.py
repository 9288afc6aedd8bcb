"""A key as DescribeKey, CreateKey and ReplicateKey show it."""

from __future__ import annotations

from typing import Any

from kms_targets.reference.operations.calls import behaviour, present, seconds, state_of
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import PENDING_IMPORT, SYMMETRIC, Key
from kms_targets.reference.tables.behaviour import ALGORITHMS_MEMBER

# The specs that the older CustomerMasterKeySpec knows.
_NEWER = ("ML_", "ECC_NIST_EDWARDS25519")


def metadata(call: Call, key: Key) -> dict[str, Any]:
    """The metadata of a key now."""
    state = state_of(call, key)
    material = key.current
    shown = {
        **present(
            AWSAccountId=behaviour(call).account,
            KeyId=key.id,
            Arn=key.arn,
            CreationDate=seconds(key.created),
            Enabled=state == "Enabled",
            Description=key.description,
            KeyUsage=key.usage,
            KeyState=state,
            DeletionDate=None if key.deletion is None else seconds(key.deletion),
            Origin=key.origin,
            KeyManager="CUSTOMER",
            KeySpec=key.spec,
            CustomerMasterKeySpec=None if key.spec.startswith(_NEWER) else key.spec,
            MultiRegion=key.family is not None,
            CustomKeyStoreId=key.store,
        ),
        ALGORITHMS_MEMBER[key.usage]: list(behaviour(call).specs[key.spec][key.usage]),
        **_store(call, key),
    }
    if key.window is not None and key.deletion is None:
        shown["PendingDeletionWindowInDays"] = key.window
    if key.origin == "EXTERNAL" and material is not None and state != PENDING_IMPORT:
        dates = [one.expires_at for one in key.materials if one.state != "PENDING_ROTATION" and one.expires_at]
        expires = min(dates, default=None)
        shown["ExpirationModel"] = "KEY_MATERIAL_DOES_NOT_EXPIRE" if expires is None else "KEY_MATERIAL_EXPIRES"
        if expires is not None:
            shown["ValidTo"] = seconds(expires)
    if key.spec == SYMMETRIC and material is not None and key.store is None:
        shown["CurrentKeyMaterialId"] = material.id
    if key.family is not None:
        shown["MultiRegionConfiguration"] = _family(call, key)
    return shown


def _store(call: Call, key: Key) -> dict[str, Any]:
    store = None if key.store is None else call.service.account.stores.get(key.store)
    if store is None:
        return {}
    if key.external_key is not None:
        return {"XksKeyConfiguration": {"Id": key.external_key}}
    return present(CloudHsmClusterId=store.values.get("CloudHsmClusterId"))


def _family(call: Call, key: Key) -> dict[str, Any]:
    family = key.family
    assert family is not None

    def member(region: str) -> dict[str, str]:
        return {"Arn": f"arn:aws:kms:{region}:{behaviour(call).account}:key/{key.id}", "Region": region}

    return {
        "MultiRegionKeyType": key.multi_region_type,
        "PrimaryKey": member(family.primary),
        "ReplicaKeys": [member(region) for region in family.regions if region != family.primary],
    }
