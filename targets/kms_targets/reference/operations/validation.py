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
    """A constraint that a value breaks, at a path as messages and as requirement ids spell it."""

    path: str
    aspect: str
    message: str


def read(shape: Shape, value: object) -> Any:
    """The value as its shape has it: blobs as bytes, absent members and null left out. Raises WrongTypeError."""
    match shape.kind:
        case Kind.STRUCTURE if isinstance(value, dict):
            return {
                name: read(inner, value[name]) for name, inner in shape.members.items() if value.get(name) is not None
            }
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
    if shape.read is not None:
        return shape.read(value)
    raise WrongTypeError


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as no_base64:
        raise WrongTypeError from no_base64


def broken(shape: Shape, value: Any, path: str = "") -> Iterator[Broken]:
    """Every constraint that a value which `read` gave breaks."""
    yield from _own(shape, value, path)
    if shape.kind is Kind.STRUCTURE and isinstance(value, dict):
        yield from _members(shape, value, path)
    elif shape.kind is Kind.LIST and isinstance(value, list) and shape.item is not None:
        for number, item in enumerate(value, 1):
            yield from broken(shape.item, item, f"{path}.{number}.member")
    elif shape.kind is Kind.MAP and isinstance(value, dict) and shape.key and shape.value:
        for name, item in value.items():
            yield from broken(shape.key, name, f"{path}.key")
            yield from broken(shape.value, item, f"{path}.{name}.member")


def _members(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[Broken]:
    for name, inner in shape.members.items():
        where = f"{path}.{name[0].lower()}{name[1:]}".lstrip(".")
        if name in value:
            yield from broken(inner, value[name], where)
        elif name in shape.required:
            yield Broken(
                where, "required", f"Value null at '{where}' failed to satisfy constraint: Member must not be null"
            )


def _own(shape: Shape, value: Any, path: str) -> Iterator[Broken]:
    if isinstance(value, bool | float):
        return
    size = _size(shape, value)
    what = "value" if shape.kind is Kind.INTEGER else "length"
    if size is not None and shape.least is not None and size < shape.least:
        yield _broken(shape, path, value, "min", f"have {what} greater than or equal to {shape.least}")
    if size is not None and shape.most is not None and size > shape.most:
        yield _broken(shape, path, value, "max", f"have {what} less than or equal to {shape.most}")
    if isinstance(value, str):
        if shape.matches is not None and not shape.matches(value):
            yield _broken(shape, path, value, "pattern", f"satisfy regular expression pattern: {shape.pattern}")
        if shape.allowed and value not in shape.allowed:
            yield _broken(shape, path, value, "enum", f"satisfy enum value set: [{', '.join(shape.allowed)}]")


def _size(shape: Shape, value: Any) -> int | None:
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return shape.size(value)
    return len(value) if isinstance(value, bytes | list | dict) and shape.kind is not Kind.STRUCTURE else None


def _broken(shape: Shape, path: str, value: Any, aspect: str, must: str) -> Broken:
    shown = f"Value '{value}'" if isinstance(value, str | int) and not shape.secret else "Value"
    return Broken(path, aspect, f"{shown} at '{path}' failed to satisfy constraint: Member must {must}")


def problem_of(found: list[Broken], *, all_of_them: bool = True) -> Problem | None:
    """Broken constraints as the one error that is answered, or None where there are none."""
    if not found:
        return None
    shown = found if all_of_them else found[:1]
    noun = "error" if len(shown) == 1 else "errors"
    message = f"{len(shown)} validation {noun} detected: " + "; ".join(one.message for one in shown)
    return Problem(VALIDATION, message, 400, f"{found[0].path}.{found[0].aspect}")
