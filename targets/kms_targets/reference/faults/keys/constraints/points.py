"""Where operations have constraints: every point of the tables, and values on both sides of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kms_targets.reference.operations.custom_key_stores.members import OWNER
from kms_targets.reference.operations.dispatch import OPERATIONS
from kms_targets.reference.tables.shapes import INPUTS, Kind, Shape

ID = "CustomKeyStoreId"
# Of the operations on custom key stores, what the service model alone speaks of or what names a store.
_STORE_MEMBERS: Mapping[str, frozenset[str]] = {
    "CreateCustomKeyStore": frozenset({OWNER}),
    "UpdateCustomKeyStore": frozenset({OWNER, ID}),
    **dict.fromkeys(("ConnectCustomKeyStore", "DisconnectCustomKeyStore", "DeleteCustomKeyStore"), frozenset({ID})),
}
_ASPECTS = {Kind.STRING: "length", Kind.INTEGER: "range"}
# Values in which the middle is repeated until they are long enough.
_FRAMES = (
    ("", "a", ""), ("", "0", ""), ("", "A", ""), ("us-", "e", "-1"), ("arn:aws:s3::111122223333:", "x", ""),
    ("a.b.", "c", ""), ("alias/", "x", ""),
)  # fmt: skip

_ALIAS = ("alias/", "x", "")
# Values that mean something where they fit.
_NATURAL = ("alias/x", "eu-west-1")
_SIZED: dict[tuple[int, int], Any] = {}


@dataclass(frozen=True, slots=True)
class Point:
    """A constraint: its operation, the way to its shape, and the aspect as requirement ids spell it."""

    operation: str
    path: tuple[str, ...]
    shape: Shape
    aspect: str

    @property
    def requirement(self) -> str:
        """The id of the requirement."""
        return ".".join((self.operation, *self.path, self.aspect))

    @property
    def slug(self) -> str:
        """The point as names of faults spell it."""
        return self.requirement.replace(".", "-")


def points() -> Iterator[Point]:
    """Every constraint that some request can break, operation by operation."""
    for operation, shape in INPUTS.items():
        if operation in OPERATIONS:
            yield from _inside(operation, (), shape)
        for member in sorted(_STORE_MEMBERS.get(operation, ())):
            yield from _member(operation, (), shape, member)


def _inside(operation: str, path: tuple[str, ...], shape: Shape) -> Iterator[Point]:
    for member in shape.members:
        yield from _member(operation, path, shape, member)
    if shape.item is not None:
        yield from _at(operation, (*path, "item"), shape.item)
    if shape.value is not None:
        yield from _at(operation, (*path, "value"), shape.value)


def _member(operation: str, path: tuple[str, ...], parent: Shape, member: str) -> Iterator[Point]:
    inner = parent.members[member]
    if member in parent.required:
        yield Point(operation, (*path, member), inner, "required")
    yield from _at(operation, (*path, member), inner)


def _at(operation: str, path: tuple[str, ...], shape: Shape) -> Iterator[Point]:
    yield Point(operation, path, shape, "type")
    aspect = _ASPECTS.get(shape.kind, "size")
    if shape.least is not None and outside(shape, "min") is not None:
        yield Point(operation, path, shape, f"{aspect}.min")
    if shape.most is not None and outside(shape, "max") is not None:
        yield Point(operation, path, shape, f"{aspect}.max")
    if shape.pattern is not None:
        yield Point(operation, path, shape, "pattern")
    if shape.allowed:
        yield Point(operation, path, shape, "enum")
    yield from _inside(operation, path, shape)


def outside(shape: Shape, side: str) -> Any:
    """A JSON value that is just outside a bound and breaks nothing else, or None where there is none."""
    bound = shape.least if side == "min" else shape.most
    assert bound is not None
    size = bound + (-1 if side == "min" else 1)
    if shape.kind is Kind.INTEGER:
        return size
    return sized(shape, size) if size >= 0 else None


def sized(shape: Shape, size: int) -> Any:
    """A JSON value of so many characters, bytes or entries that breaks nothing but bounds, or None."""
    key = (id(shape), size)
    if key not in _SIZED:
        _SIZED[key] = _made(shape, size)
    return _SIZED[key]


def _made(shape: Shape, size: int) -> Any:
    if shape.kind is Kind.BLOB:
        return base64.b64encode(b"x" * size).decode()
    if shape.kind is Kind.LIST and shape.item is not None:
        return [example(shape.item)] * size
    if shape.kind is not Kind.STRING:
        return None
    aliased = shape.matches is not None and shape.matches("alias/x")
    for start, middle, end in (_ALIAS, *_FRAMES) if aliased else _FRAMES:
        value = start + middle * (size - len(start) - len(end)) + end
        if len(value) == size and (shape.matches is None or shape.matches(value)):
            return value
    return None


def example(shape: Shape) -> Any:
    """A JSON value that breaks no constraint of the shape."""
    if shape.allowed:
        return shape.allowed[0]
    natural = (value for value in _NATURAL if shape.matches is not None and shape.matches(value))
    if (found := next(natural, None)) is not None and (shape.least or 0) <= len(found) <= (shape.most or 0):
        return found
    match shape.kind:
        case Kind.STRUCTURE:
            return {name: example(inner) for name, inner in shape.members.items() if name in shape.required}
        case Kind.MAP:
            return {}
        case Kind.BOOLEAN:
            return False
        case Kind.TIMESTAMP:
            return 1
        case Kind.INTEGER:
            return shape.least or 1
    least = max(shape.least or 0, 1)
    sizes = (sized(shape, size) for size in range(least, least + 40))
    return next((value for value in sizes if value is not None), None)
