"""Faults of grants, rotation and replicas, each of which breaks one behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    accepting,
    answered,
    around,
    asked,
    changed,
    default,
    each,
    faults_of,
    ignoring,
    inside,
    named,
    recoded,
    set_to,
    tables,
    touching,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_POLICY = "MalformedPolicyDocumentException"
_UNSUPPORTED = "UnsupportedOperationException"
_META = "KeyMetadata"


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_GRANTS + _ROTATION + _REPLICAS)


def _same_grant(call: Call, plain: KeyOperation) -> Result:
    """A grant that is like another is that one, name or not."""
    return plain(replace(call, values=default("Name", "same")(call.values)))


def _same_token(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    grant = call.region.grants.get(result.get("GrantId", ""))
    if grant is None:
        return result
    grant.tokens.add(grant.id)
    return {**result, "GrantToken": grant.id}


def _listed_everywhere(call: Call, plain: KeyOperation) -> Result:
    """The grants of all keys are listed with each."""
    result = plain(call)
    if call.values.keys() & {"GrantId", "GranteePrincipal", "Limit", "Marker"}:
        return result
    lists = [
        plain(replace(call, values={**call.values, "KeyId": key.id}))["Grants"] for key in call.region.keys.values()
    ]
    return {**result, "Grants": [grant for grants in lists for grant in grants]}


def _retires_all(call: Call, plain: KeyOperation) -> Result:
    """All grants of the key are gone with one."""
    key = named(call)
    result = plain(call)
    for grant in [grant for grant in call.region.grants.values() if grant.key is key]:
        del call.region.grants[grant.id]
    return result


_GRANTS: tuple[Row, ...] = (
    (
        "CreateGrant.state.listed",
        "grants are listed without their operations",
        answered(each("Grants", without("Operations")), "ListGrants"),
    ),
    ("CreateGrant.state.Constraints", "constraints are not kept", asked(without("Constraints"), "CreateGrant")),
    ("CreateGrant.state.fresh", "grants that are alike are one", around(_same_grant, "CreateGrant")),
    ("CreateGrant.state.Name", "the name is not kept", asked(without("Name"), "CreateGrant")),
    ("CreateGrant.state.GrantToken", "a grant has one token", around(_same_token, "CreateGrant")),
    (
        "CreateGrant.state.Operations",
        "a grant has any operations",
        accepting("ValidationException", {"GrantId": "0" * 64, "GrantToken": "token"}, "CreateGrant"),
    ),
    ("ListGrants.state.GrantId", "GrantId is not read", asked(without("GrantId"), "ListGrants")),
    (
        "ListGrants.state.GranteePrincipal",
        "GranteePrincipal is not read",
        asked(without("GranteePrincipal"), "ListGrants"),
    ),
    ("ListGrants.state.KeyId", "the grants of all keys are listed", around(_listed_everywhere, "ListGrants")),
    (
        "ListRetirableGrants.state.listed",
        "no grant can be retired",
        answered(set_to("Grants", []), "ListRetirableGrants"),
    ),
    (
        "RetireGrant.state.GrantToken",
        "a grant is not retired by its token",
        around(lambda call, plain: {} if "GrantToken" in call.values else plain(call), "RetireGrant"),
    ),
    ("RetireGrant.state.GrantId", "all grants of the key are retired", around(_retires_all, "RetireGrant")),
    ("RevokeGrant.state.revoked", "the grant stays", ignoring("RevokeGrant")),
    (
        "RevokeGrant.state.unknown-grant",
        "a grant that does not exist is no error",
        accepting("NotFoundException", {}, "RevokeGrant"),
    ),
)


def _rotates(key: Key) -> None:
    key.rotation.days = 365


def _forget_rotated(key: Key) -> None:
    del key.materials[:-1]


def _period_kept(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    before = None if key is None else key.rotation.days
    result = plain(call)
    if key is not None and before is not None:
        key.rotation.days = before
    return result


def _not_rotated(call: Call, plain: KeyOperation) -> Result:
    """While a key is disabled it is not rotated, it says."""
    result, key = plain(call), named(call)
    return {**result, "KeyRotationEnabled": False} if key is not None and not key.enabled else result


def _rotated_while_pending(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    rotates = key is not None and key.rotation.days is not None
    return {**result, "KeyRotationEnabled": result["KeyRotationEnabled"] or rotates}


_ROTATION: tuple[Row, ...] = (
    (
        "GetKeyRotationStatus.state.default",
        "every key is rotated",
        answered(set_to("KeyRotationEnabled", True), "GetKeyRotationStatus"),
    ),
    ("EnableKeyRotation.state.enabled", "rotation is not enabled", ignoring("EnableKeyRotation")),
    ("EnableKeyRotation.state.default-period", "the period is 90 days by default", tables(rotation_days=90)),
    (
        "EnableKeyRotation.state.RotationPeriodInDays",
        "the period is not read",
        asked(without("RotationPeriodInDays"), "EnableKeyRotation"),
    ),
    (
        "EnableKeyRotation.state.period-changed",
        "the period of a rotation is not changed",
        around(_period_kept, "EnableKeyRotation"),
    ),
    *(
        (
            f"{operation}.error.{_UNSUPPORTED}",
            "another key is a ValidationException",
            recoded(_UNSUPPORTED, "ValidationException", operation),
        )
        for operation in ("EnableKeyRotation", "RotateKeyOnDemand", "ReplicateKey", "UpdatePrimaryRegion")
    ),
    (
        "EnableKeyRotation.state.imported-material",
        "a key with imported material is rotated",
        around(lambda call, plain: {} if _is_external(call) else plain(call), "EnableKeyRotation"),
    ),
    ("DisableKeyRotation.state.disabled", "rotation stays enabled", ignoring("DisableKeyRotation")),
    (
        "GetKeyRotationStatus.state.disabled-key",
        "a disabled key is not rotated",
        around(_not_rotated, "GetKeyRotationStatus"),
    ),
    (
        "GetKeyRotationStatus.state.pending-deletion",
        "a key pending deletion is rotated",
        around(_rotated_while_pending, "GetKeyRotationStatus"),
    ),
    (
        "GetKeyRotationStatus.state.deletion-cancelled",
        "rotation is disabled by a deletion that is cancelled",
        touching(lambda key: setattr(key.rotation, "days", None), "CancelKeyDeletion"),
    ),
    (
        "RotateKeyOnDemand.state.decrypts",
        "what was encrypted before is lost",
        touching(_forget_rotated, "RotateKeyOnDemand"),
    ),
    (
        "RotateKeyOnDemand.state.schedule",
        "the key is rotated automatically from now on",
        touching(_rotates, "RotateKeyOnDemand"),
    ),
    (
        "ListKeyRotations.state.listed",
        "a rotation is AUTOMATIC, it says",
        answered(each("Rotations", set_to("RotationType", "AUTOMATIC")), "ListKeyRotations"),
    ),
    (
        "ListKeyRotations.state.none",
        "the first material is a rotation",
        asked(lambda values: {**values, "IncludeKeyMaterial": "ALL_KEY_MATERIAL"}, "ListKeyRotations"),
    ),
)


def _is_external(call: Call) -> bool:
    key = named(call)
    return key is not None and key.origin == "EXTERNAL"


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


_REPLICAS: tuple[Row, ...] = (
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
    ("ReplicateKey.state.listed", "a primary key does not know its replica", around(_own_family, "ReplicateKey")),
    ("ReplicateKey.state.decrypts", "a replica has other material", around(_other_material, "ReplicateKey")),
    (
        "ReplicateKey.error.AlreadyExistsException",
        "a second replica in a Region is a ValidationException",
        recoded("AlreadyExistsException", "ValidationException", "ReplicateKey"),
    ),
    ("UpdatePrimaryRegion.state.moved", "the primary key stays", ignoring("UpdatePrimaryRegion")),
)
