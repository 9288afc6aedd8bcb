"""The registry: every sentence an endpoint can be held to, derived from the facts. Ids are stable for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kms_specification import protocol
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Level,
    Member,
    Operation,
    Source,
    walk,
)
from kms_specification.pages import behaviour, custom_key_stores


class Aspect(StrEnum):
    """What of an operation a requirement speaks of. A check is chosen by it."""

    REQUIRED = "required"
    TYPE = "type"
    LENGTH_MIN = "length.min"
    LENGTH_MAX = "length.max"
    RANGE_MIN = "range.min"
    RANGE_MAX = "range.max"
    PATTERN = "pattern"
    ENUM = "enum"
    DEFAULT = "default"
    IMPLEMENTED = "implemented"
    RULE = "rule"
    UNIQUE = "unique"
    ERROR = "error"
    OUTPUT = "output"
    STATE = "state"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence. `subject` is the member path, condition, rule, error or behaviour it speaks of."""

    id: str
    operation: str
    aspect: Aspect
    subject: str
    statement: str
    source: Source

    @property
    def level(self) -> Level:
        """How it is known."""
        return self.source.level


@cache
def registry() -> tuple[Requirement, ...]:
    """All requirements, in the order of the pages."""
    found = [r for operation in OPERATIONS.values() for r in _operation(operation)]
    found += [r for operation in custom_key_stores.OPERATIONS.values() for r in _life_cycle(operation)]
    found += [
        Requirement(f"protocol.json11.{name}", "protocol", Aspect.PROTOCOL, name, statement, source)
        for name, statement, source in protocol.RULES
    ]
    return tuple(found)


def _operation(op: Operation) -> Iterator[Requirement]:
    kinds = ", ".join(variant.name for variant in op.variants)
    yield Requirement(
        f"{op.name}.implemented",
        op.name,
        Aspect.IMPLEMENTED,
        "implemented",
        f"The operation is known, and takes an ordinary request of each kind: {kinds}.",
        op.success_source,
    )
    for path, member in op.walk():
        yield from _member(op, path, member)
    for condition in op.conditions:
        because = " and ".join(f"{m} is {v}" for m, v in condition.when.items())
        yield Requirement(
            f"{op.name}.rule.{condition.name}",
            op.name,
            Aspect.RULE,
            condition.name,
            f"Where {because}, {condition.requires} must be present.",
            condition.source,
        )
    for rule in op.uniqueness:
        yield Requirement(
            f"{op.name}.unique.{rule.name}",
            op.name,
            Aspect.UNIQUE,
            rule.name,
            f"A {' and '.join(rule.members)} that is in use is refused with {rule.error}, and no other is.",
            rule.source,
        )
    for error in op.errors:
        yield Requirement(
            f"{op.name}.error.{error.name}",
            op.name,
            Aspect.ERROR,
            error.name,
            f"{error.name} is sent where its cause exists, with HTTP status {error.status}.",
            error.source,
        )
    yield Requirement(
        f"{op.name}.output.status",
        op.name,
        Aspect.OUTPUT,
        "status",
        f"Success has HTTP status {op.success_status}.",
        op.success_source,
    )
    for path, member in walk(op.output):
        yield from _output(op, path, member)
    for subject, statement, source in protocol.STATE.get(op.name, ()):
        yield Requirement(f"{op.name}.state.{subject}", op.name, Aspect.STATE, subject, statement, source)
    yield from _behaviour(op)


def _life_cycle(op: Operation) -> Iterator[Requirement]:
    """What is required of an operation on stores that are there; of its members so far the ranges alone."""
    statement = "The operation is known, and does what it is for where nothing is in its way."
    yield Requirement(
        f"{op.name}.implemented", op.name, Aspect.IMPLEMENTED, "implemented", statement, op.success_source
    )
    for path, member in op.walk():
        yield from _range(op, path, member)
    for operation, error, statement, source in behaviour.ERRORS:
        if operation == op.name:
            yield Requirement(f"{op.name}.error.{error}", op.name, Aspect.ERROR, error, statement, source)
    yield from _behaviour(op)


def _behaviour(op: Operation) -> Iterator[Requirement]:
    for operation, subject, statement, source in behaviour.STATE:
        if operation == op.name:
            yield Requirement(f"{op.name}.state.{subject}", op.name, Aspect.STATE, subject, statement, source)


def _member(op: Operation, path: str, member: Member) -> Iterator[Requirement]:
    def one(aspect: Aspect, statement: str, source: Source) -> Requirement:
        return Requirement(f"{op.name}.{path}.{aspect}", op.name, aspect, path, statement, source)

    if member.required:
        yield one(Aspect.REQUIRED, f"{path} must be present.", member.required)
    yield one(Aspect.TYPE, f"{path} is a JSON {member.kind}.", member.source)
    if member.length:
        yield one(Aspect.LENGTH_MIN, f"{path} has at least {_characters(member.length.min)}.", member.length.source)
        yield one(Aspect.LENGTH_MAX, f"{path} has at most {_characters(member.length.max)}.", member.length.source)
    yield from _range(op, path, member)
    if member.pattern:
        yield one(Aspect.PATTERN, f"{path} matches {member.pattern.expression} as a whole.", member.pattern.source)
    if member.enumeration:
        allowed = " or ".join(member.enumeration.values)
        yield one(Aspect.ENUM, f"{path} is {allowed}, exactly.", member.enumeration.source)
    if member.default:
        default = Source(member.source.document, path, f"The default value is {member.default}.")
        yield one(Aspect.DEFAULT, f"Without {path} the request means {member.default}.", default)


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number} characters"


def _range(op: Operation, path: str, member: Member) -> Iterator[Requirement]:
    if member.range:
        for aspect, bound in ((Aspect.RANGE_MIN, member.range.min), (Aspect.RANGE_MAX, member.range.max)):
            statement = f"{path} is {'at least' if aspect is Aspect.RANGE_MIN else 'at most'} {bound}."
            yield Requirement(f"{op.name}.{path}.{aspect}", op.name, aspect, path, statement, member.range.source)


def _output(op: Operation, path: str, member: Member) -> Iterator[Requirement]:
    def one(aspect: Aspect, statement: str, source: Source) -> Requirement:
        return Requirement(
            f"{op.name}.output.{path}.{aspect}", op.name, Aspect.OUTPUT, f"{path}.{aspect}", statement, source
        )

    if member.required:
        yield one(Aspect.REQUIRED, f"A success returns {path}.", member.required)
    yield one(Aspect.TYPE, f"The {path} returned is a JSON {member.kind}.", member.source)
    if member.length:
        least, most, source = member.length.min, member.length.max, member.length.source
        yield one(Aspect.LENGTH_MIN, f"The {path} returned has at least {_characters(least)}.", source)
        yield one(Aspect.LENGTH_MAX, f"The {path} returned has at most {_characters(most)}.", source)
    if member.unique:
        yield one(Aspect.UNIQUE, f"No two stores have the same {path}.", member.unique)
