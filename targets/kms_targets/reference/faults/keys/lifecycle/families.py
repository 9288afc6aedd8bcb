"""Faults in what the keys of a multi-Region key have to do with each other, each of which breaks one behaviour."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY
from kms_targets.reference.faults.keys.words import Row, around, faults_of, named
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"


def _keys(call: Call) -> list[Key]:
    """The key of a request in all its Regions."""
    key = named(call)
    regions = [] if key is None or key.family is None else key.family.regions
    return [call.service.vault.region(region).keys[key.id] for region in regions if key is not None]


def _each(touch: Callable[[Key, Key], None], *operations: str) -> Change:
    """What is done to a key is done to the others of its family; `touch` is given the key and another."""

    def change(call: Call, plain: KeyOperation) -> Result:
        result, key = plain(call), named(call)
        for other in _keys(call):
            if key is not None and other is not key:
                touch(key, other)
        return result

    return around(change, *operations)


def _same_state(key: Key, other: Key) -> None:
    other.enabled, other.window, other.deletion = key.enabled, key.window, key.deletion


def _disabled(key: Key, other: Key) -> None:
    key.enabled = False


def _swapped(key: Key, other: Key) -> None:
    """Not the place of a primary is changed, but all that it has."""
    for name in ("description", "tags", "policy"):
        ours, theirs = getattr(key, name), getattr(other, name)
        setattr(key, name, theirs)
        setattr(other, name, ours)


def _not_rotated(key: Key, other: Key) -> None:
    other.rotation.days = None


def _emptied(key: Key, other: Key) -> None:
    key.materials = [replace(material, secret=bytes(len(material.secret))) for material in key.materials]


def _known_here_alone(call: Call, plain: KeyOperation) -> Result:
    """The key that becomes the primary does not know."""
    key = named(call)
    before = None if key is None or key.family is None else replace(key.family, regions=list(key.family.regions))
    result = plain(call)
    if key is not None:
        call.service.vault.region(call.values["PrimaryRegion"]).keys[key.id].family = before
    return result


def _dropped(call: Call, plain: KeyOperation) -> Result:
    """The former primary is no replica."""
    result, key = plain(call), named(call)
    if key is not None and key.family is not None:
        key.family.regions.remove(key.region)
    return result


def _at_home_alone(call: Call, plain: KeyOperation) -> Result:
    """A key is replicated from the Region where it was made."""
    key = named(call)
    if key is not None and key.family is not None and key.family.regions[0] != key.region:
        refuse("UnsupportedOperationException", f"{key.arn} is a replica.")
    return plain(call)


def _itself_alone(call: Call, plain: KeyOperation) -> Result:
    """A replica is described with no other."""
    result, key = plain(call), named(call)
    if key is None or key.multi_region_type != "REPLICA":
        return result
    found = result["KeyMetadata"]["MultiRegionConfiguration"]
    own = [replica for replica in found["ReplicaKeys"] if replica["Region"] == call.region.name]
    configured = {"MultiRegionConfiguration": {**found, "ReplicaKeys": own}}
    return {"KeyMetadata": {**result["KeyMetadata"], **configured}}


def _granted_everywhere(call: Call, plain: KeyOperation) -> Result:
    regions = [call.service.vault.region(key.region) for key in _keys(call)]
    others = [plain(replace(call, region=region))["Grants"] for region in regions if region is not call.region]
    result = plain(call)
    return {**result, "Grants": [grant for grants in (result["Grants"], *others) for grant in grants]}


def _waits_for_none(call: Call, plain: KeyOperation) -> Result:
    """A replica that is scheduled for deletion is none to wait for."""
    result, key = plain(call), named(call)
    others = [other for other in _keys(call) if other is not key]
    if key is None or key.window is None or key.deletion is not None or any(one.window is None for one in others):
        return result
    key.deletion = time.time() + key.window * DAY
    return {**result, "KeyState": "PendingDeletion", "DeletionDate": key.deletion}


def _not_while_waiting(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and key.window is not None and key.deletion is None:
        refuse("KMSInvalidStateException", f"{key.arn} is pending replica deletion.")
    return plain(call)


def _primary_alone(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and key.multi_region_type == "REPLICA":
        refuse("UnsupportedOperationException", f"{key.arn} is a replica.")
    return plain(call)


def _set_on_replica(call: Call, plain: KeyOperation) -> Result:
    """A replica has a rotation of its own, once it is set there."""
    key = named(call)
    if key is None or key.multi_region_type != "REPLICA":
        return plain(call)
    days = call.values.get("RotationPeriodInDays", 365) if call.operation == "EnableKeyRotation" else None
    key.rotation = replace(key.rotation, days=days, began=time.time())
    return {}


def _yearly_elsewhere(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    replica = key is not None and key.multi_region_type == "REPLICA" and result["KeyRotationEnabled"]
    return {**result, "RotationPeriodInDays": 365} if replica else result


def _of_all_regions(member: str) -> Change:
    """The list of one Region has what is in the others as well."""

    def change(call: Call, plain: KeyOperation) -> Result:
        regions = call.service.vault.regions.values()
        pages = [plain(replace(call, region=region)) for region in regions if region is not call.region]
        result = plain(call)
        return {**result, member: [entry for page in (result, *pages) for entry in page[member]]}

    return around(change, f"List{member}")


def _used_like_its_primary(call: Call, plain: KeyOperation) -> Result:
    """The state of the primary is that of its replicas."""
    key, first = named(call), next((key for key in _keys(call) if key.multi_region_type == "PRIMARY"), None)
    if key is None or first is None:
        return plain(call)
    before, key.enabled = key.enabled, first.enabled
    try:
        return plain(call)
    finally:
        key.enabled = before


def _by_home_arn(call: Call, plain: KeyOperation) -> Result:
    key, result = named(call), plain(call)
    homes = [] if key is None or key.family is None else [key.family.primary]
    arns = [call.service.vault.region(home).keys[key.id].arn for home in homes if key is not None]
    return {**result, "KeyId": arns[0]} if arns else result


def _no_replicas(call: Call, plain: KeyOperation) -> Result:
    keys = {name: key for name, key in call.region.keys.items() if key.multi_region_type != "REPLICA"}
    return plain(replace(call, region=replace(call.region, keys=keys)))


def _replaced(call: Call, plain: KeyOperation) -> Result:
    """A replica that is pending deletion is gone already."""
    key, region = named(call), call.service.vault.region(call.values["ReplicaRegion"])
    there = None if key is None else region.keys.get(key.id)
    if key is not None and key.family is not None and there is not None and there.window is not None:
        del region.keys[key.id]
        key.family.regions.remove(region.name)
    return plain(call)


def _of_any(call: Call, plain: KeyOperation) -> Result:
    """The Region of a replica is that of the primary already."""
    key = named(call)
    return {} if key is not None and key.multi_region_type == "REPLICA" else plain(call)


_ROWS: tuple[Row, ...] = (
    (f"{_REPLICATE}.state.replica-pending-deletion", "another is made in its place", around(_replaced, _REPLICATE)),
    (f"{_UPDATE}.state.of-replica", "a replica is given its own Region", around(_of_any, _UPDATE)),
    *(
        (f"{_REPLICATE}.state.fully-functional", f"{operation} is for primary keys", around(_primary_alone, operation))
        for operation in ("TagResource", "DisableKey")
    ),
    (f"{_REPLICATE}.state.fully-functional", "a replica has its primary's ARN", around(_by_home_arn, "Encrypt")),
    (
        f"{_REPLICATE}.state.fully-functional",
        "a replica is used as long as its primary is enabled",
        around(_used_like_its_primary, "Encrypt"),
    ),
    (f"{_UPDATE}.state.new-primary", "the new primary says that it is a replica", around(_known_here_alone, _UPDATE)),
    (f"{_UPDATE}.state.new-primary", "the former primary is no replica", around(_dropped, _UPDATE)),
    (f"{_UPDATE}.state.KeyState", "the former primary is disabled", _each(_disabled, _UPDATE)),
    (f"{_UPDATE}.state.own-properties", "the keys exchange all they have", _each(_swapped, _UPDATE)),
    (f"{_UPDATE}.state.rotation", "the rotation of the former primary ends", _each(_not_rotated, _UPDATE)),
    (f"{_UPDATE}.state.usable", "the former primary loses its material", _each(_emptied, _UPDATE)),
    (f"{_UPDATE}.state.replicated", "the first primary alone is replicated", around(_at_home_alone, _REPLICATE)),
    (f"{_REPLICATE}.state.all-replicas", "a replica is described with itself", around(_itself_alone, "DescribeKey")),
    (f"{_REPLICATE}.state.Grants", "grants are those of all Regions", around(_granted_everywhere, "ListGrants")),
    (f"{_SCHEDULE}.state.of-replica", "no replica is deleted", around(_primary_alone, _SCHEDULE)),
    (f"{_SCHEDULE}.state.replicas-scheduled", "scheduled replicas are none", around(_waits_for_none, _SCHEDULE)),
    (
        "CancelKeyDeletion.state.replicas",
        "a primary that waits for its replicas is deleted",
        around(_not_while_waiting, "CancelKeyDeletion"),
    ),
    *(
        (f"{_REPLICATE}.state.KeyState", f"{operation} does it to all keys of a family", _each(_same_state, operation))
        for operation in ("EnableKey", _SCHEDULE, "CancelKeyDeletion")
    ),
    (
        f"{_REPLICATE}.state.rotation",
        "a replica is rotated otherwise than its primary",
        around(_set_on_replica, "EnableKeyRotation", "DisableKeyRotation"),
    ),
    (
        f"{_REPLICATE}.state.rotation",
        "a replica is rotated every year",
        around(_yearly_elsewhere, "GetKeyRotationStatus"),
    ),
    ("ListKeys.state.Regions", "the keys of all Regions are listed", _of_all_regions("Keys")),
    ("ListKeys.state.Regions", "no replicas are listed", around(_no_replicas, "ListKeys")),
    ("ListAliases.state.Regions", "the aliases of all Regions are listed", _of_all_regions("Aliases")),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
