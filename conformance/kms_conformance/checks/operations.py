"""Whether the operation is there at all, and takes an ordinary request of each kind."""

from __future__ import annotations

from functools import partial

from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.expectations import facts
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_conformance.execution.probes.probe import Probe, Probes
from kms_conformance.execution.verdicts import Judgement
from kms_reports.result import Verdict
from kms_specification.requirements import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import example_request


@check(Aspect.IMPLEMENTED)
def implemented(requirement: Requirement, context: Context) -> Steps:
    """The ordinary requests: of a target that does not know the operation the first says so."""
    operation, known = facts(requirement.operation), context.calibrated(requirement.operation)
    if known.implemented and not operation.exact and known.refused:
        raise NotJudgedError(next(iter(known.refused.values())))
    examples = known.examples or {v.name: example_request(operation, v) for v in operation.variants}
    judge = answer if known.implemented else partial(_unknown, why=known.answer)
    yield Probes(
        [Probe(operation=operation.name, sent=Case(request, v), judge=judge) for v, request in examples.items()]
    )


def _unknown(evidence: Evidence, why: str) -> Judgement:
    """The verdict on the answer of a target that does not know the operation."""
    found = answer(evidence)
    if found.verdict is Verdict.CONFORMS:
        return found
    return Judgement(Verdict.NOT_IMPLEMENTED, f"unknown operation: {why}")
