"""The protocol itself: bytes that are no request, operations that do not exist, and how errors say their code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context
from kms_conformance.execution.verdicts import (
    INTERNAL,
    Judgement,
    answer_text,
    judge,
)
from kms_reports.result import Verdict
from kms_specification.facts import Operation
from kms_specification.oracle import Expectation, Outcome
from kms_specification.requirements import Requirement, registry
from kms_specification.violations import SERIALIZATION, VALIDATION
from kms_strategies.cases import Case, Wire
from kms_strategies.requests.duplicates import duplicates
from kms_strategies.requests.examples import Request
from kms_strategies.requests.malformed import WIRES
from kms_targets.http.response import Observation

UNIMPLEMENTED = 501


def wire(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """Broken input of one kind: any client error is right that an SDK can read."""
    operation = context.executor.operation
    codes = (
        ("UnknownOperationException",) if requirement.subject == "unknown-operation" else (SERIALIZATION, VALIDATION)
    )
    outcomes = tuple(Outcome(code, 400, (requirement.id,), requirement.source) for code in codes)
    expectation = Expectation(outcomes, (), rejected=True)
    variant, request = _taken(context)
    for number, plain in enumerate(WIRES[requirement.subject](operation.name, b"{}")):
        # Each is made of a valid request of its own, so that one which is taken is in nobody's way.
        make = partial(_made, requirement.subject, operation.name, number)
        yield context.executor.wire(Case(request, variant), make, expectation, weighing(expectation, plain.target))


def malformed(context: Context) -> Iterator[CaseResult]:
    """Requests that hold secrets and are no JSON, for whoever looks at the answers."""
    by_id = {r.id: r for r in registry()}
    yield from wire(by_id["protocol.json11.malformed-body"], context)


def _taken(context: Context) -> tuple[str, Request]:
    """A valid request that is not refused, of a kind that makes a store where there is one."""
    examples, refused = context.calibration.examples, context.calibration.refused
    names = sorted(examples, key=lambda name: (name in refused, not context.makes_store(name)))
    return names[0], examples[names[0]]


def _made(subject: str, operation: str, number: int, valid: bytes) -> Wire:
    return list(WIRES[subject](operation, valid))[number]


def weighing(expectation: Expectation, target: str | None) -> Callable[[Observation], Judgement]:
    """How the answer to broken input is judged. Without a target nothing says that it is for KMS, or in JSON."""
    return partial(_client_error, expectation, readable=target is not None)


def _client_error(expectation: Expectation, seen: Observation, *, readable: bool) -> Judgement:
    """Any error of the 400s is right, with a code that can be read where it has to be; all else is judged as ever.

    So is 501, by which a target says that it has not implemented something.
    """
    told_code = bool(seen.codes) or not readable
    if seen.failure is None and told_code and (400 <= (seen.status or 0) < INTERNAL or seen.status == UNIMPLEMENTED):
        return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}, as it should be")
    found = judge(expectation, seen)
    if found.verdict in (Verdict.CONFORMS, Verdict.WRONG_CODE):
        return Judgement(Verdict.WRONG_STATUS, f"{answer_text(seen)}, which is no client error")
    return found


def error_shape(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """One error for each constraint and uniqueness rule: each says its code, and says the same wherever it does."""
    for judged in context.each(_errors(context.executor.operation, context)):
        yield _shaped(judged)


def _errors(operation: Operation, context: Context) -> Iterator[Case]:
    examples = context.calibration.examples
    for requirement in registry():
        if requirement.operation == operation.name:
            yield from context.broken(requirement)[:1]
    for rule in operation.uniqueness:
        for case in duplicates(operation, rule, examples):
            if context.makes_store(case.variant) and all(map(context.takes, case.before)):
                yield case


def _shaped(judged: CaseResult) -> CaseResult:
    """The answer judged by its shape alone; which code it says is for other requirements."""
    seen = judged.seen
    again = partial(_again, judged)
    codes = seen.codes
    if seen.failure is not None or (seen.success and not codes):
        return replace(judged, verdict=Verdict.CONFORMS, explanation="not an error", inconclusive=True, again=again)
    if codes and not 400 <= (seen.status or 0) < INTERNAL and not _internal(codes):
        why = f"{answer_text(seen)}: a client's error has a status from 400 to 499"
        return replace(judged, verdict=Verdict.WRONG_STATUS, explanation=why, again=again)
    if not codes:
        explanation = f"HTTP {seen.status} without a code in __type, code or X-Amzn-Errortype"
    elif len(set(codes.values())) > 1:
        explanation = "the error says " + ", but ".join(f"{code} in {place}" for place, code in codes.items())
    else:
        return replace(judged, verdict=Verdict.CONFORMS, explanation=answer_text(seen), again=again)
    return replace(judged, verdict=Verdict.MALFORMED_ERROR, explanation=explanation, again=again)


def _internal(codes: dict[str, str]) -> bool:
    """Whether the error is the server's own."""
    return any(re.search("Internal|Unavailable|Failure", code) for code in codes.values())


def _again(judged: CaseResult) -> CaseResult:
    return _shaped(judged.again())
