r"""What a request may look like: the tables of `kms.json` as values whose every part can be replaced.

Lengths of strings are in what `size` counts (code points), sizes of blobs in decoded bytes, of lists and maps in
entries. A pattern holds for the whole value, and \d and \w are ASCII, as the service reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("kms.json")


class Kind(StrEnum):
    """The types of members, as the service model names them."""

    STRING = "string"
    BLOB = "blob"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TIMESTAMP = "timestamp"
    LIST = "list"
    MAP = "map"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Shape:
    """The constraints on one value. `take` sees a JSON value before anything else does, and gives what it is taken for;
    `default` is what an absent member is taken for."""

    kind: Kind
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    matches: Callable[[str], object] | None = None
    allowed: tuple[str, ...] = ()
    secret: bool = False
    item: Shape | None = None
    key: Shape | None = None
    value: Shape | None = None
    members: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    size: Callable[[str], int] = len
    take: Callable[[object], object] | None = None
    default: object = None


def whole(pattern: str) -> Callable[[str], object]:
    r"""A matcher of whole values in which \d and \w are ASCII."""
    return re.compile(pattern, re.ASCII).fullmatch


def changed(shape: Shape, path: tuple[str, ...], **changes: Any) -> Shape:
    """A shape with another part: `path` goes through member names, `item`, `key` and `value`."""
    if not path:
        return replace(shape, **changes)
    first, rest = path[0], path[1:]
    if shape.kind is Kind.STRUCTURE:
        return replace(shape, members={**shape.members, first: changed(shape.members[first], rest, **changes)})
    inner: Any = {first: changed(getattr(shape, first), rest, **changes)}
    return replace(shape, **inner)


def _shape(known: Mapping[str, Any], name: str, made: dict[str, Shape]) -> Shape:
    if name not in made:
        entry = known[name]
        pattern = entry.get("pattern")
        made[name] = Shape(
            Kind(entry["type"]),
            least=entry.get("min"),
            most=entry.get("max"),
            pattern=pattern,
            matches=None if pattern is None else whole(pattern),
            allowed=tuple(entry.get("enum", ())),
            secret=entry.get("sensitive", False),
            item=_shape(known, entry["member"], made) if "member" in entry else None,
            key=_shape(known, entry["key"], made) if "key" in entry else None,
            value=_shape(known, entry["value"], made) if "value" in entry else None,
            members={member: _shape(known, inner, made) for member, inner in entry.get("members", {}).items()},
            required=frozenset(entry.get("required", ())),
        )
    return made[name]


def _load() -> tuple[dict[str, Shape], dict[str, frozenset[str]]]:
    tables = json.loads(FILE.read_text("utf-8"))
    made: dict[str, Shape] = {}
    operations: Mapping[str, Any] = tables["operations"]
    inputs = {name: _shape(tables["shapes"], entry["input"], made) for name, entry in operations.items()}
    return inputs, {name: frozenset(entry["errors"]) for name, entry in operations.items()}


INPUTS, ERRORS = _load()
