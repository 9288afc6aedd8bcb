"""The quota of stores: filled, where a profile says that it may be, and free again of a store that is deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from kms_conformance.execution.case_result import Judged, Ready
from kms_conformance.execution.cleanup import PAUSE, listed
from kms_conformance.execution.context import NotJudgedError, Session
from kms_conformance.execution.executor import Sender
from kms_conformance.execution.verdicts import (
    Judgement,
    judge,
    told,
)
from kms_reports.result import Verdict
from kms_specification.oracle import (
    Environment,
    Expectation,
    Outcome,
    Reach,
    expect,
)
from kms_specification.requirements import Requirement
from kms_specification.state.uniqueness import State
from kms_strategies.cases import Case
from kms_targets import TargetError
from kms_targets.http.response import Observation

QUOTA_ERROR = "LimitExceededException"
ROUNDS = 11  # stores that are made one after the other: the service has room for ten at once


def filled(requirement: Requirement, session: Session) -> Judged:
    """Stores are made until one is refused, or there is one more than there may be. All are deleted again.

    Fewer than the quota may be made where others are there already. No other test has more than a few at once.
    """
    sender, operation = session.sender, session.sender.operation
    session.needs_store(*list(session.calibration.ordinary)[:1])
    variant, ordinary = next(iter(session.calibration.ordinary.items()))
    assert session.quota is not None
    made: list[tuple[str, str]] = []
    try:
        for number in range(session.quota + 1):
            ready, name, seen, store = _another(sender, Case(ordinary, variant))
            if store is not None:
                made.append((store, name))
            if store is None or number == session.quota:
                break
    finally:
        for store, name in reversed(made):
            sender.delete(store, name)
    error = operation.error(QUOTA_ERROR)
    expectation = Expectation((Outcome(error.name, error.status, (requirement.id,), error.source),), (), rejected=True)
    beside = f"beside {len(made) - int(seen.success)} stores of this run"
    found = judge(expectation, seen)
    return _judged(sender, ready, seen, expectation, found, beside, partial(filled, requirement, session))


def freed(session: Session) -> Iterator[Judged]:
    """A store refused for want of room where there is none at all, by a target that had room for one before."""
    sender = session.sender
    for variant, ordinary in session.calibration.ordinary.items():
        if session.makes_store(variant) and not _others(sender):
            for _ in range(ROUNDS):
                judged = _alone(sender, Case(ordinary, variant))
                if judged.failed:
                    yield judged
                if not judged.seen.success or sender.stores:
                    return
            return


def _alone(sender: Sender, case: Case) -> Judged:
    """A store made and deleted. Only want of room is wrong here, and only where no store is in the way.

    Raises NotJudgedError where one is; deletions are given the time that reads may be behind.
    """
    deadline = time.monotonic() + sender.lag
    while True:
        ready, name, seen, store = _another(sender, case)
        if store is not None:
            sender.delete(store, name)
        full = QUOTA_ERROR in seen.codes.values()
        if full and _others(sender):
            raise NotJudgedError("whose stores are in the way nobody can tell")
        if not full or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    expectation = expect(sender.operation, ready.request, State(()), Environment({case.variant: Reach()}))
    judgement = judge(expectation, seen) if full else Judgement(Verdict.CONFORMS, told(seen))
    return _judged(sender, ready, seen, expectation, judgement, "beside no store at all", partial(_alone, sender, case))


def _others(sender: Sender) -> bool:
    """Whether there are stores, or the target does not say."""
    try:
        return bool(sender.stores) or next(listed(sender), None) is not None
    except TargetError:
        return True


def _another(sender: Sender, case: Case) -> tuple[Ready, str, Observation, str | None]:
    """One more store: what was sent, its name, the answer, and its id where it was made."""
    ready = sender.ready(case)
    assert isinstance(ready.request, dict)
    name = str(ready.request.get("CustomKeyStoreName"))
    sender.ledger.intend([name])
    return ready, name, *sender.make(ready.request)


def _judged(
    sender: Sender,
    ready: Ready,
    seen: Observation,
    expectation: Expectation,
    found: Judgement,
    beside: str,
    again: Callable[[], Judged],
) -> Judged:
    """The last of these answers is a case, those before it were to bring it about."""
    sender.plan(1)
    sender.count(seen)
    return Judged(
        sender.operation.name,
        ready.case,
        ready.body,
        ready.shown,
        seen,
        expectation,
        found.verdict,
        f"{beside}: {found.explanation}",
        again,
        marks=ready.marks,
    )
