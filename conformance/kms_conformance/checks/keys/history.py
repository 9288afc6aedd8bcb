"""The check of histories of keys: those that Hypothesis draws, each answer held to the model of keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kms_conformance.checks.keys.behaviour import result, run_of
from kms_conformance.checks.keys.port import MAKING, NotShownError, Port, Resource, remove, resource
from kms_conformance.checks.keys.sequence_runner import Played, Sent
from kms_conformance.checks.registry import check
from kms_conformance.depth import Depth
from kms_conformance.execution.actions.hypothesis_search import explore
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.pages.keys.key_states import HISTORY
from kms_specification.requirements import Aspect, Requirement
from kms_strategies.requests.examples import seeded
from kms_strategies.sequences.keys.machine import WrongAnswerError, machine

EXAMPLES = {Depth.QUICK: 5, Depth.DEFAULT: 20, Depth.COMPLETE: 150}
STEPS = 12


@dataclass(slots=True)
class Histories:
    """Histories as they are drawn; of those that fail the last is the smallest."""

    requirement: Requirement
    context: Context
    _sent: list[Sent] = field(default_factory=list)
    _made: list[Resource] = field(default_factory=list)
    _number: int = 0
    _failed: Played | None = None

    def perform(self, probe: Probe) -> CaseResult:
        """The last answer of the smallest history that is wrong, or of the last. Raises NotJudgedError."""
        self._failed = None
        drawn = machine(begin=self._begin, call=self._call, wrong_answer=self._wrong, end=self._end)
        seed = seeded(self.context.seed, self.requirement.id).getrandbits(32)
        examples = EXAMPLES[self.context.depth]
        try:
            explore(drawn, examples=examples, steps=STEPS, seed=seed, stop=WrongAnswerError)
        except NotShownError as why:
            raise NotJudgedError(str(why)) from None
        played = self._failed or Played(Verdict.CONFORMS, "as it has to be", tuple(self._sent))
        # Hypothesis has seen it twice already.
        return result(self.requirement, replace(probe, repeatable=False), played)

    @property
    def _port(self) -> Port:
        return run_of(self.context).port

    def _begin(self) -> str:
        self._sent.clear()
        self._number += 1
        return f"{run_of(self.context).word}-history-{self._number}"

    def _call(self, operation: str, request: Mapping[str, Json]) -> tuple[str | None, Json]:
        """The code of an error, or None, and the body. Raises NotShownError where nothing readable comes back."""
        if operation in MAKING:
            self._port.intend(operation, request, None)
        seen = self._port.call(operation, request, None)
        self._sent.append(Sent(operation, request, seen))
        thing = resource(operation, request, seen.json, None) if seen.success and operation in MAKING else None
        if thing is not None:
            self._made.append(thing)
            self._port.made(thing)
        if seen.success:
            return None, seen.json
        if seen.failure is not None or seen.throttled or self._port.unknown(seen):
            raise NotShownError(f"{operation}: {answer_text(seen)}")
        return seen.code or f"HTTP {seen.status} without an error code", seen.json

    def _wrong(self, why: str) -> None:
        self._failed = Played(Verdict.STATE_VIOLATION, why, tuple(self._sent))

    def _end(self) -> None:
        remove(self._port, self._made)


@check(Aspect.STATE, subject=HISTORY[1], operations=(HISTORY[0],))
def history(requirement: Requirement, context: Context) -> Steps:
    """Every answer of a history is right for the keys and aliases that are there by then."""
    yield Probe(operation=requirement.operation, sent=Histories(requirement, context))
