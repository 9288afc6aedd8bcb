"""What must be unique stays taken while its store lives: older than another, connected, disconnected, renamed, refused
its deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import Scene, connected, create, look, played, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.uniqueness import uniqueness
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probe, Probes
from kms_specification.facts import Unique
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE, DISCONNECT, NEW_NAME, UPDATE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.account import made_as
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, StepWriter

# A part of a store's life; its steps have to succeed, or to be refused.
Life = Callable[[SequenceRunner], None]
ALONE, WITH_OLDER = 1, 2  # stores that a scene has at once; the last that it asks for has to be refused
CREDENTIAL, _KEY_ID = "XksProxyAuthenticationCredential", "AccessKeyId"
_CHANGEABLE = ("XksProxyUriEndpoint", "XksProxyUriPath")


@check(Aspect.UNIQUE, operations=(CREATE,))
def kept(requirement: Requirement, context: Context) -> Steps:
    """Pairs of stores, as for any operation, and then what is taken at other times of a store's life."""
    yield from uniqueness(requirement, context)
    rule = next(r for r in facts(CREATE).uniqueness if r.name == requirement.subject)
    yield Probes(_kept(context, rule), optional=True)


def _kept(context: Context, rule: Unique) -> Iterator[Probe]:
    """For each kind of store that the rule compares with its own, every part of a life, and then another store."""
    able = abilities(context)
    if able.reason_against(DESCRIBE) or able.reason_against(DELETE):
        return
    write = writer(context)
    for kind in write.kinds:
        request = write.create(kind, 0).request
        if all(m in request for m in rule.members):
            for life, stores in _lives(context, write, kind, rule):
                yield played(context, partial(_taken, write=write, kind=kind, rule=rule, life=life), stores)
            if not able.reason_against(UPDATE):
                yield played(context, _free_again(write, kind, rule), ALONE)


def _lives(context: Context, write: StepWriter, kind: str, rule: Unique) -> Iterator[tuple[Life, int]]:
    """The parts of a life, and how many stores a scene has in each."""
    yield partial(_older, write=write, kind=kind), WITH_OLDER
    if not abilities(context).reason_against(UPDATE):
        changes = other_values(write, kind)
        changes = {m: v for m, v in changes.items() if made_as(m) in rule.members} or changes
        yield partial(_changed, changes=changes), ALONE
    if not abilities(context).unconnectable():
        yield from ((life, ALONE) for life in (connected, _disconnected, _refused_deletion))


def _taken(player: SequenceRunner, write: StepWriter, kind: str, rule: Unique, life: Life) -> CaseResult:
    player.first(write.create(kind, 0))
    player.first(look())
    life(player)
    step = write.create_like(kind, 3, dict(player.made_as(0)), rule.members)
    if {o.code for o in player.expected(step).outcomes if not o.inconclusive} != {rule.error}:
        raise NotJudgedError("the two stores are not compared by this rule alone")
    return player.play(step)


def _older(player: SequenceRunner, write: StepWriter, kind: str) -> None:
    player.first(write.create(kind, 1))
    player.first(look(1))


def _disconnected(player: SequenceRunner) -> None:
    connected(player)
    player.first(Step(DISCONNECT, {}, 0))
    player.first(look())


def _refused_deletion(player: SequenceRunner) -> None:
    connected(player)
    refused = player.play(Step(DELETE, {}, 0))
    if refused.failed or refused.seen.success:
        raise NotJudgedError(f"the deletion of a connected store should be refused: {refused.explanation}")


def _changed(player: SequenceRunner, changes: Request) -> None:
    player.first(Step(UPDATE, changes, 0))
    player.first(look())


def other_values(write: StepWriter, kind: str) -> Request:
    """Another name, and another proxy of an external store."""
    before, after = write.create(kind, 0).request, write.numbered(write.examples[kind], 1)
    other = {m: after[m] for m in _CHANGEABLE if m in after and after[m] != before[m]}
    return {NEW_NAME: write.name(1), **other}


def other_credential(request: Request) -> Request:
    """The credential of a request with another id for its key; empty where the request has none."""
    credential = request.get(CREDENTIAL)
    key_id = credential.get(_KEY_ID) if isinstance(credential, dict) else None
    if not isinstance(credential, dict) or not isinstance(key_id, str):
        return {}
    return {CREDENTIAL: {**credential, _KEY_ID: key_id[:-1] + ("B" if key_id.endswith("A") else "A")}}


def _free_again(write: StepWriter, kind: str, rule: Unique) -> Scene:
    """A store that was changed is deleted, and another made of the values that it had last."""

    def scene(player: SequenceRunner) -> CaseResult:
        player.first(write.create(kind, 0))
        _changed(player, other_values(write, kind))
        last = dict(player.made_as(0))
        player.first(Step(DELETE, {}, 0))
        judged = player.play(create(last))
        if judged.failed and rule.error not in judged.seen.codes.values():
            raise NotJudgedError("another rule refuses it")
        return judged

    return scene
