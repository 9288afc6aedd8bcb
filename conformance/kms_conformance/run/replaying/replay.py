"""One failing result of an earlier run once more: its counterexample is sent, and judged for the target it is sent to.

What one answer cannot show (a store that is not described as it was sent, a race) is asked for by the requirement's
own check instead.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from random import Random

from kms_conformance.checks.wire.bodies import client_error
from kms_conformance.checks.wire.changed_bytes import changed
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import Bytes, CaseResult, Probe
from kms_conformance.execution.sending.transport import encoded
from kms_conformance.run.replaying.history import HISTORY, played
from kms_conformance.run.run import OpenRun, operation
from kms_reports.result import (
    Counterexample,
    Result,
    Verdict,
)
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, Operation
from kms_specification.oracle import (
    Expectation,
    Outcome,
    ReachableOutcome,
)
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)
from kms_specification.violations.requests import variant_of, violations
from kms_strategies.cases import Case, Wire
from kms_strategies.requests.examples import Request
from kms_strategies.requests.malformed import WIRES

# What shows in one answer.
_SHOWN = frozenset(
    {
        Verdict.ACCEPTED_INVALID,
        Verdict.REJECTED_VALID,
        Verdict.WRONG_CODE,
        Verdict.WRONG_STATUS,
        Verdict.MALFORMED_ERROR,
        Verdict.SERVER_FAULT,
        Verdict.TIMEOUT,
    }
)
_NOT_ALONE = frozenset({Aspect.STATE, Aspect.OUTPUT})
_LETTERS = re.compile("[b-e]{5,}|[B-E]{5,}")  # as holes are filled
_FRESH = "bcde"


@dataclass(frozen=True, slots=True)
class Replayed:
    """Whether a requirement is still broken, None where this target cannot show it, and why."""

    id: str
    breaks: bool | None
    why: str


def replay(run: OpenRun, result: Result) -> Replayed:
    """Sends what an earlier run found once more. Raises OutOfTimeError as the checks do."""
    requirement = next((r for r in registry() if r.id == result.id), None)
    example = result.counterexample
    if requirement is None:
        return Replayed(result.id, None, "this version knows no such requirement")
    if example is not None and _alone(requirement, example):
        try:
            judged = _sent(run.executor, requirement, example)
        except SetupFailedError as why:
            return Replayed(result.id, None, str(why))
        if judged is not None:
            if judged.inconclusive:
                return Replayed(result.id, None, judged.explanation)
            return Replayed(result.id, judged.failed, run.executor.tracker.redact(judged.explanation))
    if example is not None and requirement.id == HISTORY:
        return _history(run, example)
    return _checked(run, requirement)


def _history(run: OpenRun, example: Counterexample) -> Replayed:
    try:
        wrong = played(run.evaluator.context, example)
    except (NotJudgedError, SetupFailedError) as why:
        return Replayed(HISTORY, None, str(why))
    if wrong is None:
        return Replayed(HISTORY, False, "every answer to the history is as it should be")
    return Replayed(HISTORY, True, run.executor.tracker.redact(wrong.explanation))


def _checked(run: OpenRun, requirement: Requirement) -> Replayed:
    found = run.judge(requirement)
    if found.failed or found.verdict is Verdict.CONFORMS:
        return Replayed(
            requirement.id, found.failed, found.reason or "every case of its check is answered as it should"
        )
    return Replayed(requirement.id, None, found.reason)


def _alone(requirement: Requirement, example: Counterexample) -> bool:
    """Whether one answer shows what was found."""
    if requirement.aspect is Aspect.PROTOCOL:
        return requirement.subject in WIRES
    known = requirement.operation == example.operation and requirement.operation in OPERATIONS
    if any(before.get("operation") != example.operation for before in example.before):
        return False  # what it names has to be made anew
    return known and example.verdict in _SHOWN and requirement.aspect not in _NOT_ALONE


def _sent(executor: Executor, requirement: Requirement, example: Counterexample) -> CaseResult | None:
    """The counterexample sent; None where it can be no request of this requirement any more."""
    if requirement.aspect is Aspect.PROTOCOL:
        return _wire(executor, requirement, example)
    before = tuple(b["request"] for b in example.before if isinstance(b["request"], dict))
    if len(before) < len(example.before):
        return None
    if example.body_base64 is not None:
        return _spelled(executor, example)
    send = partial(_case, executor, requirement)
    operation = facts(example.operation)
    judged = send(example.request, before)
    in_use = {rule.error for rule in operation.uniqueness}
    if judged.failed and in_use.intersection(judged.seen.codes.values()) and judged.seen.code != example.code:
        judged = send(*_refilled(operation, executor.tools.preparer.random, example.request, before))
    if judged.rejects is any(acceptable.code is None for acceptable in example.acceptable):
        return None  # it was right for another reason than what stands before it
    return judged


def _case(executor: Executor, requirement: Requirement, request: Json, before: tuple[Request, ...]) -> CaseResult:
    operation = facts(requirement.operation)
    variant = variant_of(operation, request) if isinstance(request, dict) else None
    case = Case(request, variant or "", before)
    rules = {rule.error for rule in operation.uniqueness}
    provoked = requirement.aspect is Aspect.ERROR and requirement.subject not in rules and variant is not None
    reach = ReachableOutcome(requirement.subject) if provoked else None
    return executor.execute(Probe(operation=operation.name, sent=case, reach=reach))


def _wire(executor: Executor, requirement: Requirement, example: Counterexample) -> CaseResult | None:
    body = _body(example)
    if body is None:
        return None
    acceptable = tuple(
        Outcome(a.code, a.status, (requirement.id,), requirement.source) for a in example.acceptable if a.code
    )
    valid = Case(example.request if isinstance(example.request, dict) else {}, "")
    wire = Wire(body, requirement.subject, example.operation or None)
    probe = Probe(
        operation=operation().name,
        sent=Bytes(valid, lambda _: wire),
        expectation=Expectation(acceptable, (), rejected=True),
        judge=client_error(wire.target),
    )
    return executor.execute(probe)


def _spelled(executor: Executor, example: Counterexample) -> CaseResult | None:
    """A request whose spelling is what was found."""
    body = _body(example)
    if body is None:
        return None
    valid = Case(example.request if isinstance(example.request, dict) else {}, "")
    return executor.execute(
        changed(example.operation, valid, lambda _: Wire(body, "as it was found", example.operation))
    )


def _body(example: Counterexample) -> bytes | None:
    if example.body_base64 is None:
        return encoded(example.request)
    try:
        return base64.b64decode(example.body_base64, validate=True)
    except (binascii.Error, ValueError):
        return None


def _refilled(
    operation: Operation, random: Random, request: Json, before: tuple[Request, ...]
) -> tuple[Json, tuple[Request, ...]]:
    """The requests with other letters in what must be unique, wherever that breaks nothing else than before."""
    instead: dict[str, str] = {}
    compared = {member for rule in operation.uniqueness for member in rule.members}

    def fresh(one: Json) -> Json:
        if not isinstance(one, dict):
            return one
        for member in compared & one.keys():
            value = one[member]
            if isinstance(value, str):
                other = instead.setdefault(value, _LETTERS.sub(partial(_letters, random), value))
                if _broken(operation, {**one, member: other}) == _broken(operation, one):
                    one = {**one, member: other}
        return one

    return fresh(request), tuple(found for r in before if isinstance(found := fresh(r), dict))


def _letters(random: Random, run: re.Match[str]) -> str:
    found = "".join(random.choices(_FRESH, k=len(run[0])))
    return found if run[0].islower() else found.upper()


def _broken(operation: Operation, request: Mapping[str, Json]) -> list[tuple[str, bool]]:
    return [(v.requirement, v.certain) for v in violations(operation, dict(request))]
