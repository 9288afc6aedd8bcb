"""Single faults of the constraints of operations on keys, made from their tables.

A constraint that many operations share has a fault at the first of them and at some of the others.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault, Kind
from kms_targets.reference.faults.keys.constraints.points import Point, example, points
from kms_targets.reference.faults.keys.constraints.undecidable import OPEN
from kms_targets.reference.faults.keys.words import both, tables
from kms_targets.reference.operations.dispatch import OPERATIONS
from kms_targets.reference.rules import Rules
from kms_targets.reference.tables import shapes
from kms_targets.reference.tables.behaviour import PAGES
from kms_targets.reference.tables.shapes import Shape, changed

_ALWAYS, _EVERY = 2, 9
_JSON: dict[shapes.Kind, type | tuple[type, ...]] = {
    shapes.Kind.STRING: str,
    shapes.Kind.BLOB: str,
    shapes.Kind.INTEGER: int,
    shapes.Kind.BOOLEAN: bool,
    shapes.Kind.TIMESTAMP: (int, float),
    shapes.Kind.LIST: list,
    shapes.Kind.MAP: dict,
    shapes.Kind.STRUCTURE: dict,
}
# Members of which any value within the bounds is right, so that a bound that is too strict shows.
_FREE = {"Description", "TagValue", "TagKey", "NumberOfBytes", "Plaintext", "Message", "Limit", "Name"}

# Members that a request cannot have without others, or that prose restricts further, with ValidationException as well:
# what the tables say of them does not show in the answer to one request.
_HIDDEN = frozenset(
    {
        *(f"{operation}.Recipient" for operation in OPERATIONS),
        "CreateGrant.GranteeServicePrincipal",
        "CreateKey.CustomKeyStoreId",
        "CreateKey.XksKeyId",
        "Decrypt.DryRunModifiers",
        "ReEncrypt.DryRunModifiers",
        "DeriveSharedSecret.PublicKey",
        "DeriveSharedSecret.PublicKey.required",
        "ListRetirableGrants.RetiringServicePrincipal",
        "PutKeyPolicy.PolicyName",
        "ReplicateKey.ReplicaRegion",
        "RetireGrant.GrantId",
    }
)

# Bounds that prose alone has, one off: the nearest wrong value has to meet a key that nothing was done to.
_ONE_OFF: tuple[tuple[str, str, str, Change], ...] = (
    ("ScheduleKeyDeletion.PendingWindowInDays", "range.min", "may be 6", tables(window=(6, 30, 30))),
    ("ScheduleKeyDeletion.PendingWindowInDays", "range.max", "may be 31", tables(window=(7, 31, 30))),
    ("TagResource.Tags", "size.max", "may be 51, as many as a key has", tables(tags_most=51)),
)
# What is taken in the place of a value of a wrong type, where without any the request would be refused for its absence:
# a date in a month, since keys are imported for a year at most.
_NEEDED = {"ValidTo": time.time() + 30 * 86_400}


def faults() -> Iterator[Fault]:
    """All that can be seen."""
    return (fault for fault in every() if fault.name not in OPEN)


def every() -> Iterator[Fault]:
    """All of them, those that nobody can see included."""
    for member, aspect, how, change in _ONE_OFF:
        name = f"{member}.{aspect}"
        yield Fault(f"{name.replace('.', '-')}-one-off", name, Kind.CONSTRAINT, f"{member} {how}", change)
    seen: Counter[tuple[str, int, str]] = Counter()
    for point in points():
        key = (point.path[-1], id(point.shape), point.aspect)
        seen[key] += 1
        hidden = f"{point.operation}.{point.path[0]}" in _HIDDEN and point.aspect not in ("type", "required")
        if hidden or point.requirement in _HIDDEN:
            continue
        if seen[key] <= _ALWAYS or seen[key] % _EVERY == 0:
            yield from _faults(point, seen[key])


def at(point: Point, **changes: Any) -> Change:
    """Other constraints at one point."""

    def change(rules: Rules) -> Rules:
        inputs = rules.behaviour.inputs
        shape = changed(inputs[point.operation], point.path, **changes)
        return replace(rules, behaviour=replace(rules.behaviour, inputs={**inputs, point.operation: shape}))

    return change


def _faults(point: Point, number: int) -> Iterator[Fault]:
    aspect, shape = point.aspect.rpartition(".")[2], point.shape
    if aspect == "required":
        yield _fault(point, "unchecked", "may be absent", at(point, default=example(shape)))
    elif aspect == "type":
        taken = example(shape) if _is_required(point) else _NEEDED.get(point.path[-1])
        yield _fault(point, "unchecked", "may be of any JSON type", at(point, take=_any_type(shape, taken)))
    elif aspect == "min":
        yield _fault(point, "unchecked", "has no lower bound", both(at(point, least=None), _also(point)))
        yield from _strict(point, "least", shape.least, 1)
    elif aspect == "max":
        most = shape.most or 0
        lax = number % 2 == 0
        changes = {"most": most + 1} if lax else {"most": None}
        change = both(at(point, **changes), _also(point))
        yield _fault(point, "lax" if lax else "unchecked", "has too high an upper bound", change)
        yield from _strict(point, "most", most, -1)
    elif aspect == "pattern":
        yield from _patterns(point, number)
    else:
        ways: tuple[tuple[str, str, Callable[[str], str | None]], ...] = (
            ("case", "is compared without case", str.upper),
            ("trimmed", "is compared without white space around it", str.strip),
            ("unchecked", "may have any value", _any_value(point)),
        )
        for slug, how, normal in (ways[2], ways[number % 2]) if number == 1 else (ways[2],):
            if slug != "case" or all(value == value.upper() for value in shape.allowed):
                yield _fault(point, slug, how, at(point, take=_normalized(normal)))


def _also(point: Point) -> Change:
    """Where prose has a narrower bound, it is not held either."""
    if point.path[-1] == "PendingWindowInDays":
        return tables(window=(0, 10**6, 30))
    if point.path[-1] == "Limit":
        return tables(pages={operation: (10**6, default) for operation, (_, default) in PAGES.items()})
    return lambda rules: rules


def _fault(point: Point, slug: str, how: str, change: Change) -> Fault:
    member = ".".join(point.path)
    return Fault(
        f"{point.slug}-{slug}", point.requirement, Kind.CONSTRAINT, f"{point.operation}: {member} {how}", change
    )


def _strict(point: Point, field: str, bound: int | None, step: int) -> Iterator[Fault]:
    prose = PAGES.get(point.operation, (0, 0))[0] if point.path[-1] == "Limit" else 0
    if point.path[-1] in _FREE and bound and not (field == "most" and 0 < prose < bound):
        side = "lower" if field == "least" else "upper"
        yield _fault(point, "strict", f"has an {side} bound that is one off", at(point, **{field: bound + step}))


def _patterns(point: Point, number: int) -> Iterator[Fault]:
    pattern = point.shape.pattern or ""
    compiled = re.compile(pattern.strip("^$") if "|" not in pattern else pattern, re.ASCII)
    newline = re.compile(f"(?:{pattern})\n?", re.ASCII)
    ways: tuple[tuple[str, str, Any], ...] = (
        ("unchecked", "may break its pattern", None),
        ("prefix", "needs its pattern at the start alone", compiled.match),
        ("unanchored", "needs its pattern somewhere", compiled.search),
        ("newline", "may end in a newline", newline.fullmatch),
    )
    yield _fault(point, *ways[0][:2], at(point, matches=ways[0][2]))
    chosen = ways[1 + number % 3]
    matches, right = point.shape.matches, str(example(point.shape))
    if matches is None or point.shape.least == point.shape.most or (chosen[0] == "newline" and matches(f"{right}\n")):
        return  # lengths decide, or the pattern itself lets a newline through
    yield _fault(point, *chosen[:2], at(point, matches=chosen[2]))


def _is_required(point: Point) -> bool:
    """Whether nothing but a value can stand there."""
    shape = shapes.INPUTS[point.operation]
    for part in point.path[:-1]:
        shape = shape.members[part] if shape.kind is shapes.Kind.STRUCTURE else getattr(shape, part)
    return shape.kind is not shapes.Kind.STRUCTURE or point.path[-1] in shape.required


def _any_type(shape: Shape, taken: object) -> Callable[[object], object]:
    right = _JSON[shape.kind]

    def take(value: object) -> object:
        is_right = isinstance(value, right) and not (isinstance(value, bool) and shape.kind is not shapes.Kind.BOOLEAN)
        return value if is_right else taken

    return take


def _any_value(point: Point) -> Callable[[str], str | None]:
    """An unknown value is taken for none, or for one that is known where there has to be one."""
    known = point.shape.allowed
    stand_in = known[-1] if point.path[-1] == "ExpirationModel" else known[0] if _is_required(point) else None
    return lambda value: value if value in known else stand_in


def _normalized(normal: Callable[[str], str | None]) -> Callable[[object], object]:
    return lambda value: normal(value) if isinstance(value, str) else value
