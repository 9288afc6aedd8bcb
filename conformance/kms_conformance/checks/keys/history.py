"""The check of histories of keys: those that Hypothesis draws, each answer held to the model of keys."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kms_conformance.checks.keys.behaviour import result, run_of
from kms_conformance.checks.keys.sequences.played import Played, Sent
from kms_conformance.checks.keys.sequences.port import MAKING, NotShownError, Port, Resource, remove, resource
from kms_conformance.checks.registry import check
from kms_conformance.execution.actions.hypothesis_search import explore
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.verdicts import INTERNAL, answer_text
from kms_conformance.execution.knowledge.lag import PAUSE
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.settings.depth import Depth
from kms_reports.result import FAILED, Verdict
from kms_specification.facts import Json
from kms_specification.pages.keys.lifecycle.key_states import HISTORY
from kms_specification.pages.keys.lifecycle.transitions import CHANGING
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.requests.examples import seeded
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.machine import WrongAnswerError, machine
from kms_targets.http.response import REFUSED_CALLER

EXAMPLES = {Depth.QUICK: 5, Depth.DEFAULT: 20, Depth.COMPLETE: 150}
STEPS = 12
SECONDS = {Depth.QUICK: 5.0, Depth.DEFAULT: 15.0, Depth.COMPLETE: 150.0}  # after which nothing more is sent


@dataclass(slots=True)
class Histories:
    """Histories as they are drawn; of those that fail the last is the smallest."""

    requirement: Requirement
    context: Context
    _sent: list[Sent] = field(default_factory=list)
    _last: tuple[Sent, ...] = ()
    _made: list[Resource] = field(default_factory=list)
    _again: bool = False  # whether the last answer was wrong, and the same is asked once more
    _number: int = 0
    _until: float = 0.0
    _why_not: NotShownError | None = None
    _failed: Played | None = None

    def perform(self, probe: Probe) -> CaseResult:
        """The last answer of the smallest history that is wrong, or of the last. Raises NotJudgedError."""
        self._failed, self._why_not = None, None
        self._until = time.monotonic() + SECONDS[self.context.depth]
        drawn = machine(
            begin=self._begin, call=self._call, wrong_answer=self._wrong, end=self._end, final=self._settled
        )
        seed = seeded(self.context.seed, self.requirement.id).getrandbits(32)
        examples = EXAMPLES[self.context.depth]
        try:
            explore(drawn, examples=examples, steps=STEPS, seed=seed, stop=WrongAnswerError)
        except NotShownError as why:
            raise NotJudgedError(str(why)) from None
        if self._failed is not None and (other := self._explained(self._failed)):
            raise NotJudgedError(f"{self._failed.explanation}: see {other}")
        played = self._failed or Played(Verdict.CONFORMS, "as it has to be", self._last)
        if not played.sent:
            raise NotJudgedError("no history was drawn in time")
        # Hypothesis has seen it twice already.
        return result(self.requirement, replace(probe, repeatable=False), played)

    def _explained(self, failed: Played) -> str:
        """The id of a behaviour that is wrong by itself in the operation that went wrong here; empty where none is."""
        run, last = run_of(self.context), failed.sent[-1]
        for shown in (shown for id, shown in SEQUENCES.items() if id in self.context.selected):
            if any(step.judged and step.operation == last.operation for steps in shown.sequences for step in steps):
                played = run.play(shown)
                if played.verdict in FAILED and _alike(played, failed):
                    return shown.id
        return ""

    @property
    def _port(self) -> Port:
        return run_of(self.context).port

    def _begin(self) -> str:
        self._last = tuple(self._sent) or self._last
        self._sent.clear()
        self._number += 1
        return f"{run_of(self.context).word}-history-{self._number}"

    def _call(self, operation: str, request: Mapping[str, Json]) -> tuple[str | None, Json] | None:
        """The code of an error, or None, and the body. Raises NotShownError where an answer says nothing.

        Once that was so nothing more is sent.
        """
        if self._why_not is not None:
            raise self._why_not
        if time.monotonic() > self._until:
            return None
        if operation in MAKING:
            self._port.intend(operation, request, None)
        seen = self._port.call(operation, request, None)
        self._sent.append(Sent(operation, request, seen))
        thing = resource(operation, request, seen.json, None) if seen.success and operation in MAKING else None
        if thing is not None:
            self._made.append(thing)
            self._port.made(thing)
        known = run_of(self.context).allowed
        if seen.success:
            known.add((operation, None))
            if operation in CHANGING:
                self.context.executor.lag.change()
            return None, seen.json
        new = (operation, None) not in known
        unrelated = new and (seen.code in REFUSED_CALLER or self._port.unknown(operation, seen))
        no_room = operation in MAKING and seen.code == "LimitExceededException"
        if seen.failure is not None or seen.throttled or unrelated or no_room:
            self._why_not = NotShownError(f"{operation}: {answer_text(seen)}")
            raise self._why_not
        return seen.code or f"HTTP {seen.status} without an error code", seen.json

    def _settled(self, right: bool) -> bool:
        """Whether the last answer is right, or no longer behind what was changed before; else it is forgotten."""
        if right and not self._again:
            return True
        self._again = not self._port.caught_up(self.context.executor.lag.since_change, right=right)
        if not self._again:
            return True
        self._sent.pop()
        time.sleep(PAUSE)
        return False

    def _wrong(self, why: str) -> None:
        fault = (self._sent[-1].seen.status or 0) >= INTERNAL
        self._failed = Played(Verdict.SERVER_FAULT if fault else Verdict.STATE_VIOLATION, why, tuple(self._sent))

    def _end(self) -> None:
        remove(self._port, self._made)


def _alike(one: Played, other: Played) -> bool:
    """Whether two answers are wrong in the same way: alike, and where they say something wrong that too."""
    (first, why), (second, reason) = ((p.sent[-1], p.explanation.replace("'", '"')) for p in (one, other))
    if (first.operation, first.seen.code) != (second.operation, second.seen.code):
        return False
    return ("instead of" in why and "instead of" in reason) or why == reason


@check(Aspect.STATE, subject=HISTORY[1], operations=(HISTORY[0],))
def history(requirement: Requirement, context: Context) -> Steps:
    """Every answer of a history is right for the keys and aliases that are there by then."""
    yield Probe(operation=requirement.operation, sent=Histories(requirement, context))
