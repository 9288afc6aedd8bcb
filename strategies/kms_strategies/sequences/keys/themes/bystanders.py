"""How other keys, and what else a key has, are seen to be as before."""

from __future__ import annotations

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
_OWN: Template = {"TagKey": "{unique}-stage", "TagValue": "two"}


def _shows_other(operation: str, *steps: Step) -> Demonstration:
    return shows(f"{operation}.state.other-key", (create("other"), *steps))


def _tagged(key: dict[str, Template], value: str) -> Step:
    return given("TagResource", key | {"Tags": [{"TagKey": "{unique}-stage", "TagValue": value}]})


def _enabled(*, judged: bool) -> Step:
    return (then if judged else given)("DescribeKey", _OTHER, equal("KeyMetadata.KeyState", "Enabled"))


_FULL: tuple[Step, ...] = (
    create(Description=_GIVEN, Tags=[_OWN]),
    given("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("key")}),
    given("PutKeyPolicy", KEY | _DEFAULT | {"Policy": policy("key", "Kept")}),
    given("CreateGrant", KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}, name="g"),
)
_STILL: tuple[Step, ...] = (
    then("DescribeKey", {"KeyId": _ALIAS}, equal("KeyMetadata.Description", _GIVEN)),
    then("ListResourceTags", KEY, lists("Tags", _OWN), pages="Tags"),
    then("GetKeyPolicy", KEY | _DEFAULT, Check("Policy", Relation.SAME_JSON, policy("key", "Kept"))),
    then("ListGrants", KEY, lists("Grants", {"GrantId": "{g.GrantId}"}), pages="Grants"),
)

BYSTANDERS: tuple[Demonstration, ...] = (
    _shows_other(
        "UpdateKeyDescription",
        given("UpdateKeyDescription", _OTHER | {"Description": _GIVEN}),
        then("UpdateKeyDescription", _SCRATCH | {"Description": "another"}),
        then("DescribeKey", _OTHER, equal("KeyMetadata.Description", _GIVEN)),
    ),
    _shows_other(
        "PutKeyPolicy",
        given("PutKeyPolicy", _OTHER | _DEFAULT | {"Policy": policy("other", "Kept")}),
        then("PutKeyPolicy", _SCRATCH | _DEFAULT | {"Policy": policy("scratch.key", "Put")}),
        then(
            "GetKeyPolicy",
            _OTHER | _DEFAULT,
            Check("Policy", Relation.SAME_JSON, policy("other", "Kept")),
        ),
    ),
    _shows_other(
        "TagResource",
        _tagged(_OTHER, "two"),
        then("TagResource", _SCRATCH | {"Tags": [{"TagKey": "{unique}-stage", "TagValue": "one"}]}),
        then("TagResource", _SCRATCH | {"Tags": [{"TagKey": "{unique}-team", "TagValue": "kms"}]}),
        then("ListResourceTags", _OTHER, lists("Tags", _OWN), lacks("Tags", {"TagKey": "{unique}-team"}), pages="Tags"),
    ),
    _shows_other(
        "UntagResource",
        _tagged(_OTHER, "two"),
        _tagged(_SCRATCH, "one"),
        then("UntagResource", _SCRATCH | {"TagKeys": ["{unique}-stage"]}),
        then("ListResourceTags", _OTHER, lists("Tags", _OWN), pages="Tags"),
    ),
    _shows_other("DisableKey", create(), _enabled(judged=False), then("DisableKey", KEY), _enabled(judged=True)),
    _shows_other(_SCHEDULE, create(), _enabled(judged=False), then(_SCHEDULE, WEEK), _enabled(judged=True)),
    _shows_other(
        "EnableKeyRotation",
        create(),
        then("EnableKeyRotation", KEY),
        then("GetKeyRotationStatus", _OTHER, equal("KeyRotationEnabled", False)),
    ),
    shows(
        "DisableKey.state.stays",
        (
            create(),
            given("DisableKey", KEY),
            tried("UpdateKeyDescription", KEY | {"Description": _GIVEN}),
            tried("TagResource", KEY | {"Tags": [_OWN]}),
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
    shows(f"{_SCHEDULE}.state.kept", (*_FULL, given(_SCHEDULE, WEEK), _CANCEL, *_STILL)),
    shows("DisableKey.state.kept", (*_FULL, given("DisableKey", KEY), given("EnableKey", KEY), *_STILL)),
)
