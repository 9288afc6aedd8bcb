"""A result made of a probe, the evidence and the judgement: what was called, what is shown, what it is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence, Judge
from kms_conformance.execution.probes.preparation import as_object
from kms_conformance.execution.probes.prepared_case import PreparedCase, Shown
from kms_conformance.execution.probes.probe import (
    AtOnce,
    Bytes,
    CaseResult,
    Churn,
    Probe,
)
from kms_conformance.execution.resource_tracker import Resource
from kms_conformance.execution.sending.transport import encoded
from kms_conformance.execution.snippets.curl import Call
from kms_specification.state.resources import created_by
from kms_strategies.cases import Case, Wire
from kms_strategies.requests.examples import Request


def result_of(probe: Probe, evidence: Evidence, judgement: Judgement) -> CaseResult:
    """The result."""
    prepared, sent, number = evidence.prepared, probe.sent, judgement.reading
    case: Case | Wire = prepared.case
    operation, body, seen = probe.operation, prepared.body, evidence.seen
    shown: Callable[[], Shown] = prepared.shown
    script: tuple[Call, ...] = ()
    at_once = isinstance(sent, AtOnce | Churn)
    if isinstance(sent, Bytes):
        wire = sent.make(prepared.body)
        case, operation, body = sent.make(encoded(prepared.shown()[-1])), wire.target or "", wire.body
        shown = _nothing
    elif at_once:
        assert isinstance(sent, AtOnce | Churn)
        shown = partial(_differing, prepared, sent.differing, evidence.requests)
        seen = evidence.answers[number] if number is not None else seen
    elif number is not None:
        operation, seen = evidence.readings[number].operation, evidence.readings[number].seen
        script = _script(probe, evidence, number)
        shown = partial(_requests, script)
    return CaseResult(
        operation,
        case,
        body,
        shown,
        seen,
        evidence.expectation,
        judgement.verdict,
        judgement.explanation,
        probe,
        judgement.inconclusive,
        prepared.canaries,
        at_once,
        script,
        evidence,
    )


def reviewed(result: CaseResult, judge: Judge) -> CaseResult:
    """The result as another judge sees it; executing its probe has it judged so again."""
    probe = replace(result.probe, judge=judge)
    return result if result.evidence is None else result_of(probe, result.evidence, judge(result.evidence))


def _nothing() -> Shown:
    return (None,)


def _requests(script: tuple[Call, ...]) -> Shown:
    return tuple(call.request for call in script)


def _differing(prepared: PreparedCase, differing: frozenset[str], requests: tuple[Request, ...]) -> Shown:
    """The requests, each with stand-ins for the secrets, which are the same in all."""
    first = as_object(prepared.shown()[-1])
    return tuple({**first, **{m: v for m, v in request.items() if m in differing}} for request in requests)


def _script(probe: Probe, evidence: Evidence, number: int) -> tuple[Call, ...]:
    """The calls that show a reading: those that set it up, the case, and what was read."""
    prepared, reading = evidence.prepared, evidence.readings[number]
    used = {v for v in reading.shown.values() if isinstance(v, str)}
    calls: list[Call] = []
    uses: dict[str, str] = {}
    operations = (*prepared.operations, probe.operation)
    resources = [*evidence.made, evidence.own]
    for place, (operation, request) in enumerate(zip(operations, prepared.shown(), strict=True)):
        kind = created_by(operation)
        resource = _made_for(resources, place, len(operations))
        keeps = None
        if kind is not None and resource is not None and resource.id in used and not kind.chosen_id:
            variable = f"STORE{place + 1}"
            keeps = (variable, kind.id_path)
            uses |= {m: variable for m, v in reading.shown.items() if v == resource.id}
        calls.append(Call(operation, request, keeps=keeps))
    return (*calls, Call(reading.operation, reading.shown, uses=uses))


def _made_for(resources: list[Resource | None], place: int, places: int) -> Resource | None:
    """The resource that the request at a place made."""
    if place == places - 1:
        return resources[-1]
    made = resources[:-1]
    return made[place] if len(made) == places - 1 else None
