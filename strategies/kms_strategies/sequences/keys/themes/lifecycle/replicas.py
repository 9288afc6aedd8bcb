"""How a multi-Region key is seen in several Regions."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    equal,
    given,
    lists,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK

_REPLICATE, _UPDATE = "ReplicateKey", "UpdatePrimaryRegion"
_UNSUPPORTED = "UnsupportedOperationException"
_ELSEWHERE = "{elsewhere}"


def _replicated(*, judged: bool = False) -> tuple[Step, ...]:
    request: Template = KEY | {"ReplicaRegion": _ELSEWHERE}
    replicate = then(_REPLICATE, request, name="r") if judged else given(_REPLICATE, request, name="r")
    return (create(MultiRegion=True), replicate)


# A multi-Region key is described as one, before something else rests on it.
_PRIMARY = given("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY"))
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
        "ScheduleKeyDeletion.state.replicas",
        (
            *_replicated(),
            then("ScheduleKeyDeletion", WEEK),
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
)
