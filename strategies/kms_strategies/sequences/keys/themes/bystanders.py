"""How other keys, and what else a key has, are seen to be as before."""

from __future__ import annotations

from collections.abc import Callable

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    equal,
    given,
    lacks,
    lists,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import key_id, policy, principal
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK, described

_SCHEDULE = "ScheduleKeyDeletion"
_DEFAULT: dict[str, Template] = {"PolicyName": "default"}
_SCRATCH: dict[str, Template] = {"KeyId": key_id("scratch.key")}
_OTHER: dict[str, Template] = {"KeyId": key_id("other")}
_ALIAS = "alias/{unique}-name"
_CANCEL = given("CancelKeyDeletion", KEY)
_GIVEN = "what {unique} has"
_ENABLED = equal("KeyMetadata.KeyState", "Enabled")
_OWN: Template = {"TagKey": "{unique}-stage", "TagValue": "two"}


def _shows_other(operation: str, *steps: Step) -> Demonstration:
    return shows(f"{operation}.state.other-key", (create("other"), *steps))


def _tagged(key: dict[str, Template], value: str) -> Step:
    return given("TagResource", key | {"Tags": [{"TagKey": "{unique}-stage", "TagValue": value}]})


_FULL: tuple[Step, ...] = (
    create(Description=_GIVEN, Tags=[_OWN]),
    given("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("key")}),
    given("PutKeyPolicy", KEY | _DEFAULT | {"Policy": policy("key", "Kept")}),
    given("CreateGrant", KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}, name="g"),
)


def _has(make: Callable[..., Step]) -> tuple[Step, ...]:
    """All that the key was given: read first, so that nobody is blamed for what was never there, and then judged."""
    return (
        make("DescribeKey", {"KeyId": _ALIAS}, equal("KeyMetadata.Description", _GIVEN)),
        make("ListResourceTags", KEY, lists("Tags", _OWN), pages="Tags"),
        make("GetKeyPolicy", KEY | _DEFAULT, Check("Policy", Relation.SAME_JSON, policy("key", "Kept"))),
        make("ListGrants", KEY, lists("Grants", {"GrantId": "{g.GrantId}"}), pages="Grants"),
    )


def _still(
    change: tuple[Step, ...], operation: str, request: Template, *checks: Check, pages: str = ""
) -> tuple[Step, ...]:
    """What is read of another key before a change, and is to be read after it."""
    return (given(operation, request, *checks, pages=pages), *change, then(operation, request, *checks, pages=pages))


BYSTANDERS: tuple[Demonstration, ...] = (
    _shows_other(
        "UpdateKeyDescription",
        given("UpdateKeyDescription", _OTHER | {"Description": _GIVEN}),
        *_still(
            (then("UpdateKeyDescription", _SCRATCH | {"Description": "another"}),),
            "DescribeKey",
            _OTHER,
            equal("KeyMetadata.Description", _GIVEN),
        ),
    ),
    _shows_other(
        "PutKeyPolicy",
        given("PutKeyPolicy", _OTHER | _DEFAULT | {"Policy": policy("other", "Kept")}),
        *_still(
            (then("PutKeyPolicy", _SCRATCH | _DEFAULT | {"Policy": policy("scratch.key", "Put")}),),
            "GetKeyPolicy",
            _OTHER | _DEFAULT,
            Check("Policy", Relation.SAME_JSON, policy("other", "Kept")),
        ),
    ),
    _shows_other(
        "TagResource",
        _tagged(_OTHER, "two"),
        *_still(
            (
                then("TagResource", _SCRATCH | {"Tags": [{"TagKey": "{unique}-stage", "TagValue": "one"}]}),
                then("TagResource", _SCRATCH | {"Tags": [{"TagKey": "{unique}-team", "TagValue": "kms"}]}),
            ),
            "ListResourceTags",
            _OTHER,
            lists("Tags", _OWN),
            lacks("Tags", {"TagKey": "{unique}-team"}),
            pages="Tags",
        ),
    ),
    _shows_other(
        "UntagResource",
        _tagged(_OTHER, "two"),
        _tagged(_SCRATCH, "one"),
        *_still(
            (then("UntagResource", _SCRATCH | {"TagKeys": ["{unique}-stage"]}),),
            "ListResourceTags",
            _OTHER,
            lists("Tags", _OWN),
            pages="Tags",
        ),
    ),
    _shows_other("DisableKey", create(), *_still((then("DisableKey", KEY),), "DescribeKey", _OTHER, _ENABLED)),
    _shows_other(_SCHEDULE, create(), *_still((then(_SCHEDULE, WEEK),), "DescribeKey", _OTHER, _ENABLED)),
    _shows_other(
        "EnableKeyRotation",
        create(),
        *_still(
            (then("EnableKeyRotation", KEY),),
            "GetKeyRotationStatus",
            _OTHER,
            equal("KeyRotationEnabled", False),
        ),
    ),
    shows(
        "DisableKey.state.stays",
        (
            create(),
            given("DisableKey", KEY),
            tried("UpdateKeyDescription", KEY | {"Description": _GIVEN}),
            tried("TagResource", KEY | {"Tags": [_OWN]}),
            tried("UntagResource", KEY | {"TagKeys": ["{unique}-stage"]}),
            tried("PutKeyPolicy", KEY | _DEFAULT | {"Policy": policy("key", "Kept")}),
            tried("RotateKeyOnDemand", KEY),
            tried("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("key")}),
            tried("CreateGrant", KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}),
            described("Disabled"),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.aliases",
        (
            create(),
            given("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("key")}),
            given("DescribeKey", {"KeyId": _ALIAS}, equal("KeyMetadata.KeyId", key_id("key"))),
            then(_SCHEDULE, WEEK),
            then("DescribeKey", {"KeyId": _ALIAS}, equal("KeyMetadata.KeyState", "PendingDeletion")),
        ),
    ),
    shows(f"{_SCHEDULE}.state.kept", (*_FULL, *_has(given), given(_SCHEDULE, WEEK), _CANCEL, *_has(then))),
    shows(
        "DisableKey.state.kept", (*_FULL, *_has(given), given("DisableKey", KEY), given("EnableKey", KEY), *_has(then))
    ),
)
