"""Schemas of requests that one keyword does not allow: the others stand as they are.

A schema negated as a whole would yield little but values that are no objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kms_specification.aspects import Aspect
from kms_specification.facts import Kind, Member, Operation
from kms_strategies.schemas import drawable
from kms_strategies.schemas.dialects import PYTHON
from kms_strategies.schemas.members import TYPES, Schema

_FAR = 16  # characters past a bound that a value has at most
_INT32 = 2**31
# What lenient readers take for a value of the kind as well: of what is no document says that it is wrong.
_LENIENT: Mapping[Kind, frozenset[str]] = {
    Kind.INTEGER: frozenset({"number"}),
    Kind.TIMESTAMP: frozenset({"string"}),
    Kind.NUMBER: frozenset({"integer"}),
}
_ALL_TYPES = ("boolean", "integer", "number", "string", "array", "object")
# A character that no reader of base64 takes.
_NO_BASE64: Schema = {"type": "string", "pattern": r"[^A-Za-z0-9+/=_\- \t\r\n]"}


def negated(member: Member, aspect: Aspect) -> Schema | None:
    """Values of a member that one of its keywords does not allow. None where there is none to be drawn."""
    make = _NEGATED.get(aspect)
    return make(member) if make is not None else None


def without(member: Member, path: str) -> Schema:
    """The member's value without what is required at a path inside it."""
    step, _, rest = path.partition(".")
    if not rest and step in {m.name for m in member.members}:
        kept = [m for m in member.members if m.name != step]
        return drawable.closed({m.name: drawable.value(m) for m in kept}, [m.name for m in kept if m.required])
    return _around(member, step, without(_inner(member, step), rest))


def inside(member: Member, path: str, schema: Schema) -> Schema:
    """The member's value with a schema of its own for what stands at a path inside it; empty is the member itself."""
    if not path:
        return schema
    step, _, rest = path.partition(".")
    return _around(member, step, inside(_inner(member, step), rest, schema))


def placed(operation: Operation, path: str, schema: Schema) -> Schema:
    """The value of the top member of a path, with a schema of its own for what stands at the path."""
    top, _, rest = path.partition(".")
    return inside(operation.member(top), rest, schema)


def _inner(member: Member, step: str) -> Member:
    return next(m for name, m in member.inner if name == step)


def _around(member: Member, step: str, schema: Schema) -> Schema:
    """A structure, list or map in which one thing has a schema of its own, and is there."""
    if member.members:
        properties = {m.name: drawable.value(m) for m in member.members}
        required = {m.name for m in member.members if m.required} | {step}
        return drawable.closed({**properties, step: schema}, sorted(required))
    least = max(member.size.least if member.size else 0, 1)
    found = drawable.entries(member, least, least)
    if step == "item":
        return {**found, "items": schema}
    return {**found, "propertyNames" if step == "key" else "additionalProperties": schema}


def _type(member: Member) -> Schema:
    wrong = [t for t in _ALL_TYPES if t != TYPES[member.kind] and t not in _LENIENT.get(member.kind, ())]
    found: Schema = {"type": wrong}
    return {"anyOf": [found, _NO_BASE64]} if member.kind is Kind.BLOB else found


def _shorter(member: Member) -> Schema | None:
    if member.length is None or member.length.least == 0:
        return None
    most = member.length.least - 1
    return drawable.text(member, 0, most) or {"type": "string", "maxLength": most}


def _longer(member: Member) -> Schema | None:
    if member.length is None or member.length.max is None:
        return None
    least = member.length.max + 1
    found = drawable.text(member, least, least + _FAR)
    return found or {"type": "string", "minLength": least, "maxLength": least + _FAR}


def _mismatched(member: Member) -> Schema | None:
    if member.pattern is None:
        return None
    least, most = (member.length.least, member.length.most) if member.length else (0, drawable.LONG)
    bounds: Schema = {"type": "string", "minLength": least, "maxLength": min(most, max(least, drawable.LONG))}
    return {**bounds, "not": {"pattern": f"^(?:{member.pattern.expression}){PYTHON.end}"}}


def _smaller(member: Member) -> Schema | None:
    if member.size is None or not member.size.least or not member.size.certain_min:
        return None
    return _sized(member, 0, member.size.least - 1)


def _larger(member: Member) -> Schema | None:
    if member.size is None or member.size.max is None:
        return None
    return _sized(member, member.size.max + 1, member.size.max + 3)


def _sized(member: Member, least: int, most: int) -> Schema:
    return drawable.blob(least, most) if member.kind is Kind.BLOB else drawable.entries(member, least, most)


def _lower(member: Member) -> Schema | None:
    if member.range is None or member.range.min is None:
        return None
    least = member.range.min if member.range.disputed_min is None else member.range.disputed_min
    return {"type": "integer", "minimum": -_INT32, "maximum": least - 1}


def _higher(member: Member) -> Schema | None:
    if member.range is None or member.range.max is None:
        return None
    most = member.range.max if member.range.disputed_max is None else member.range.disputed_max
    return {"type": "integer", "minimum": most + 1, "maximum": _INT32 - 1}


def _unlisted(member: Member) -> Schema | None:
    if member.enumeration is None:
        return None
    longest = max(map(len, member.enumeration.values))
    return {"type": "string", "maxLength": longest + 2, "not": {"enum": list(member.enumeration.values)}}


_NEGATED: Mapping[Aspect, Callable[[Member], Schema | None]] = {
    Aspect.TYPE: _type,
    Aspect.LENGTH_MIN: _shorter,
    Aspect.LENGTH_MAX: _longer,
    Aspect.PATTERN: _mismatched,
    Aspect.ENUM: _unlisted,
    Aspect.SIZE_MIN: _smaller,
    Aspect.SIZE_MAX: _larger,
    Aspect.RANGE_MIN: _lower,
    Aspect.RANGE_MAX: _higher,
}
