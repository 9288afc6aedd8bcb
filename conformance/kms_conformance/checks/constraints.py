"""Constraints on one request: the boundary vectors of both sides; deeper, what Hypothesis draws and complete sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis.strategies import SearchStrategy

from kms_conformance.depth import EXAMPLES, Depth
from kms_conformance.execution.calibration import unreached
from kms_conformance.execution.case_result import Judged
from kms_conformance.execution.context import (
    NotJudgedError,
    OutOfTimeError,
    Session,
)
from kms_conformance.execution.hypothesis_search import search
from kms_reports.result import Verdict
from kms_specification.requirements import Aspect, Requirement
from kms_strategies.cases import Case, breaks
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.examples import seeded
from kms_strategies.requests.exhaustive import proof


def constraint(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """Both sides of a constraint: what breaks it is refused for it, what meets it is not refused."""
    why = vacuous(requirement)
    cases = [c for c in session.vectors(requirement) if _usable(requirement, session, c)]
    if not cases:
        raise NotJudgedError(_hindrance(requirement, session))
    wrong = False
    for judged in session.each(cases):
        wrong = wrong or judged.failed
        yield judged
    if why and not wrong:
        raise NotJudgedError(why, vacuous=True)
    if not wrong:
        for strategy in _drawn(requirement, session):
            yield from _searched(requirement, session, strategy)
    if not wrong and session.depth is Depth.COMPLETE:
        yield from proved(requirement, session)


def _usable(requirement: Requirement, session: Session, case: Case) -> bool:
    """A kind whose valid requests are refused shows nothing, except that its own choice is refused, where it is."""
    refused, operation = session.calibration.refused, session.sender.operation
    if case.variant not in refused:
        return True
    choice = operation.variant(case.variant).chosen_by.get(requirement.subject)
    if requirement.aspect is not Aspect.ENUM or choice is None or breaks(operation, case):
        return False
    others = (v for v in operation.variants if v.name not in refused)
    return not any(v.chosen_by.get(requirement.subject) == choice for v in others)


def _hindrance(requirement: Requirement, session: Session) -> str:
    variants = [c.variant for c in session.vectors(requirement)]
    return next((why for v in variants if (why := unreached(session.calibration, v))), "no case of it can be sent")


def _drawn(requirement: Requirement, session: Session) -> Iterator[SearchStrategy[Case]]:
    if not EXAMPLES[session.depth] or requirement.aspect is Aspect.DEFAULT:
        return
    for make in (drawn.breaking, drawn.right):
        strategy = make(requirement, session.calibration.ordinary)
        if strategy is not None:
            yield strategy


def _searched(requirement: Requirement, session: Session, strategy: SearchStrategy[Case]) -> Iterator[Judged]:
    def send(case: Case) -> Judged | None:
        if session.late:
            raise OutOfTimeError
        return session.sender.one(case) if case.variant not in session.calibration.refused else None

    seed = seeded(session.seed, requirement.id).getrandbits(32)
    found, smallest = search(
        strategy, send, lambda j: j is not None and j.failed, examples=EXAMPLES[session.depth], seed=seed
    )
    # Every answer counts as judged; of those that are wrong only the smallest is looked at again.
    yield from (j for j in found if j is not None and not j.failed)
    if smallest is not None:
        yield smallest


def proved(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """The complete set of a pattern, as far as the first value that is judged wrong."""
    cases = proof(requirement, session.calibration.ordinary, session.extra_states, session.seed)
    for judged in session.each(c for c in cases if _usable(requirement, session, c)):
        others = any(v.certain and v.requirement != requirement.id for v in judged.expectation.violated)
        if others and judged.verdict in (Verdict.WRONG_CODE, Verdict.WRONG_STATUS):
            # The value breaks something else too, whose error that may be: that it is refused is enough here.
            yield replace(judged, verdict=Verdict.CONFORMS, masked=True)
            continue
        yield judged
        if judged.failed:
            return
