"""The same vocabulary, read from the KMS service model that botocore ships. Its size is never assumed.

The model's constraints sit on shapes; here they are laid out member by member, as a page prints them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore import __version__ as botocore_version
from botocore.loaders import Loader

from spec.facts import Enumeration, Kind, Length, Level, Member, Pattern, Source

DOCUMENT = f"AWS KMS service model, botocore {botocore_version}"

_KINDS = {
    "string": Kind.STRING,
    "blob": Kind.STRING,
    "structure": Kind.STRUCTURE,
    "integer": Kind.INTEGER,
    "long": Kind.INTEGER,
    "timestamp": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "list": Kind.LIST,
    "map": Kind.MAP,
}


@cache
def document() -> dict[str, Any]:
    """The model as botocore ships it."""
    return dict(Loader().load_service_model("kms", "service-2"))


def target_prefix() -> str:
    """What stands before the operation in the X-Amz-Target header."""
    return str(document()["metadata"]["targetPrefix"])


def members(operation: str) -> tuple[Member, ...]:
    """The members of an operation's request. Raises KeyError for an unknown operation."""
    return _structure(document()["operations"][operation]["input"]["shape"])


def error_names(operation: str) -> frozenset[str]:
    """The errors the model lists for an operation."""
    return frozenset(e["shape"] for e in document()["operations"][operation].get("errors", ()))


@cache
def returned() -> frozenset[str]:
    """The names of all members that stand anywhere in any operation's response."""
    model = document()
    waiting = [op["output"]["shape"] for op in model["operations"].values() if "output" in op]
    seen: set[str] = set()
    names: set[str] = set()
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        found = model["shapes"][shape]
        names |= found.get("members", {}).keys()
        inner = [*found.get("members", {}).values(), *(found[k] for k in ("member", "value") if k in found)]
        waiting += [ref["shape"] for ref in inner]
    return frozenset(names)


def _structure(shape: str) -> tuple[Member, ...]:
    found = document()["shapes"][shape]
    required = found.get("required", ())
    return tuple(_member(shape, name, ref["shape"], name in required) for name, ref in found["members"].items())


def _member(parent: str, name: str, shape: str, required: bool) -> Member:
    found = document()["shapes"][shape]

    def at(section: str, fact: str) -> Source:
        return Source(DOCUMENT, section, fact, Level.MODELLED)

    kind = _KINDS[found["type"]]
    bounded = kind is Kind.STRING and found["type"] != "blob" and "min" in found and "max" in found
    return Member(
        name,
        kind,
        at(shape, f"type: {found['type']}"),
        required=at(parent, f"required: {name}") if required else None,
        length=Length(found["min"], found["max"], at(shape, f"min: {found['min']}, max: {found['max']}"))
        if bounded
        else None,
        pattern=Pattern(found["pattern"], at(shape, f"pattern: {found['pattern']}")) if "pattern" in found else None,
        enumeration=Enumeration(tuple(found["enum"]), at(shape, f"enum: {', '.join(found['enum'])}"))
        if "enum" in found
        else None,
        members=_structure(shape) if kind is Kind.STRUCTURE else (),
        sensitive=bool(found.get("sensitive")),
    )
