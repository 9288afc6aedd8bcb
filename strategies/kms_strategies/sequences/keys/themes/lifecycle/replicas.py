"""How a multi-Region key is seen in several Regions."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    equal,
    given,
    lacks,
    lists,
    ref,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id, metadata, policy
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"
_UNSUPPORTED = "UnsupportedOperationException"
_ELSEWHERE = "{elsewhere}"


def _replicated(*, judged: bool = False) -> tuple[Step, ...]:
    request: Template = KEY | {"ReplicaRegion": _ELSEWHERE}
    replicate = then(_REPLICATE, request, name="r") if judged else given(_REPLICATE, request, name="r")
    return (create(MultiRegion=True), replicate)


# A multi-Region key is described as one, before something else rests on it.
_PRIMARY = given("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY"))
_THERE = given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=_ELSEWHERE)


def _with(*, primary: dict[str, Template], replica: dict[str, Template]) -> tuple[Step, ...]:
    """A primary key and its replica, each with members of its own."""
    return (
        given("CreateKey", {"MultiRegion": True, **primary}, name="key"),
        given(_REPLICATE, KEY | {"ReplicaRegion": _ELSEWHERE, **replica}, name="r"),
        _THERE,
    )


def _tag(value: str) -> Template:
    return {"TagKey": "stage", "TagValue": value}


def _described(check: Check) -> Step:
    return then("DescribeKey", KEY, check, region=_ELSEWHERE)


def _says(text: str) -> Check:
    return Check("Policy", Relation.SAME_JSON, text)


_POLICY: dict[str, Template] = KEY | {"PolicyName": "default"}
_ROTATES = then("GetKeyRotationStatus", KEY, equal("KeyRotationEnabled", True), region=_ELSEWHERE)
_SHARED = ("KeyId", "KeySpec", "KeyUsage", "Origin")
_OWN = (
    shows(
        f"{_REPLICATE}.state.shared",
        (
            *_with(primary={"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}, replica={}),
            _described(Check("KeyMetadata", Relation.AGREES, {"of": metadata("key"), "members": _SHARED})),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.rotation",
        (
            create(MultiRegion=True),
            given("EnableKeyRotation", KEY),
            given(_REPLICATE, KEY | {"ReplicaRegion": _ELSEWHERE}),
            _THERE,
            _ROTATES,
        ),
        (*_with(primary={}, replica={}), given("EnableKeyRotation", KEY), _ROTATES),
    ),
    shows(
        f"{_REPLICATE}.state.Description",
        (
            *_with(primary={"Description": "of the primary"}, replica={"Description": "of the replica"}),
            _described(equal("KeyMetadata.Description", "of the replica")),
            then("DescribeKey", KEY, equal("KeyMetadata.Description", "of the primary")),
        ),
        (
            *_with(primary={"Description": "of the primary"}, replica={}),
            _described(absent("KeyMetadata.Description")),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Tags",
        (
            *_with(primary={"Tags": [_tag("primary")]}, replica={"Tags": [_tag("replica")]}),
            then("ListResourceTags", KEY, lists("Tags", _tag("replica")), pages="Tags", region=_ELSEWHERE),
            then("ListResourceTags", KEY, lists("Tags", _tag("primary")), pages="Tags"),
        ),
        (
            *_with(primary={"Tags": [_tag("primary")]}, replica={}),
            then("ListResourceTags", KEY, lacks("Tags", _tag("primary")), pages="Tags", region=_ELSEWHERE),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Policy",
        (
            *_with(
                primary={"Policy": policy("symmetric.key", "Primary")},
                replica={"Policy": policy("symmetric.key", "Replica")},
            ),
            then("GetKeyPolicy", _POLICY, _says(policy("symmetric.key", "Replica")), region=_ELSEWHERE),
            then("GetKeyPolicy", _POLICY, _says(policy("symmetric.key", "Primary"))),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.KeyState",
        (
            *_with(primary={}, replica={}),
            given("DisableKey", KEY),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Disabled")),
            _described(equal("KeyMetadata.KeyState", "Enabled")),
        ),
    ),
)
_WAITING = given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion"))
_DELETED = (
    shows(
        f"{_SCHEDULE}.state.replicas-DeletionDate",
        (
            *_with(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            then("DescribeKey", KEY, absent("KeyMetadata.DeletionDate")),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.PendingDeletionWindowInDays",
        (
            *_with(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            then("DescribeKey", KEY, equal("KeyMetadata.PendingDeletionWindowInDays", 7)),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas-unusable",
        (
            *_with(primary={}, replica={}),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            refused("Encrypt", KEY | {"Plaintext": MESSAGE}, "KMSInvalidStateException", "DisabledException"),
        ),
    ),
)
REPLICAS: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.MultiRegion",
        (
            then(
                "CreateKey",
                {"MultiRegion": True},
                equal("KeyMetadata.MultiRegion", True),
                equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY"),
                Check(
                    "KeyMetadata.MultiRegionConfiguration.PrimaryKey.Arn", Relation.EQUAL_TO_MEMBER, "KeyMetadata.Arn"
                ),
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.replica",
        (
            create(MultiRegion=True),
            then(
                _REPLICATE,
                KEY | {"ReplicaRegion": _ELSEWHERE},
                equal("ReplicaKeyMetadata.KeyId", key_id("key")),
                equal("ReplicaKeyMetadata.MultiRegion", True),
                equal("ReplicaKeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "REPLICA"),
                lists(
                    "ReplicaKeyMetadata.MultiRegionConfiguration.ReplicaKeys",
                    {"Region": _ELSEWHERE},
                ),
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.listed",
        (
            *_replicated(),
            _PRIMARY,
            then(
                "DescribeKey",
                KEY,
                lists("KeyMetadata.MultiRegionConfiguration.ReplicaKeys", {"Region": _ELSEWHERE}),
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.decrypts",
        (
            *_replicated(),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=_ELSEWHERE),
            then(
                "Decrypt",
                KEY | {"CiphertextBlob": "{c.CiphertextBlob}"},
                equal("Plaintext", MESSAGE),
                region=_ELSEWHERE,
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.error.AlreadyExistsException",
        (*_replicated(), refused(_REPLICATE, KEY | {"ReplicaRegion": _ELSEWHERE}, "AlreadyExistsException")),
    ),
    shows(
        f"{_REPLICATE}.error.{_UNSUPPORTED}",
        (create(), refused(_REPLICATE, KEY | {"ReplicaRegion": _ELSEWHERE}, _UNSUPPORTED)),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas",
        (
            *_replicated(),
            then(_SCHEDULE, WEEK),
            then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion")),
        ),
    ),
    shows(
        f"{_UPDATE}.state.moved",
        (
            *_replicated(),
            _PRIMARY,
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=_ELSEWHERE),
            then(_UPDATE, KEY | {"PrimaryRegion": _ELSEWHERE}),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "REPLICA"),
                equal("KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region", _ELSEWHERE),
            ),
        ),
    ),
    shows(
        f"{_UPDATE}.error.{_UNSUPPORTED}",
        (create(), refused(_UPDATE, KEY | {"PrimaryRegion": _ELSEWHERE}, _UNSUPPORTED)),
    ),
    *_OWN,
    *_DELETED,
    shows(
        f"{_REPLICATE}.state.own-Region",
        (
            create(MultiRegion=True),
            _PRIMARY,
            refused(
                _REPLICATE, KEY | {"ReplicaRegion": ref("key.KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region")}
            ),
        ),
    ),
    shows(
        f"{_UPDATE}.state.no-replica",
        (
            create(MultiRegion=True),
            _PRIMARY,
            refused(_UPDATE, KEY | {"PrimaryRegion": _ELSEWHERE}),
            then("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY")),
        ),
    ),
)
