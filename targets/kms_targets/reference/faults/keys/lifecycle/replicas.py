"""Faults of replicas, each of which breaks one behaviour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    accepting,
    answered,
    around,
    changed,
    default,
    faults_of,
    ignoring,
    inside,
    named,
    recoded,
    set_to,
    state_free,
    without,
)
from kms_targets.reference.operations.calls import behaviour, refuse
from kms_targets.reference.operations.dispatch import function
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key, Rotation

_UNSUPPORTED = "UnsupportedOperationException"


def _own_family(call: Call, plain: KeyOperation) -> Result:
    """The replica is not known to its primary key."""
    result, key = plain(call), named(call)
    if key is not None and key.family is not None:
        replica = call.service.vault.region(call.values["ReplicaRegion"]).keys[key.id]
        replica.family = replace(key.family, regions=list(key.family.regions))
        key.family.regions.remove(replica.region)
    return result


def _other_material(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    if key is not None:
        replica = call.service.vault.region(call.values["ReplicaRegion"]).keys[key.id]
        replica.materials = [replace(material, secret=bytes(len(material.secret))) for material in key.materials]
    return result


def _in_any_region(call: Call, plain: KeyOperation) -> Result:
    name = call.values["AliasName"]
    if any(name in call.service.vault.region(region).aliases for region in behaviour(call).regions):
        refuse("AlreadyExistsException", f"{name} exists.")
    return plain(call)


def _own_materials(call: Call, plain: KeyOperation) -> Result:
    """The replica has the key material of its primary key, and none that comes later."""
    result, key = plain(call), named(call)
    if key is not None:
        replica = call.service.vault.region(call.values["ReplicaRegion"]).keys[key.id]
        replica.materials = list(key.materials)
    return result


def _policy_everywhere(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    if key is None or key.family is None:
        return result
    for region in key.family.regions:
        call.service.vault.region(region).keys[key.id].policy = call.values["Policy"]
    return result


def _described_everywhere(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    for region in [] if key is None or key.family is None else key.family.regions:
        call.service.vault.region(region).keys[call.values["KeyId"]].description = call.values["Description"]
    return result


def _primary_among_replicas(found: Values) -> Values:
    return {**found, "ReplicaKeys": [found["PrimaryKey"], *found["ReplicaKeys"]]}


_REPLICAS: tuple[Row, ...] = (
    (
        "ReplicateKey.state.apart",
        "a description is that of all replicas",
        around(_described_everywhere, "UpdateKeyDescription"),
    ),
    ("ReplicateKey.state.apart", "a policy is that of all replicas", around(_policy_everywhere, "PutKeyPolicy")),
    (
        "CreateAlias.state.Regions",
        "an alias that another Region has is refused",
        around(_in_any_region, "CreateAlias"),
    ),
    (
        "RotateKeyOnDemand.state.replica",
        "new key material does not come to replicas",
        around(_own_materials, "ReplicateKey"),
    ),
    (
        "ScheduleKeyDeletion.state.replicas-replicated",
        "a primary key that waits for its replicas is replicated",
        state_free("ReplicateKey", "PendingReplicaDeletion"),
    ),
    (
        "ReplicateKey.state.replica",
        "a replica is a primary key, it says",
        answered(
            inside(
                "ReplicaKeyMetadata",
                changed("MultiRegionConfiguration", lambda found: {**found, "MultiRegionKeyType": "PRIMARY"}),
            ),
            "ReplicateKey",
        ),
    ),
    (
        "ReplicateKey.state.ReplicaKeys",
        "a primary key is one of its replicas",
        answered(inside("KeyMetadata", changed("MultiRegionConfiguration", _primary_among_replicas)), "DescribeKey"),
    ),
    ("ReplicateKey.state.listed", "a primary key does not know its replica", around(_own_family, "ReplicateKey")),
    ("ReplicateKey.state.decrypts", "a replica has other material", around(_other_material, "ReplicateKey")),
    (
        "ReplicateKey.error.AlreadyExistsException",
        "a second replica in a Region is a ValidationException",
        recoded("AlreadyExistsException", "ValidationException", "ReplicateKey"),
    ),
    *(
        (
            f"{operation}.error.{_UNSUPPORTED}",
            "another key is a ValidationException",
            recoded(_UNSUPPORTED, "ValidationException", operation),
        )
        for operation in ("ReplicateKey", "UpdatePrimaryRegion")
    ),
    ("UpdatePrimaryRegion.state.moved", "the primary key stays", ignoring("UpdatePrimaryRegion")),
)


def _there(call: Call) -> Key | None:
    """The replica that a request has made."""
    key = named(call)
    return None if key is None else call.service.vault.region(call.values["ReplicaRegion"]).keys[key.id]


def _made_with(change: Callable[[Key, Key], None]) -> Change:
    """A replica is changed once it is made; it comes after its primary key."""

    def made(call: Call, plain: KeyOperation) -> Result:
        result, key, replica = plain(call), named(call), _there(call)
        if key is not None and replica is not None:
            change(key, replica)
        return result

    return around(made, "ReplicateKey")


def _to_both(attribute: str) -> Callable[[Key, Key], None]:
    """What the replica has, its primary key has as well."""
    return lambda key, replica: setattr(key, attribute, getattr(replica, attribute))


def _from_primary(attribute: str) -> Callable[[Key, Key], None]:
    return lambda key, replica: setattr(replica, attribute, getattr(key, attribute))


def _of_the_family(call: Call, plain: KeyOperation) -> Result:
    """All keys of a multi-Region key are disabled with one."""
    key, result = named(call), plain(call)
    if key is not None and key.family is not None:
        for region in key.family.regions:
            call.service.vault.region(region).keys[key.id].enabled = False
    return result


def _at_home(call: Call, plain: KeyOperation) -> Result:
    """A replica in the Region of its primary key is the primary key."""
    if call.values["ReplicaRegion"] != call.region.name:
        return plain(call)
    shown = function("DescribeKey")(replace(call, values={"KeyId": call.values["KeyId"]}))
    return {"ReplicaKeyMetadata": shown["KeyMetadata"], "ReplicaPolicy": "{}", "ReplicaTags": []}


def _copied_again(call: Call, plain: KeyOperation) -> Result:
    """A replica is a key to copy as well."""
    key = named(call)
    if key is None or key.multi_region_type != "REPLICA":
        return plain(call)
    shown = function("DescribeKey")(replace(call, values={"KeyId": call.values["KeyId"]}))
    return {"ReplicaKeyMetadata": shown["KeyMetadata"], "ReplicaPolicy": "{}", "ReplicaTags": []}


def _of_its_own(call: Call, plain: KeyOperation) -> Result:
    """The material of a replica is not compared with that of its primary key."""
    key = named(call)
    if key is None or key.multi_region_type != "REPLICA" or key.materials:
        return plain(call)
    return plain(replace(call, values={**call.values, "ImportType": "NEW_KEY_MATERIAL"}))


def _used_all_the_same(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is None or key.window is None or key.deletion is not None:
        return plain(call)
    window, key.window, key.enabled = key.window, None, True
    result = plain(call)
    key.window, key.enabled = window, False
    return result


def _other_origin(call: Call, plain: KeyOperation) -> Result:
    """Another origin than its primary key has, for a replica."""
    result, key = plain(call), named(call)
    if key is None or key.multi_region_type != "REPLICA":
        return result
    return inside("KeyMetadata", set_to("Origin", "EXTERNAL"))(result)


def _dated(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    waits = result["KeyMetadata"]["KeyState"] == "PendingReplicaDeletion"
    return inside("KeyMetadata", default("DeletionDate", 4_102_444_800))(result) if waits else result


def _dated_at_once(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    return default("DeletionDate", 4_102_444_800)(result) if result["KeyState"] == "PendingReplicaDeletion" else result


_PROPERTIES: tuple[Row, ...] = (
    (
        "ScheduleKeyDeletion.state.replicas-answered",
        "a primary key that waits for its replicas is answered with a deletion date",
        around(_dated_at_once, "ScheduleKeyDeletion"),
    ),
    (
        "ReplicateKey.state.shared",
        "a replica has another origin than its primary",
        around(_other_origin, "DescribeKey"),
    ),
    (
        "ReplicateKey.state.rotation",
        "a replica has a rotation of its own",
        _made_with(lambda key, replica: setattr(replica, "rotation", Rotation())),
    ),
    ("ReplicateKey.state.Description", "the description is shared", _made_with(_to_both("description"))),
    ("ReplicateKey.state.Tags", "a replica has the tags of its primary key", _made_with(_from_primary("tags"))),
    ("ReplicateKey.state.Policy", "the policy is shared", _made_with(_to_both("policy"))),
    ("ReplicateKey.state.Policy", "a replica has the policy of its primary key", _made_with(_from_primary("policy"))),
    ("ReplicateKey.state.KeyState", "replicas are disabled with their primary", around(_of_the_family, "DisableKey")),
    ("ReplicateKey.state.own-Region", "a primary key is its own replica", around(_at_home, "ReplicateKey")),
    (
        "ScheduleKeyDeletion.state.replicas-DeletionDate",
        "a primary key that waits for its replicas has a deletion date",
        around(_dated, "DescribeKey"),
    ),
    (
        "ScheduleKeyDeletion.state.PendingDeletionWindowInDays",
        "the waiting period is not described",
        answered(inside("KeyMetadata", without("PendingDeletionWindowInDays")), "DescribeKey"),
    ),
    (
        "ScheduleKeyDeletion.state.replicas-unusable",
        "a primary key that waits for its replicas encrypts",
        around(_used_all_the_same, "Encrypt"),
    ),
    ("ReplicateKey.state.of-replica", "a replica is replicated", around(_copied_again, "ReplicateKey")),
    (
        "ReplicateKey.state.imported-material",
        "a replica has the material that was imported",
        _made_with(_from_primary("materials")),
    ),
    (
        "ReplicateKey.state.same-material",
        "a replica takes any material",
        around(_of_its_own, "ImportKeyMaterial"),
    ),
    (
        "UpdatePrimaryRegion.state.no-replica",
        "a Region without a replica is no error",
        accepting("NotFoundException", {}, "UpdatePrimaryRegion"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_REPLICAS + _PROPERTIES)
