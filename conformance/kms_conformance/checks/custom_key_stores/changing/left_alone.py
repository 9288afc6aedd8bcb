"""What connecting and disconnecting leave as it was: all that a store is described with, but for its connection."""

from __future__ import annotations

from functools import partial

from kms_conformance.checks.custom_key_stores.changing.beside import beside
from kms_conformance.checks.custom_key_stores.changing.kept import other_values
from kms_conformance.checks.custom_key_stores.reading.description import differing, flat
from kms_conformance.checks.custom_key_stores.scenes import Scene, connected, create, each, look, showing, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    UPDATE,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.listing import Entry
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step

# Who owns an endpoint service may be known only while a store is connected to it.
_OWNER = "XksProxyConfiguration.VpcEndpointServiceOwner"
_CONNECTION = frozenset({"ConnectionState", "ConnectionErrorCode", _OWNER})


@check(Aspect.STATE, subject="left-alone", operations=(CONNECT, DISCONNECT))
def left_alone(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind, as it was made and as it was changed, is described before and after."""
    operation = requirement.operation
    abilities(context).need(DESCRIBE, DELETE, operation)
    write = writer(context)
    scenes: list[Scene] = []
    for kind in write.kinds:
        request = write.create(kind, 0).request
        scenes.append(partial(_compared, request=request, changes={}, operation=operation))
        if not abilities(context).reason_against(UPDATE):
            changes = other_values(write, kind)
            scenes.append(partial(_compared, request=request, changes=changes, operation=operation))
    yield each(context, [*scenes, *beside(context, operation)])


def _compared(player: SequenceRunner, request: Request, changes: Request, operation: str) -> CaseResult:
    player.first(create(request))
    if changes:
        player.first(look())
        player.first(Step(UPDATE, changes, 0))
    if operation == DISCONNECT:
        connected(player)
    before = flat(player.described(look()), _CONNECTION)
    player.first(Step(operation, {}, 0))

    def wrong(entry: Entry) -> str | None:
        other = next(differing(before, flat(entry, _CONNECTION)), None)
        return other and f"{operation} has changed {other}"

    return player.play(look(), showing(wrong))
