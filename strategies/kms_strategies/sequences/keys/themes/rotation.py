"""How rotation is seen in the status of a key, and a multi-Region key in several Regions."""

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
    lists,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id
from kms_strategies.sequences.keys.resources import create, imported
from kms_strategies.sequences.keys.themes.key_states import KEY, WEEK

_ENABLE, _DISABLE, _STATUS = "EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus"
_ON_DEMAND, _REPLICATE, _UPDATE, _ROTATIONS = (
    "RotateKeyOnDemand",
    "ReplicateKey",
    "UpdatePrimaryRegion",
    "ListKeyRotations",
)
_UNSUPPORTED = "UnsupportedOperationException"
_PERIOD = "RotationPeriodInDays"
_ELSEWHERE = "{elsewhere}"
_ROTATED: dict[str, Template] = {"KeyId": key_id("scratch.key")}


def _status(enabled: bool, *, key: Template = KEY, **more: Template) -> Step:
    checks = (equal("KeyRotationEnabled", enabled), *(equal(member, value) for member, value in more.items()))
    return then(_STATUS, key, *checks)


def _rotating(enabled: bool, **more: Template) -> Step:
    """The status of a shared key."""
    return _status(enabled, key=_ROTATED, **more)


def _period_is(days: int, key: Template = _ROTATED) -> Step:
    """The period is described, before something else rests on it."""
    return given(_STATUS, key, equal(_PERIOD, days))


def _enabled(**more: Template) -> Step:
    return given(_ENABLE, KEY | more)


def _replicated(*, judged: bool = False) -> tuple[Step, ...]:
    request: Template = KEY | {"ReplicaRegion": _ELSEWHERE}
    replicate = then(_REPLICATE, request, name="r") if judged else given(_REPLICATE, request, name="r")
    return (create(MultiRegion=True), replicate)


_AUTOMATIC = (
    shows(f"{_STATUS}.state.default", (create(), _status(False))),
    shows(f"{_ENABLE}.state.enabled", (then(_ENABLE, _ROTATED), _rotating(True))),
    shows(
        f"{_ENABLE}.state.default-period",
        (
            given(_ENABLE, _ROTATED | {_PERIOD: 180}),
            _period_is(180),
            create(),
            _enabled(),
            _status(True, RotationPeriodInDays=365),
        ),
    ),
    shows(
        f"{_ENABLE}.state.{_PERIOD}",
        (then(_ENABLE, _ROTATED | {_PERIOD: 180}), _rotating(True, RotationPeriodInDays=180)),
    ),
    shows(
        f"{_ENABLE}.state.period-changed",
        (
            given(_ENABLE, _ROTATED | {_PERIOD: 180}),
            _period_is(180),
            then(_ENABLE, _ROTATED | {_PERIOD: 730}),
            _rotating(True, RotationPeriodInDays=730),
        ),
    ),
    *(
        shows(
            f"{operation}.error.{_UNSUPPORTED}",
            *(
                (refused(operation, {"KeyId": key_id(f"other-{name}.key")}, _UNSUPPORTED),)
                for name in ("signing", "hmac")
            ),
        )
        for operation in (_ENABLE, _ON_DEMAND)
    ),
    shows(f"{_ENABLE}.state.imported-material", (create(Origin="EXTERNAL"), *imported(), refused(_ENABLE, KEY))),
    shows(f"{_DISABLE}.state.disabled", (given(_ENABLE, _ROTATED), then(_DISABLE, _ROTATED), _rotating(False))),
    shows(f"{_STATUS}.state.disabled-key", (create(), _enabled(), given("DisableKey", KEY), _status(True))),
    shows(
        f"{_STATUS}.state.pending-deletion",
        (create(), _enabled(), given("ScheduleKeyDeletion", WEEK), _status(False)),
    ),
    shows(
        f"{_STATUS}.state.deletion-cancelled",
        (create(), _enabled(), given("ScheduleKeyDeletion", WEEK), given("CancelKeyDeletion", KEY), _status(True)),
    ),
)
_BY_HAND = (
    shows(
        f"{_ON_DEMAND}.state.decrypts",
        (
            create(),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="before"),
            then(_ON_DEMAND, KEY),
            then("Decrypt", KEY | {"CiphertextBlob": "{before.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
            then("Encrypt", KEY | {"Plaintext": MESSAGE}, name="after"),
            then("Decrypt", KEY | {"CiphertextBlob": "{after.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
        ),
    ),
    shows(
        f"{_ON_DEMAND}.state.schedule",
        (
            create(),
            _enabled(RotationPeriodInDays=180),
            _period_is(180, KEY),
            given(_ON_DEMAND, KEY),
            _status(True, RotationPeriodInDays=180),
        ),
        (create(), given(_ON_DEMAND, KEY), _status(False)),
    ),
    shows(
        f"{_ROTATIONS}.state.listed",
        (
            create(),
            given(_ON_DEMAND, KEY),
            given(_STATUS, KEY, absent("OnDemandRotationStartDate")),  # it is in progress no more
            then(_ROTATIONS, KEY, lists("Rotations", {"RotationType": "ON_DEMAND"}), pages="Rotations"),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.none",
        (create(), then(_ROTATIONS, KEY, equal("Rotations", []), pages="Rotations")),
    ),
)
# A multi-Region key is described as one, before something else rests on it.
_PRIMARY = given("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY"))
_REGIONS = (
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

ROTATION: tuple[Demonstration, ...] = (*_AUTOMATIC, *_BY_HAND, *_REGIONS)
