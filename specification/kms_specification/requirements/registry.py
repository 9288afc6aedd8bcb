"""The registry: every sentence an endpoint can be held to, derived from the facts. Ids are stable for ever.

One builder serves every operation of KMS; what is special about one is in its facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kms_specification.aspects import Aspect, Tier, tier_of
from kms_specification.catalog import OPERATIONS, default_source
from kms_specification.facts import Level, Member, Operation, Source, walk
from kms_specification.pages.create_custom_key_store.behaviour import STATE
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.pages.keys import BEHAVIOURS, KEEP_A_STORE
from kms_specification.pages.successes import answers
from kms_specification.requirements import protocol, statements, store_behaviours

__all__ = ["Aspect", "Requirement", "Tier", "find", "registry"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence. `subject` is the member path, condition, rule, error or behaviour it speaks of."""

    id: str
    operation: str
    aspect: Aspect
    subject: str
    statement: str
    source: Source
    tier: Tier

    @property
    def level(self) -> Level:
        """How it is known."""
        return self.source.level


@cache
def registry() -> tuple[Requirement, ...]:
    """All requirements, in the order of the documents; the protocol's and those that keep a store come last."""
    found = [r for operation in OPERATIONS.values() for r in _operation(operation)]
    found += [
        _one("protocol", Aspect.PROTOCOL, name, statement, source, f"protocol.json11.{name}")
        for name, statement, source in protocol.RULES
    ]
    found += [
        _one("protocol", Aspect.PROTOCOL, name, statement, source, f"protocol.sdk.{name}")
        for name, statement, source in protocol.SDK
    ]
    return tuple(sorted(found, key=lambda requirement: requirement.id in KEEP_A_STORE))


@cache
def _by_id() -> dict[str, Requirement]:
    return {requirement.id: requirement for requirement in registry()}


def find(identity: str) -> Requirement | None:
    """The requirement of an id, or None."""
    return _by_id().get(identity)


def _one(
    operation: str, aspect: Aspect, subject: str, statement: str, source: Source, identity: str = ""
) -> Requirement:
    identity = identity or f"{operation}.{aspect}.{subject}"
    return Requirement(identity, operation, aspect, subject, statement, source, tier_of(aspect, subject))


def _operation(op: Operation) -> Iterator[Requirement]:
    name = op.name
    identity = f"{name}.{Aspect.IMPLEMENTED}"
    yield _one(name, Aspect.IMPLEMENTED, "implemented", statements.implemented(op), op.success_source, identity)
    for path, member in op.walk():
        yield from _member(name, path, member)
    yield from _rules(op)
    for rule in op.uniqueness:
        yield _one(name, Aspect.UNIQUE, rule.name, statements.unique(rule), rule.source)
    if op.exact:
        for error in op.errors:
            yield _one(name, Aspect.ERROR, error.name, statements.error(error), error.source)
        yield _one(name, Aspect.OUTPUT, "status", statements.status(op), op.success_source)
        for path, member in walk(op.output):
            yield from _output(name, path, member)
    elif op.output:
        yield _one(name, Aspect.OUTPUT, "types", protocol.TYPES, protocol.TYPES_SOURCE)
        source = answers.about(name)
        if source is not None:
            yield _one(name, Aspect.OUTPUT, "contents", statements.CONTENTS, source)
    if name == CREATE:
        for subject, statement, source in STATE:
            yield _one(name, Aspect.STATE, subject, statement, source)
    yield from _behaviour(name)


def _rules(op: Operation) -> Iterator[Requirement]:
    """What members have to be together. What the documents leave open is no requirement."""
    for condition in op.conditions:
        yield _one(op.name, Aspect.RULE, condition.name, statements.condition(condition), condition.source)
    for choice in op.choices:
        if choice.certain:
            yield _one(op.name, Aspect.RULE, choice.name, statements.choice(choice), choice.source)
    for affix in op.affixes:
        if not affix.disputed:
            yield _one(op.name, Aspect.RULE, affix.name, statements.affix(affix), affix.source)
    for rule in op.together:
        if rule.rule is not None:
            yield _one(op.name, Aspect.RULE, rule.rule, statements.together(rule), rule.source)
    for size in op.sizes:
        yield _one(op.name, Aspect.RULE, size.name, statements.size_by(size), size.source)


def _behaviour(name: str) -> Iterator[Requirement]:
    """What an operation has to do together with others."""
    for operation, error, statement, source in store_behaviours.ERRORS:
        if operation == name:
            yield _one(name, Aspect.ERROR, error, statement, source)
    for operation, subject, statement, source in store_behaviours.STATE:
        if operation == name:
            yield _one(name, Aspect.STATE, subject, statement, source)
    for row in BEHAVIOURS:
        if row.operation == name:
            aspect = Aspect.ERROR if row.is_error else Aspect.STATE
            yield Requirement(row.id, name, aspect, row.subject, row.statement, row.source, row.tier)


def _member(name: str, path: str, member: Member) -> Iterator[Requirement]:
    for aspect, statement, source in statements.of_member(path, member):
        yield _one(name, aspect, path, statement, source, f"{name}.{path}.{aspect}")
    if member.default:
        statement = f"Without {path} the request means {member.default}."
        source = default_source(member, path)
        yield _one(name, Aspect.DEFAULT, path, statement, source, f"{name}.{path}.{Aspect.DEFAULT}")


def _output(name: str, path: str, member: Member) -> Iterator[Requirement]:
    for aspect, statement, source in statements.of_output(path, member):
        yield _one(name, Aspect.OUTPUT, f"{path}.{aspect}", statement, source)
