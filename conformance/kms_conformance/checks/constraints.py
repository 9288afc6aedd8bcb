"""Constraints on one request: the boundary vectors of both sides; deeper, what Hypothesis draws and complete sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis.strategies import SearchStrategy

from kms_conformance.depth import EXAMPLES, Depth
from kms_conformance.execution.calibration import unreached
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import (
    Context,
    NotJudgedError,
    OutOfTimeError,
)
from kms_conformance.execution.hypothesis_search import search
from kms_reports.result import Verdict
from kms_specification.requirements import Aspect, Requirement
from kms_strategies.cases import Case, breaks
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.examples import seeded
from kms_strategies.requests.exhaustive import exhaustive_cases


def constraint(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """Both sides of a constraint: what breaks it is refused for it, what meets it is not refused."""
    why = vacuous(requirement)
    cases = [c for c in context.vectors(requirement) if _usable(requirement, context, c)]
    if not cases:
        raise NotJudgedError(_reason_against(requirement, context))
    wrong = False
    for judged in context.each(cases):
        wrong = wrong or judged.failed
        yield judged
    if why and not wrong:
        raise NotJudgedError(why, vacuous=True)
    if not wrong:
        for strategy in _drawn(requirement, context):
            yield from _searched(requirement, context, strategy)
    if not wrong and context.depth is Depth.COMPLETE:
        yield from proved(requirement, context)


def _usable(requirement: Requirement, context: Context, case: Case) -> bool:
    """A kind whose valid requests are refused shows nothing, except that its own choice is refused, where it is."""
    refused, operation = context.calibration.refused, context.executor.operation
    if case.variant not in refused:
        return True
    choice = operation.variant(case.variant).chosen_by.get(requirement.subject)
    if requirement.aspect is not Aspect.ENUM or choice is None or breaks(operation, case):
        return False
    others = (v for v in operation.variants if v.name not in refused)
    return not any(v.chosen_by.get(requirement.subject) == choice for v in others)


def _reason_against(requirement: Requirement, context: Context) -> str:
    variants = [c.variant for c in context.vectors(requirement)]
    return next((why for v in variants if (why := unreached(context.calibration, v))), "no case of it can be sent")


def _drawn(requirement: Requirement, context: Context) -> Iterator[SearchStrategy[Case]]:
    if not EXAMPLES[context.depth] or requirement.aspect is Aspect.DEFAULT:
        return
    for make in (drawn.breaking, drawn.right):
        strategy = make(requirement, context.calibration.examples)
        if strategy is not None:
            yield strategy


def _searched(requirement: Requirement, context: Context, strategy: SearchStrategy[Case]) -> Iterator[CaseResult]:
    def send(case: Case) -> CaseResult | None:
        if context.late:
            raise OutOfTimeError
        return context.executor.one(case) if case.variant not in context.calibration.refused else None

    seed = seeded(context.seed, requirement.id).getrandbits(32)
    found, smallest = search(
        strategy, send, lambda j: j is not None and j.failed, examples=EXAMPLES[context.depth], seed=seed
    )
    # Every answer counts as judged; of those that are wrong only the smallest is looked at again.
    yield from (j for j in found if j is not None and not j.failed)
    if smallest is not None:
        yield smallest


def proved(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """The complete set of a pattern, as far as the first value that is judged wrong."""
    cases = exhaustive_cases(requirement, context.calibration.examples, context.extra_states, context.seed)
    for judged in context.each(c for c in cases if _usable(requirement, context, c)):
        others = any(v.certain and v.requirement != requirement.id for v in judged.expectation.violated)
        if others and judged.verdict in (Verdict.WRONG_CODE, Verdict.WRONG_STATUS):
            # The value breaks something else too, whose error that may be: that it is refused is enough here.
            yield replace(judged, verdict=Verdict.CONFORMS, inconclusive=True)
            continue
        yield judged
        if judged.failed:
            return
