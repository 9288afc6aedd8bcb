"""What there is to find out of an operation: facts of its members, and what must not be the same in two stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kms_conformance.learning.members.uniqueness import said
from kms_reports.sanitize import count
from kms_specification.facts import (
    Kind,
    Member,
    Operation,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to find out: what a row is about. `member` is the name of a rule where it is about uniqueness."""

    member: str
    fact: str

    def matches(self, glob: str) -> bool:
        """Whether a glob means this member, or this fact of it."""
        return fnmatchcase(self.member, glob) or fnmatchcase(f"{self.member}.{self.fact}", glob)


def facts(operation: Operation) -> tuple[Fact, ...]:
    """All that can be found out of an operation, in the order of its members."""
    found = [Fact(path, fact) for path, member in operation.walk() for fact in _of(member)]
    return (*found, *(Fact(rule.name, "unique") for rule in operation.uniqueness))


def _of(member: Member) -> Iterator[str]:
    if member.default is None:
        yield "needed"
    if member.kind is Kind.STRING and member.length:
        yield from ("length.min", "length.max")
    if member.pattern:
        yield "pattern"
    if member.enumeration:
        yield "enum"
    if member.default is not None:
        yield "default"


def documented(operation: Operation, fact: Fact) -> str:
    """What is documented, where it was not even asked about."""
    if fact.fact == "unique":
        return said(next(rule for rule in operation.uniqueness if rule.name == fact.member))
    member = operation.member(fact.member)
    if fact.fact == "pattern" and member.pattern:
        return member.pattern.expression
    if fact.fact == "enum" and member.enumeration:
        return " | ".join(member.enumeration.values)
    if fact.fact == "default":
        return str(member.default)
    if member.length and fact.fact.startswith("length"):
        return count(member.length.least if fact.fact.endswith("min") else member.length.most, "character")
    return ""
