"""The five operations on stores that are there: whether a target has them, and what they say of a store that is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import (
    alone,
    connected,
    each,
    look,
    played,
    writer,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.probe import CaseResult, Probes
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import (
    DELETE,
    DESCRIBE,
    DISCONNECT,
    ID,
    NAME,
    NEW_NAME,
    NOT_FOUND,
    STORE_OPERATIONS,
    UPDATE,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.placeholders import HEX
from kms_strategies.requests.examples import EXAMPLES, Request
from kms_strategies.sequences.steps import NOBODY, Step, StepWriter
from kms_targets.http.response import Observation


@check(Aspect.IMPLEMENTED, operations=STORE_OPERATIONS)
def implemented(requirement: Requirement, context: Context) -> Steps:
    """A store that does not exist is asked for, then one that does."""
    operation = requirement.operation
    why = abilities(context).reason_against(operation)
    unknown = f"{operation} is not implemented"
    if why and not why.startswith(unknown):
        raise NotJudgedError(why)
    yield played(context, partial(_known, operation=operation, why=why))
    if why or abilities(context).reason_against(DELETE) or abilities(context).reason_against(DESCRIBE):
        return
    # That it is known has been seen; that it works can be seen only where a store can be made.
    yield Probes([played(context, partial(_taken, context=context, operation=operation))], optional=True)


def _known(player: SequenceRunner, operation: str, why: str) -> CaseResult:
    step = Step(operation) if operation == DESCRIBE else Step(operation, {}, NOBODY)

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        return Judgement(Verdict.NOT_IMPLEMENTED, why) if why else Judgement(Verdict.CONFORMS, answer_text(seen))

    return player.play(step, adjust)


def _taken(player: SequenceRunner, context: Context, operation: str) -> CaseResult:
    """An ordinary call, with nothing in its way."""
    write = _with_a_store(player, context)
    if operation == DISCONNECT:
        connected(player)
    if operation == DESCRIBE:
        return player.play(Step(DESCRIBE))
    return player.play(write.rename(0, 1) if operation == UPDATE else Step(operation, {}, 0), _an_object)


def _an_object(found: Judgement, seen: Observation) -> Judgement:
    """“It returns a JSON object with no properties”; SDKs take no body at all for one."""
    if not seen.success or not seen.exchange.body.strip() or isinstance(seen.json, dict):
        return found
    return Judgement(Verdict.MALFORMED_RESPONSE, "the answer is no JSON object")


def _with_a_store(player: SequenceRunner, context: Context) -> StepWriter:
    """There is a store, and it is described."""
    write = writer(context)
    player.first(write.create(write.kinds[0], 0))
    player.first(look())
    return write


_BEGINNING = len("cks-")  # what all ids have in common
# Ids that look like ids, of the usual length and of the greatest.
_NOBODYS: tuple[Request, ...] = ({ID: "cks-" + HEX * 17}, {ID: HEX * 64})


@check(Aspect.ERROR, subject=NOT_FOUND, operations=STORE_OPERATIONS)
def not_found(requirement: Requirement, context: Context) -> Steps:
    """Ids that no store has, and for a description names as well."""
    operation = requirement.operation
    abilities(context).need(operation)
    name = EXAMPLES[NAME][0]
    requests = list(_NOBODYS)
    if operation == UPDATE:
        requests = [{**r, NEW_NAME: name} for r in requests]
    if operation == DESCRIBE:
        requests.append({NAME: name})
    yield each(context, (alone(Step(operation, request)) for request in requests))
    if abilities(context).reason_against(DELETE) or abilities(context).reason_against(DESCRIBE):
        return
    asks = [
        _by_its_name,
        _by_an_id_in_capitals,
        *((_by_an_id_begun, _by_a_name_begun) if operation == DESCRIBE else ()),
    ]
    beside = (partial(_beside, context=context, step=Step(operation, requests[0]), ask=ask) for ask in asks)
    yield Probes((played(context, scene) for scene in beside), optional=True)


def _beside(player: SequenceRunner, context: Context, step: Step, ask: Callable[[str, str], Request]) -> CaseResult:
    """A request that is about no store, while there is one of nearly that id or name."""
    write = _with_a_store(player, context)
    more = {m: write.name(1) if m == NEW_NAME else v for m, v in step.request.items() if m != ID}
    return player.play(replace(step, request={**more, **ask(player.store(0), str(player.made_as(0)[NAME]))}))


def _by_its_name(store: str, name: str) -> Request:
    return {ID: name}


def _by_an_id_in_capitals(store: str, name: str) -> Request:
    other = f"{store[:_BEGINNING]}{store[_BEGINNING:].upper()}"
    if other == store:
        raise NotJudgedError("there is no small letter in the id of the store")
    return {ID: other}


def _by_an_id_begun(store: str, name: str) -> Request:
    """By `cks-`: this is the beginning of other ids too, when the requests are sent again."""
    if len(store) <= _BEGINNING:
        raise NotJudgedError("ids of stores are too short to have a beginning")
    return {ID: store[:_BEGINNING]}


def _by_a_name_begun(store: str, name: str) -> Request:
    return {NAME: name[:-1]}
