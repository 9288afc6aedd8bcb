"""Uniqueness: with a store standing, what is in use is refused with the rule's own error, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.sending import Judged
from conformance.session import NotJudgedError, Session
from spec.requirements import Requirement
from strategies.collisions import collisions


def uniqueness(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store is made and seen to be made; then a second request has the same, nearly the same, or other values."""
    operation = session.sender.operation
    rule = next(r for r in operation.uniqueness if r.name == requirement.subject)
    cases = collisions(operation, rule, session.calibration.ordinary)
    reachable = [c for c in cases if session.makes_store(c.variant) and all(map(session.takes, c.before))]
    if not reachable:
        session.needs_store(*dict.fromkeys(c.variant for c in cases))
        raise NotJudgedError("no two stores can be made that the rule compares")
    yield from session.each(reachable)
