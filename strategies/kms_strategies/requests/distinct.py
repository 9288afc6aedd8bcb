"""Requests for several stores that can stand side by side: of everything that must be unique the nth has the nth value.

All nth values of a member have the same length and look alike, so that a target takes either all of them or none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from random import Random

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Json,
    Operation,
    Unique,
)
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution, placeholders
from kms_strategies.requests.examples import Examples, Request

_LETTERS = "bcde3456fghj"  # no edges of a character class, and no two that differ in case alone


def numbered(operation: Operation, request: Request, number: int, fixed: Collection[str] = ()) -> Request:
    """The request with the nth value of every member that a uniqueness rule compares; 0 is the request itself.

    Values without holes were given by somebody: they are left as they are, and so is what is compared together with
    them. So are the `fixed` ones, of which a target takes one value alone.
    """
    given = {*fixed} | {m for rule in operation.uniqueness for m in rule.members if not _free(rule, request)}
    compared = {m for rule in operation.uniqueness for m in rule.members} - given
    return {n: nth(operation, n, v, number) if n in compared else v for n, v in request.items()}


def _free(rule: Unique, request: Request) -> bool:
    """Whether the first of the members that a rule compares has holes."""
    value = request.get(rule.members[0])
    return isinstance(value, str) and placeholders(value) > 0


def nth(operation: Operation, member: str, value: Json, number: int) -> Json:
    """The nth value of a member: the last hole of its first run is a letter, or a path without holes is longer."""
    if number == 0 or not isinstance(value, str):
        return value
    found = _others(operation.name, member, value)
    return found[(number - 1) % len(found)] if found else value


@cache
def _others(operation: str, member: str, value: str) -> tuple[str, ...]:
    start = next((at for at, c in enumerate(value) if placeholders(c)), None)
    if start is None:
        found = [f"/{letter}{value}" for letter in _LETTERS]
    else:
        end = next((at for at in range(start, len(value)) if value[at] != value[start]), len(value))
        found = [value[: end - 1] + letter + value[end:] for letter in _LETTERS]
    return tuple(v for v in found if _fits(OPERATIONS[operation], member, v))


def _fits(operation: Operation, member: str, value: str) -> bool:
    found = violations(operation, Substitution(Random(0))({member: value}))
    return not any(v.requirement.startswith(f"{operation.name}.{member}.") for v in found)


def side_by_side(operation: Operation, requests: Examples, count: int) -> Iterator[tuple[str, Request]]:
    """Up to `count` requests, each with its kind, none of which clashes with another: of one kind where that can be."""
    substitution = Substitution(Random(0))
    stores: list[Request] = []
    for name, request in requests.items():
        for number in range(count):
            other = numbered(operation, request, number)
            filled = substitution(other)
            if (
                len(stores) < count
                and isinstance(filled, dict)
                and not conflicts(operation, filled, State(tuple(stores)))
            ):
                stores.append(filled)
                yield name, other
