"""A sequence on keys, aliases, grants and what keys make: each answer is judged by what is known of the keys by then.

Reads may be behind writes: an answer that is wrong is asked for again until it is right or can no longer be behind.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import partial

from kms_conformance.checks.generated.sequences.steps import Earlier, SequenceOverError, Step, value_of
from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.checks.keys.sequences.played import Sent
from kms_conformance.checks.keys.sequences.port import MAKING, NotShownError, Resource, changes, remove, resource
from kms_conformance.checks.keys.sequences.runner import Run
from kms_conformance.checks.keys.sequences.script import script
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement, answer_text, judge
from kms_conformance.execution.knowledge.lag import BEHIND, PAUSE
from kms_conformance.execution.probes.preparation import as_object
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.execution.snippets.curl import Call
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.oracle import Expectation
from kms_specification.pages.resources import KEY
from kms_specification.state.key_answers import KnownKeys, after, expect_of_keys
from kms_specification.state.keys import Expected, wrong
from kms_strategies.cases import Case
from kms_strategies.placeholders import placeholders
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

MOST = 4  # keys at once
_NO_ROOM = "LimitExceededException"


@dataclass(slots=True)
class KeyScene:
    """One sequence, as far as it has been played."""

    context: Context
    earlier: list[Earlier] = field(default_factory=list)
    _known: KnownKeys = field(default_factory=KnownKeys)
    _sent: list[Sent] = field(default_factory=list)
    _made: list[Resource] = field(default_factory=list)

    @property
    def _run(self) -> Run:
        return run_of(self.context)

    def takes(self, step: Step) -> bool:
        """Whether there may be one more key."""
        return step.operation != KEY.create or sum(made.made_by == KEY.create for made in self._made) < MOST

    def play(self, step: Step) -> CaseResult:
        """The answer to the next step, judged. Raises SequenceOverError and NotJudgedError."""
        preparer = self.context.executor.tools.preparer
        prepared = preparer.prepare(step.operation, Case(step.request, step.variant))
        prepared = preparer.resolve(prepared, partial(value_of, self.earlier))
        request = as_object(prepared.request)
        expectation, expected = expect_of_keys(self._known, step.operation, request)
        try:
            seen, found = self._asked(step.operation, request, expectation, expected)
        except NotShownError as why:
            raise NotJudgedError(str(why)) from None
        self._take_in(step, request, seen)
        return self._result(step, prepared, expectation, seen, found)

    def end(self) -> None:
        """Deletes what was made, the last first."""
        remove(self._run.port, self._made)

    def _asked(
        self, operation: str, request: Request, expectation: Expectation, expected: Expected | None
    ) -> tuple[Observation, Judgement]:
        port, again = self._run.port, False
        if operation in MAKING:
            port.intend(operation, request, None)
        while True:
            seen = port.call(operation, request, None)
            self._says_something(operation, seen)
            found = _judged(expectation, expected, seen)
            right = found.verdict is Verdict.CONFORMS
            if right and again:
                port.caught_up(self.context.executor.lag.since_change, right=True)
            if right or not self._may_be_behind(operation, found, seen):
                return seen, found
            again = True
            time.sleep(PAUSE)

    def _says_something(self, operation: str, seen: Observation) -> None:
        """Raises SequenceOverError for an answer that is none to this request, or that any service gives at times."""
        run, tools = self._run, self.context.executor.tools
        if seen.success:
            run.allowed.add((operation, None))
            return
        new = (operation, None) not in run.allowed
        unrelated = new and (seen.code in REFUSED_CALLER or run.port.unknown(operation, seen))
        full = operation in MAKING and seen.code == _NO_ROOM
        rare = tools.rare.pass_over((seen,), self.context.executor.counts.answered)
        if seen.failure is not None or seen.throttled or unrelated or full or rare:
            raise SequenceOverError(f"{operation}: {answer_text(seen)}")

    def _may_be_behind(self, operation: str, found: Judgement, seen: Observation) -> bool:
        if found.verdict not in BEHIND or (seen.success and changes(operation)) or (seen.status or 0) >= INTERNAL:
            return False
        return not self._run.port.caught_up(self.context.executor.lag.since_change, right=False)

    def _take_in(self, step: Step, request: Request, seen: Observation) -> None:
        chosen = (m for m, v in step.request.items() if isinstance(v, str) and placeholders(v) and m in request)
        self.earlier.append(Earlier(request, seen.json if seen.success else None, frozenset(chosen)))
        self._sent.append(Sent(step.operation, request, seen))
        if not seen.success:
            return
        made = resource(step.operation, request, seen.json, None) if step.operation in MAKING else None
        if made is not None:
            self._made.append(made)
            self._run.port.made(made)
        if changes(step.operation):
            self.context.executor.lag.change()
        self._known = after(self._known, step.operation, request, seen.json)

    def _result(
        self, step: Step, prepared: PreparedCase, expectation: Expectation, seen: Observation, found: Judgement
    ) -> CaseResult:
        calls = script(self._sent)
        return CaseResult(
            step.operation,
            prepared.case,
            prepared.body,
            partial(_shown, calls),
            seen,
            expectation,
            found.verdict,
            found.explanation,
            Probe(operation=step.operation, sent=prepared.case),
            found.inconclusive,
            prepared.canaries,
            script=calls,
        )


def _judged(expectation: Expectation, expected: Expected | None, seen: Observation) -> Judgement:
    """The verdict on an answer, and on what a success says where that is known."""
    found = judge(expectation, seen)
    if found.verdict is not Verdict.CONFORMS or not seen.success or expected is None:
        return found
    problem = wrong(replace(expected, errors=frozenset()), None, seen.json)
    return Judgement(Verdict.STATE_VIOLATION, problem) if problem else found


def _shown(calls: tuple[Call, ...]) -> tuple[Json, ...]:
    return tuple(call.request for call in calls)
