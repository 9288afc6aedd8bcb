"""Uniqueness: with a store standing, what is in use is refused with the rule's own error, and nothing else is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    looked,
    name_of,
    request_of,
)
from kms_conformance.execution.case_result import Judged, UnmetError
from kms_conformance.execution.context import NotJudgedError, Session
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import collisions


def uniqueness(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store is made and seen to be made; then a second request has the same, nearly the same, or other values."""
    operation = session.sender.operation
    rule = next(r for r in operation.uniqueness if r.name == requirement.subject)
    cases = collisions(operation, rule, session.calibration.ordinary)
    reachable = [c for c in cases if session.makes_store(c.variant) and all(map(session.takes, c.before))]
    if not reachable:
        session.needs_store(*dict.fromkeys(c.variant for c in cases))
        raise NotJudgedError("no two stores can be made that the rule compares")
    yield from session.each(c for c in reachable if _usual(session, c))
    yield from _twins(session, [c for c in reachable if not _usual(session, c)])
    for name, request in session.calibration.ordinary.items():
        if session.makes_store(name) and all(m in request for m in rule.members):
            yield _freed(requirement, session, Case(request, name))


def _usual(session: Session, case: Case) -> bool:
    return all(before in session.calibration.ordinary.values() for before in case.before)


def _twins(session: Session, cases: Iterable[Case]) -> Iterator[Judged]:
    """The cases whose first store is an unusual one: a target that refuses it is told of by a constraint.

    Raises UnmetError where it makes none of them.
    """
    made, unmet = 0, None
    for case in cases:
        try:
            for judged in session.each([case]):
                made += 1
                yield judged
        except UnmetError as refused:
            unmet = refused
    if unmet and not made:
        raise unmet


def _freed(requirement: Requirement, session: Session, case: Case) -> Judged:
    """A store is made and deleted, and then another one made of the very same values."""
    sender = session.sender
    assert isinstance(case.request, dict)
    ready = sender.ready(Case(case.request, case.variant, (case.request,)))
    sender.ledger.intend([name_of(ready)])
    sender.plan(1)
    seen, store = sender.make(request_of(ready))
    look = partial(looked, requirement, session, ready, again=partial(_freed, requirement, session, case), second=True)
    if store is None or not sender.delete(store, name_of(ready)):
        return look(seen, Verdict.CONFORMS, "no store could be made and deleted first", masked=True)
    deadline = time.monotonic() + sender.lag
    while True:
        seen, store = sender.make(ready.before[0])
        rule = next(r for r in sender.operation.uniqueness if r.name == requirement.subject)
        if store is not None or rule.error not in seen.codes.values() or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    if store is not None:
        sender.delete(store, name_of(ready))
    if rule.error in seen.codes.values():
        return look(seen, Verdict.REJECTED_VALID, f"{rule.error}, though the store that had it was deleted")
    return look(seen, Verdict.CONFORMS, "what a deleted store had is free again")
