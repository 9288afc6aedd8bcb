"""What a request breaks, worked out from the request alone. Pure and total: any JSON value has an answer.

A violation that is not `certain` rests on a reading the documents leave open: the target may reject for it or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kms_specification.catalog import UNDOCUMENTED
from kms_specification.facts import (
    Condition,
    Json,
    Kind,
    Length,
    Member,
    Operation,
    Pattern,
    Range,
    Source,
)

SERIALIZATION = "SerializationException"
VALIDATION = "ValidationException"

_IS: Mapping[Kind, Callable[[Json], bool]] = {
    Kind.STRING: lambda v: isinstance(v, str),
    Kind.STRUCTURE: lambda v: isinstance(v, dict),
    Kind.MAP: lambda v: isinstance(v, dict),
    Kind.LIST: lambda v: isinstance(v, list),
    Kind.BOOLEAN: lambda v: isinstance(v, bool),
    Kind.INTEGER: lambda v: isinstance(v, int) and not isinstance(v, bool),
    Kind.NUMBER: lambda v: isinstance(v, int | float) and not isinstance(v, bool),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Violation:
    """A requirement the request breaks and the error codes that are right for it."""

    requirement: str
    errors: tuple[str, ...]
    source: Source
    certain: bool = True


def violations(operation: Operation, request: Json) -> tuple[Violation, ...]:
    """Everything that `request` breaks of `operation`, in the page's order."""
    if not isinstance(request, dict):
        return (Violation("protocol.json11.not-an-object", (SERIALIZATION, VALIDATION), operation.success_source),)
    found = list(_members(operation, operation.members, request, operation.name, certain=True))
    undocumented = UNDOCUMENTED.get(operation.name, ())
    found += _members(operation, undocumented, request, operation.name, certain=False)
    found += _conditions(operation, request)
    found += _foreign_members(operation, request)
    return tuple(replace(v, certain=False) if _half_read(operation, request, v) else v for v in found)


def _half_read(operation: Operation, request: Mapping[str, Json], violation: Violation) -> bool:
    """Whether only a part of a value has to match by a disputed reading, and the store is of a kind that has no use
    for the member: whoever reads it so looks nothing up, and takes it."""
    place, _, aspect = violation.requirement.removeprefix(f"{operation.name}.").rpartition(".")
    if aspect != "pattern" or not violation.certain or "." in place:
        return False
    pattern, value, name = operation.member(place).pattern, request.get(place), variant_of(operation, request)
    if name is None or pattern is None or pattern.partial_error is None or not isinstance(value, str):
        return False
    known = {m for variant in operation.variants for m in variant.members}
    foreign = place in known and place not in operation.variant(name).members
    return foreign and _compiled(pattern.expression).search(value) is not None


def chosen(operation: Operation, request: Mapping[str, Json], member: str) -> Json:
    """The value that a member has or, where it is absent or null, its default."""
    value = request.get(member)
    return operation.member(member).default if value is None else value


def variant_of(operation: Operation, request: Mapping[str, Json]) -> str | None:
    """The name of the variant that a request chooses, or None where it chooses none."""
    for variant in operation.variants:
        if all(chosen(operation, request, m) == v for m, v in variant.chosen_by.items()):
            return variant.name
    return None


def _members(
    operation: Operation, members: tuple[Member, ...], request: Mapping[str, Json], path: str, *, certain: bool
) -> Iterator[Violation]:
    for member in members:
        value = request.get(member.name)
        if value is None and not member.required:
            continue
        here = f"{path}.{member.name}"
        if value is None and member.required:
            errors = (VALIDATION, SERIALIZATION) if member.name in request else (VALIDATION,)
            yield Violation(f"{here}.required", errors, member.required, certain)
        elif not _IS[member.kind](value):
            # A number with a fraction may be cut to the integer that is asked for.
            cut = member.kind is Kind.INTEGER and isinstance(value, float)
            yield Violation(f"{here}.type", (SERIALIZATION, VALIDATION), member.source, certain and not cut)
        elif isinstance(value, str):
            yield from _string(operation, member, value, here, certain=certain)
        elif isinstance(value, int) and member.range:
            yield from _number(member.range, value, here, certain=certain)
        elif isinstance(value, dict) and member.kind is Kind.STRUCTURE:
            yield from _members(operation, member.members, value, here, certain=certain)


def _string(operation: Operation, member: Member, value: str, here: str, *, certain: bool) -> Iterator[Violation]:
    if member.length:
        errors = (VALIDATION, *(e.name for e in operation.length_errors))
        for side, broken in _length(member.length, value):
            yield Violation(f"{here}.length.{side}", errors, member.length.source, certain and broken)
    if member.pattern and not _compiled(member.pattern.expression).fullmatch(value):
        yield _pattern(member.pattern, value, here, certain=certain)
    if member.enumeration and value not in member.enumeration.values:
        yield Violation(f"{here}.enum", (VALIDATION,), member.enumeration.source, certain)
    if not value.isascii() and _SURROGATE.search(value):
        yield Violation(f"{here}.type", (SERIALIZATION, VALIDATION), member.source, certain=False)


def _number(bounds: Range, value: int, here: str, *, certain: bool) -> Iterator[Violation]:
    for side, broken in (("min", value < bounds.min), ("max", value > bounds.max)):
        if broken:
            yield Violation(f"{here}.range.{side}", (VALIDATION,), bounds.source, certain)


def _length(length: Length, value: str) -> Iterator[tuple[str, bool]]:
    """(side, certain) of each bound that is broken in code points, in UTF-16 units, or in both."""
    points = len(value)
    units = points if value.isascii() else points + len(_ASTRAL.findall(value))
    if points < length.min:
        yield "min", units < length.min
    if units > length.max:
        yield "max", points > length.max


def _pattern(pattern: Pattern, value: str, here: str, *, certain: bool) -> Violation:
    disputed = pattern.disputed is not None and _compiled(pattern.disputed).fullmatch(value) is not None
    errors = [VALIDATION]
    if pattern.partial_error and _compiled(pattern.expression).search(value):
        errors.append(pattern.partial_error)
    return Violation(f"{here}.pattern", tuple(errors), pattern.source, certain and not disputed)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """With ASCII digits, as the service's own engine reads them."""
    return re.compile(expression, re.ASCII)


def applies(operation: Operation, condition: Condition, request: Mapping[str, Json]) -> bool:
    """Whether a request, its defaults filled in, has the values that the condition speaks of."""
    return all(chosen(operation, request, m) == v for m, v in condition.when.items())


def _conditions(operation: Operation, request: Mapping[str, Json]) -> Iterator[Violation]:
    for condition in operation.conditions:
        if request.get(condition.requires) is None and applies(operation, condition, request):
            errors = (VALIDATION, *condition.errors)
            yield Violation(f"{operation.name}.rule.{condition.name}", errors, condition.source)


def _foreign_members(operation: Operation, request: Mapping[str, Json]) -> Iterator[Violation]:
    """Members of another variant: the page does not say that they may not be there, nor that they may."""
    known = {m.name for m in (*operation.members, *UNDOCUMENTED.get(operation.name, ()))}
    for unknown in request.keys() - known:
        # Of members that no document knows nothing is said, and they are not judged.
        yield Violation(
            f"{operation.name}.{unknown}.type", (VALIDATION, SERIALIZATION), operation.success_source, False
        )
    name = variant_of(operation, request)
    if name is None:
        return
    own = operation.variant(name)
    for other in operation.variants:
        for member in other.members:
            if member not in own.members and request.get(member) is not None:
                source = operation.member(member).source
                yield Violation(f"{operation.name}.rule.{name}-with-{member}", (VALIDATION,), source, certain=False)
    documented = {m.name for m in operation.members}
    for undocumented in UNDOCUMENTED.get(operation.name, ()):
        if request.get(undocumented.name) is not None and undocumented.name not in documented:
            requirement = f"{operation.name}.rule.{name}-with-{undocumented.name}"
            yield Violation(requirement, (VALIDATION,), undocumented.source, certain=False)
