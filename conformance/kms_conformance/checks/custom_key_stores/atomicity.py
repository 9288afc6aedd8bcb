"""That a rejected request makes no store, and takes nothing of what must be unique."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.changing.unchanged import untouched
from kms_conformance.checks.custom_key_stores.reading.description import (
    can_look,
    look_by_name,
    right,
    stores_in,
)
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.uniqueness import can_duplicate
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Follow, Probe, Probes
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import CREATE, NAME
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import same
from kms_strategies.requests.examples import Request, having
from kms_targets.http.response import Observation


@check(Aspect.STATE, subject="atomic", operations=(CREATE,))
def atomic(requirement: Requirement, context: Context) -> Steps:
    """One request for each reason to reject one; then no store of its name is there, all that it had is free,
    and the store that was in its way is as it was."""
    can_look(context)
    yield Probes([_probe(requirement, context, case, valid) for case, valid in _rejected(context)], optional=True)
    yield Probes([_renamed(requirement, context, case) for case in _named_alike(context)], optional=True)
    yield from untouched(requirement, context)


def _probe(requirement: Requirement, context: Context, case: Case, valid: Request) -> Probe:
    """The rejected request, what is there of its name, and then the valid one."""
    succeeds = context.calibrated(CREATE).succeeds(case.variant)
    return Probe(
        operation=CREATE,
        sent=case,
        waits_for_room=False,
        observe=(look_by_name(_any), Follow(valid, _is_in_use, partial(_nothing_left, succeeds=succeeds))),
        judge=_left,
        expectation=right(requirement),
    )


def _renamed(requirement: Requirement, context: Context, case: Case) -> Probe:
    """A request whose name alone is in use, and then the same with another name."""
    assert isinstance(case.request, dict)
    valid = {**case.request, NAME: f"other-{case.request[NAME]}"}
    follows = partial(_rejected_so_far, succeeds=context.calibrated(CREATE).succeeds(case.variant))
    return Probe(
        operation=CREATE,
        sent=case,
        waits_for_room=False,
        observe=(Follow(valid, _is_in_use, follows),),
        judge=_free,
        expectation=right(requirement),
    )


def _named_alike(context: Context) -> Iterator[Case]:
    """Of each kind one request whose name another store has."""
    operation = facts(CREATE)
    for rule in operation.uniqueness:
        if rule.members == (NAME,):
            found = [
                c for c in context.duplicates(operation, rule) if same(rule, c) and can_duplicate(context, operation, c)
            ]
            yield from {case.variant: case for case in reversed(found)}.values()


def _rejected_so_far(evidence: Evidence, succeeds: bool) -> bool:
    return succeeds and not evidence.seen.success and evidence.seen.failure is None


def _free(evidence: Evidence) -> Judgement:
    """The verdict on what a request whose name is in use has taken beside it."""
    if evidence.readings and (left := _taken(evidence, 0)):
        return left
    return Judgement(Verdict.CONFORMS, "nothing is left of the rejected request", inconclusive=not evidence.readings)


def _taken(evidence: Evidence, reading: int) -> Judgement | None:
    """The verdict where the valid request is refused since something that it has is in use."""
    taken = in_use(evidence.readings[reading].seen)
    if not taken:
        return None
    why = f"{taken} for a request whose values only a rejected one has had"
    return Judgement(Verdict.STATE_VIOLATION, why, reading=reading)


def _any(stores: object) -> bool:
    return True


def _rejected(context: Context) -> Iterator[tuple[Case, Request]]:
    """Requests that are rejected, each with one that is valid and has the same name, or more."""
    operation, known = facts(CREATE), context.calibrated(CREATE)
    for other in registry():
        if other.operation == CREATE and not other.subject.startswith(NAME):
            case = next(iter(context.broken(other)), None)
            if case is not None and case.variant not in known.refused:
                yield case, known.examples[case.variant]
    for rule in operation.uniqueness:
        if rule.members != (NAME,):
            for case in context.duplicates(operation, rule):
                if can_duplicate(context, operation, case):
                    assert isinstance(case.request, dict)
                    yield case, case.request
    errors = {error.name for error in operation.errors}
    for values in (values for name, values in context.fixtures.items() if name in errors):
        for name, request in known.examples.items():
            if known.succeeds(name) and all(member in request for member in values):
                broken = request
                for member, value in values.items():
                    broken = having(broken, member, value)
                yield Case(broken, name), request


def _nothing_left(evidence: Evidence, succeeds: bool) -> bool:
    """Whether the valid request shows more: the other was rejected, and no store is there."""
    return _rejected_so_far(evidence, succeeds) and not stores_in(evidence)


def _left(evidence: Evidence) -> Judgement:
    """The verdict on what a rejected request has left: what is there of its name, and what was answered afterwards."""
    if evidence.seen.success or evidence.seen.failure is not None:
        return Judgement(Verdict.CONFORMS, "not rejected, so it shows nothing", inconclusive=True)
    if stores_in(evidence):
        why = f"{answer_text(evidence.seen)}, but a store of that name is there"
        return Judgement(Verdict.STATE_VIOLATION, why, reading=0)
    if len(evidence.readings) > 1 and (left := _taken(evidence, 1)):
        return left
    return Judgement(Verdict.CONFORMS, "nothing is left of the rejected request", reading=0)


def _is_in_use(seen: Observation) -> bool:
    return bool(in_use(seen))


def in_use(seen: Observation) -> str:
    """The code by which an answer says that something is in use; empty where it does not."""
    return next((code for code in seen.codes.values() if code.endswith("InUseException")), "")
