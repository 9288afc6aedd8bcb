"""Broken constraints of operations on keys that get a wrong code or status or a crash; operations that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault, Kind, sent
from kms_targets.reference.faults.keys.constraints.points import Point, points
from kms_targets.reference.faults.keys.constraints.undecidable import OPEN
from kms_targets.reference.operations.dispatch import OPERATIONS

_EVERY = 9
_WAYS = (
    ("code", "gets InvalidParameterException", "InvalidParameterException", 400),
    ("crash", "gets KMSInternalException", "KMSInternalException", 500),
    ("status", "gets the status 422", "ValidationException", 422),
)


def faults() -> Iterator[Fault]:
    """All that can be seen."""
    return (fault for fault in every() if fault.name not in OPEN)


def every() -> Iterator[Fault]:
    """All of them, those that nobody can see included."""
    judged = [point for point in points() if point.aspect != "type"]
    for number, point in enumerate(judged[::_EVERY]):
        yield _fault(point, *_WAYS[number % len(_WAYS)])
    for operation in OPERATIONS:
        name, requirement = f"{operation}-missing", f"{operation}.implemented"
        yield Fault(name, requirement, Kind.MISSING, f"{operation} is not there", _without(operation), spreads=True)


def _fault(point: Point, slug: str, how: str, code: str, status: int) -> Fault:
    broken = f"{'.'.join(point.path)}: a broken {point.aspect}"
    change = sent(point.requirement, code, status)
    name, described = f"{point.slug}-{slug}", f"{point.operation}: {broken} {how}"
    return Fault(name, point.requirement, Kind.CONSTRAINT_CODE, described, change)


def _without(operation: str) -> Change:
    return lambda rules: replace(rules, missing=rules.missing | {operation})
