"""The quota of stores, filled: the one test that has more than a few stores at once. Only where a profile says so."""

from __future__ import annotations

from functools import partial

from conformance.judged import Judged
from conformance.session import Session
from conformance.verdicts import judge
from spec.oracle import Expectation, Outcome
from spec.requirements import Requirement
from strategies.cases import Case

QUOTA_ERROR = "LimitExceededException"


def filled(requirement: Requirement, session: Session) -> Judged:
    """Stores are made until one is refused, or there is one more than there may be. All are deleted again.

    Fewer than the quota may be made where others are there already.
    """
    sender, operation = session.sender, session.sender.operation
    session.needs_store(*list(session.calibration.ordinary)[:1])
    variant, ordinary = next(iter(session.calibration.ordinary.items()))
    assert session.quota is not None
    made: list[tuple[str, str]] = []
    sender.plan(1)
    try:
        for number in range(session.quota + 1):
            ready = sender.ready(Case(ordinary, variant))
            assert isinstance(ready.request, dict)
            name = str(ready.request.get("CustomKeyStoreName"))
            sender.ledger.intend([name])
            seen, store = sender.make(ready.request)
            if store is not None:
                made.append((store, name))
            if store is None or number == session.quota:
                break
    finally:
        for store, name in reversed(made):
            sender.delete(store, name)
    sender.count(seen)
    error = operation.error(QUOTA_ERROR)
    outcome = Outcome(error.name, error.status, (requirement.id,), error.source)
    expectation = Expectation((outcome,), (), rejected=True)
    found = judge(expectation, seen)
    return Judged(
        operation.name,
        ready.case,
        ready.body,
        ready.shown,
        seen,
        expectation,
        found.verdict,
        f"beside {len(made) - int(seen.success)} stores of this run: {found.explanation}",
        partial(filled, requirement, session),
        marks=ready.marks,
    )
