"""How rotation is seen in the status of a key, and in what it decrypts."""

from __future__ import annotations

from dataclasses import replace

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
    lists,
    not_confirmed,
    refused,
    refused_or_accepted,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id
from kms_strategies.sequences.keys.resources import create, imported
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK

_ENABLE, _DISABLE, _STATUS = "EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus"
_ON_DEMAND, _ROTATIONS = "RotateKeyOnDemand", "ListKeyRotations"
_UNSUPPORTED = "UnsupportedOperationException"
_PERIOD = "RotationPeriodInDays"
_LATER = 2.0  # seconds, after which a date that is reckoned anew is another one
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


_AUTOMATIC = (
    shows(f"{_STATUS}.state.default", (create(), _status(False))),
    shows(
        f"{_ENABLE}.state.enabled",
        (then(_ENABLE, _ROTATED), _rotating(True)),
        (create(), _enabled(), given(_DISABLE, KEY), then(_ENABLE, KEY), _status(True)),
    ),
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
        for operation in (_ENABLE, _DISABLE, _ON_DEMAND)
    ),
    shows(
        f"{_STATUS}.state.not-symmetric",
        *(
            (not_confirmed(_STATUS, {"KeyId": key_id(f"other-{name}.key")}, "KeyRotationEnabled", _UNSUPPORTED),)
            for name in ("signing", "hmac")
        ),
    ),
    shows(f"{_ENABLE}.state.imported-material", (create(Origin="EXTERNAL"), *imported(), refused(_ENABLE, KEY))),
    shows(f"{_DISABLE}.state.disabled", (given(_ENABLE, _ROTATED), then(_DISABLE, _ROTATED), _rotating(False))),
    shows(
        f"{_STATUS}.state.disabled-key",
        (create(), _enabled(), given("DisableKey", KEY), _status(True)),
        # The key resumes its prior schedule.
        (
            create(),
            _enabled(RotationPeriodInDays=180),
            given(_STATUS, KEY, equal("KeyRotationEnabled", True), equal(_PERIOD, 180), name="s"),
            given("DisableKey", KEY),
            replace(given("EnableKey", KEY), after=_LATER),
            _status(True, RotationPeriodInDays=180, NextRotationDate="{s.NextRotationDate}"),
        ),
    ),
    shows(
        f"{_STATUS}.state.pending-deletion",
        (create(), _enabled(), given("ScheduleKeyDeletion", WEEK), _status(False)),
    ),
    shows(
        f"{_STATUS}.state.deletion-cancelled",
        (create(), _enabled(), given("ScheduleKeyDeletion", WEEK), given("CancelKeyDeletion", KEY), _status(True)),
        (
            create(),
            _enabled(RotationPeriodInDays=180),
            _period_is(180, KEY),
            given("ScheduleKeyDeletion", WEEK),
            given("CancelKeyDeletion", KEY),
            given("EnableKey", KEY),
            _status(True, RotationPeriodInDays=180),
        ),
    ),
)
_COMPLETED = given(_STATUS, KEY, absent("OnDemandRotationStartDate"))  # it is in progress no more
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
            _COMPLETED,
            then(_ROTATIONS, KEY, lists("Rotations", {"RotationType": "ON_DEMAND"}), pages="Rotations"),
            tried(_ENABLE, KEY),
            tried(_DISABLE, KEY),
            tried("DisableKey", KEY),
            tried("EnableKey", KEY),
            tried("ScheduleKeyDeletion", WEEK),
            tried("CancelKeyDeletion", KEY),
            then(_ROTATIONS, KEY, lists("Rotations", {"RotationType": "ON_DEMAND"}), pages="Rotations"),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.none",
        (create(), then(_ROTATIONS, KEY, equal("Rotations", []), pages="Rotations")),
    ),
)
_DATES = (
    shows(
        f"{_STATUS}.state.NextRotationDate",
        (
            given(_ENABLE, _ROTATED | {_PERIOD: 180}),
            then(_STATUS, _ROTATED, equal("KeyRotationEnabled", True), different("NextRotationDate", 0)),
        ),
    ),
    shows(
        f"{_ENABLE}.state.NextRotationDate",
        *(
            (
                create(),
                _enabled(RotationPeriodInDays=days),
                then(_STATUS, KEY, Check("NextRotationDate", Relation.DAYS_FROM_NOW, days)),
            )
            for days in (180, 2560)
        ),
    ),
    shows(
        f"{_ON_DEMAND}.state.NextRotationDate",
        (
            create(),
            _enabled(RotationPeriodInDays=180),
            given(_STATUS, KEY, equal("KeyRotationEnabled", True), name="s"),
            replace(given(_ON_DEMAND, KEY), after=_LATER),
            then(_STATUS, KEY, equal("NextRotationDate", "{s.NextRotationDate}")),
        ),
    ),
)
_ALL: dict[str, Template] = {"IncludeKeyMaterial": "ALL_KEY_MATERIAL"}
_MOST = 25  # rotations on demand that a key has at most
_IN_PROGRESS = ("ConflictException", "KMSInvalidStateException")  # while another rotation is
_MATERIALS = (
    shows(
        f"{_ON_DEMAND}.error.LimitExceededException",
        (
            create(),
            *(given(_ON_DEMAND, KEY) for _ in range(_MOST)),
            refused(_ON_DEMAND, KEY, "LimitExceededException"),
        ),
    ),
    shows(
        f"{_ON_DEMAND}.state.maximum",
        (create(), *(refused_or_accepted(_ON_DEMAND, KEY, *_IN_PROGRESS) for _ in range(_MOST))),
    ),
    shows(
        f"{_ROTATIONS}.state.ALL_KEY_MATERIAL",
        (
            create(),
            given(_ON_DEMAND, KEY),
            _COMPLETED,
            then(_ROTATIONS, KEY | _ALL, Check("Rotations", Relation.LENGTH, 2), pages="Rotations"),
        ),
        # On every page.
        (
            create(),
            given(_ON_DEMAND, KEY),
            _COMPLETED,
            then(_ROTATIONS, KEY | _ALL | {"Limit": 1}, Check("Rotations", Relation.LENGTH, 2), pages="Rotations"),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.RotationDate",
        (
            create(),
            given(_ON_DEMAND, KEY),
            _COMPLETED,
            given(_ROTATIONS, KEY, different("Rotations.0.RotationDate", -1)),
            then(_ROTATIONS, KEY, Check("Rotations.0.RotationDate", Relation.DAYS_FROM_NOW, 0), pages="Rotations"),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.IncludeKeyMaterial",
        *((refused(_ROTATIONS, {"KeyId": key_id(f"other-{name}.key")} | _ALL),) for name in ("signing", "hmac")),
    ),
)

ROTATION: tuple[Demonstration, ...] = (*_AUTOMATIC, *_BY_HAND, *_DATES, *_MATERIALS)
