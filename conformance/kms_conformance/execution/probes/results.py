"""A result made of a probe, the evidence and the judgement: what was called, what is shown, what it is worth."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
from kms_conformance.execution.snippets.curl import Call, Kept
from kms_strategies.cases import Case, Wire
from kms_strategies.requests.examples import Request

_LAST_WORD = re.compile("[A-Z][a-z]*")


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
    operations = (*prepared.operations, probe.operation)
    calls = [Call(operation, request) for operation, request in zip(operations, prepared.shown(), strict=True)]
    return linked([*calls, Call(reading.operation, reading.shown)], made_by_each(evidence))


def linked(calls: Sequence[Call], resources: Sequence[Resource | None]) -> tuple[Call, ...]:
    """The calls, each of which may have made a resource: the id that a later one names is kept in a variable."""
    variables: dict[str, str] = {}
    found: list[Call] = []
    for number, call in enumerate(calls):
        resource = resources[number] if number < len(resources) else None
        uses, keeps = dict(variables), tuple[Kept, ...]()
        if resource is not None and not resource.type.chosen_id:
            variables[resource.id] = f"{_LAST_WORD.findall(resource.type.name)[-1].upper()}{number + 1}"
            keeps = (Kept(variables[resource.id], resource.type.id_path),)
        found.append(replace(call, keeps=keeps, uses=uses))
    return tuple(found)


def made_by_each(evidence: Evidence) -> tuple[Resource | None, ...]:
    """What each request of the setup made, and the case; nothing of the setup where some of it made nothing."""
    setups = len(evidence.prepared.operations)
    made = evidence.made if len(evidence.made) == setups else (None,) * setups
    return (*made, evidence.own)
