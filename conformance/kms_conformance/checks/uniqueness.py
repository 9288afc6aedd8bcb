"""Uniqueness: with a store standing, what is in use is refused with the rule's own error, and nothing else is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    looked,
    name_of,
    request_of,
)
from kms_conformance.execution.case_result import CaseResult, SetupFailedError
from kms_conformance.execution.context import Context, NotJudgedError
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import duplicates


def uniqueness(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """A store is made and seen to be made; then a second request has the same, nearly the same, or other values."""
    operation = context.executor.operation
    rule = next(r for r in operation.uniqueness if r.name == requirement.subject)
    cases = duplicates(operation, rule, context.calibration.examples)
    reachable = [c for c in cases if context.makes_store(c.variant) and all(map(context.takes, c.before))]
    if not reachable:
        context.needs_store(*dict.fromkeys(c.variant for c in cases))
        raise NotJudgedError("no two stores can be made that the rule compares")
    yield from context.each(c for c in reachable if _usual(context, c))
    yield from _twins(context, [c for c in reachable if not _usual(context, c)])
    for name, request in context.calibration.examples.items():
        if context.makes_store(name) and all(m in request for m in rule.members):
            yield _freed(requirement, context, Case(request, name))


def _usual(context: Context, case: Case) -> bool:
    return all(before in context.calibration.examples.values() for before in case.before)


def _twins(context: Context, cases: Iterable[Case]) -> Iterator[CaseResult]:
    """The cases whose first store is an unusual one: a target that refuses it is told of by a constraint.

    Raises UnmetError where it makes none of them.
    """
    made, unmet = 0, None
    for case in cases:
        try:
            for judged in context.each([case]):
                made += 1
                yield judged
        except SetupFailedError as refused:
            unmet = refused
    if unmet and not made:
        raise unmet


def _freed(requirement: Requirement, context: Context, case: Case) -> CaseResult:
    """A store is made and deleted, and then another one made of the very same values."""
    executor = context.executor
    assert isinstance(case.request, dict)
    ready = executor.ready(Case(case.request, case.variant, (case.request,)))
    executor.ledger.intend([name_of(ready)])
    executor.plan(1)
    seen, store = executor.make(request_of(ready))
    look = partial(looked, requirement, context, ready, again=partial(_freed, requirement, context, case), second=True)
    if store is None or not executor.delete(store, name_of(ready)):
        return look(seen, Verdict.CONFORMS, "no store could be made and deleted first", inconclusive=True)
    deadline = time.monotonic() + executor.lag
    while True:
        seen, store = executor.make(ready.before[0])
        rule = next(r for r in executor.operation.uniqueness if r.name == requirement.subject)
        if store is not None or rule.error not in seen.codes.values() or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    if store is not None:
        executor.delete(store, name_of(ready))
    if rule.error in seen.codes.values():
        return look(seen, Verdict.REJECTED_VALID, f"{rule.error}, though the store that had it was deleted")
    return look(seen, Verdict.CONFORMS, "what a deleted store had is free again")
