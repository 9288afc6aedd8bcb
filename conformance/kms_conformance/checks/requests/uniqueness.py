"""Uniqueness: with a store standing, what is in use is refused with the rule's own error, and nothing else is."""

from __future__ import annotations

from functools import partial

from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.defaults import refuses_default
from kms_conformance.checks.requests.patterns import (
    not_for_another_value,
    not_for_the_pattern,
    other_values_refused,
    refuses_others,
)
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_conformance.execution.probes.probe import Follow, Probe, Probes
from kms_reports.result import Verdict
from kms_specification.facts import Operation, Unique
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@check(Aspect.UNIQUE)
def uniqueness(requirement: Requirement, context: Context) -> Steps:
    """A store is made and seen to be made; then a second request has the same, nearly the same, or other values."""
    operation, known = facts(requirement.operation), context.calibrated(requirement.operation)
    rule = next(r for r in operation.uniqueness if r.name == requirement.subject)
    cases = context.duplicates(operation, rule)
    reachable = [c for c in cases if can_duplicate(context, operation, c)]
    if not reachable:
        known.need(*dict.fromkeys(c.variant for c in cases))
        raise NotJudgedError("no two stores can be made that the rule compares")
    usual = [c for c in reachable if all(before in known.examples.values() for before in c.before)]
    unusual = [c for c in reachable if c not in usual]
    named = {m for m in rule.members if refuses_others(context, operation.name, m)}
    judge = not_for_the_pattern if named else answer
    if taken := other_values_refused(context, operation.name, but=rule.members):
        judge = partial(not_for_another_value, taken=taken, judge=judge)
    yield Probes([Probe(operation=operation.name, sent=case, judge=judge) for case in usual])
    # A target that refuses the first store of an unusual pair fails a constraint.
    twins = [Probe(operation=operation.name, sent=case, judge=judge) for case in unusual]
    yield Probes(twins, optional=True, at_least_one=True)
    for name, request in known.examples.items():
        if known.succeeds(name) and all(m in request for m in rule.members):
            yield _freed(operation, rule, name, request)


def can_duplicate(context: Context, operation: Operation, case: Case) -> bool:
    """Whether a case and what has to exist before it are of kinds that the target makes, said or by default."""
    known = context.calibrated(operation.name)
    makes = known.succeeds(case.variant) and all(map(known.takes, case.before))
    return makes and not refuses_default(context, operation.name, case)


def _freed(operation: Operation, rule: Unique, variant: str, request: Request) -> Probe:
    """A store is made and deleted, and then another one made of the very same values."""
    return Probe(
        operation=operation.name,
        sent=Case(request, variant),
        observe=(Follow(request, partial(_says, code=rule.error), _made),),
        judge=partial(_free_again, error=rule.error),
    )


def _made(evidence: Evidence) -> bool:
    return evidence.own is not None


def _says(seen: Observation, code: str) -> bool:
    return code in seen.codes.values()


def _free_again(evidence: Evidence, error: str) -> Judgement:
    if not evidence.readings:
        return Judgement(Verdict.CONFORMS, "no store could be made and deleted first", inconclusive=True)
    if _says(evidence.readings[0].seen, error):
        why = f"{error}, though the store that had it was deleted"
        return Judgement(Verdict.REJECTED_VALID, why, reading=0)
    return Judgement(Verdict.CONFORMS, "what a deleted store had is free again", reading=0)
