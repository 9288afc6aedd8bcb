"""What becomes of a store that is connected, disconnected, deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from kms_conformance.checks.custom_key_stores.changing.states import unconnectable
from kms_conformance.checks.custom_key_stores.reading.description import store_of
from kms_conformance.checks.custom_key_stores.scenes import (
    Scene,
    connected,
    create,
    each,
    look,
    nothing,
    outcome,
    played,
    showing,
    two,
    writer,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.probe import CaseResult, Probes
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CONNECTED,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    DISCONNECTED,
    DISCONNECTING,
    ID,
    NAME,
    NOT_FOUND,
    STORE_OPERATIONS,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.account import connection
from kms_specification.state.listing import entries, error_code_error
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, listing
from kms_targets.http.response import Observation

SETTLING = 20  # seconds that a store which was disconnected is given; no document says how long it takes
PAUSE = 0.5  # seconds between two looks


@check(Aspect.STATE, operations=STORE_OPERATIONS)
def state(requirement: Requirement, context: Context) -> Steps:
    """The store of each kind is what the operation says that it leads to."""
    abilities(context).need(DESCRIBE, DELETE, requirement.operation)
    if requirement.operation == DISCONNECT:
        abilities(context).note_stuck(stuck=False)  # here is where to say it
    examples = list(writer(context).examples.values())
    yield each(context, (partial(_of, scene, r) for scene in _STATES[requirement.subject] for r in examples))
    beside = _BESIDE.get(requirement.subject)
    if beside is not None and (beside is _other_stays or not abilities(context).unconnectable()):
        yield Probes([played(context, partial(beside, context=context))], optional=True)


def _of(scene: Callable[[SequenceRunner, Request], CaseResult], request: Request, player: SequenceRunner) -> CaseResult:
    return scene(player, request)


def _connected(player: SequenceRunner, request: Request) -> CaseResult:
    player.first(create(request))
    player.first(look())
    player.first(Step(CONNECT, {}, 0))
    return player.play(look())


def _connected_thrice(player: SequenceRunner, request: Request) -> CaseResult:
    player.first(create(request))
    for _ in range(2):
        connected(player)
        player.first(Step(DISCONNECT, {}, 0))
        player.first(look())
    judged = player.play(Step(CONNECT, {}, 0))
    return judged if judged.failed else player.play(look())


def _listed_as_connected(player: SequenceRunner, request: Request) -> CaseResult:
    """In the list of all stores the store is in the state in which it is described by itself."""
    player.first(create(request))
    connected(player)
    store = player.store(0)

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        listed = store_of(seen, store)
        if listed is None or connection(listed) is not DISCONNECTED:
            return found
        return Judgement(Verdict.STATE_VIOLATION, "the list of all has a store that was connected as DISCONNECTED")

    return player.play(listing(), adjust)


def _other_stays_disconnected(player: SequenceRunner, context: Context) -> CaseResult:
    first, second = two(context)
    player.first(create(first))
    player.first(create(second))
    player.first(look(1))
    connected(player)
    return player.play(look(1))


def _other_stays_connected(player: SequenceRunner, context: Context) -> CaseResult:
    first, second = two(context)
    player.first(create(first))
    player.first(create(second))
    connected(player)
    player.first(Step(CONNECT, {}, 1))
    if connection(player.described(look(1))) is not CONNECTED:
        raise NotJudgedError("the second store is not connected")
    player.first(Step(DISCONNECT, {}, 0))
    return player.play(look(1))


def _other_stays(player: SequenceRunner, context: Context) -> CaseResult:
    """A deletion takes no other store with it."""
    first, second = two(context)
    player.first(create(first))
    player.first(create(second))
    player.first(look(1))
    player.first(Step(DELETE, {}, 0))

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        gone = not seen.success and NOT_FOUND in seen.codes.values()
        return Judgement(Verdict.STATE_VIOLATION, "the deletion of another store has taken it") if gone else found

    return player.play(look(1), adjust)


def _disconnected(player: SequenceRunner, request: Request) -> CaseResult:
    player.first(create(request))
    connected(player)
    player.first(Step(DISCONNECT, {}, 0))
    judged, until = player.play(look()), time.monotonic() + SETTLING
    while not judged.failed and connection((entries(judged.seen.json) or [{}])[0]) is DISCONNECTING:
        if time.monotonic() > until:
            player.abilities.note_stuck(stuck=True)
            raise NotJudgedError(f"a store that was disconnected is still {DISCONNECTING} after {SETTLING} s")
        time.sleep(PAUSE)
        judged = player.play(look())
    return judged


def _deleted(player: SequenceRunner, request: Request) -> CaseResult:
    """By id, by name and in the list of all: the first look that still shows the store, or the last."""
    player.first(create(request))
    store = player.described(look())
    player.first(Step(DELETE, {}, 0))
    for member, step in ((ID, look()), (NAME, Step(DESCRIBE, {NAME: request[NAME]}))):
        judged = player.play(step, nothing(member, store.get(member)))
        if judged.failed:
            return judged
    return player.play(listing())


@check(Aspect.STATE, subject="ConnectionErrorCode", operations=STORE_OPERATIONS)
def error_code(requirement: Requirement, context: Context) -> Steps:
    """Stores that are new, that were connected, and that could not be connected."""
    abilities(context).need(DESCRIBE, DELETE)
    found: list[Scene] = [partial(_coded, request=r, connect=False) for r in writer(context).examples.values()]
    if not abilities(context).unconnectable():
        every = [*writer(context).examples.values(), *unconnectable(context)]
        found += [partial(_coded, request=r, connect=True) for r in every]
        if not abilities(context).reason_against(DISCONNECT):
            found += [partial(_coded, request=r, connect=True, disconnect=True) for r in every]
    yield each(context, found)


def _coded(player: SequenceRunner, request: Request, connect: bool, disconnect: bool = False) -> CaseResult:
    player.first(create(request))
    if connect:
        connected(player)
        outcome(player)
    if disconnect:
        player.first(Step(DISCONNECT, {}, 0))
    return player.play(look(), showing(error_code_error))


_STATES: Mapping[str, tuple[Callable[[SequenceRunner, Request], CaseResult], ...]] = {
    "connected": (_connected, _connected_thrice, _listed_as_connected),
    "disconnected": (_disconnected,),
    "deleted": (_deleted,),
}
_BESIDE = {"connected": _other_stays_disconnected, "disconnected": _other_stays_connected, "deleted": _other_stays}
