"""That a rejected request makes no store, and takes nothing of what must be unique."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    can_look,
    described,
    looked,
    name_of,
    request_of,
)
from kms_conformance.checks.custom_key_stores.unchanged import untouched
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement, registry
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import duplicates
from kms_strategies.requests.examples import Request, having
from kms_targets.http.response import Observation


def atomic(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """One request for each reason to reject one; then no store of its name is there, all that it had is free,
    and the store that was in its way is as it was."""
    can_look(context)
    for case, valid in _rejected(context):
        yield _left(requirement, context, case, valid)
    yield from untouched(requirement, context)


def _rejected(context: Context) -> Iterator[tuple[Case, Request]]:
    """Requests that are rejected, each with one that is valid and has the same name, or more."""
    operation, examples = context.executor.operation, context.calibration.examples
    for other in registry():
        if other.operation == operation.name and not other.subject.startswith("CustomKeyStoreName"):
            case = next(iter(context.broken(other)), None)
            if case is not None and case.variant not in context.calibration.refused:
                yield case, examples[case.variant]
    for rule in operation.uniqueness:
        if rule.members != ("CustomKeyStoreName",):
            for case in duplicates(operation, rule, examples):
                if context.makes_store(case.variant) and all(map(context.takes, case.before)):
                    assert isinstance(case.request, dict)
                    yield case, case.request
    errors = {error.name for error in operation.errors}
    for values in (values for name, values in context.fixtures.items() if name in errors):
        for name, request in examples.items():
            if context.makes_store(name) and all(member in request for member in values):
                broken = request
                for member, value in values.items():
                    broken = having(broken, member, value)
                yield Case(broken, name), request


def _left(requirement: Requirement, context: Context, case: Case, valid: Request) -> CaseResult:
    """The rejected request, what is there of its name, and then the valid one."""
    executor = context.executor
    # All are filled together, and so have the same name, cluster and endpoint.
    ready = executor.ready(Case(case.request, case.variant, (*case.before, valid)))
    *before, valid = ready.before
    executor.ledger.intend([name_of(ready), *(str(r.get("CustomKeyStoreName")) for r in before)])
    executor.plan(1)
    look = partial(looked, requirement, context, ready, again=partial(_left, requirement, context, case, valid))
    standing = [(store, str(r.get("CustomKeyStoreName"))) for r in before if (store := executor.make(r)[1])]
    rejected, store = executor.make(request_of(ready))
    seen, stores = described(context, name_of(ready), lambda found: True)
    gone = [executor.delete(one, name) for one, name in standing]
    if rejected.success or rejected.failure is not None:
        if store is not None:
            executor.delete(store, name_of(ready))
        return look(rejected, Verdict.CONFORMS, "not rejected, so it shows nothing", inconclusive=True)
    if stores:
        for left in stores:
            executor.delete(str(left.get("CustomKeyStoreId")), name_of(ready))
        return look(seen, Verdict.STATE_VIOLATION, f"{answer_text(rejected)}, but a store of that name is there")
    if all(gone) and context.makes_store(case.variant):
        deadline = time.monotonic() + (executor.lag if standing else 0)
        taken, store = executor.make(valid)
        while store is None and _in_use(taken) and time.monotonic() < deadline:
            time.sleep(PAUSE)  # the store that was in the way is deleted, which may take a while to be known
            taken, store = executor.make(valid)
        if store is not None:
            executor.delete(store, str(valid.get("CustomKeyStoreName")))
        if _in_use(taken):
            why = f"{_in_use(taken)} for a request whose values only a rejected one has had"
            return look(taken, Verdict.STATE_VIOLATION, why, second=True)
    return look(seen, Verdict.CONFORMS, "nothing is left of the rejected request")


def _in_use(seen: Observation) -> str:
    """The code by which an answer says that something is in use; empty where it does not."""
    return next((code for code in seen.codes.values() if code.endswith("InUseException")), "")
