"""Faults of free text of keys: the server fails where a text has a character that it did not expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kms_targets.reference.faults.fault import CRASH, Change, Fault, Kind
from kms_targets.reference.faults.keys.words import around
from kms_targets.reference.rules import Call, KeyOperation, RefusalError, Result

_CHARACTERS = (
    ("nul", "\x00", "U+0000"),
    ("next-line", "\x85", "a control character, U+0085"),
    ("noncharacter", "\uffff", "a noncharacter, U+FFFF"),
)
# Where the text stands: what has the texts of a request, and the requirement that they are judged by.
_TEXTS = (
    ("UpdateKeyDescription", "Description", "length.min"),
    ("CreateKey", "Tags.item.TagValue", "length.min"),
    ("TagResource", "Tags.item.TagValue", "length.min"),
    ("CreateGrant", "Constraints.EncryptionContextSubset.value", "length.max"),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    for operation, path, aspect in _TEXTS:
        for slug, character, described in _CHARACTERS:
            name, member = f"{operation}-{path.replace('.', '-')}-{slug}-500", path.rpartition(".")[2]
            what = f"{operation}: a {member} with {described} gets 500"
            change = _fails(operation, path.split("."), character)
            yield Fault(name, f"{operation}.{path}.{aspect}", Kind.CONSTRAINT, what, change)


def _fails(operation: str, path: list[str], character: str) -> Change:
    def fail(call: Call, plain: KeyOperation) -> Result:
        if any(character in text for text in _texts(call.values, path)):
            raise RefusalError(CRASH)
        return plain(call)

    return around(fail, operation)


def _texts(values: Any, path: list[str]) -> Iterator[str]:
    """The texts at a path of members; `item` stands for each element of a list, `value` for each value of a map."""
    if not path:
        yield from [values] if isinstance(values, str) else []
    elif path[0] == "item" and isinstance(values, list):
        for value in values:
            yield from _texts(value, path[1:])
    elif path[0] == "value" and isinstance(values, dict):
        for value in values.values():
            yield from _texts(value, path[1:])
    elif isinstance(values, dict):
        yield from _texts(values.get(path[0]), path[1:])
