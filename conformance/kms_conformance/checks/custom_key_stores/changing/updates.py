"""What an update does: what was changed is described, what was before is free, and one that is refused does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from kms_conformance.checks.custom_key_stores.changing.beside import beside
from kms_conformance.checks.custom_key_stores.changing.kept import CREDENTIAL, other_credential
from kms_conformance.checks.custom_key_stores.reading.description import UNTIDY_NAME, flat
from kms_conformance.checks.custom_key_stores.scenes import (
    Scene,
    changeable,
    connected,
    create,
    each,
    look,
    nothing,
    showing,
    writer,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.request import Adjust
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.facts import Unique
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DELETE,
    DESCRIBE,
    NAME,
    NEW_NAME,
    STORE_OPERATIONS,
    UPDATE,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.account import made_as
from kms_specification.state.listing import Entry, description_error
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, StepWriter

CREATION_DATE = "CreationDate"
_CONNECTIVITY, _PUBLIC, _VPC = "XksProxyConnectivity", "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"
_ENDPOINT, _SERVICE = "XksProxyUriEndpoint", "XksProxyVpcEndpointServiceName"
_SHORT = "x"  # breaks the length of both
_PATH = "XksProxyUriPath"
_SHOWN_AS = {
    NEW_NAME: NAME,
    _ENDPOINT: "XksProxyConfiguration.UriEndpoint",
    _PATH: "XksProxyConfiguration.UriPath",
    _SERVICE: "XksProxyConfiguration.VpcEndpointServiceName",
    CREDENTIAL: "XksProxyConfiguration.AccessKeyId",
}
_OWN = ((_ENDPOINT,), (_PATH,), (_ENDPOINT, _PATH), (_SERVICE,), ("CloudHsmClusterId",))
_UNIQUE = ((NAME,), (_ENDPOINT, _PATH), (_SERVICE,))
_BREAKABLE = ("KeyStorePassword", _PATH)


@check(Aspect.ERROR, operations=STORE_OPERATIONS)
def in_use(requirement: Requirement, context: Context) -> Steps:
    """Of two stores the second is to have what the first has."""
    abilities(context).need(DESCRIBE, DELETE, UPDATE)
    write = writer(context)
    rule = next(r for r in write.operation.uniqueness if r.error == requirement.subject)
    having = [kind for kind in write.kinds if all(m in write.examples[kind] for m in rule.members)]
    if not having:
        context.calibrated(CREATE).need(*(v.name for v in write.operation.variants if {*rule.members} <= {*v.members}))
    yield each(
        context,
        (partial(_clash, write=write, rule=rule, old=old, new=new) for old, new in product(having, having)),
    )


def _clash(player: SequenceRunner, write: StepWriter, rule: Unique, old: str, new: str) -> CaseResult:
    first, second = write.create(old, 0), write.create(new, 1)
    player.first(first)
    player.first(second)
    changeable(player, write, 1)
    taken = {NEW_NAME if m == NAME else m: first.request[m] for m in rule.members}
    judged = player.play(Step(UPDATE, taken, 1))
    if {o.code for o in judged.expectation.outcomes if not o.inconclusive} != {rule.error}:
        raise NotJudgedError("the two stores are not compared by this rule alone")
    return judged


@check(Aspect.STATE, subject="updated", operations=STORE_OPERATIONS)
def updated(requirement: Requirement, context: Context) -> Steps:
    """Stores of each kind get another name, and external ones another proxy."""
    abilities(context).need(DESCRIBE, DELETE, UPDATE)
    write = writer(context)
    scenes: list[Scene] = []
    for kind in write.kinds:
        # The path of the nth store is not the shortest, which a target might fall back to.
        request = {**write.create(kind, 3).request, NAME: write.name(0)}
        for changes in _changes(write, request):
            scenes += [partial(how, write=write, request=request, changes=changes) for how in (_changed, _others_kept)]
        ways: list[Callable[..., CaseResult]] = [_renamed, _no_longer_named, _made_when_it_was]
        ways += [partial(_free_again, members=had) for had in _UNIQUE if all(m in request for m in had)]
        if request.get(_CONNECTIVITY) == _VPC:
            ways += [_public_now, partial(_public_now, service=None), _service_free_again]
        elif request.get(_CONNECTIVITY) == _PUBLIC:
            ways += [partial(_private_now, private=r) for r in _private(write)]
        ways += [partial(_had_already, members=own) for own in _OWN if all(m in request for m in own)]
        scenes += [partial(how, write=write, request=request) for how in ways]
        untidy: Request = {NEW_NAME: UNTIDY_NAME}
        scenes.append(partial(_changed, write=write, request=request, changes=untidy))
        if not abilities(context).unconnectable():
            while_connected = [c for c in _changes(write, request) if not {_ENDPOINT, _SERVICE} & {*c}]
            scenes += [partial(_still_connected, request=request, changes=changes) for changes in while_connected]
    yield each(context, [*scenes, *beside(context, UPDATE)])


def _changes(write: StepWriter, request: Request) -> Iterator[Request]:
    """The name, and what else of a store can be changed, is described and hangs on nothing outside."""
    other = write.numbered(request, 1)
    yield {NEW_NAME: write.name(1)}
    for member in (_ENDPOINT, _PATH, _SERVICE):
        if request.get(member) != other.get(member):
            yield {NEW_NAME: write.name(1), member: other[member]}
    credential = other_credential(request)
    if credential:
        yield {NEW_NAME: write.name(1), **credential}


def _as_it_is(player: SequenceRunner, members: Request) -> Adjust:
    """The first store is described as the model has it."""
    names = {made_as(member) for member in members}
    return showing(lambda entry: description_error(player.made_as(0), entry, names))


def _changed(player: SequenceRunner, write: StepWriter, request: Request, changes: Request) -> CaseResult:
    player.first(create(request))
    player.first(look(), _as_it_is(player, changes))
    player.first(Step(UPDATE, changes, 0))
    return player.play(look(), _as_it_is(player, changes))


def _others_kept(player: SequenceRunner, write: StepWriter, request: Request, changes: Request) -> CaseResult:
    """What an update does not name is described as it was."""
    player.first(create(request))
    but = {*map(_SHOWN_AS.__getitem__, changes), "ConnectionState"}
    before = flat(player.described(look()), but)
    player.first(Step(UPDATE, changes, 0))

    def wrong(entry: Entry) -> str | None:
        now = flat(entry, but)
        other = next((member for member in before if now.get(member) != before[member]), None)
        return other and f"an update of {', '.join(changes)} has changed {other}"

    return player.play(look(), showing(wrong))


def _renamed(player: SequenceRunner, write: StepWriter, request: Request) -> CaseResult:
    player.first(create(request))
    player.first(look())
    player.first(write.rename(0, 1))
    return player.play(write.describe_named(1))


def _no_longer_named(player: SequenceRunner, write: StepWriter, request: Request) -> CaseResult:
    player.first(create(request))
    player.first(write.describe_named(0))
    before = player.made_as(0)[NAME]
    player.first(write.rename(0, 1))
    return player.play(write.describe_named(0), nothing(NAME, before))


def _free_again(player: SequenceRunner, write: StepWriter, request: Request, members: tuple[str, ...]) -> CaseResult:
    """What a store had before it was changed may be that of another."""
    other = {**write.numbered(request, 1), NAME: write.name(1)}
    player.first(create(request))
    player.first(Step(UPDATE, {NEW_NAME if m == NAME else m: other[m] for m in members}, 0))
    had = {member: request[member] for member in members}
    return player.play(create({**write.numbered(request, 2), NAME: write.name(2), **had}))


def _made_when_it_was(player: SequenceRunner, write: StepWriter, request: Request) -> CaseResult:
    player.first(create(request))
    made = player.described(look()).get(CREATION_DATE)
    player.first(write.rename(0, 1))
    other = f"an update has changed {CREATION_DATE}"
    return player.play(look(), showing(lambda entry: None if entry.get(CREATION_DATE) == made else other))


def _had_already(player: SequenceRunner, write: StepWriter, request: Request, members: tuple[str, ...]) -> CaseResult:
    """A change that names again what the store has: it is in use by no other."""
    player.first(create(request))
    player.first(look())
    return player.play(Step(UPDATE, {NEW_NAME: write.name(1), **{member: request[member] for member in members}}, 0))


def _private(write: StepWriter) -> list[Request]:
    """What a store that is reached by an endpoint service is made with."""
    requests = (write.create(kind, 2).request for kind in write.kinds)
    return [request for request in requests if request.get(_CONNECTIVITY) == _VPC]


def _private_now(player: SequenceRunner, write: StepWriter, request: Request, private: Request) -> CaseResult:
    """A store that is public is reached by an endpoint service from now on."""
    player.first(create(request))
    player.first(look())
    changes = {member: private[member] for member in (_CONNECTIVITY, _ENDPOINT, _SERVICE)}
    changed = player.play(Step(UPDATE, changes, 0))
    return changed if changed.failed or not changed.seen.success else player.play(look(), _as_it_is(player, changes))


def _public_now(player: SequenceRunner, write: StepWriter, request: Request, service: str | None = "") -> CaseResult:
    """A store that is reached by an endpoint service is reached in public from now on, and has no such service."""
    changed = _made_public(player, write, request, service)

    def wrong(entry: Entry) -> str | None:
        proxy = entry.get("XksProxyConfiguration")
        if not isinstance(proxy, dict):
            return None
        if proxy.get("Connectivity") != _PUBLIC:
            return "an update has not changed the Connectivity"
        return "a public store has a VpcEndpointServiceName" if proxy.get("VpcEndpointServiceName") else None

    return player.play(look(), showing(wrong)) if changed.seen.success else changed


def _made_public(player: SequenceRunner, write: StepWriter, request: Request, service: str | None = "") -> CaseResult:
    """The service name is taken away by “a null or empty string”."""
    player.first(create(request))
    player.first(look())
    endpoint = write.numbered(request, 1)[_ENDPOINT]
    return player.play(Step(UPDATE, {_CONNECTIVITY: _PUBLIC, _ENDPOINT: endpoint, _SERVICE: service}, 0))


def _service_free_again(player: SequenceRunner, write: StepWriter, request: Request) -> CaseResult:
    """The endpoint service of a store that is public by now may be that of another."""
    if not _made_public(player, write, request).seen.success:
        raise NotJudgedError("a store does not become public")
    other = {**write.numbered(request, 2), NAME: write.name(2), _SERVICE: request[_SERVICE]}
    return player.play(create(other))


def _still_connected(player: SequenceRunner, request: Request, changes: Request) -> CaseResult:
    """The name, and where that is taken of a connected store the path and the credential."""
    player.first(create(request))
    connected(player)
    changed = player.play(Step(UPDATE, changes, 0))
    if not changed.seen.success and {*changes} != {NEW_NAME}:
        raise NotJudgedError("a connected store does not take it")
    return changed if changed.failed else player.play(look())


@check(Aspect.STATE, subject="atomic", operations=STORE_OPERATIONS)
def atomic(requirement: Requirement, context: Context) -> Steps:
    """Updates of a name that are refused for something else: a broken constraint, a name in use, a connected store."""
    abilities(context).need(DESCRIBE, DELETE, UPDATE)
    write = writer(context)
    scenes: list[Scene] = []
    for kind in write.kinds:
        request = write.create(kind, 0).request
        change = write.update(0, request, 2)
        broken = {m: _SHORT for m in _BREAKABLE if m in request}
        scenes.append(partial(_refused, request=request, step=Step(UPDATE, {NEW_NAME: write.name(2), **broken}, 0)))
        path = {m: v for m, v in write.numbered(request, 2).items() if m == _PATH and v != request.get(m)}
        taken = Step(UPDATE, {NEW_NAME: write.name(1), **path, **change.request}, 0)
        scenes.append(partial(_refused, request=request, step=taken, other=write.create(kind, 1).request))
        if not abilities(context).unconnectable():
            renamed = Step(UPDATE, {NEW_NAME: write.name(2), **change.request}, 0)
            scenes.append(partial(_refused, request=request, step=renamed, connect=True))
    yield each(context, scenes)


def _refused(
    player: SequenceRunner, request: Request, step: Step, other: Request | None = None, connect: bool = False
) -> CaseResult:
    player.first(create(request))
    if connect:
        connected(player)
    if other is not None:
        player.first(create(other))
    player.first(look(), _as_it_is(player, step.request))
    refused = player.play(step)
    if refused.seen.success or refused.seen.failure is not None:
        raise NotJudgedError(f"an update that should be refused was not: {refused.explanation}")
    return player.play(look(), _as_it_is(player, step.request))
