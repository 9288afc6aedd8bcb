"""That a rejected request leaves the store that was in its way as it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    Store,
    looked,
    name_of,
    request_of,
)
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context
from kms_conformance.execution.snippets import Call
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.facts import Operation, Unique
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    ID,
)
from kms_specification.requirements import Requirement
from kms_specification.state.listing import entries
from kms_specification.violations import variant_of
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import duplicates, same
from kms_strategies.requests.examples import example
from kms_targets.http.response import Observation


def untouched(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """For each uniqueness rule a store, a request that wants what it has, and the store again."""
    operation = context.executor.operation
    for rule in operation.uniqueness:
        for case in duplicates(operation, rule, context.calibration.examples):
            (before,) = case.before
            alike = variant_of(operation, before) == case.variant and same(rule, case)
            if alike and context.makes_store(case.variant):
                judged = _compared(requirement, context, _otherwise(operation, rule, case))
                yield judged
                if judged.failed:
                    return


def _otherwise(operation: Operation, rule: Unique, case: Case) -> Case:
    """The case with other values of whatever is of no account to the rule and can be seen."""
    assert isinstance(case.request, dict)
    (before,) = case.before
    free = [
        m for m in case.request if m in before and m not in rule.members and operation.member(m).enumeration is None
    ]
    others = {m: example(operation.member(m), 1) for m in free if isinstance(before[m], str)}
    return replace(case, request={**case.request, **others})


def _compared(requirement: Requirement, context: Context, case: Case) -> CaseResult:
    executor = context.executor
    ready = executor.ready(case)
    (before,) = ready.before
    name = str(before.get("CustomKeyStoreName"))
    executor.ledger.intend([name, name_of(ready)])
    executor.plan(1)
    again = partial(_compared, requirement, context, case)
    seen, store = executor.make(before)
    if store is None:
        return looked(
            requirement, context, ready, seen, Verdict.CONFORMS, "no store was made", again=again, inconclusive=True
        )
    _, first = _entry(context, store)
    rejected, other = executor.make(request_of(ready))
    seen, then = _entry(context, store)
    deadline = time.monotonic() + executor.lag
    while first is not None and then != first and time.monotonic() < deadline:
        time.sleep(PAUSE)
        seen, then = _entry(context, store)
    if other is not None:
        executor.delete(other, name_of(ready))
    executor.delete(store, name)
    look = partial(looked, requirement, context, ready, seen, again=again)
    shows = first is not None and not rejected.success and rejected.failure is None
    if first is None or not shows or then == first:
        return look(Verdict.CONFORMS, "the store that was in the way is as it was", inconclusive=not shows)
    why = f"{answer_text(rejected)}, but the store that was in the way {_difference(first, then)}"
    made, wanted = ready.shown()
    shown = (Call(CREATE, made, keeps=("STORE1", ID)), Call(CREATE, wanted))
    return replace(
        look(Verdict.STATE_VIOLATION, why), script=(*shown, Call(DESCRIBE, {ID: store}, uses={ID: "STORE1"}))
    )


def _entry(context: Context, store: str) -> tuple[Observation, Store | None]:
    """How a store is described; None where it is not."""
    seen = context.executor.call(DESCRIBE, {ID: store})
    found = entries(seen.json) if seen.success else None
    return seen, next((dict(one) for one in found or () if one.get(ID) == store), None)


def _difference(first: Store, then: Store | None) -> str:
    if then is None:
        return "is described no more"
    members = [m for m in (*first, *then) if first.get(m) != then.get(m)]
    return f"is described with another {members[0]}"
