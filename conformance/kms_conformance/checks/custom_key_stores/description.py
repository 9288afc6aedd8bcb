"""Looks at stores with DescribeCustomKeyStores, for the checks of what a store is: each look is a case of its own."""

from __future__ import annotations

import time
from collections.abc import Callable

from kms_conformance.execution.case_result import (
    CaseResult,
    PreparedCase,
    Shown,
)
from kms_conformance.execution.context import Context, NotJudgedError
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.oracle import (
    SUCCESS,
    Expectation,
    Outcome,
)
from kms_specification.pages.custom_key_stores import DESCRIBE, NAME
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

PAUSE = 0.05  # seconds between two looks at a target whose reads lag behind its writes

Store = dict[str, Json]


def standing(context: Context) -> list[Case]:
    """A valid request of each kind that makes a store. Raises NotJudgedError where none does, or none can be seen."""
    examples = context.calibration.examples
    found = [Case(request, name) for name, request in examples.items() if context.makes_store(name)]
    if not found:
        context.needs_store(*examples)
    can_look(context)
    return found


def can_look(context: Context) -> None:
    """Raises NotJudgedError where the target does not describe stores."""
    seen = context.executor.call(DESCRIBE, {})
    if not seen.success:
        raise NotJudgedError(f"the target does not describe its stores ({answer_text(seen)})")


def described(context: Context, name: str, enough: Callable[[list[Store]], bool]) -> tuple[Observation, list[Store]]:
    """The stores of a name, read until there are `enough` or reads can no longer be behind writes.

    Asked for by name, and where the target does not answer that, or tells of others too, looked up in all it has.
    """
    start = time.monotonic()
    while True:
        seen = context.executor.call(DESCRIBE, {"CustomKeyStoreName": name})
        found = _of(seen, name)
        if not seen.success and "CustomKeyStoreNotFoundException" not in seen.codes.values():
            seen = context.executor.call(DESCRIBE, {})
            found = _of(seen, name)
        if context.caught_up(time.monotonic() - start, right=enough(found)):
            return seen, found
        time.sleep(PAUSE)


def _of(seen: Observation, name: str) -> list[Store]:
    listed = seen.json.get("CustomKeyStores") if seen.success and isinstance(seen.json, dict) else None
    found = [s for s in listed if isinstance(s, dict)] if isinstance(listed, list) else []
    return [s for s in found if s.get("CustomKeyStoreName") == name]


def name_of(ready: PreparedCase) -> str:
    """The name of the store that a request asks for."""
    return str(request_of(ready).get("CustomKeyStoreName"))


def request_of(ready: PreparedCase) -> Request:
    """The request that is judged, as it is sent."""
    assert isinstance(ready.request, dict)
    return ready.request


def looked(
    requirement: Requirement,
    context: Context,
    ready: PreparedCase,
    seen: Observation,
    verdict: Verdict,
    why: str,
    *,
    again: Callable[[], CaseResult],
    inconclusive: bool = False,
    second: bool = False,
    every: bool = False,
) -> CaseResult:
    """The case of a look at a store, with `every` at all stores or, with `second`, of a second request for it."""
    context.executor.count(seen)
    outcome = Outcome(SUCCESS, context.executor.operation.success_status, (requirement.id,), requirement.source)

    def shown() -> Shown:
        *others, first = ready.shown()
        return (*others[:-1], first, others[-1]) if second else (first, {} if every else {NAME: name_of(ready)})

    return CaseResult(
        context.executor.operation.name if second else DESCRIBE,
        ready.case,
        ready.body,
        shown,
        seen,
        Expectation((outcome,), ()),
        verdict,
        why,
        again,
        inconclusive,
        ready.canaries,
    )
