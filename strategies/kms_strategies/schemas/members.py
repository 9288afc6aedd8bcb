"""A member as JSON Schema: its type, bounds, pattern, enumeration, default, and what is inside it.

`x-requirements` says of each keyword beside it the id of the requirement that a value breaks which it does not allow. A
member that is not required may be null, which counts as absent. Lengths are in code points, as JSON Schema counts;
those of blobs are in characters of base64 (`base64_sizes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kms_specification.facts import Kind, Member
from kms_strategies.regex.ecma_printer import ecma
from kms_strategies.regex.parser import parse
from kms_strategies.schemas import base64_sizes
from kms_strategies.schemas.dialects import Dialect

Schema = dict[str, Any]

REQUIREMENTS = "x-requirements"

TYPES: Mapping[Kind, str] = {
    Kind.STRING: "string",
    Kind.BLOB: "string",
    Kind.STRUCTURE: "object",
    Kind.MAP: "object",
    Kind.LIST: "array",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.TIMESTAMP: "number",
}


def member_schema(member: Member, here: str, dialect: Dialect, *, nullable: bool = False) -> Schema:
    """The schema of a member's value. `here` is the member's id, with its operation."""
    kind = TYPES[member.kind]
    found: Schema = {"type": [kind, "null"] if nullable else kind, REQUIREMENTS: {"type": f"{here}.type"}}
    _PARTS.get(member.kind, _nothing)(member, here, dialect, found)
    if member.enumeration:
        values: list[str | None] = list(member.enumeration.values)
        _add(found, f"{here}.enum", enum=[*values, None] if nullable else values)
    if member.default is not None:
        found["default"] = member.default
    if member.sensitive:
        found["writeOnly"] = True
    return found


def structure(members: Iterable[Member], here: str, dialect: Dialect) -> Schema:
    """The keywords of an object with these members. Others may be there: no document says that they may not."""
    some = tuple(members)
    found: Schema = {
        "properties": {m.name: member_schema(m, f"{here}.{m.name}", dialect, nullable=not m.required) for m in some}
    }
    required = [m.name for m in some if m.required]
    return {**found, "required": required} if required else found


def whole(expression: str, dialect: Dialect) -> str:
    """A pattern that the whole value has to match, as every engine reads it."""
    return f"^{ecma(parse(expression))}{dialect.end}"


def _add(found: Schema, requirement: str, **keywords: object) -> None:
    """Adds keywords, which belong to a requirement."""
    found.update(keywords)
    found[REQUIREMENTS].update(dict.fromkeys(keywords, requirement))


def _bounds(found: Schema, here: str, aspect: str, names: tuple[str, str], least: int | None, most: int | None) -> None:
    if least:
        _add(found, f"{here}.{aspect}.min", **{names[0]: least})
    if most is not None:
        _add(found, f"{here}.{aspect}.max", **{names[1]: most})


def _nothing(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    """Of a boolean or a timestamp nothing but its type is known."""


def _string(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    length = member.length
    if length:
        _bounds(found, here, "length", ("minLength", "maxLength"), length.min, length.max)
    if member.pattern:
        written = whole(member.pattern.expression, dialect)
        # The model's patterns have no value of no characters where a minimum of 0 says that there may be one.
        empty = length is not None and length.min == 0
        _add(found, f"{here}.pattern", pattern=f"^(?:{written[1:]})?{dialect.end}" if empty else written)


def _blob(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    found["contentEncoding"] = "base64"
    _add(found, f"{here}.type", pattern=base64_sizes.alphabet(dialect))
    size = member.size
    if size is None:
        return
    both = [("min", base64_sizes.at_least(size.least, dialect))]
    if size.max is not None:
        both.append(("max", base64_sizes.at_most(size.max, dialect)))
    allof: list[Schema] = []
    for side, bound in both:
        if bound:
            allof.append({**bound, REQUIREMENTS: dict.fromkeys(bound, f"{here}.size.{side}")})
    found["allOf"] = allof


def _integer(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    if member.range is None:
        return
    for keyword, side, bound in (("minimum", "min", member.range.min), ("maximum", "max", member.range.max)):
        if bound is not None:
            _add(found, f"{here}.range.{side}", **{keyword: bound})


def _list(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    if member.item is not None:  # a shape that stands in itself is not looked into
        found["items"] = member_schema(member.item, f"{here}.item", dialect)
    if member.size is not None:
        _bounds(found, here, "size", ("minItems", "maxItems"), member.size.min, member.size.max)


def _map(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    if member.key is not None:
        found["propertyNames"] = member_schema(member.key, f"{here}.key", dialect)
    if member.value is not None:
        found["additionalProperties"] = member_schema(member.value, f"{here}.value", dialect)
    if member.size is not None:
        _bounds(found, here, "size", ("minProperties", "maxProperties"), member.size.min, member.size.max)


def _structure(member: Member, here: str, dialect: Dialect, found: Schema) -> None:
    found.update(structure(member.members, here, dialect))
    for name in found.get("required", ()):
        # `required` is one keyword of many members: each has its own requirement.
        found[REQUIREMENTS].setdefault("required", {})[name] = f"{here}.{name}.required"


_PARTS: Mapping[Kind, Callable[[Member, str, Dialect, Schema], None]] = {
    Kind.STRING: _string,
    Kind.BLOB: _blob,
    Kind.INTEGER: _integer,
    Kind.LIST: _list,
    Kind.MAP: _map,
    Kind.STRUCTURE: _structure,
}
