"""The quota of stores: filled, where a profile says that it may be, and free again of a store that is deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from kms_conformance.execution.case_result import CaseResult, PreparedCase
from kms_conformance.execution.cleanup import PAUSE, listed
from kms_conformance.execution.context import Context, NotJudgedError
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.verdicts import (
    Judgement,
    answer_text,
    judge,
)
from kms_reports.result import Verdict
from kms_specification.oracle import (
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
    expect,
)
from kms_specification.requirements import Requirement
from kms_specification.state.uniqueness import State
from kms_strategies.cases import Case
from kms_targets import TargetError
from kms_targets.http.response import Observation

QUOTA_ERROR = "LimitExceededException"
ROUNDS = 11  # stores that are made one after the other: the service has room for ten at once


def filled(requirement: Requirement, context: Context) -> CaseResult:
    """Stores are made until one is refused, or there is one more than there may be. All are deleted again.

    Fewer than the quota may be made where others are there already. No other test has more than a few at once.
    """
    executor, operation = context.executor, context.executor.operation
    context.needs_store(*list(context.calibration.examples)[:1])
    variant, examples = next(iter(context.calibration.examples.items()))
    assert context.quota is not None
    made: list[tuple[str, str]] = []
    try:
        for number in range(context.quota + 1):
            ready, name, seen, store = _another(executor, Case(examples, variant))
            if store is not None:
                made.append((store, name))
            if store is None or number == context.quota:
                break
    finally:
        for store, name in reversed(made):
            executor.delete(store, name)
    error = operation.error(QUOTA_ERROR)
    expectation = Expectation((Outcome(error.name, error.status, (requirement.id,), error.source),), (), rejected=True)
    beside = f"beside {len(made) - int(seen.success)} stores of this run"
    found = judge(expectation, seen)
    return _judged(executor, ready, seen, expectation, found, beside, partial(filled, requirement, context))


def freed(context: Context) -> Iterator[CaseResult]:
    """A store refused for want of room where there is none at all, by a target that had room for one before."""
    executor = context.executor
    for variant, examples in context.calibration.examples.items():
        if context.makes_store(variant) and not _others(executor):
            for _ in range(ROUNDS):
                judged = _alone(executor, Case(examples, variant))
                if judged.failed:
                    yield judged
                if not judged.seen.success or executor.stores:
                    return
            return


def _alone(executor: Executor, case: Case) -> CaseResult:
    """A store made and deleted. Only want of room is wrong here, and only where no store is in the way.

    Raises NotJudgedError where one is; deletions are given the time that reads may be behind.
    """
    deadline = time.monotonic() + executor.lag
    while True:
        ready, name, seen, store = _another(executor, case)
        if store is not None:
            executor.delete(store, name)
        full = QUOTA_ERROR in seen.codes.values()
        if full and _others(executor):
            raise NotJudgedError("whose stores are in the way nobody can tell")
        if not full or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    expectation = expect(executor.operation, ready.request, State(()), Environment({case.variant: ReachableOutcome()}))
    judgement = judge(expectation, seen) if full else Judgement(Verdict.CONFORMS, answer_text(seen))
    return _judged(
        executor, ready, seen, expectation, judgement, "beside no store at all", partial(_alone, executor, case)
    )


def _others(executor: Executor) -> bool:
    """Whether there are stores, or the target does not say."""
    try:
        return bool(executor.stores) or next(listed(executor), None) is not None
    except TargetError:
        return True


def _another(executor: Executor, case: Case) -> tuple[PreparedCase, str, Observation, str | None]:
    """One more store: what was sent, its name, the answer, and its id where it was made."""
    ready = executor.ready(case)
    assert isinstance(ready.request, dict)
    name = str(ready.request.get("CustomKeyStoreName"))
    executor.ledger.intend([name])
    return ready, name, *executor.make(ready.request)


def _judged(
    executor: Executor,
    ready: PreparedCase,
    seen: Observation,
    expectation: Expectation,
    found: Judgement,
    beside: str,
    again: Callable[[], CaseResult],
) -> CaseResult:
    """The last of these answers is a case, those before it were to bring it about."""
    executor.plan(1)
    executor.count(seen)
    return CaseResult(
        executor.operation.name,
        ready.case,
        ready.body,
        ready.shown,
        seen,
        expectation,
        found.verdict,
        f"{beside}: {found.explanation}",
        again,
        canaries=ready.canaries,
    )
