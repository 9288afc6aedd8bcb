"""That no answer of any kind repeats a secret that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    described,
    looked,
    name_of,
    standing,
)
from kms_conformance.checks.protocol import malformed
from kms_conformance.execution.case_result import Judged, discloses
from kms_conformance.execution.context import NotJudgedError, Session
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement, registry
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import collisions

SOME = 8  # broken requests of each requirement


def secrets(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """Answers to requests that hold secrets, rejected or not, and the descriptions of stores made with them."""
    elsewhere = list(session.sender.disclosures)
    for judged in session.each(_cases(session)):
        yield _weighed(judged)
    for judged in malformed(session):
        yield _weighed(judged)
    try:
        for case in standing(session):
            yield _described(requirement, session, case)
    except NotJudgedError:
        pass  # no store can be made or seen here, and so none is shown
    yield from map(_weighed, elsewhere)


def _cases(session: Session) -> Iterator[Case]:
    """Valid requests; broken ones, more of those members that hold secrets; and those that clash with a store."""
    operation, ordinary = session.sender.operation, session.calibration.ordinary
    secret = {path.partition(".")[0] for path, member in operation.walk() if member.sensitive}
    yield from (Case(request, name) for name, request in ordinary.items())
    for other in registry():
        if other.operation == operation.name:
            most = SOME if other.subject.partition(".")[0] in secret else 1
            yield from session.broken(other)[:most]
    for rule in operation.uniqueness:
        for case in collisions(operation, rule, ordinary)[:4]:
            if session.makes_store(case.variant) and all(map(session.takes, case.before)):
                yield case


def _weighed(judged: Judged) -> Judged:
    """The answer judged by what it discloses alone."""
    place = discloses(judged.seen, judged.marks)
    again = partial(_once_more, judged)
    if place is None:
        return replace(judged, verdict=Verdict.CONFORMS, explanation="no secret in the answer", again=again)
    why = f"a secret that was sent stands in {place} of the answer"
    return replace(judged, verdict=Verdict.SECRET_DISCLOSED, explanation=why, again=again)


def _once_more(judged: Judged) -> Judged:
    return _weighed(judged.again())


def _described(requirement: Requirement, session: Session, case: Case) -> Judged:
    """A store's description, held against the secrets that it was made with."""
    with session.sender.standing(case) as (ready, _):
        session.sender.plan(1)
        seen, _stores = described(session, name_of(ready), bool)
        place = discloses(seen, ready.marks)
        verdict = Verdict.SECRET_DISCLOSED if place else Verdict.CONFORMS
        why = f"a secret that was sent stands in {place} of the description" if place else "no secret is described"
        again = partial(_described, requirement, session, case)
        return looked(requirement, session, ready, seen, verdict, why, again=again)
