"""A body read by a shape: JSON types first, then every constraint. It knows no operation."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kms_targets.reference.rules import Problem, WrongTypeError
from kms_targets.reference.tables.shapes import Kind, Shape

VALIDATION = "ValidationException"


class Broken(NamedTuple):
    """A constraint that a value breaks. `cause` is its requirement's id without the operation."""

    cause: str
    message: str


class Where(NamedTuple):
    """A place in a request, as messages and as requirement ids spell it."""

    label: str = ""
    path: str = ""

    def member(self, name: str) -> Where:
        """A member of the structure there."""
        return Where(f"{self.label}.{name[0].lower()}{name[1:]}".lstrip("."), f"{self.path}.{name}".lstrip("."))

    def inner(self, label: str, path: str) -> Where:
        """An entry of the list or map there."""
        return Where(f"{self.label}.{label}", f"{self.path}.{path}")


def read(shape: Shape, given: object) -> Any:
    """The value as its shape has it: blobs as bytes, absent members and null left out. Raises WrongTypeError."""
    value = given if shape.take is None else shape.take(given)
    match shape.kind:
        case Kind.STRUCTURE if isinstance(value, dict):
            return _structure(shape, value)
        case Kind.LIST if isinstance(value, list) and shape.item is not None:
            return [read(shape.item, item) for item in value]
        case Kind.MAP if isinstance(value, dict) and shape.value is not None:
            return {name: read(shape.value, item) for name, item in value.items()}
        case Kind.STRING if isinstance(value, str):
            return value
        case Kind.BLOB if isinstance(value, str):
            return _decoded(value)
        case Kind.BOOLEAN if isinstance(value, bool):
            return value
        case Kind.INTEGER if isinstance(value, int) and not isinstance(value, bool):
            return value
        case Kind.TIMESTAMP if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    raise WrongTypeError


def _structure(shape: Shape, value: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, inner in shape.members.items():
        given = value.get(name)
        given = inner.default if given is None else given
        if given is not None and not (inner.take is not None and inner.take(given) is None):
            found[name] = read(inner, given)
    return found


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as no_base64:
        raise WrongTypeError from no_base64


def broken(shape: Shape, value: Any, where: Where = Where()) -> Iterator[Broken]:  # noqa: B008 - it is frozen
    """Every constraint that a value which `read` gave breaks."""
    yield from _own(shape, value, where)
    if shape.kind is Kind.STRUCTURE and isinstance(value, dict):
        yield from _members(shape, value, where)
    elif shape.kind is Kind.LIST and isinstance(value, list) and shape.item is not None:
        for number, item in enumerate(value, 1):
            yield from broken(shape.item, item, where.inner(f"{number}.member", "item"))
    elif shape.kind is Kind.MAP and isinstance(value, dict) and shape.key and shape.value:
        for name, item in value.items():
            yield from broken(shape.key, name, where.inner("key", "key"))
            yield from broken(shape.value, item, where.inner(f"{name}.member", "value"))


def _members(shape: Shape, value: Mapping[str, Any], where: Where) -> Iterator[Broken]:
    for name, inner in shape.members.items():
        member = where.member(name)
        if name in value:
            yield from broken(inner, value[name], member)
        elif name in shape.required:
            message = f"Value null at '{member.label}' failed to satisfy constraint: Member must not be null"
            yield Broken(f"{member.path}.required", message)


_MEASURES: Mapping[Kind, tuple[str, str]] = {
    Kind.STRING: ("length", "length"),
    Kind.INTEGER: ("range", "value"),
    **dict.fromkeys((Kind.BLOB, Kind.LIST, Kind.MAP), ("size", "length")),
}


def _own(shape: Shape, value: Any, where: Where) -> Iterator[Broken]:
    if shape.kind in _MEASURES:
        aspect, what = _MEASURES[shape.kind]
        size = shape.size(value) if isinstance(value, str) else value if isinstance(value, int) else len(value)
        if shape.least is not None and size < shape.least:
            yield _broken(shape, where, value, f"{aspect}.min", f"have {what} greater than or equal to {shape.least}")
        if shape.most is not None and size > shape.most:
            yield _broken(shape, where, value, f"{aspect}.max", f"have {what} less than or equal to {shape.most}")
    if isinstance(value, str):
        if shape.matches is not None and not shape.matches(value):
            yield _broken(shape, where, value, "pattern", f"satisfy regular expression pattern: {shape.pattern}")
        if shape.allowed and value not in shape.allowed:
            yield _broken(shape, where, value, "enum", f"satisfy enum value set: [{', '.join(shape.allowed)}]")


def _broken(shape: Shape, where: Where, value: Any, aspect: str, must: str) -> Broken:
    shown = f"Value '{value}'" if isinstance(value, str | int) and not shape.secret else "Value"
    return Broken(
        f"{where.path}.{aspect}", f"{shown} at '{where.label}' failed to satisfy constraint: Member must {must}"
    )


def problem_of(found: list[Broken], *, all_of_them: bool = True) -> Problem | None:
    """Broken constraints as the one error that is answered, or None where there are none."""
    if not found:
        return None
    shown = found if all_of_them else found[:1]
    noun = "error" if len(shown) == 1 else "errors"
    message = f"{len(shown)} validation {noun} detected: " + "; ".join(one.message for one in shown)
    return Problem(VALIDATION, message, 400, found[0].cause)
