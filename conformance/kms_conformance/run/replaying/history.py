"""A history of stores that was wrong, played once more: the requests that were shown, on stores of its own.

Which of the stores an id stood for is not in the file; where there are several, each assignment is tried. Every answer
is judged for the history that is really played.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, permutations

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.checks.custom_key_stores.sequences.explorer import Explorer
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.probe import CaseResult
from kms_reports.result import Counterexample
from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import CREATE, DESCRIBE, ID, NAME
from kms_strategies.sequences.steps import NOBODY, Step, Steps

HISTORY = f"{CREATE}.state.history"
MOST = 24  # assignments of ids to stores that are tried


def played(context: Context, example: Counterexample) -> CaseResult | None:
    """The wrong answer that the history still gets; None where it gets none. Raises NotJudgedError."""
    calls = [(str(one["operation"]), one["request"]) for one in example.before]
    calls.append((example.operation, example.request))
    explorer, shown = Explorer(context, writer(context), HISTORY), False
    for steps in islice(_histories(calls), MOST):
        try:
            answers = explorer.show(steps)
        except NotJudgedError:
            continue
        shown = True
        if answers and answers[-1].failed:
            return answers[-1]
    if not shown:
        raise NotJudgedError("no part of the history can be played here")
    return None


def _histories(calls: list[tuple[str, Json]]) -> Iterator[Steps]:
    """The calls as steps, once for each way in which their ids can be those of the stores that they make."""
    made = sum(operation == CREATE for operation, _ in calls)
    ids = list(dict.fromkeys(one for operation, request in calls if (one := _store(operation, request)) is not None))
    for numbers in dict.fromkeys(permutations([*range(made), *[NOBODY] * len(ids)], len(ids))):
        known = dict(zip(ids, numbers, strict=True))
        yield tuple(_step(operation, request, known) for operation, request in calls)


def _store(operation: str, request: Json) -> str | None:
    found = request.get(ID) if operation != CREATE and isinstance(request, dict) else None
    return found if isinstance(found, str) else None


def _step(operation: str, request: Json, known: dict[str, int]) -> Step:
    store = _store(operation, request)
    members = {m: v for m, v in request.items() if store is None or m != ID} if isinstance(request, dict) else {}
    pages = operation == DESCRIBE and store is None and NAME not in members
    return Step(operation, members, None if store is None else known[store], pages)
