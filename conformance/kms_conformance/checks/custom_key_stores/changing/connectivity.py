"""What an update makes of another connectivity without what has to be changed with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import changeable, create, each, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE, STORE_OPERATIONS, UPDATE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.requests.distinct import numbered
from kms_strategies.requests.examples import Request, example_requests
from kms_strategies.sequences.steps import Step, StepWriter

_CONNECTIVITY, _ENDPOINT, _SERVICE = "XksProxyConnectivity", "XksProxyUriEndpoint", "XksProxyVpcEndpointServiceName"
_PUBLIC, _VPC = "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"


@check(Aspect.STATE, subject="connectivity", operations=STORE_OPERATIONS)
def connectivity(requirement: Requirement, context: Context) -> Steps:
    """External stores of each connectivity are to get the other, each time without something that it needs."""
    abilities(context).need(DESCRIBE, DELETE, UPDATE)
    write = writer(context)
    requests = [write.create(kind, 0).request for kind in write.kinds]
    external = [request for request in requests if _CONNECTIVITY in request]
    if not external:
        raise NotJudgedError("it needs an external key store, and none can be made here")
    scenes = ((request, change) for request in external for change in _halves(request))
    yield each(context, (partial(_refused, write=write, request=r, change=c) for r, c in scenes))


def _halves(request: Request) -> Iterator[Request]:
    """Changes of the connectivity: alone, without a service name or with one too many, and without an endpoint."""
    endpoint = {_ENDPOINT: numbered(facts(CREATE), request, 1)[_ENDPOINT]}
    if request[_CONNECTIVITY] == _VPC:
        yield {_CONNECTIVITY: _PUBLIC}
        yield {_CONNECTIVITY: _PUBLIC, **endpoint, _SERVICE: request[_SERVICE]}
        return
    others = (r for r in example_requests(facts(CREATE)).values() if _SERVICE in r)
    service = {_SERVICE: numbered(facts(CREATE), next(others), 1)[_SERVICE]}
    yield from ({_CONNECTIVITY: _VPC, **more} for more in ({}, endpoint, service))


def _refused(player: SequenceRunner, write: StepWriter, request: Request, change: Request) -> CaseResult:
    player.first(create(request))
    changeable(player, write, 0)
    return player.play(Step(UPDATE, change, 0))
