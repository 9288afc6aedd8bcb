"""How aliases are named, listed and dated, and what is no name of a key."""

from __future__ import annotations

from dataclasses import replace

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Outcome,
    Relation,
    Step,
    Template,
    different,
    equal,
    given,
    lists,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import arn, key_id, valid
from kms_strategies.sequences.keys.resources import create

_CREATE, _UPDATE, _LIST = "CreateAlias", "UpdateAlias", "ListAliases"
_NAME = "alias/{unique}-name"
_MADE: dict[str, Template] = {"AliasName": _NAME, "TargetKeyId": key_id("key")}
_THERE = lists("Aliases", {"AliasName": _NAME})
# Where a target has them.
_DATES = ("CreationDate", "LastUpdatedDate")
_LATER = 2.0  # seconds, so that a date in whole seconds is another

# By operation, the member of the answer that says which key it was, and what is there for the key.
_NAMED: dict[str, tuple[str, Template]] = {
    "DescribeKey": ("KeyMetadata.KeyId", key_id("key")),
    "Encrypt": ("KeyId", arn("key")),
}


def _not_whole(operation: str) -> Demonstration:
    """The beginning of an id, and an alias without its prefix: refused, or of another key."""
    member, value = _NAMED[operation]
    names: tuple[Template, ...] = (Made(Maker.BEGINNING, (key_id("key"),)), "{unique}-name")
    return shows(
        f"{operation}.state.whole-identifiers",
        *(
            (
                create(),
                given(_CREATE, _MADE),
                given(operation, valid(operation, key=_NAME), equal(member, value)),
                Step(
                    operation,
                    valid(operation, key=name),
                    outcome=Outcome.EITHER,
                    errors=frozenset({"NotFoundException", "ValidationException"}),
                    checks=(different(member, value),),
                    judged=True,
                ),
            )
            for name in names
        ),
    )


ALIAS_RULES: tuple[Demonstration, ...] = (
    shows(
        f"{_CREATE}.state.characters",
        *(
            (
                then(_CREATE, {"AliasName": name, "TargetKeyId": key_id("symmetric.key")}),
                then("DescribeKey", {"KeyId": name}, equal("KeyMetadata.KeyId", key_id("symmetric.key"))),
            )
            for name in (
                "alias/{unique}/a/b",
                "alias/{unique}_A-b_2-C",
                "alias/0{unique}//end/",
                "alias/-{unique}-",
                "alias/ALIAS/{unique}",
            )
        ),
    ),
    shows(
        f"{_CREATE}.state.CreationDate",
        (
            create(),
            given(_CREATE, _MADE),
            given(_LIST, {"KeyId": key_id("key")}, _THERE, *(different(f"Aliases.0.{date}", -1) for date in _DATES)),
            then(
                _LIST,
                {"KeyId": key_id("key")},
                _THERE,
                *(Check(f"Aliases.0.{date}", Relation.DAYS_FROM_NOW, 0) for date in _DATES),
                pages="Aliases",
            ),
        ),
    ),
    shows(
        f"{_UPDATE}.state.LastUpdatedDate",
        (
            create(),
            create("other"),
            given(_CREATE, _MADE),
            given(_LIST, {"KeyId": key_id("key")}, _THERE, name="before"),
            replace(given(_UPDATE, _MADE | {"TargetKeyId": key_id("other")}), after=_LATER),
            then(
                _LIST,
                {"KeyId": key_id("other")},
                _THERE,
                equal("Aliases.0.CreationDate", "{before.Aliases.0.CreationDate}"),
                different("Aliases.0.LastUpdatedDate", "{before.Aliases.0.LastUpdatedDate}"),
                pages="Aliases",
            ),
        ),
    ),
    shows(
        f"{_LIST}.state.key-state",
        *(
            (
                create(),
                given(_CREATE, _MADE),
                given(_LIST, {}, _THERE, pages="Aliases"),
                given(operation, {"KeyId": key_id("key")}),
                then(_LIST, {}, _THERE, pages="Aliases"),
            )
            for operation in ("DisableKey", "ScheduleKeyDeletion")
        ),
    ),
    *(_not_whole(operation) for operation in _NAMED),
)
