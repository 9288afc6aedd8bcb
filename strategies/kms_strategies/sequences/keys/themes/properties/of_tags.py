"""How tags are seen to be those that were given."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    given,
    lacks,
    lists,
    refused,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import arn, key_id
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.properties.of_keys import KINDS, SCRATCH

_LISTED: Template = {"KeyId": key_id("key"), "KeyArn": arn("key")}


def _tag(key: str, value: str) -> Template:
    return {"TagKey": key, "TagValue": value}


_MOST = 50
_MANY: tuple[Template, ...] = tuple(_tag(f"{{unique}}-{number}", "kms") for number in range(_MOST + 1))


def _tagged(*tags: Template) -> Step:
    return given("TagResource", SCRATCH | {"Tags": list(tags)})


def _tags(*checks: Check) -> Step:
    return then("ListResourceTags", KEY, *checks, pages="Tags")


def _scratch_tags(*checks: Check) -> Step:
    return then("ListResourceTags", SCRATCH, *checks, pages="Tags")


TAGS: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.Tags",
        (
            then("CreateKey", {"Tags": [_tag("stage", "one"), _tag("team", "kms")]}, name="key"),
            _tags(lists("Tags", _tag("stage", "one")), lists("Tags", _tag("team", "kms"))),
        ),
        (
            then("CreateKey", {"Tags": [_tag("stage", "one"), _tag("team", "")]}, name="key"),
            _tags(lists("Tags", _tag("stage", "one")), lists("Tags", {"TagKey": "team"})),
        ),
        *(
            (
                then("CreateKey", kind | {"Tags": [_tag("stage", "one")]}, name="key"),
                _tags(lists("Tags", _tag("stage", "one"))),
            )
            for kind in KINDS
        ),
    ),
    shows(
        "TagResource.state.listed",
        (
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-stage", "one")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one"))),
        ),
        (
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-place", "caf\u00e9")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-place", "caf\u00e9"))),
        ),
    ),
    shows(
        "TagResource.state.replaced",
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-stage", "two")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "two")), lacks("Tags", _tag("{unique}-stage", "one"))),
        ),
    ),
    shows(
        "TagResource.state.kept",
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-team", "kms")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one")), lists("Tags", _tag("{unique}-team", "kms"))),
        ),
    ),
    shows(
        "TagResource.state.case",
        (
            _tagged(_tag("{unique}-Stage", "Two")),
            then("UntagResource", SCRATCH | {"TagKeys": ["{unique}-stage"]}),
            _scratch_tags(lists("Tags", _tag("{unique}-Stage", "Two"))),
        ),
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-Stage", "two")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one")), lists("Tags", _tag("{unique}-Stage", "two"))),
        ),
    ),
    shows(
        "TagResource.state.empty-value",
        (
            then("TagResource", SCRATCH | {"Tags": [_tag("{unique}-stage", "")]}),
            _scratch_tags(lists("Tags", {"TagKey": "{unique}-stage"})),
        ),
    ),
    shows(
        "TagResource.state.rejected",
        *(
            (
                _tagged(_tag("{unique}-team", "kms")),
                given("TagResource", SCRATCH | {"Tags": tags}, errors="TagException ValidationException"),
                _scratch_tags(
                    lists("Tags", _tag("{unique}-team", "kms")),
                    lacks("Tags", {"TagKey": "{unique}-stage"}),
                ),
            )
            # The one that is reserved stands after the others, which a target may have added by then.
            for tags in (
                [_tag("{unique}-stage", "one"), _tag("aws:{unique}", "two")],
                [_tag("{unique}-team", "other"), _tag("{unique}-stage", "one"), _tag("aws:{unique}", "two")],
            )
        ),
    ),
    shows(
        "TagResource.state.one-value",
        (
            _tagged(_tag("{unique}-team", "kms")),
            tried("TagResource", SCRATCH | {"Tags": [_tag("{unique}-stage", "one"), _tag("{unique}-stage", "two")]}),
            _scratch_tags(Check("Tags", Relation.LISTS_AT_MOST_ONE, {"TagKey": "{unique}-stage"})),
        ),
    ),
    shows(
        "TagResource.state.limit",
        (
            create(),
            *(given("TagResource", KEY | {"Tags": list(some)}) for some in (_MANY[:30], _MANY[30:-1])),
            given("ListResourceTags", KEY, Check("Tags", Relation.LENGTH, _MOST), pages="Tags"),
            refused("TagResource", KEY | {"Tags": [_MANY[-1]]}),
        ),
    ),
    shows(
        "UntagResource.state.removed",
        (
            # One of those that stay begins as one that is removed.
            _tagged(
                _tag("{unique}-stage", "one"),
                _tag("{unique}-team", "kms"),
                _tag("{unique}-stages", "two"),
                _tag("{unique}-owner", "nobody"),
            ),
            then("UntagResource", SCRATCH | {"TagKeys": ["{unique}-stage", "{unique}-owner"]}),
            _scratch_tags(
                lacks("Tags", {"TagKey": "{unique}-stage"}),
                lacks("Tags", {"TagKey": "{unique}-owner"}),
                lists("Tags", _tag("{unique}-team", "kms")),
                lists("Tags", _tag("{unique}-stages", "two")),
            ),
        ),
    ),
    shows(
        "UntagResource.state.absent",
        (
            _tagged(_tag("{unique}-team", "kms")),
            then("UntagResource", SCRATCH | {"TagKeys": ["{unique}-stage"]}),
            _scratch_tags(lists("Tags", _tag("{unique}-team", "kms"))),
        ),
    ),
)
