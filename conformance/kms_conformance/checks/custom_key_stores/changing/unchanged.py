"""That a rejected request leaves the store that was in its way as it was."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.checks.custom_key_stores.reading.description import Store, differing, right, store_of
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Probe, Probes, Read
from kms_reports.result import Verdict
from kms_specification.facts import Operation, Unique
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    ID,
)
from kms_specification.requirements.registry import Requirement
from kms_specification.violations.requests import variant_of
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import same
from kms_strategies.requests.examples import Request, example
from kms_targets.http.response import Observation


def untouched(requirement: Requirement, context: Context) -> Steps:
    """For each uniqueness rule a store, a request that wants what it has, and the store again."""
    operation, known = facts(CREATE), context.calibrated(CREATE)
    probes: list[Probe] = []
    for rule in operation.uniqueness:
        for case in context.duplicates(operation, rule):
            alike = same(rule, case) and all(variant_of(operation, b) == case.variant for b in case.before)
            if alike and known.succeeds(case.variant):
                probes.append(_compared(requirement, _otherwise(operation, rule, case)))
    yield Probes(probes, until_failure=True, optional=True)


def _otherwise(operation: Operation, rule: Unique, case: Case) -> Case:
    """The case with other values of whatever is of no account to the rule and can be seen."""
    assert isinstance(case.request, dict)
    (before,) = case.before
    free = [
        m for m in case.request if m in before and m not in rule.members and operation.member(m).enumeration is None
    ]
    others = {m: example(operation.member(m), 1) for m in free if isinstance(before[m], str)}
    return replace(case, request={**case.request, **others})


def _compared(requirement: Requirement, case: Case) -> Probe:
    """The store is read before and after the request."""
    return Probe(
        operation=CREATE,
        sent=case,
        waits_for_room=False,
        observe=(Read(DESCRIBE, _first, before=True), Read(DESCRIBE, _first, _as_before)),
        judge=_as_it_was,
        expectation=right(requirement),
    )


def _first(evidence: Evidence) -> Request:
    if not evidence.made:
        raise NotJudgedError("a store was made, and the answer does not say its id")
    return {ID: evidence.made[0].id}


def _as_before(evidence: Evidence, seen: Observation) -> bool:
    store = evidence.made[0].id
    before = store_of(evidence.readings[0].seen, store)
    return before is None or store_of(seen, store) == before


def _as_it_was(evidence: Evidence) -> Judgement:
    store = evidence.made[0].id
    first, then = (store_of(reading.seen, store) for reading in evidence.readings)
    rejected = evidence.seen
    shows = first is not None and not rejected.success and rejected.failure is None
    if first is None or not shows or then == first:
        why = "the store that was in the way is as it was"
        return Judgement(Verdict.CONFORMS, why, inconclusive=not shows, reading=1)
    why = f"{answer_text(rejected)}, but the store that was in the way {_difference(first, then)}"
    return Judgement(Verdict.STATE_VIOLATION, why, reading=1)


def _difference(first: Store, then: Store | None) -> str:
    if then is None:
        return "is described no more"
    return f"is described with another {next(differing(first, then))}"
