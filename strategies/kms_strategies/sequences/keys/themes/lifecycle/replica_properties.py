"""How the properties of a replica are seen to be those of its primary key, or its own."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    lacks,
    lists,
    refused,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import MATERIAL, MESSAGE, OTHER_MATERIAL, metadata, policy
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE, THERE, replicated

_REPLICATE = "ReplicateKey"


def _tag(value: str) -> Template:
    return {"TagKey": "stage", "TagValue": value}


def _described(check: Check) -> Step:
    return then("DescribeKey", KEY, check, region=ELSEWHERE)


def _says(text: str) -> Check:
    return Check("Policy", Relation.SAME_JSON, text)


_OTHER_TAG: Template = {"TagKey": "team", "TagValue": "kms"}
_POLICY: dict[str, Template] = KEY | {"PolicyName": "default"}


def _rotation(*checks: Check) -> Step:
    return then("GetKeyRotationStatus", KEY, *checks, region=ELSEWHERE)


_ROTATES = _rotation(equal("KeyRotationEnabled", True))
_SHARED = ("KeyId", "KeySpec", "KeyUsage", "Origin")
_IMPORT = "ImportKeyMaterial"
_EXTERNAL: dict[str, Template] = {"MultiRegion": True, "Origin": "EXTERNAL"}
_OPENED = then("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE), region=ELSEWHERE)


def _imported() -> tuple[Step, ...]:
    """A primary key with imported material that has encrypted something, and its replica."""
    return (
        given("CreateKey", _EXTERNAL, name="key"),
        *imported(),
        given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
        then(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}),
    )


def _empty() -> tuple[Step, ...]:
    """The same, and what an import into the replica needs."""
    return (
        *_imported(),
        given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingImport"), region=ELSEWHERE),
        given("GetParametersForImport", parameters_of("key"), name="p", region=ELSEWHERE),
    )


def _again(material: str) -> dict[str, Template]:
    return import_of("key", "p", material) | {"ImportType": "EXISTING_KEY_MATERIAL"}


_HERE = ""
_DISABLE, _ENABLE, _SCHEDULE, _CANCEL = "DisableKey", "EnableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"
# What is done in which Region, and then the state of the key in the Region of the last and in the other.
_STATES: tuple[tuple[tuple[tuple[str, str], ...], str, str], ...] = (
    (((_DISABLE, _HERE),), "Disabled", "Enabled"),
    (((_DISABLE, ELSEWHERE),), "Disabled", "Enabled"),
    (((_DISABLE, _HERE), (_DISABLE, ELSEWHERE), (_ENABLE, _HERE)), "Enabled", "Disabled"),
    (((_SCHEDULE, _HERE),), "PendingReplicaDeletion", "Enabled"),
    (((_SCHEDULE, ELSEWHERE),), "PendingDeletion", "Enabled"),
    (((_SCHEDULE, ELSEWHERE), (_SCHEDULE, _HERE), (_CANCEL, _HERE)), "Disabled", "PendingDeletion"),
)


def _apart(changes: tuple[tuple[str, str], ...], state: str, other: str) -> tuple[Step, ...]:
    """A primary and its replica are changed, and the one that was not changed last has its own state."""
    region = changes[-1][1]
    return (
        *replicated(primary={}, replica={}),
        *(given(operation, WEEK if operation == _SCHEDULE else KEY, region=where) for operation, where in changes),
        given("DescribeKey", KEY, equal("KeyMetadata.KeyState", state), region=region),
        then("DescribeKey", KEY, equal("KeyMetadata.KeyState", other), region=_HERE if region else ELSEWHERE),
    )


REPLICA_PROPERTIES: tuple[Demonstration, ...] = (
    shows(
        f"{_REPLICATE}.state.shared",
        (
            *replicated(primary={"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}, replica={}),
            _described(Check("KeyMetadata", Relation.AGREES, {"of": metadata("key"), "members": _SHARED})),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.rotation",
        (
            create(MultiRegion=True),
            given("EnableKeyRotation", KEY),
            then(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}),
            THERE,
            _ROTATES,
        ),
        (*replicated(primary={}, replica={}), given("EnableKeyRotation", KEY), _ROTATES),
        (
            *replicated(primary={}, replica={}),
            given("EnableKeyRotation", KEY | {"RotationPeriodInDays": 180}),
            given("GetKeyRotationStatus", KEY, equal("RotationPeriodInDays", 180)),
            _rotation(equal("KeyRotationEnabled", True), equal("RotationPeriodInDays", 180)),
            given("DisableKeyRotation", KEY),
            given("GetKeyRotationStatus", KEY, equal("KeyRotationEnabled", False)),
            _rotation(equal("KeyRotationEnabled", False)),
        ),
        # Whether or not it may be set on the replica, it is that of both.
        (
            *replicated(primary={}, replica={}),
            tried("EnableKeyRotation", KEY, region=ELSEWHERE),
            given("GetKeyRotationStatus", KEY, name="s"),
            _rotation(equal("KeyRotationEnabled", "{s.KeyRotationEnabled}")),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Description",
        (
            *replicated(primary={"Description": "of the primary"}, replica={"Description": "of the replica"}),
            _described(equal("KeyMetadata.Description", "of the replica")),
            then("DescribeKey", KEY, equal("KeyMetadata.Description", "of the primary")),
        ),
        (
            *replicated(primary={"Description": "of the primary"}, replica={}),
            _described(absent("KeyMetadata.Description")),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Tags",
        (
            *replicated(primary={"Tags": [_tag("primary")]}, replica={"Tags": [_tag("replica"), _OTHER_TAG]}),
            then(
                "ListResourceTags",
                KEY,
                lists("Tags", _tag("replica")),
                lists("Tags", _OTHER_TAG),
                pages="Tags",
                region=ELSEWHERE,
            ),
            then("ListResourceTags", KEY, lists("Tags", _tag("primary")), pages="Tags"),
        ),
        (
            *replicated(primary={"Tags": [_tag("primary")]}, replica={}),
            then("ListResourceTags", KEY, lacks("Tags", _tag("primary")), pages="Tags", region=ELSEWHERE),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.replica-pending-deletion",
        (
            *replicated(primary={}, replica={}),
            given("ScheduleKeyDeletion", WEEK, region=ELSEWHERE),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingDeletion"), region=ELSEWHERE),
            refused(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}, "AlreadyExistsException"),
        ),
    ),
    shows(
        "UpdatePrimaryRegion.state.of-replica",
        (
            *replicated(primary={}, replica={}),
            refused("UpdatePrimaryRegion", KEY | {"PrimaryRegion": ELSEWHERE}, region=ELSEWHERE),
            then("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY")),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Policy",
        (
            *replicated(
                primary={"Policy": policy("symmetric.key", "Primary")},
                replica={"Policy": policy("symmetric.key", "Replica")},
            ),
            then("GetKeyPolicy", _POLICY, _says(policy("symmetric.key", "Replica")), region=ELSEWHERE),
            then("GetKeyPolicy", _POLICY, _says(policy("symmetric.key", "Primary"))),
        ),
        (
            *replicated(primary={"Policy": policy("symmetric.key", "Primary")}, replica={}),
            given("GetKeyPolicy", _POLICY, _says(policy("symmetric.key", "Primary")), name="p"),
            then("GetKeyPolicy", _POLICY, different("Policy", "{p.Policy}"), region=ELSEWHERE),
        ),
    ),
    shows(f"{_REPLICATE}.state.KeyState", *(_apart(*changes) for changes in _STATES)),
    shows(
        f"{_REPLICATE}.state.imported-material",
        (*_imported(), then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingImport"), region=ELSEWHERE)),
    ),
    shows(
        f"{_REPLICATE}.state.same-material",
        (*_empty(), then(_IMPORT, _again(MATERIAL), region=ELSEWHERE), _OPENED),
        (*_empty(), refused(_IMPORT, _again(OTHER_MATERIAL), region=ELSEWHERE)),
    ),
)
