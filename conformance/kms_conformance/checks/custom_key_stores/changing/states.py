"""In which states of a store each operation is valid, and in which it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import (
    Scene,
    changeable,
    connected,
    create,
    each,
    look,
    outcome,
    played,
    writer,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probes
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CONNECTED,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    DISCONNECTED,
    FAILED,
    INVALID_STATE,
    STORE_OPERATIONS,
    UPDATE,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.account import connection
from kms_strategies.requests.distinct import nth
from kms_strategies.requests.examples import Request, example, having
from kms_strategies.sequences.steps import Step

_CONNECT, _DISCONNECT = Step(CONNECT, {}, 0), Step(DISCONNECT, {}, 0)
_SERVICE, _OWNER = "XksProxyVpcEndpointServiceName", "XksProxyVpcEndpointServiceOwner"
UNCONNECTABLE = "FAILED"  # the fixture of a store that can be made and not connected
_NONE_FAILS = (
    "provoking it needs a store that cannot be connected: name its values under "
    f"[fixtures.{UNCONNECTABLE}] in a profile"
)


@check(Aspect.ERROR, subject=INVALID_STATE, operations=STORE_OPERATIONS)
def invalid_state(requirement: Requirement, context: Context) -> Steps:
    """A store is brought into a state in which the operation is not valid, seen to be in it, and then it is called."""
    operation = requirement.operation
    abilities(context).need(DESCRIBE, DELETE, operation)
    examples = writer(context).examples.values()
    if operation == CONNECT:
        yield each(context, _failing_scenes(context, operation))
    elif operation == DISCONNECT:
        yield each(context, (partial(_fresh, request=r) for r in examples))
    else:
        yield each(context, (partial(_busy, request=r, context=context, operation=operation) for r in examples))
    if operation == UPDATE:
        changes = ((r, change) for r in examples for change in _alone(r))
        scenes = (partial(_changed_while_connected, request=r, change=change) for r, change in changes)
        yield Probes((played(context, scene) for scene in scenes), optional=True)


@check(Aspect.STATE, subject=f"while-{CONNECTED}", operations=(CONNECT, DISCONNECT))
@check(Aspect.STATE, subject=f"while-{DISCONNECTED}", operations=(CONNECT, DELETE, UPDATE))
@check(Aspect.STATE, subject=f"while-{FAILED}", operations=(DISCONNECT, DELETE, UPDATE))
def while_in_state(requirement: Requirement, context: Context) -> Steps:
    """The operation is called in one more state, which is a finding of its own."""
    operation = requirement.operation
    abilities(context).need(DESCRIBE, DELETE, operation)
    if operation == DISCONNECT or (operation, requirement.subject) == (DELETE, f"while-{DISCONNECTED}"):
        abilities(context).note_stuck(stuck=False)  # these requirements are those that find such stores
    step, requests = Step(operation, {}, 0), list(writer(context).examples.values())
    if requirement.subject == f"while-{DISCONNECTED}":
        step = writer(context).rename(0, 1) if operation == UPDATE else step
        histories = [(), (writer(context).rename(0, 2),), (_CONNECT, _DISCONNECT), (_CONNECT, _DISCONNECT) * 2]
        # Where no store can be deleted, many are left.
        made = [replace(create(r), anyway=operation == DELETE) for r in requests]
        scenes = [partial(_while_disconnected, first=(m, *h), step=step) for h in histories for m in made]
        yield Probes((played(context, scene) for scene in scenes), until_failure=True, optional=True, at_least_one=True)
    elif requirement.subject == f"while-{CONNECTED}":
        histories = [(), (_CONNECT, _DISCONNECT)]
        scenes = [partial(_while_connected, first=(create(r), *h), step=step) for h in histories for r in requests]
        yield each(context, scenes)
    else:
        yield each(context, _failing_scenes(context, operation))


def _failing_scenes(context: Context, operation: str) -> list[Scene]:
    """On the store that cannot be connected, where the profile names one; else on all, of which some may fail."""
    write = writer(context)
    named = list(unconnectable(context))
    why = f"the store of [fixtures.{UNCONNECTABLE}] has not failed to connect" if named else _NONE_FAILS
    found: list[Scene] = []
    for request in named or write.examples.values():
        step = write.update(0, request, 1) if operation == UPDATE else Step(operation, {}, 0)
        found.append(partial(_failing, request=request, step=step, otherwise=why))
    return found


def _done(player: SequenceRunner, steps: tuple[Step, ...]) -> None:
    for step in steps:
        player.first(step)
        if step == _CONNECT:
            player.first(look())


def _while_disconnected(player: SequenceRunner, first: tuple[Step, ...], step: Step) -> CaseResult:
    _done(player, first)
    if connection(player.described(look())) is not DISCONNECTED:
        raise NotJudgedError("the store is not DISCONNECTED")
    return player.play(step)


def _while_connected(player: SequenceRunner, first: tuple[Step, ...], step: Step) -> CaseResult:
    _done(player, first)
    connected(player)
    if connection(player.described(look())) is FAILED:
        raise NotJudgedError("the store has failed to connect")
    return player.play(step)


def _fresh(player: SequenceRunner, request: Request) -> CaseResult:
    player.first(create(request))
    player.first(look())
    return player.play(Step(DISCONNECT, {}, 0))


def _busy(player: SequenceRunner, request: Request, context: Context, operation: str) -> CaseResult:
    write = writer(context)
    player.first(create(request))
    if operation == UPDATE:
        changeable(player, write, 0)
        player.first(write.update(0, request, 1))
    connected(player)
    return player.play(Step(DELETE, {}, 0) if operation == DELETE else write.update(0, request, 2))


def _alone(request: Request) -> Iterator[Request]:
    """Changes of one member of a store, of those that cannot be changed while it is connected."""
    for member in ("CloudHsmClusterId", _SERVICE):
        if member in request:
            yield {member: nth(facts(CREATE), member, request[member], 2)}
    owner = next((member for member in facts(UPDATE).members if member.name == _OWNER), None)
    if owner is not None and _SERVICE in request:
        yield {_OWNER: example(owner)}


def _changed_while_connected(player: SequenceRunner, request: Request, change: Request) -> CaseResult:
    player.first(create(request))
    connected(player)
    return player.play(Step(UPDATE, change, 0))


def _failing(player: SequenceRunner, request: Request, step: Step, otherwise: str) -> CaseResult:
    player.first(create(request))
    connected(player)
    if outcome(player) is not FAILED:
        raise NotJudgedError(otherwise)
    return player.play(step)


def unconnectable(context: Context) -> Iterator[Request]:
    """A valid request for a store that cannot be connected, where the profile names one."""
    values = context.fixtures.get(UNCONNECTABLE, {})
    for variant in facts(CREATE).variants:
        own = {**dict.fromkeys(variant.members), **variant.chosen_by}
        fits = all(m in own and own[m] in (None, v) for m, v in values.items())
        if values and fits and context.calibrated(CREATE).succeeds(variant.name):
            request = context.calibrated(CREATE).examples[variant.name]
            for member, value in values.items():
                request = having(request, member, value)
            yield request
            return
