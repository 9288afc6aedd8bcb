"""The protocol itself: bytes that are no request, operations that do not exist, and how errors say their code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from random import Random

from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.uniqueness import can_duplicate
from kms_conformance.checks.wire.advice import one_of_each, unknown_keys
from kms_conformance.checks.wire.carrier import Carrier, carrier
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import (
    INTERNAL,
    Judgement,
    answer_text,
    error_codes,
    judge,
)
from kms_conformance.execution.knowledge.availability import NOT_IMPLEMENTED
from kms_conformance.execution.probes.evidence import Evidence, Judge
from kms_conformance.execution.probes.probe import Bytes, Probe, Probes
from kms_conformance.execution.sending.transport import encoded
from kms_reports.result import Verdict
from kms_specification.oracle import Expectation, Outcome
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_specification.violations.requests import SERIALIZATION, VALIDATION
from kms_strategies.cases import Case, Wire
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.duplicates import same
from kms_strategies.requests.malformed import WIRES


@check(Aspect.PROTOCOL)
def wire(requirement: Requirement, context: Context) -> Steps:
    """Broken input of one kind: any client error is right that an SDK can read."""
    yield Probes(broken_input(requirement, context))


def broken_input(requirement: Requirement, context: Context) -> list[Probe]:
    """Each of the broken inputs of one kind, made of a valid request of its own."""
    codes = (
        ("UnknownOperationException",) if requirement.subject == "unknown-operation" else (SERIALIZATION, VALIDATION)
    )
    outcomes = tuple(Outcome(code, 400, (requirement.id,), requirement.source) for code in codes)
    expectation = Expectation(outcomes, (), rejected=True)
    on, found = carrier(context), list[Probe]()
    usual = encoded(Substitution(Random(0))(on.request))
    for plain in WIRES[requirement.subject](on.operation, usual):
        make = partial(_made, requirement.subject, on.operation, plain.note)
        found.append(
            Probe(
                operation=on.operation,
                sent=Bytes(on.case, make),
                expectation=expectation,
                judge=client_error(plain.target),
            )
        )
    return found


def malformed(context: Context) -> list[Probe]:
    """Requests that hold secrets and are refused before anybody reads a member, for checks that look at the answers."""
    by_id = {r.id: r for r in registry()}
    return [probe for name in WIRES for probe in broken_input(by_id[f"protocol.json11.{name}"], context)]


def _made(subject: str, operation: str, note: str, valid: bytes) -> Wire:
    return next(wire for wire in WIRES[subject](operation, valid) if wire.note == note)


def client_error(target: str | None) -> Judge:
    """How the answer to broken input is judged. Without a target nothing says that it is for KMS, or in JSON."""
    return partial(_client_error, readable=target is not None)


def _client_error(evidence: Evidence, *, readable: bool) -> Judgement:
    """Any error of the 400s is right, with a code that can be read where it has to be; all else is judged as ever.

    So is 501, by which a target says that it has not implemented something.
    """
    seen = evidence.seen
    says_code = bool(seen.codes) or not readable
    if seen.failure is None and says_code and (400 <= (seen.status or 0) < INTERNAL or seen.status == NOT_IMPLEMENTED):
        return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}, as it should be")
    if seen.status == NOT_IMPLEMENTED:
        return Judgement(Verdict.MALFORMED_ERROR, f"{answer_text(seen)}, which no SDK can read")
    found = judge(evidence.expectation, seen)
    if found.verdict in (Verdict.CONFORMS, Verdict.WRONG_CODE):
        return Judgement(Verdict.WRONG_STATUS, f"{answer_text(seen)}, which is no client error")
    return found


@check(Aspect.PROTOCOL, subject="error-shape")
def error_shape(requirement: Requirement, context: Context) -> Steps:
    """One error for each constraint and uniqueness rule: each says its code where an SDK can find it."""
    on = carrier(context)
    probes = [Probe(operation=on.operation, sent=case) for case in _errors(on, context)]
    yield Probes([replace(probe, judge=_shape) for probe in (*probes, *unknown_keys(context))])


def _errors(on: Carrier, context: Context) -> Iterator[Case]:
    operation = facts(on.operation)
    yield from one_of_each(context, on)
    for rule in operation.uniqueness:
        for case in context.duplicates(operation, rule):
            if same(rule, case) and can_duplicate(context, operation, case):
                yield case


def _shape(evidence: Evidence) -> Judgement:
    """The verdict on the shape of an error alone; which code it says is for other requirements.

    Of two codes that disagree each is read by some SDK: see `error-in-type`.
    """
    seen, codes = evidence.seen, error_codes(evidence.seen)
    if seen.failure is not None or (seen.success and not codes):
        return Judgement(Verdict.CONFORMS, "not an error", inconclusive=True)
    if codes and not 400 <= (seen.status or 0) < INTERNAL and not _internal(codes):
        why = f"{answer_text(seen)}: a client's error has a status from 400 to 499"
        return Judgement(Verdict.WRONG_STATUS, why)
    if not codes:
        why = f"HTTP {seen.status} without a code in __type, code or X-Amzn-Errortype"
        return Judgement(Verdict.MALFORMED_ERROR, why)
    return Judgement(Verdict.CONFORMS, answer_text(seen))


def _internal(codes: dict[str, str]) -> bool:
    """Whether the error is the server's own."""
    return any(re.search("Internal|Unavailable|Failure", code) for code in codes.values())
