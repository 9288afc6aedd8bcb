"""A sequence on custom key stores: played as every other history of them is, by the model of the account."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import partial

from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.generated.sequences.steps import Earlier, Step, value_of
from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import expected
from kms_conformance.execution.probes.preparation import as_object
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.execution.probes.references import resolved
from kms_specification.error_meanings import VALIDATION
from kms_specification.facts import Json
from kms_specification.oracle import Expectation, merged
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE, ID
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.state_machine import MOST
from kms_strategies.sequences.steps import Step as StoreStep


class _Drawn(SequenceRunner):
    """Plays requests with values that nobody chose: prose may have more to say of them than every constraint says."""

    def _expected(self, step: StoreStep, request: Request) -> Expectation:
        there, anywhere = SequenceRunner._expected(self, step, request), expected(step.operation, request)
        left_open = (outcome for outcome in anywhere.outcomes if outcome.code == VALIDATION)
        return replace(there, outcomes=merged((*there.outcomes, *left_open)))


@dataclass(slots=True)
class StoreScene:
    """One sequence. Stores are known by their numbers, in the order in which they were asked for."""

    context: Context
    earlier: list[Earlier] = field(default_factory=list)
    _runner: SequenceRunner = field(init=False)
    _asked_for: int = 0

    def __post_init__(self) -> None:
        self._runner = _Drawn(self.context)

    def takes(self, step: Step) -> bool:
        """Whether there is room for a store, or the target has the operation and lets what it does be undone."""
        if step.operation == CREATE:
            return self._runner.standing < MOST
        return not abilities(self.context).unplayable(step.operation)

    def play(self, step: Step) -> CaseResult:
        """The answer to the next step, judged. Raises NotJudgedError."""
        abilities(self.context).need(DESCRIBE, DELETE)
        request = as_object(resolved(step.request, partial(value_of, self.earlier)))
        store = self._number(request.get(ID)) if step.operation != CREATE else None
        if store is not None:
            del request[ID]
        result = self._runner.play(StoreStep(step.operation, request, store))
        named = {} if store is None else {ID: self._runner.store(store)}
        self.earlier.append(Earlier({**named, **json.loads(result.body)}, result.seen.json))
        self._asked_for += step.operation == CREATE
        if step.operation == CREATE and result.failed:
            self._is_about_the_request(step, result)
        return result

    def end(self) -> None:
        """Disconnects and deletes the stores that are there."""
        self._runner.end()

    def _is_about_the_request(self, step: Step, result: CaseResult) -> None:
        """Raises NotJudgedError where valid requests get that answer now and then."""
        executor = self.context.executor
        controls = ControlRequests(
            executor.tracker, executor.tools.controls, executor.tools.preparer, CREATE, step.variant
        )
        why = controls.varying(result.expectation, result.seen)
        if why:
            raise NotJudgedError(why)

    def _number(self, store: Json) -> int | None:
        """The number of a store, by its id."""
        return next((n for n in range(self._asked_for) if self._runner.store(n) == store), None)
