"""How the keys of a multi-Region key are seen one beside the other, when another is the primary or one is deleted."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    different,
    equal,
    given,
    lacks,
    lists,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, arn, key_id, policy, principal
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK, refusals
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE, THIRD, replicated

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"
_CONFIGURATION = "KeyMetadata.MultiRegionConfiguration"
_HERE = ("", ELSEWHERE)  # the Regions of a primary and its replica
_FAMILY = replicated(primary={}, replica={})
_ALIAS: dict[str, Template] = {"AliasName": "alias/{unique}-name", "TargetKeyId": key_id("key")}
_TO_REPLICA = given(_SCHEDULE, WEEK, region=ELSEWHERE)
_THEIR_ARN = "{r.ReplicaKeyMetadata.Arn}"
# What is done with a replica as with any key.
_MANAGED: tuple[tuple[str, dict[str, Template]], ...] = (
    ("TagResource", KEY | {"Tags": [{"TagKey": "stage", "TagValue": "two"}]}),
    ("UntagResource", KEY | {"TagKeys": ["stage"]}),
    ("UpdateKeyDescription", KEY | {"Description": "a replica"}),
    ("CreateAlias", _ALIAS),
    ("DisableKey", KEY),
    ("EnableKey", KEY),
)
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")


def _moved(*, primary: dict[str, Template], replica: dict[str, Template], before: tuple[Step, ...] = ()) -> list[Step]:
    """A primary key and its replica that have changed places, as both say."""
    return [
        *replicated(primary=primary, replica=replica),
        *before,
        given(_UPDATE, KEY | {"PrimaryRegion": ELSEWHERE}),
        *(given("DescribeKey", KEY, different("KeyMetadata.KeyState", "Updating"), region=region) for region in _HERE),
    ]


def _own(word: str) -> dict[str, Template]:
    """A description, tags and a policy of one key."""
    return {
        "Description": f"of the {word}",
        "Tags": [{"TagKey": "stage", "TagValue": word}],
        "Policy": policy("symmetric.key", word.capitalize()),
    }


def _has(word: str, region: str) -> tuple[Step, ...]:
    said = Check("Policy", Relation.SAME_JSON, policy("symmetric.key", word.capitalize()))
    return (
        then("DescribeKey", KEY, equal("KeyMetadata.Description", f"of the {word}"), region=region),
        then(
            "ListResourceTags", KEY, lists("Tags", {"TagKey": "stage", "TagValue": word}), pages="Tags", region=region
        ),
        then("GetKeyPolicy", KEY | {"PolicyName": "default"}, said, region=region),
    )


def _enabled(region: str) -> Step:
    return then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=region)


_ROTATES = (equal("KeyRotationEnabled", True), equal("RotationPeriodInDays", 180))
_ROTATED = tuple(given("GetKeyRotationStatus", KEY, *_ROTATES, region=region) for region in _HERE)
_MOVED: tuple[Demonstration, ...] = (
    shows(
        f"{_UPDATE}.state.new-primary",
        (
            *_moved(primary={}, replica={}),
            *(
                then(
                    "DescribeKey",
                    KEY,
                    equal(f"{_CONFIGURATION}.MultiRegionKeyType", kind),
                    equal(f"{_CONFIGURATION}.PrimaryKey.Region", ELSEWHERE),
                    lists(f"{_CONFIGURATION}.ReplicaKeys", {"Arn": arn("key")}),
                    lacks(f"{_CONFIGURATION}.ReplicaKeys", {"Region": ELSEWHERE}),
                    region=region,
                )
                for kind, region in (("PRIMARY", ELSEWHERE), ("REPLICA", ""))
            ),
        ),
    ),
    shows(f"{_UPDATE}.state.KeyState", (*_moved(primary={}, replica={}), *(_enabled(region) for region in _HERE))),
    shows(
        f"{_UPDATE}.state.own-properties",
        (*_moved(primary=_own("first"), replica=_own("second")), *_has("first", ""), *_has("second", ELSEWHERE)),
    ),
    shows(
        f"{_UPDATE}.state.rotation",
        (
            *_moved(
                primary={},
                replica={},
                before=(given("EnableKeyRotation", KEY | {"RotationPeriodInDays": 180}), *_ROTATED),
            ),
            *(then("GetKeyRotationStatus", KEY, *_ROTATES, region=region) for region in _HERE),
        ),
    ),
    shows(
        f"{_UPDATE}.state.usable",
        (
            *_moved(primary={}, replica={}, before=(_ENCRYPTED,)),
            *(
                then(
                    "Decrypt",
                    KEY | {"CiphertextBlob": "{c.CiphertextBlob}"},
                    equal("Plaintext", MESSAGE),
                    region=region,
                )
                for region in _HERE
            ),
        ),
    ),
    shows(
        f"{_UPDATE}.state.replicated",
        (
            # There is such a Region, and the key is not in it.
            create("other", MultiRegion=True),
            given(_REPLICATE, {"KeyId": key_id("other"), "ReplicaRegion": THIRD}),
            *_moved(primary={}, replica={}),
            given("DescribeKey", KEY, equal(f"{_CONFIGURATION}.MultiRegionKeyType", "PRIMARY"), region=ELSEWHERE),
            given("DescribeKey", KEY, region=THIRD, errors="NotFoundException"),
            then(_REPLICATE, KEY | {"ReplicaRegion": THIRD}, region=ELSEWHERE),
        ),
    ),
)
_DELETED: tuple[Demonstration, ...] = (
    shows(
        f"{_SCHEDULE}.state.of-replica",
        (
            *_FAMILY,
            then(_SCHEDULE, WEEK, equal("KeyState", "PendingDeletion"), region=ELSEWHERE),
            then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingDeletion"), region=ELSEWHERE),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.replicas-scheduled",
        (
            *_FAMILY,
            _TO_REPLICA,
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingDeletion"), region=ELSEWHERE),
            given(_SCHEDULE, WEEK),
            then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion")),
        ),
    ),
    shows(
        "CancelKeyDeletion.state.replicas",
        (
            *_FAMILY,
            given(_SCHEDULE, WEEK),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "PendingReplicaDeletion")),
            then("CancelKeyDeletion", KEY),
            then("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Disabled")),
        ),
    ),
)

FAMILIES: tuple[Demonstration, ...] = (
    *_MOVED,
    shows(
        f"{_REPLICATE}.state.all-replicas",
        (
            *_FAMILY,
            given(_REPLICATE, KEY | {"ReplicaRegion": THIRD}),
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"), region=THIRD),
            *(
                then(
                    "DescribeKey",
                    KEY,
                    lists(f"{_CONFIGURATION}.ReplicaKeys", {"Region": ELSEWHERE}),
                    lists(f"{_CONFIGURATION}.ReplicaKeys", {"Region": THIRD}),
                    region=region,
                )
                for region in ("", ELSEWHERE, THIRD)
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.fully-functional",
        (*_FAMILY, *(then(operation, request, region=ELSEWHERE) for operation, request in _MANAGED)),
        (
            *_FAMILY,
            then("Encrypt", KEY | {"Plaintext": MESSAGE}, equal("KeyId", _THEIR_ARN), name="c", region=ELSEWHERE),
            then("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
        ),
        # Not the state of its primary decides.
        (
            *_FAMILY,
            given("Encrypt", KEY | {"Plaintext": MESSAGE}, region=ELSEWHERE),
            given("DisableKey", KEY, region=ELSEWHERE),
            refused("Encrypt", KEY | {"Plaintext": MESSAGE}, *refusals("Encrypt"), region=ELSEWHERE),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.Grants",
        (
            *_FAMILY,
            given("CreateGrant", KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}, name="g"),
            given("ListGrants", KEY, lists("Grants", {"GrantId": "{g.GrantId}"}), pages="Grants"),
            then("ListGrants", KEY, lacks("Grants", {"GrantId": "{g.GrantId}"}), pages="Grants", region=ELSEWHERE),
        ),
    ),
    *_DELETED,
    shows(
        "ListKeys.state.Regions",
        (
            create(),
            given("ListKeys", {}, lists("Keys", {"KeyId": key_id("key")}), pages="Keys"),
            then("ListKeys", {}, lacks("Keys", {"KeyId": key_id("key")}), pages="Keys", region=ELSEWHERE),
        ),
        (
            *_FAMILY,
            then(
                "ListKeys",
                {},
                lists("Keys", {"KeyId": key_id("key"), "KeyArn": _THEIR_ARN}),
                pages="Keys",
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        "ListAliases.state.Regions",
        (
            create(),
            given("CreateAlias", _ALIAS),
            given("ListAliases", {}, lists("Aliases", {"AliasName": _ALIAS["AliasName"]}), pages="Aliases"),
            then(
                "ListAliases",
                {},
                lacks("Aliases", {"AliasName": _ALIAS["AliasName"]}),
                pages="Aliases",
                region=ELSEWHERE,
            ),
        ),
    ),
)
