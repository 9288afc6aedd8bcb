"""Whether the operation is there at all, and takes an ordinary request of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.execution.calibration import Calibration
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import example_request


def implemented(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """The ordinary requests: of a target that does not know the operation the first says so."""
    operation, calibration = context.executor.operation, context.calibration
    examples = calibration.examples or {v.name: example_request(operation, v) for v in operation.variants}
    for judged in context.each(Case(request, name) for name, request in examples.items()):
        yield judged if calibration.implemented else _unknown(judged, calibration)


def _unknown(judged: CaseResult, calibration: Calibration) -> CaseResult:
    """The answer of a target that does not know the operation."""
    if not judged.failed:
        return judged
    why = f"unknown operation: {calibration.answer}"
    again = partial(_once_more, judged, calibration)
    return replace(judged, verdict=Verdict.NOT_IMPLEMENTED, explanation=why, again=again)


def _once_more(judged: CaseResult, calibration: Calibration) -> CaseResult:
    return _unknown(judged.again(), calibration)
