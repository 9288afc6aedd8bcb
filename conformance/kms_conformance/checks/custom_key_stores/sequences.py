"""Histories of several stores: those that anybody would try, and at greater depth those that Hypothesis draws.

A history ends with the first wrong answer. It is cut down to the fewest steps that end in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.depth import Depth
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import (
    Context,
    NotJudgedError,
    OutOfTimeError,
)
from kms_conformance.execution.hypothesis_search import explore
from kms_conformance.execution.sequences.runner import SequenceRunner, running_sequence
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
)
from kms_specification.requirements import Requirement
from kms_strategies.requests.examples import seeded
from kms_strategies.sequences.scenarios import scenarios
from kms_strategies.sequences.state_machine import machine
from kms_strategies.sequences.steps import (
    Step,
    Steps,
    without,
)

HISTORIES = {Depth.QUICK: 0, Depth.DEFAULT: 80, Depth.COMPLETE: 800}
STEPS = 12
SECONDS = {Depth.QUICK: 10.0, Depth.DEFAULT: 20.0, Depth.COMPLETE: 200.0}  # after which no more is begun


def history(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """The usual histories, then drawn ones; of those that fail the first."""
    context.needs(DESCRIBE, DELETE)
    write = writer(context)
    stage = Explorer(context)
    creates: list[CaseResult] = []
    for steps in scenarios(write):
        judged = stage.show(steps)
        creates += (j for j in judged if j.operation == CREATE)
        yield from (j for j in judged if not j.failed)
        if judged and judged[-1].failed:
            yield stage.smallest(stage.possible(steps)[: len(judged)], judged[-1])
            return
    if creates and not any(j.seen.success for j in creates):
        raise NotJudgedError(f"no history had a store in it: {creates[-1].explanation}")
    if not HISTORIES[context.depth]:
        return
    drawn = machine(write, begin=stage.begin, perform=stage.perform, end=stage.end)
    seed = seeded(context.seed, requirement.id).getrandbits(32)
    explore(drawn, examples=HISTORIES[context.depth], steps=STEPS, seed=seed, stop=_WrongError)
    if context.late:
        raise OutOfTimeError
    yield from stage.right
    if stage.wrong is not None:
        yield stage.smallest(*stage.wrong)


class _WrongError(Exception):
    """A step was answered wrongly."""


@dataclass(slots=True)
class Explorer:
    """Where histories are played. `right` are the answers so far that were, `wrong` the last history that was not."""

    context: Context
    right: list[CaseResult] = field(default_factory=list)
    wrong: tuple[Steps, CaseResult] | None = None
    _player: SequenceRunner | None = None
    _steps: list[Step] = field(default_factory=list)
    _start: float = field(default_factory=time.monotonic)
    _over: bool = False
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._left = len(self.context.executor.stores)

    def begin(self) -> None:
        """A new history."""
        self._player = SequenceRunner(self.context)
        self._steps = []
        self._over = self._over or not self._may_go_on(SECONDS[self.context.depth])

    def perform(self, step: Step) -> bool:
        """Whether the next step succeeds. Raises where its answer is wrong."""
        player = self._player
        if player is None or self._over or not self.possible((step,)):
            return False
        self._steps.append(step)
        try:
            judged = player.count(player.play(step))
        except NotJudgedError:
            self._over = True
            return False
        if judged.failed:
            self.wrong = (tuple(self._steps), judged)
            raise _WrongError
        if self.wrong is None:
            self.right.append(judged)
        return judged.seen.success

    def end(self) -> None:
        """The end of a history: what it has made is deleted."""
        if self._player is not None:
            self._player.end()
        self._player = None

    def _may_go_on(self, seconds: float) -> bool:
        """Whether there is time left, and nothing of what was made has stayed behind."""
        left = len(self.context.executor.stores) > self._left
        return not left and not self.context.late and time.monotonic() - self._start < seconds

    def show(self, steps: Steps) -> list[CaseResult]:
        """The answers to a history, up to the first that is wrong."""
        found: list[CaseResult] = []
        with running_sequence(self.context) as player:
            for step in self.possible(steps):
                found.append(player.count(player.play(step)))
                if found[-1].failed:
                    break
        return found

    def possible(self, steps: Steps) -> Steps:
        """The steps that go to operations which the target has."""
        return tuple(step for step in steps if not self._reason_against(step.operation))

    def _reason_against(self, operation: str) -> str:
        if operation == CREATE:
            return ""
        return self.context.unconnectable() if operation == CONNECT else self.context.reason_against(operation)

    def smallest(self, steps: Steps, judged: CaseResult) -> CaseResult:
        """The end of the shortest history that is found to end in the same way, each step left out in turn."""
        self.wrong = (steps, judged)
        for at in reversed(range(len(steps) - 1)):
            shorter = without(steps, at)
            try:
                found = self.show(shorter) if self._may_go_on(2 * SECONDS[self.context.depth]) else []
            except NotJudgedError:
                break
            if len(found) == len(shorter) and _alike(found[-1], judged):
                steps, judged = shorter, found[-1]
        return replace(judged, again=partial(self.again, steps))

    def again(self, steps: Steps) -> CaseResult:
        """The end of a history that is played once more. Raises NotJudgedError where it left something behind."""
        if len(self.context.executor.stores) > self._left:
            raise NotJudgedError("what it made could not be deleted in time")
        return replace(self.show(steps)[-1], again=partial(self.again, steps))


def _alike(one: CaseResult, other: CaseResult) -> bool:
    return (one.operation, one.verdict) == (other.operation, other.verdict)
