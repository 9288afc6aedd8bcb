"""A wrong answer to a request of another generator, made small: as like an ordinary request as it stays as wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_conformance.checks.generated.attribution import attributed
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.probes.probe import CaseResult
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_strategies.requests.paths import lacking


def reduced(context: Context, requirement: str, suspect: CaseResult) -> CaseResult:
    """The result with one member after the other left out, or as the target is known to take it, where it can be."""
    smallest, own = suspect, requirement in attributed(suspect)
    case = suspect.case
    if not isinstance(case, Case) or not isinstance(case.request, dict):
        return suspect
    usual = context.calibrated(suspect.operation).examples.get(case.variant, {})
    for name in list(case.request):
        for request in _simpler(case.request, name, usual):
            if context.late:
                return smallest
            other = replace(case, request=request)
            try:
                result = context.executor.execute(replace(suspect.probe, sent=other))
            except (SetupFailedError, NotJudgedError):
                continue
            if result.verdict is smallest.verdict and (requirement in attributed(result)) is own:
                smallest, case = result, other
                break
        assert isinstance(case.request, dict)
    return smallest


def _simpler(request: Request, name: str, usual: Request) -> Iterator[Request]:
    """Without a member, or with its ordinary value."""
    yield lacking(request, name)
    if name in usual and request[name] != usual[name]:
        yield {**request, name: usual[name]}
