"""How a multi-Region key is seen in several Regions."""

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
    ref,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, arn, key_id, policy
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"
_UNSUPPORTED = "UnsupportedOperationException"
ELSEWHERE = "{elsewhere}"
_REPLICA_KEYS = "KeyMetadata.MultiRegionConfiguration.ReplicaKeys"
THIRD = "ap-southeast-2"


def _copied(*, judged: bool = False) -> tuple[Step, ...]:
    request: Template = KEY | {"ReplicaRegion": ELSEWHERE}
    replicate = then(_REPLICATE, request, name="r") if judged else given(_REPLICATE, request, name="r")
    return (create(MultiRegion=True), replicate)


# A multi-Region key is described as one, before something else rests on it.
_PRIMARY = given("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY"))
THERE = given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=ELSEWHERE)


def replicated(*, primary: dict[str, Template], replica: dict[str, Template]) -> tuple[Step, ...]:
    """A primary key and its replica, each with members of its own."""
    step = then if replica else given
    return (
        given("CreateKey", {"MultiRegion": True, **primary}, name="key"),
        step(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE, **replica}, name="r"),
        THERE,
    )


_ALIAS: dict[str, Template] = {"AliasName": "alias/{unique}-name", "TargetKeyId": key_id("key")}
_WAITING = given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion"))
_DELETED = (
    shows(
        f"{_SCHEDULE}.state.replicas-answered",
        (
            *replicated(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            *replicated(primary={}, replica={}),
            then(_SCHEDULE, WEEK, absent("DeletionDate")),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas-DeletionDate",
        (
            *replicated(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            then("DescribeKey", KEY, absent("KeyMetadata.DeletionDate")),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.PendingDeletionWindowInDays",
        (
            *replicated(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            then("DescribeKey", KEY, equal("KeyMetadata.PendingDeletionWindowInDays", 7)),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas-unusable",
        (
            *replicated(primary={}, replica={}),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            refused("Encrypt", KEY | {"Plaintext": MESSAGE}, "KMSInvalidStateException", "DisabledException"),
        ),
    ),
)
_POLICY: dict[str, Template] = KEY | {"PolicyName": "default"}
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
                KEY | {"ReplicaRegion": ELSEWHERE},
                equal("ReplicaKeyMetadata.KeyId", key_id("key")),
                equal("ReplicaKeyMetadata.MultiRegion", True),
                equal("ReplicaKeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "REPLICA"),
                lists(
                    "ReplicaKeyMetadata.MultiRegionConfiguration.ReplicaKeys",
                    {"Region": ELSEWHERE},
                ),
                equal("ReplicaKeyMetadata.MultiRegionConfiguration.PrimaryKey.Arn", arn("key")),
                name="r",
            ),
            THERE,
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.Arn", "{r.ReplicaKeyMetadata.Arn}"),
                different("KeyMetadata.Arn", arn("key")),
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.apart",
        (
            *replicated(primary={"Description": "one"}, replica={"Description": "two"}),
            given("TagResource", KEY | {"Tags": [{"TagKey": "stage", "TagValue": "one"}]}),
            given("UpdateKeyDescription", KEY | {"Description": "another"}),
            given("DisableKey", KEY),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.Description", "two"),
                equal("KeyMetadata.KeyState", "Enabled"),
                region=ELSEWHERE,
            ),
            then("ListResourceTags", KEY, lacks("Tags", {"TagKey": "stage"}), pages="Tags", region=ELSEWHERE),
        ),
        (
            *replicated(primary={}, replica={}),
            given("PutKeyPolicy", _POLICY | {"Policy": policy("key", "Changed")}),
            given("GetKeyPolicy", _POLICY, Check("Policy", Relation.SAME_JSON, policy("key", "Changed")), name="p"),
            then("GetKeyPolicy", _POLICY, different("Policy", "{p.Policy}"), region=ELSEWHERE),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas-replicated",
        (
            *replicated(primary={}, replica={}),
            given(_SCHEDULE, WEEK),
            _WAITING,
            refused(_REPLICATE, KEY | {"ReplicaRegion": THIRD}, "KMSInvalidStateException", "DisabledException"),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.listed",
        (
            *_copied(),
            _PRIMARY,
            then(
                "DescribeKey",
                KEY,
                lists(_REPLICA_KEYS, {"Region": ELSEWHERE}),
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.ReplicaKeys",
        (
            *_copied(),
            THERE,
            given("DescribeKey", KEY, lists(_REPLICA_KEYS, {"Region": ELSEWHERE})),
            then("DescribeKey", KEY, lacks(_REPLICA_KEYS, {"Arn": arn("key")})),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.decrypts",
        (
            *_copied(),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=ELSEWHERE),
            then(
                "Decrypt",
                KEY | {"CiphertextBlob": "{c.CiphertextBlob}"},
                equal("Plaintext", MESSAGE),
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        "CreateAlias.state.Regions",
        (
            *_copied(),
            THERE,
            given("CreateAlias", _ALIAS),
            given("DescribeKey", {"KeyId": _ALIAS["AliasName"]}, equal("KeyMetadata.Arn", arn("key"))),
            then("CreateAlias", _ALIAS, region=ELSEWHERE),
            then(
                "DescribeKey",
                {"KeyId": _ALIAS["AliasName"]},
                equal("KeyMetadata.KeyId", key_id("key")),
                different("KeyMetadata.Arn", arn("key")),
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        "RotateKeyOnDemand.state.replica",
        (
            *_copied(),
            THERE,
            given("RotateKeyOnDemand", KEY),
            given("GetKeyRotationStatus", KEY, absent("OnDemandRotationStartDate")),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
            then(
                "Decrypt",
                KEY | {"CiphertextBlob": "{c.CiphertextBlob}"},
                equal("Plaintext", MESSAGE),
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.error.AlreadyExistsException",
        (*_copied(), refused(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}, "AlreadyExistsException")),
    ),
    shows(
        f"{_REPLICATE}.error.{_UNSUPPORTED}",
        (create(), refused(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}, _UNSUPPORTED)),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas",
        (
            *_copied(),
            then(_SCHEDULE, WEEK),
            then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion")),
        ),
    ),
    shows(
        f"{_UPDATE}.state.moved",
        (
            *_copied(),
            _PRIMARY,
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=ELSEWHERE),
            then(_UPDATE, KEY | {"PrimaryRegion": ELSEWHERE}),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "REPLICA"),
                equal("KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region", ELSEWHERE),
            ),
        ),
    ),
    shows(
        f"{_UPDATE}.error.{_UNSUPPORTED}",
        (create(), refused(_UPDATE, KEY | {"PrimaryRegion": ELSEWHERE}, _UNSUPPORTED)),
    ),
    *_DELETED,
    shows(
        f"{_REPLICATE}.state.of-replica",
        (*replicated(primary={}, replica={}), refused(_REPLICATE, KEY | {"ReplicaRegion": THIRD}, region=ELSEWHERE)),
    ),
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
            refused(_UPDATE, KEY | {"PrimaryRegion": ELSEWHERE}),
            then("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY")),
        ),
    ),
)
