"""Histories of several stores: those that anybody would try, and at greater depth those that Hypothesis draws.

A history ends with the first wrong answer. It is cut down to the fewest steps that end in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner, running_sequence
from kms_conformance.execution.actions.hypothesis_search import explore
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.settings.depth import Depth
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_strategies.requests.examples import seeded
from kms_strategies.sequences.scenarios import scenarios
from kms_strategies.sequences.state_machine import machine
from kms_strategies.sequences.steps import (
    Step,
    Steps,
    StepWriter,
    without,
)

HISTORIES = {Depth.QUICK: 0, Depth.DEFAULT: 80, Depth.COMPLETE: 800}
STEPS = 12
SECONDS = {Depth.QUICK: 10.0, Depth.DEFAULT: 20.0, Depth.COMPLETE: 200.0}  # after which no more is begun


class _WrongError(Exception):
    """A step was answered wrongly."""


@dataclass(slots=True)
class Explorer:
    """Where histories are played: the usual ones, then those that Hypothesis draws; of those that fail the first.

    `right` are the answers so far that were, `wrong` is the last history that was not.
    """

    context: Context
    write: StepWriter
    requirement: str
    right: list[CaseResult] = field(default_factory=list)
    wrong: tuple[Steps, CaseResult] | None = None
    _player: SequenceRunner | None = None
    _steps: list[Step] = field(default_factory=list)
    _start: float = field(default_factory=time.monotonic)
    _over: bool = False
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._left = len(self.context.executor.tracker.of_type(CUSTOM_KEY_STORE))

    def results(self) -> Iterator[CaseResult]:
        """Every answer, up to the end of the first history that is wrong."""
        creates: list[CaseResult] = []
        for steps in scenarios(self.write):
            judged = self.show(steps)
            creates += (j for j in judged if j.operation == CREATE)
            yield from (j for j in judged if not j.failed)
            if judged and judged[-1].failed:
                yield self.smallest(self.possible(steps)[: len(judged)], judged[-1])
                return
        if creates and not any(j.seen.success for j in creates):
            raise NotJudgedError(f"no history had a store in it: {creates[-1].explanation}")
        if not HISTORIES[self.context.depth]:
            return
        seed = seeded(self.context.seed, self.requirement).getrandbits(32)
        yield from self.drawn(HISTORIES[self.context.depth], STEPS, seed)

    def drawn(self, histories: int, steps: int, seed: int) -> Iterator[CaseResult]:
        """Every answer of so many histories that Hypothesis draws, up to the end of the first that is wrong."""
        drawn = machine(self.write, begin=self.begin, perform=self.perform, end=self.end)
        explore(drawn, examples=histories, steps=steps, seed=seed, stop=_WrongError)
        if self.context.late:
            raise OutOfTimeError(self.context.over)
        yield from self.right
        if self.wrong is not None:
            yield self.smallest(*self.wrong)

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
        left = len(self.context.executor.tracker.of_type(CUSTOM_KEY_STORE)) > self._left
        return not left and not self.context.late and time.monotonic() - self._start < seconds

    def show(self, steps: Steps) -> list[CaseResult]:
        """The answers to a history, up to the first that is wrong."""
        return list(_shown(self.context, self.possible(steps), count=True))

    def possible(self, steps: Steps) -> Steps:
        """The steps that go to operations which the target has."""
        return tuple(step for step in steps if not abilities(self.context).unplayable(step.operation))

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
        return replace(judged, probe=Probe(operation=judged.operation, sent=_History(self.context, steps, self._left)))


@dataclass(frozen=True, slots=True)
class _History:
    """The end of a history, to be played once more. `left`: how many resources were there before."""

    context: Context
    steps: Steps
    left: int

    def perform(self, probe: Probe) -> CaseResult:
        """The last answer. Raises NotJudgedError where it left something behind."""
        if len(self.context.executor.tracker.of_type(CUSTOM_KEY_STORE)) > self.left:
            raise NotJudgedError("what it made could not be deleted in time")
        return replace(_shown(self.context, self.steps, count=False)[-1], probe=probe)


def _shown(context: Context, steps: Steps, *, count: bool) -> list[CaseResult]:
    """The answers to steps on stores of their own, up to the first that is wrong."""
    found: list[CaseResult] = []
    with running_sequence(context) as player:
        for step in steps:
            judged = player.play(step)
            found.append(player.count(judged) if count else judged)
            if found[-1].failed:
                break
    return found


def _alike(one: CaseResult, other: CaseResult) -> bool:
    return (one.operation, one.verdict) == (other.operation, other.verdict)
