"""The stateful phase of schemathesis: its sequences sent by our executor, one after the other, each answer judged.

What a sequence makes stays until it ends, and is deleted then. A sequence ends with its first wrong answer.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from kms_conformance.checks.generated.sequences.families import Family, groups
from kms_conformance.checks.generated.sequences.key_scene import KeyScene
from kms_conformance.checks.generated.sequences.machine import Reply, Sender, machine
from kms_conformance.checks.generated.sequences.steps import Scene, SequenceOverError, Step, Steps, left_open, referring
from kms_conformance.checks.generated.sequences.store_scene import StoreScene
from kms_conformance.execution.actions.hypothesis_search import explore
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.settings.depth import Depth
from kms_specification.pages.resources import CUSTOM_KEY_STORE, KEY, TYPES
from kms_strategies.generators.adopted import adopted, surely_taken
from kms_strategies.requests.examples import Request, seeded

SEQUENCES = {Depth.QUICK: 0, Depth.DEFAULT: 25, Depth.COMPLETE: 200}  # of each group of operations
SECONDS = {Depth.QUICK: 0.0, Depth.DEFAULT: 45.0, Depth.COMPLETE: 450.0}  # after which no more is sent
STEPS = 14
TRIES = 6  # how often the search is begun, where the target does not answer the same request the same way
IN_VAIN = 5  # sequences in a row of which nothing could be judged, after which no more is tried
KEPT, SUSPECTS = 40, 4  # right and wrong answers that are kept of each requirement
STAYS = "what a sequence made could not be deleted in time: see lag in a profile"


class _OverError(Exception):
    """Nothing more is sent."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A wrong answer, and the steps of its sequence, of which it is the answer to the last."""

    steps: Steps
    result: CaseResult


@dataclass(slots=True)
class Played:
    """What came of the sequences of a family, by requirement. `why`: why there is nothing, where that is so."""

    right: dict[str, list[CaseResult]] = field(default_factory=dict)
    wrong: dict[str, list[Suspect]] = field(default_factory=dict)
    why: str = ""

    def of(self, requirement: str) -> bool:
        """Whether there is anything of a requirement."""
        return requirement in self.right or requirement in self.wrong


def scene(family: Family, context: Context) -> Scene:
    """Where a sequence of a family is played."""
    return StoreScene(context) if family.kind is CUSTOM_KEY_STORE else KeyScene(context)


@dataclass(slots=True)
class Phase:
    """The sequences of a family. What is known of the one that is played is changed as it goes."""

    context: Context
    family: Family
    played: Played
    _scene: Scene | None = None
    _steps: list[Step] = field(default_factory=list)
    _begun: int = 0
    _wanted: int = 0
    _in_vain: int = 0
    _ended: bool = False
    _until: float = 0.0
    _there: int = 0

    def results(self) -> Iterator[CaseResult]:
        """Nothing: who asks for a requirement gets its results from `played`. Raises OutOfTimeError."""
        self._until = time.monotonic() + SECONDS[self.context.depth]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for group in groups(self.family):
                self._wanted += SEQUENCES[self.context.depth]
                drawn = machine(group, [self.family.kind.create], Sender(self._begin, self._send, self._end))
                for number in range(TRIES):
                    self._search(drawn, f"{group} {number}")
        if self.context.late:
            raise OutOfTimeError(self.context.over)
        return iter(())

    def _search(self, drawn: type, name: str) -> None:
        left = self._wanted - self._begun
        if left > 0 and not self._over:
            seed = seeded(self.context.seed, name).getrandbits(32)
            explore(drawn, examples=left, steps=STEPS, seed=seed, stop=_OverError, foreign=True)

    @property
    def _over(self) -> bool:
        spent = self._begun > self._wanted or time.monotonic() > self._until
        return spent or self._in_vain >= IN_VAIN or self.context.late

    def _begin(self) -> None:
        self._begun += 1
        self._there = len(self.context.executor.tracker.resources)
        self._steps, self._ended = [], self._over
        self._scene = scene(self.family, self.context)

    def _end(self) -> None:
        ended, self._scene = self._scene, None
        if ended is None:
            return
        ended.end()
        if len(self.context.executor.tracker.resources) > self._there:
            self._in_vain, self.played.why = IN_VAIN, self.played.why or STAYS

    def _send(self, operation: str, body: Request) -> Reply | None:
        """The answer to what was drawn; None where that was not sent. Raises _OverError."""
        if self._over:
            raise _OverError
        step = None if self._ended else self._step(operation, body)
        if step is None or self._scene is None or not self._scene.takes(step):
            return None
        try:
            result = self._scene.play(step)
        except SequenceOverError as why:
            self._in_vain, self._ended, self.played.why = self._in_vain + 1, True, self.played.why or str(why)
            return None
        except NotJudgedError as why:
            self._in_vain, self._ended, self.played.why = IN_VAIN, True, self.played.why or str(why)
            return None
        self._in_vain = 0
        self._steps.append(step)
        self._note(result)
        return Reply(dict(self._scene.earlier[-1].request), result.seen.status or 0, result.seen.json)

    def _step(self, operation: str, body: Request) -> Step | None:
        """What was drawn as it may be sent; None where nothing can be shown by it.

        Members that are null, or that no document knows, are left out: they make nothing wrong, and nothing sure. So is
        of the first key what the target may refuse, since nothing follows where there is no key.
        """
        assert self._scene is not None
        page, calibrated = facts(operation), self.context.calibrated(operation)
        known = {member.name for member in page.members}
        request = _one_filter(operation, {m: v for m, v in body.items() if m in known and v is not None})
        mine = self._newest()
        if operation == KEY.create and not mine:
            request = surely_taken(page, request)
        linked = {m for m, v in referring(request, self._scene.earlier).items() if v != request[m]}
        examples = {name: {**example, **mine} for name, example in calibrated.examples.items()}
        case = adopted(page, request, examples, linked)
        if case.variant in calibrated.refused or not isinstance(case.request, dict):
            return None
        return Step(operation, referring(case.request, self._scene.earlier), case.variant)

    def _newest(self) -> Request:
        """The members that name the key which was made last."""
        assert self._scene is not None
        made = [KEY.made_by(one.request, one.answer) for one in self._scene.earlier]
        last = next((key for key in reversed(made) if key is not None), None)
        return {} if last is None else dict.fromkeys((KEY.id_member, "TargetKeyId", "DestinationKeyId"), last)

    def _note(self, result: CaseResult) -> None:
        transport = self.context.executor.transport
        transport.plan(1)
        transport.count(result.seen)
        if left_open(result):
            self._ended = True
            return
        for identity in self.family.requirements(result, self.context):
            if not result.failed:
                kept = self.played.right.setdefault(identity, [])
                kept += [result] if len(kept) < KEPT else []
                continue
            suspects = self.played.wrong.setdefault(identity, [])
            suspects.append(Suspect(tuple(self._steps), result))
            suspects.sort(key=lambda suspect: len(suspect.steps))
            del suspects[SUSPECTS:]
            self._ended = True


def _one_filter(operation: str, request: Request) -> Request:
    """The request with one of the members that pick resources from a list: of several no document says what comes."""
    kind = next((kind for kind in TYPES.values() if kind.list == operation), None)
    several = sorted(kind.filters & request.keys())[1:] if kind is not None else []
    return {member: value for member, value in request.items() if member not in several}
