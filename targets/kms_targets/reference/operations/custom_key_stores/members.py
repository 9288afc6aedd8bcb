"""Members read from a body and held against their constraints, for any operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kms_targets.reference.operations import validation
from kms_targets.reference.rules import Problem, Service, Text, WrongTypeError
from kms_targets.reference.state.stores import Values

VALIDATION = "ValidationException"
OWNER = "XksProxyVpcEndpointServiceOwner"


def read(body: Mapping[str, Any], texts: Iterable[tuple[str, str, Text]], null_refused: frozenset[str]) -> Values:
    """The strings of `body` by path; `texts` are (name in the body, path, rule). Raises WrongTypeError."""
    values: Values = {}
    for name, path, text in texts:
        value = body.get(name)
        if type(value) is str:
            values[path] = value
        elif value is not None:
            taken = text.read(value)
            if taken is not None:
                values[path] = taken
        elif path in null_refused and name in body:
            raise WrongTypeError
    return values


def broken(path: str, text: Text, value: str) -> Iterator[Problem]:
    """Every constraint of a member that its value breaks."""
    size = text.size(value)
    if size < text.least:
        yield _problem(path, text, value, "length.min", f"have length greater than or equal to {text.least}")
    if size > text.most:
        yield _problem(path, text, value, "length.max", f"have length less than or equal to {text.most}")
    if text.matches is not None and not text.matches(value):
        yield _problem(path, text, value, "pattern", f"satisfy regular expression pattern: {text.pattern}")
    if text.allowed and value not in text.allowed:
        yield _problem(path, text, value, "enum", f"satisfy enum value set: [{', '.join(text.allowed)}]")


def absent(path: str) -> Problem:
    """A required member that is not there."""
    return Problem(
        VALIDATION,
        f"Value null at '{label(path)}' failed to satisfy constraint: Member must not be null",
        400,
        f"{path}.required",
    )


def first_of(problems: list[Problem]) -> Problem | None:
    """All problems as the one that is answered: the first, with the messages of the others."""
    if not problems:
        return None
    noun = "error" if len(problems) == 1 else "errors"
    message = f"{len(problems)} validation {noun} detected: " + "; ".join(p.message for p in problems)
    return problems[0]._replace(message=message)


def checked(endpoint: Service, operation: str, member: str, body: Mapping[str, Any]) -> Problem | str | None:
    """A member that the tables of the service model speak of: what is wrong with it, or its value.

    Raises WrongTypeError.
    """
    whole = endpoint.rules.behaviour.inputs[operation]
    shape = replace(whole, members={member: whole.members[member]}, required=whole.required & {member})
    values = validation.read(shape, body)
    problem = validation.problem_of(list(validation.broken(shape, values)))
    if problem is not None:
        return problem._replace(cause=f"{operation}.{problem.cause}")
    found: str | None = values.get(member)
    return found


def label(path: str) -> str:
    """A member's path as messages spell it."""
    return ".".join(part[0].lower() + part[1:] for part in path.split("."))


def _problem(path: str, text: Text, value: str, aspect: str, must: str) -> Problem:
    shown = "Value" if text.secret else f"Value '{value}'"
    message = f"{shown} at '{label(path)}' failed to satisfy constraint: Member must {must}"
    return Problem(VALIDATION, message, 400, f"{path}.{aspect}")
