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
from kms_conformance.execution.case_result import Judged
from kms_conformance.execution.context import Session
from kms_conformance.execution.snippets import Call
from kms_conformance.execution.verdicts import told
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
from kms_strategies.requests.duplicates import collisions, same
from kms_strategies.requests.examples import ordinary
from kms_targets.http.response import Observation


def untouched(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """For each uniqueness rule a store, a request that wants what it has, and the store again."""
    operation = session.sender.operation
    for rule in operation.uniqueness:
        for case in collisions(operation, rule, session.calibration.ordinary):
            (before,) = case.before
            alike = variant_of(operation, before) == case.variant and same(rule, case)
            if alike and session.makes_store(case.variant):
                judged = _compared(requirement, session, _otherwise(operation, rule, case))
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
    others = {m: ordinary(operation.member(m), 1) for m in free if isinstance(before[m], str)}
    return replace(case, request={**case.request, **others})


def _compared(requirement: Requirement, session: Session, case: Case) -> Judged:
    sender = session.sender
    ready = sender.ready(case)
    (before,) = ready.before
    name = str(before.get("CustomKeyStoreName"))
    sender.ledger.intend([name, name_of(ready)])
    sender.plan(1)
    again = partial(_compared, requirement, session, case)
    seen, store = sender.make(before)
    if store is None:
        return looked(
            requirement, session, ready, seen, Verdict.CONFORMS, "no store was made", again=again, masked=True
        )
    _, first = _entry(session, store)
    rejected, other = sender.make(request_of(ready))
    seen, then = _entry(session, store)
    deadline = time.monotonic() + sender.lag
    while first is not None and then != first and time.monotonic() < deadline:
        time.sleep(PAUSE)
        seen, then = _entry(session, store)
    if other is not None:
        sender.delete(other, name_of(ready))
    sender.delete(store, name)
    look = partial(looked, requirement, session, ready, seen, again=again)
    shows = first is not None and not rejected.success and rejected.failure is None
    if first is None or not shows or then == first:
        return look(Verdict.CONFORMS, "the store that was in the way is as it was", masked=not shows)
    why = f"{told(rejected)}, but the store that was in the way {_difference(first, then)}"
    made, wanted = ready.shown()
    shown = (Call(CREATE, made, keeps=("STORE1", ID)), Call(CREATE, wanted))
    return replace(
        look(Verdict.STATE_VIOLATION, why), script=(*shown, Call(DESCRIBE, {ID: store}, uses={ID: "STORE1"}))
    )


def _entry(session: Session, store: str) -> tuple[Observation, Store | None]:
    """How a store is described; None where it is not."""
    seen = session.sender.call(DESCRIBE, {ID: store})
    found = entries(seen.json) if seen.success else None
    return seen, next((dict(one) for one in found or () if one.get(ID) == store), None)


def _difference(first: Store, then: Store | None) -> str:
    if then is None:
        return "is described no more"
    members = [m for m in (*first, *then) if first.get(m) != then.get(m)]
    return f"is described with another {members[0]}"
