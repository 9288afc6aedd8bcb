"""What a request breaks, worked out from the request alone. Pure and total: any JSON value has an answer.

A violation that is not `certain` rests on a reading that the documents leave open: the target may reject for it or not.
What one value breaks is in `values`; what members break together is in `relations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from kms_specification.error_meanings import SERIALIZATION, VALIDATION, family_of
from kms_specification.facts import Json, Kind, Member, Operation
from kms_specification.violations.relations import chosen, hold, relations, values_at, variant_of
from kms_specification.violations.values import broken, compiled
from kms_specification.violations.violation import Violation

__all__ = ["SERIALIZATION", "VALIDATION", "Violation", "chosen", "variant_of", "violations"]


# “Tag keys and tag values are both required, but tag values can be empty (null) strings”: null may be read as empty.
_NULL_IS_EMPTY = frozenset({"TagValue"})


def violations(operation: Operation, request: Json) -> tuple[Violation, ...]:
    """Everything that `request` breaks of `operation`, in the order of its members; each requirement once."""
    if not isinstance(request, dict):
        return (Violation("protocol.json11.not-an-object", (SERIALIZATION, VALIDATION), operation.success_source),)
    found = list(_members(operation, operation.members, request, operation.name, certain=True))
    found += _members(operation, operation.modelled_only, request, operation.name, certain=False)
    found += relations(operation, request)
    found += _unknown(operation, request.keys() - operation.documented, operation.name)
    return _merged([replace(v, certain=False) if _is_open(operation, request, v) else v for v in found])


def _is_open(operation: Operation, request: Mapping[str, Json], violation: Violation) -> bool:
    return _partly_read(operation, request, violation) or _is_permitted(operation, request, violation)


def _is_permitted(operation: Operation, request: Mapping[str, Json], violation: Violation) -> bool:
    """Whether the value that breaks a constraint is one that the documents name for such a request."""
    path = violation.requirement.removeprefix(f"{operation.name}.")
    return any(
        path.startswith(f"{one.member}.")
        and next(values_at(one.member, dict(request)), None) == one.value
        and hold(one.when, request)
        for one in operation.permitted
    )


def _partly_read(operation: Operation, request: Mapping[str, Json], violation: Violation) -> bool:
    """Whether a value is right by a disputed reading of its pattern, in a request of another variant.

    By that reading only a part of the value has to match. A target that reads it so, and looks nothing up for a variant
    that has no use for the member, takes the request.
    """
    if not violation.certain or not violation.requirement.endswith(".pattern"):
        return False
    place = violation.requirement.removeprefix(f"{operation.name}.").removesuffix(".pattern")
    if "." in place:
        return False
    pattern, value, name = operation.member(place).pattern, request.get(place), variant_of(operation, request)
    if name is None or pattern is None or pattern.partial_error is None or not isinstance(value, str):
        return False
    known = {member for variant in operation.variants for member in variant.members}
    foreign = place in known and place not in operation.variant(name).members
    return foreign and compiled(pattern.expression).search(value) is not None


def _members(
    operation: Operation, members: tuple[Member, ...], request: Mapping[str, Json], path: str, *, certain: bool
) -> Iterator[Violation]:
    for member in members:
        value = request.get(member.name)
        here = f"{path}.{member.name}"
        if value is not None:
            yield from _value(operation, member, value, here, certain=certain)
        elif member.required:
            null = member.name in request
            errors = (VALIDATION, SERIALIZATION) if null else (VALIDATION,)
            read = null and member.name in _NULL_IS_EMPTY
            yield Violation(f"{here}.required", errors, member.required, certain and not read)


def _value(operation: Operation, member: Member, value: Json, here: str, *, certain: bool) -> Iterator[Violation]:
    """What the value of one member breaks, and what everything inside it breaks."""
    found = list(broken(member, value, here, operation.length_errors))
    for violation in found:
        yield _of(operation, violation if certain else replace(violation, certain=False))
    if any(violation.requirement == f"{here}.type" for violation in found):
        return
    if isinstance(value, dict) and member.kind is Kind.STRUCTURE:
        yield from _members(operation, member.members, value, here, certain=certain)
        yield from _unknown(operation, value.keys() - {m.name for m in member.members}, here)
    elif isinstance(value, dict):
        for step, inner, values in (("key", member.key, value.keys()), ("value", member.value, value.values())):
            yield from _elements(operation, inner, values, f"{here}.{step}", certain=certain)
    elif isinstance(value, list):
        yield from _elements(operation, member.item, value, f"{here}.item", certain=certain)


def _elements(
    operation: Operation, member: Member | None, values: object, here: str, *, certain: bool
) -> Iterator[Violation]:
    """What the elements of a list, or the keys or values of a map, break. Of null no document speaks."""
    if member is None:
        return  # a shape that stands in itself is not looked into
    for value in values:  # type: ignore[attr-defined]
        if value is None:
            yield Violation(f"{here}.type", (SERIALIZATION, VALIDATION), member.source, certain=False)
        else:
            yield from _value(operation, member, value, here, certain=certain)


def _of(operation: Operation, violation: Violation) -> Violation:
    """The violation with the errors of the operation that speak of its member."""
    path = violation.requirement.removeprefix(f"{operation.name}.")
    more = tuple(family_of(operation, path))
    return replace(violation, errors=(*violation.errors, *more)) if more else violation


def _unknown(operation: Operation, names: Set[str], path: str) -> Iterator[Violation]:
    """Members that no document knows: nothing is said of them, and they are not judged."""
    for name in names:
        errors = (VALIDATION, SERIALIZATION)
        yield Violation(f"{path}.{name}.type", errors, operation.success_source, certain=False)


def _merged(found: list[Violation]) -> tuple[Violation, ...]:
    """One violation a requirement: several elements of a list can break the same."""
    by_id: dict[str, Violation] = {}
    for violation in found:
        known = by_id.get(violation.requirement)
        if known is None:
            by_id[violation.requirement] = violation
        else:
            errors = tuple(dict.fromkeys((*known.errors, *violation.errors)))
            by_id[violation.requirement] = replace(known, errors=errors, certain=known.certain or violation.certain)
    return tuple(by_id.values())
