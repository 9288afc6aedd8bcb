"""Constraints on one request: the boundary cases of both sides; deeper, what Hypothesis draws and complete sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from hypothesis.strategies import SearchStrategy

from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.one_sided import may_be_made, satisfied
from kms_conformance.checks.requests.patterns import not_for_the_pattern, refuses_others
from kms_conformance.checks.requests.search import Search
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence, Judge, answer
from kms_conformance.execution.probes.probe import Probe, Probes, Setup
from kms_conformance.settings.depth import EXAMPLES, Depth
from kms_reports.result import Verdict
from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.oracle import ReachableOutcome
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case, breaks
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.examples import Request
from kms_strategies.requests.exhaustive import exhaustive_cases

LENGTHS = (Aspect.LENGTH_MIN, Aspect.LENGTH_MAX)


@check(*CONSTRAINTS, Aspect.DEFAULT, Aspect.RULE)
def constraint(requirement: Requirement, context: Context) -> Steps:
    """Both sides of a constraint: what breaks it is refused for it, what meets it is not refused."""
    known = context.calibrated(requirement.operation)
    if not known.implemented:
        raise NotJudgedError(f"{requirement.operation} is not implemented: {known.answer}")
    ground = usual_ground(requirement, context)
    cases = [case for case in context.vectors(requirement) if ground.usable(case)]
    if requirement.aspect is Aspect.RULE:
        cases = [context.fit(context, requirement.operation, case) for case in cases]
    if not cases:
        raise NotJudgedError(_reason_against(requirement, context))
    yield from both_sides(requirement, context, ground, cases)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the requests of a check are made of: a valid one of each variant, and what has to exist for it.

    `usable`: whether a case that is made of them shows anything. `references` are members of all of them, which refer
    to what `setup` makes, whatever the examples have there; `reach`: see `Probe`.
    """

    examples: Mapping[str, Request]
    usable: Callable[[Case], bool]
    setup: tuple[Setup, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    reach: ReachableOutcome | None = None

    def placed(self, probe: Probe) -> Probe:
        """The probe with what has to exist."""
        case = probe.sent
        if not self.setup or not isinstance(case, Case) or not isinstance(case.request, dict):
            return probe
        case = replace(case, request={**case.request, **self.references})
        return replace(probe, sent=case, setup=self.setup, reach=self.reach)


def usual_ground(requirement: Requirement, context: Context) -> Ground:
    """What was found out by calibration, and nothing that has to exist."""
    return Ground(context.calibrated(requirement.operation).examples, partial(usable, requirement, context))


def both_sides(
    requirement: Requirement, context: Context, ground: Ground, cases: Sequence[Case], judge: Judge | None = None
) -> Steps:
    """The boundary cases; deeper, those that are drawn and the complete set, made of the same."""
    why, judge = vacuous(requirement), judge or judge_of(requirement, context)
    probes = [Probe(operation=requirement.operation, sent=case, judge=judge) for case in cases]
    progress = yield Probes(map(ground.placed, probes), optional=True, at_least_one=True)
    if progress.failed:
        return
    if why or (requirement.aspect is not Aspect.DEFAULT and not context.broken(requirement)):
        raise NotJudgedError(why or "no value surely breaks it", vacuous=True)
    for strategy in _drawn(requirement, context, ground):
        yield Search(requirement, context, strategy, placed=ground.placed)
    if context.depth is Depth.COMPLETE:
        yield from complete(requirement, context, ground)


def judge_of(requirement: Requirement, context: Context) -> Judge:
    """How the cases are judged: a length is not accused where other values of the pattern are refused too."""
    if not facts(requirement.operation).exact:
        return partial(satisfied, requirement=requirement)
    refused = requirement.aspect in LENGTHS and refuses_others(context, requirement.operation, requirement.subject)
    return not_for_the_pattern if refused else answer


def usable(requirement: Requirement, context: Context, case: Case) -> bool:
    """A kind whose valid requests are refused shows nothing, except that its own choice is refused, where it is."""
    refused, operation = context.calibrated(requirement.operation).refused, facts(requirement.operation)
    if not operation.exact:
        return breaks(operation, case) or (
            context.calibrated(requirement.operation).succeeds(case.variant) and may_be_made(context, operation.name)
        )
    if case.variant not in refused:
        return True
    choice = operation.variant(case.variant).chosen_by.get(requirement.subject)
    if requirement.aspect is not Aspect.ENUM or choice is None or breaks(operation, case):
        return False
    others = (v for v in operation.variants if v.name not in refused)
    return not any(v.chosen_by.get(requirement.subject) == choice for v in others)


def _reason_against(requirement: Requirement, context: Context) -> str:
    variants = [c.variant for c in context.vectors(requirement)]
    known = context.calibrated(requirement.operation)
    return next((why for v in variants if (why := known.unreached(v))), "no case of it can be sent")


def _drawn(requirement: Requirement, context: Context, ground: Ground) -> Iterator[SearchStrategy[Case]]:
    if not EXAMPLES[context.depth] or requirement.aspect is Aspect.DEFAULT:
        return
    for make in (drawn.breaking, drawn.right):
        strategy = make(requirement, ground.examples)
        if strategy is not None:
            yield strategy


def complete(requirement: Requirement, context: Context, ground: Ground) -> Steps:
    """The complete set of a pattern, as far as the first value that is judged wrong."""
    cases = exhaustive_cases(requirement, ground.examples, context.extra_states, context.seed)
    judge = partial(_of_several, requirement=requirement.id)
    probes = (Probe(operation=requirement.operation, sent=c, judge=judge) for c in cases if ground.usable(c))
    yield Probes(map(ground.placed, probes), until_failure=True)


def _of_several(evidence: Evidence, requirement: str) -> Judgement:
    """The verdict on a value that may break other requirements too, whose error may come: refused is enough there."""
    found = answer(evidence)
    others = any(v.certain and v.requirement != requirement for v in evidence.expectation.violated)
    if others and found.verdict in (Verdict.WRONG_CODE, Verdict.WRONG_STATUS):
        return replace(found, verdict=Verdict.CONFORMS, inconclusive=True)
    return found
