"""The requests in which a member is made special: those of the variants that have it, or a place for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kms_specification.facts import (
    Json,
    Operation,
)
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import (
    Examples,
    Request,
    at,
    example,
    having,
    with_companions,
    with_place,
)


def hosts(operation: Operation, path: str, examples: Examples) -> list[tuple[str, Request]]:
    """The variants in whose example a member stands or which it chooses, or each with a place for the member.

    A target may have taken the example of a variant only without the value that is the default: here it is said.
    """
    found = []
    for name, request in examples.items():
        choice = operation.variant(name).chosen_by.get(path)
        if at(path, request) is not None:
            found.append((name, request))
        elif choice is not None:
            found.append((name, having(request, path, choice)))
    return found or [(name, _with_room(operation, request, path)) for name, request in examples.items()]


def _with_room(operation: Operation, request: Request, path: str) -> Request:
    """The request with a place for the member at a path, and with what has to stand beside that."""
    host = with_place(operation, request, path)
    if "." in path:
        return host
    usual = with_companions(operation, {**host, path: example(operation.member(path))}, path)
    return {member: value for member, value in usual.items() if member != path or member in host}


def at_each_value(
    operation: Operation, requirement: Requirement, examples: Examples, values: Iterable[Json], *, everywhere: bool
) -> Iterator[Case]:
    """The member at each value: in every variant that has it, or in each in turn."""
    found = hosts(operation, requirement.subject, examples)
    for number, value in enumerate(values):
        for name, request in found if everywhere else [found[number % len(found)]]:
            yield Case(having(request, requirement.subject, value), name)
