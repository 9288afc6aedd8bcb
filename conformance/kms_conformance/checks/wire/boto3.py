"""What boto3 makes of the answers of a run: a few of every operation, and beyond `quick` all that were seen before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

from kms_conformance.checks.registry import check
from kms_conformance.checks.wire.advice import errors
from kms_conformance.checks.wire.carrier import carrier
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging import boto3_reader
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement, error_codes
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import CaseResult, Probe, Probes, Reviewed
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CREATE, DESCRIBE, ID
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_strategies.cases import Case, Wire
from kms_targets.http.response import Observation

UNREAD, UNTYPED = "successes that boto3 cannot read", "errors that boto3 does not raise by their class"
# Of a proxy that has waited too long, or that limits the rate.
_NOT_OF_KMS = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
FEW = 3  # errors of the operation that is known best
NO_STORE = "cks-00000000000000000"


@check(Aspect.PROTOCOL, subject="boto3.success")
def success(requirement: Requirement, context: Context) -> Steps:
    """The valid requests of every tested operation, and what was kept of the run."""
    yield Probes(_valid(context), optional=True)
    for result in context.executor.notices.of(UNREAD):
        yield Reviewed(result, _success)


@check(Aspect.PROTOCOL, subject="boto3.error-class")
def error_class(requirement: Requirement, context: Context) -> Steps:
    """An error of every tested operation, and what was kept of the run."""
    yield Probes(_invalid(context), optional=True)
    for result in context.executor.notices.of(UNTYPED):
        yield Reviewed(result, _error)


def unread(result: CaseResult) -> bool:
    """Whether the answer is a success that boto3 cannot read."""
    return _may_be_judged(result) and bool(_wrong_success(result.operation, result.seen))


def untyped(result: CaseResult) -> bool:
    """Whether the answer is an error that boto3 does not raise by the class of its code."""
    return _may_be_judged(result) and bool(_wrong_error(result.operation, result.seen))


def _may_be_judged(result: CaseResult) -> bool:
    """Whether it is the answer to a request as boto3 sends it: a server may say anything to a GET."""
    usual = not isinstance(result.case, Wire) or result.case.form.usual
    return usual and result.evidence is not None and result.operation in OPERATIONS


def _tested(context: Context) -> tuple[str, ...]:
    return context.tested or (CREATE,)


def _valid(context: Context) -> Iterator[Probe]:
    for name in _tested(context):
        known = context.calibrated(name)
        for variant, request in known.examples.items():
            if known.succeeds(variant):
                yield Probe(operation=name, sent=Case(request, variant), judge=_success)


def _invalid(context: Context) -> Iterator[Probe]:
    on = carrier(context)
    for probe in errors(context, on, FEW):
        yield replace(probe, judge=_error)
    tested = _tested(context)
    if CREATE in tested:
        yield Probe(operation=DESCRIBE, sent=Case({ID: NO_STORE}, ""), judge=_error)
    done = {on.operation}
    for requirement in registry():
        name = requirement.operation
        if name in tested and name not in done and context.calibrated(name).implemented:
            for case in context.broken(requirement)[:1]:
                done.add(name)
                yield Probe(operation=name, sent=case, judge=_error)


def _success(evidence: Evidence) -> Judgement:
    if evidence.seen.failure is not None or not evidence.seen.success:
        return Judgement(Verdict.CONFORMS, "no success", inconclusive=True)
    wrong = _wrong_success(evidence.operation, evidence.seen)
    return Judgement(Verdict.MALFORMED_RESPONSE, wrong) if wrong else Judgement(Verdict.CONFORMS, "as it should be")


def _error(evidence: Evidence) -> Judgement:
    seen = evidence.seen
    if seen.failure is not None or (seen.success and not error_codes(seen)):
        return Judgement(Verdict.CONFORMS, "no error", inconclusive=True)
    wrong = _wrong_error(evidence.operation, seen) or _without_code(evidence.operation, seen)
    return Judgement(Verdict.MALFORMED_ERROR, wrong) if wrong else Judgement(Verdict.CONFORMS, "as it should be")


def _wrong_success(operation: str, seen: Observation) -> str:
    if seen.failure is not None or not seen.success:
        return ""
    raised = boto3_reader.read(operation, seen).raised
    return f"boto3 cannot read the success: {raised}" if raised else ""


def _without_code(operation: str, seen: Observation) -> str:
    """What is wrong with an error of the client that says no code: boto3 has the status instead."""
    if seen.codes or not 400 <= (seen.status or 0) < INTERNAL or seen.status in _NOT_OF_KMS:
        return ""
    return f"boto3 raises ClientError with the code {boto3_reader.read(operation, seen).code!r}"


def _wrong_error(operation: str, seen: Observation) -> str:
    """What is wrong with how boto3 raises an error, or nothing: of a code that is not modelled there is no class."""
    codes = list(error_codes(seen).values())
    if seen.failure is not None or (seen.success and not codes):
        return ""
    meant = sorted({code for code in map(boto3_reader.meant, codes) if code is not None})
    if seen.success:
        return f"boto3 raises nothing, since the status is {seen.status}, and not {meant[0]}" if meant else ""
    found = boto3_reader.read(operation, seen)
    if found.raised:
        return f"boto3 cannot read the error: {found.raised}"
    if not meant or found.typed:
        return ""
    return f"boto3 raises ClientError with the code {found.code!r}, not {meant[0]}"
