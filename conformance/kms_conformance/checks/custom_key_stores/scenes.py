"""A scene: a few steps on stores of its own, of which the last answer is judged. What comes before has to be right."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from kms_conformance.checks.custom_key_stores.sequences.request import Adjust
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner, running_sequence
from kms_conformance.checks.requests.patterns import other_values_refused
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement
from kms_conformance.execution.probes.probe import CaseResult, Probe, Probes
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CONNECTING,
    CREATE,
    DESCRIBE,
    DISCONNECTED,
    Connection,
)
from kms_specification.state.account import connection
from kms_specification.state.listing import Entry, entries
from kms_strategies.requests.distinct import side_by_side
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, StepWriter
from kms_targets.http.response import Observation

Scene = Callable[[SequenceRunner], CaseResult]
CONNECTING_TIME = 3  # seconds that a connection is given to fail; where it takes longer, that is not seen
PAUSE = 0.1  # seconds between two looks at it
SPARE = 9  # the number of a name that no scene has another use for


@dataclass(frozen=True, slots=True)
class Played:
    """A scene on stores of its own, which are deleted when it is over."""

    context: Context
    scene: Scene

    def perform(self, probe: Probe) -> CaseResult:
        """What the scene ends with."""
        with running_sequence(self.context) as player:
            return replace(self.scene(player), probe=probe)


def played(context: Context, scene: Scene, stores: int | None = None) -> Probe:
    """A probe that plays a scene, which has at most so many stores at once."""
    return Probe(operation=CREATE, sent=Played(context, scene), stores=stores)


def each(context: Context, scenes: Iterable[Scene]) -> Probes:
    """Every scene; those that show nothing are passed over, unless none shows anything."""
    return Probes((played(context, scene) for scene in scenes), optional=True, at_least_one=True)


def alone(step: Step) -> Scene:
    """A scene of one step."""
    return partial(SequenceRunner.play, step=step)


def writer(context: Context) -> StepWriter:
    """Of histories on the kinds of store that the target makes. Raises NotJudgedError where it makes none."""
    known = context.calibrated(CREATE)
    found = {name: request for name, request in known.examples.items() if known.succeeds(name)}
    if not found:
        known.need(*(variant.name for variant in facts(CREATE).variants))
    return StepWriter(facts(CREATE), found, other_values_refused(context, CREATE))


def two(context: Context) -> tuple[Request, Request]:
    """Requests for two stores that can stand side by side. Raises NotJudgedError where none can."""
    found = [request for _, request in side_by_side(facts(CREATE), writer(context).examples, 2)]
    if len(found) < 2:
        raise NotJudgedError("it needs two stores at once, and no two can be made here")
    return found[0], found[1]


def create(request: Request) -> Step:
    """A store is asked for."""
    return Step(CREATE, request)


def look(number: int = 0) -> Step:
    """The nth store is described."""
    return Step(DESCRIBE, {}, number)


def changeable(player: SequenceRunner, write: StepWriter, number: int) -> None:
    """The nth store gets another name, by which it is described. Raises NotJudgedError where it does not."""
    player.first(write.rename(number, SPARE))
    player.first(write.describe_named(SPARE))


def connected(player: SequenceRunner) -> None:
    """The first store is connected, and seen not to be disconnected any more. Raises NotJudgedError where it is."""
    player.first(look())
    player.first(Step(CONNECT, {}, 0))
    if connection(player.described(look())) is DISCONNECTED:
        raise NotJudgedError("a store that was connected stays DISCONNECTED")


def outcome(player: SequenceRunner) -> Connection | None:
    """The state of the first store once connecting it has succeeded or failed; CONNECTING where that takes long."""
    until = time.monotonic() + CONNECTING_TIME
    while (state := connection(player.described(look()))) is CONNECTING and time.monotonic() < until:
        time.sleep(PAUSE)
    return state


def showing(wrong: Callable[[Entry], str | None]) -> Adjust:
    """The store that is described is held against one thing alone: what is wrong with it, or None."""

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        listed = entries(seen.json) if seen.success else None
        if not listed:
            return found
        why = wrong(listed[0])
        return Judgement(Verdict.STATE_VIOLATION, why) if why else Judgement(Verdict.CONFORMS, "described as it is")

    return adjust


def nothing(member: str, value: Json) -> Adjust:
    """No store with that value of a member is described. Another requirement reports what is answered instead."""

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        refused = seen.failure is None and not seen.success and (seen.status or INTERNAL) < INTERNAL
        listed = entries(seen.json) if seen.success else None
        if refused or (listed is not None and all(entry.get(member) != value for entry in listed)):
            return Judgement(Verdict.CONFORMS, "no such store is described")
        return found if listed is None else Judgement(Verdict.STATE_VIOLATION, f"a store of that {member} is described")

    return adjust
