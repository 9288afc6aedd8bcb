"""Faults in what an operation on one key leaves as it is: other keys, and what else the key has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, around, attributes, faults_of, named, touching
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_SCHEDULE = "ScheduleKeyDeletion"


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)


def _each(touch: Callable[[Key, Any], None], operation: str) -> Change:
    """What is done to one key is done to every other too; `touch` is given a key and the values of the request."""

    def change(call: Call, plain: KeyOperation) -> Result:
        result = plain(call)
        for key in call.region.keys.values():
            if key is not named(call):
                touch(key, call.values)
        return result

    return around(change, operation)


def _described(key: Key, values: Any) -> None:
    key.description = values["Description"]


def _governed(key: Key, values: Any) -> None:
    key.policy = values["Policy"]


def _tagged(key: Key, values: Any) -> None:
    key.tags |= {tag["TagKey"]: tag["TagValue"] for tag in values["Tags"]}


def _untagged(key: Key, values: Any) -> None:
    key.tags = {name: value for name, value in key.tags.items() if name not in values["TagKeys"]}


def _disabled(key: Key, values: Any) -> None:
    key.enabled = False


def _rotated(key: Key, values: Any) -> None:
    key.rotation.days = 365


def _without_aliases(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    for name in [name for name, alias in call.region.aliases.items() if key is not None and alias.target == key.id]:
        del call.region.aliases[name]
    return result


def _without_grants(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call)
    for grant in [grant for grant in call.region.grants.values() if grant.key is key]:
        del call.region.grants[grant.id]
    return result


_ROWS: tuple[Row, ...] = (
    *(
        (f"{operation}.state.other-key", f"{operation} does it to every key", _each(touch, operation))
        for operation, touch in (
            ("UpdateKeyDescription", _described),
            ("PutKeyPolicy", _governed),
            ("TagResource", _tagged),
            ("UntagResource", _untagged),
            ("DisableKey", _disabled),
            (_SCHEDULE, _disabled),
            ("EnableKeyRotation", _rotated),
        )
    ),
    ("DisableKey.state.stays", "a key that is tagged is enabled", touching(attributes(enabled=True), "TagResource")),
    (f"{_SCHEDULE}.state.aliases", "a key loses its aliases at once", around(_without_aliases, _SCHEDULE)),
    (f"{_SCHEDULE}.state.kept", "a key loses its grants at once", around(_without_grants, _SCHEDULE)),
    ("DisableKey.state.kept", "a key loses its description", touching(attributes(description=""), "DisableKey")),
)
