"""Keys of several Regions: replicas, and which of them is the primary key."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from kms_targets.reference.operations.calls import NOT_FOUND, behaviour, find, invalid, refuse, require_state
from kms_targets.reference.operations.keys.creation import UNSUPPORTED
from kms_targets.reference.operations.keys.metadata import metadata
from kms_targets.reference.operations.keys.policies import checked_policy
from kms_targets.reference.operations.keys.tags import checked_tags
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import Family, Key


def replicate_key(call: Call) -> dict[str, Any]:
    """A key of the same id and material in another Region."""
    key, family = _primary(call)
    require_state(call, key)
    region = call.values["ReplicaRegion"]
    if region not in behaviour(call).regions:
        invalid(f"There is no Region {region} with KMS.")
    if region in family.regions:
        refuse("AlreadyExistsException", f"A key with the id {key.id} exists in {region}.")
    tags = checked_tags(call, call.values.get("Tags", []))
    policy = checked_policy(call)
    vault = call.service.vault
    replica = replace(
        key,
        number=vault.next_number(),
        region=region,
        arn=f"arn:aws:kms:{region}:{behaviour(call).account}:key/{key.id}",
        description=call.values.get("Description", ""),
        policy=policy,
        created=time.time(),
        materials=[] if key.origin == "EXTERNAL" else key.materials,
        tags=tags,
        used=None,
        enabled=True,
    )
    family.regions.append(region)
    vault.region(region).keys[key.id] = replica
    shown = {**metadata(call, replica), "KeyState": "Creating", "Enabled": False}
    listed = [{"TagKey": name, "TagValue": value} for name, value in tags.items()]
    return {"ReplicaKeyMetadata": shown, "ReplicaPolicy": policy, "ReplicaTags": listed}


def update_primary_region(call: Call) -> dict[str, Any]:
    """Another key of the family is the primary key."""
    key, family = _primary(call)
    region = call.values["PrimaryRegion"]
    require_state(call, key)
    if region == family.primary:
        invalid(f"The primary key is in {region}.")
    if region not in family.regions:
        refuse(NOT_FOUND, f"There is no replica of {key.id} in {region}.")
    family.primary = region
    return {}


def _primary(call: Call) -> tuple[Key, Family]:
    key = find(call, call.values["KeyId"])
    if key.family is None or key.multi_region_type != "PRIMARY":
        refuse(UNSUPPORTED, f"{key.arn} is not a multi-Region primary key.")
    return key, key.family
