"""That what is done to one store changes nothing of another of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.changing.kept import other_credential, other_values
from kms_conformance.checks.custom_key_stores.reading.description import differing, flat
from kms_conformance.checks.custom_key_stores.scenes import Scene, connected, look, outcome, showing, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.pages.custom_key_stores import CONNECT, CONNECTED, DISCONNECT, UPDATE
from kms_specification.state.listing import Entry
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, StepWriter

# Who owns an endpoint service may be known only while a store is connected to it.
_OWNER = frozenset({"XksProxyConfiguration.VpcEndpointServiceOwner"})


def beside(context: Context, operation: str) -> Iterator[Scene]:
    """Two stores of each kind; where the first is connected or disconnected, the second has been connected."""
    write = writer(context)
    if operation == UPDATE or not abilities(context).unconnectable():
        for kind in write.kinds:
            yield partial(_beside, write=write, kind=kind, operation=operation)


def _beside(player: SequenceRunner, write: StepWriter, kind: str, operation: str) -> CaseResult:
    player.first(write.create(kind, 2))
    player.first(look())
    if operation != UPDATE:
        connected(player)
        if outcome(player) is not CONNECTED:
            raise NotJudgedError("the store beside it does not get CONNECTED")
    before = flat(player.described(look()), _OWNER)
    player.first(write.create(kind, 0))
    player.first(look(1))
    if operation == DISCONNECT:
        player.first(Step(CONNECT, {}, 1))
        player.first(look(1))
    player.first(Step(operation, _changes(write, kind) if operation == UPDATE else {}, 1))

    def wrong(entry: Entry) -> str | None:
        other = next(differing(before, flat(entry, _OWNER)), None)
        return other and f"{operation} of another store has changed {other}"

    return player.play(look(), showing(wrong))


def _changes(write: StepWriter, kind: str) -> Request:
    """What can be seen to change, and a credential."""
    return {**other_values(write, kind), **other_credential(write.examples[kind])}
