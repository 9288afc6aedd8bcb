"""Whether the operation is there at all, and takes an ordinary request of each kind."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kms_conformance.checks.keys.at_work import AtWork
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.knowledge.calibration import OperationCalibration
from kms_conformance.execution.probes.evidence import Evidence, Judge, answer
from kms_conformance.execution.probes.probe import Probe, Probes
from kms_reports.result import Verdict
from kms_specification.facts import Operation
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import example_request


@check(Aspect.IMPLEMENTED)
def implemented(requirement: Requirement, context: Context) -> Steps:
    """The ordinary requests: of a target that does not know the operation the first says so."""
    operation, known = facts(requirement.operation), context.calibrated(requirement.operation)
    if known.implemented and not operation.exact and known.refused:
        raise NotJudgedError(next(iter(known.refused.values())))
    examples = known.examples or {v.name: example_request(operation, v) for v in operation.variants}
    probes: list[Probe] = []
    for variant, request in examples.items():
        judge: Judge = answer if known.implemented else partial(_unknown, why=known.answer)
        if known.implemented and _told_by_its_choice(operation, variant, known):
            judge = _refused_choice
        probes.append(Probe(operation=operation.name, sent=Case(request, variant), judge=judge))
    progress = yield Probes(probes)
    shown = progress.last is not None and not progress.last.inconclusive
    if known.implemented and not operation.exact and not shown:
        yield Probe(operation=operation.name, sent=AtWork(requirement, context))


def _told_by_its_choice(operation: Operation, variant: str, known: OperationCalibration) -> bool:
    """Whether a kind is refused that alone has a value of an enumeration: the enumeration's requirement reports it."""
    if variant not in known.refused or len(known.refused) == len(operation.variants):
        return False
    others = [v.chosen_by for v in operation.variants if v.name not in known.refused]
    return any(
        operation.member(member).enumeration is not None and all(other.get(member) != value for other in others)
        for member, value in operation.variant(variant).chosen_by.items()
    )


def _refused_choice(evidence: Evidence) -> Judgement:
    """The verdict on a kind whose choice is refused, which another requirement reports."""
    found = answer(evidence)
    if found.verdict is Verdict.REJECTED_VALID:
        return replace(found, verdict=Verdict.CONFORMS, inconclusive=True)
    return found


def _unknown(evidence: Evidence, why: str) -> Judgement:
    """The verdict on the answer of a target that does not know the operation."""
    found = answer(evidence)
    if found.verdict is Verdict.CONFORMS:
        return found
    return Judgement(Verdict.NOT_IMPLEMENTED, f"unknown operation: {why}")
