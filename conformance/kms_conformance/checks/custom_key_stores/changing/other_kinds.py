"""What an update makes of members that are for the other type of store."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import changeable, create, each, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE, STORE_OPERATIONS, UPDATE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.requests.distinct import numbered
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, StepWriter

_TYPE, _BACKED = "CustomKeyStoreType", "AWS_CLOUDHSM"


@check(Aspect.STATE, subject="other-kind", operations=STORE_OPERATIONS)
def other_kind(requirement: Requirement, context: Context) -> Steps:
    """Stores of each kind are to get what stores of the other type have, one member at a time."""
    abilities(context).need(DESCRIBE, DELETE, UPDATE)
    write = writer(context)
    yield each(
        context,
        (
            partial(_refused, write=write, request=request, change=change)
            for request in (write.create(kind, 0).request for kind in write.kinds)
            for change in _foreign(context, request)
        ),
    )


def _foreign(context: Context, request: Request) -> Iterator[Request]:
    """Members that an update has, with values that stores of the other type have."""
    known = {member.name for member in facts(UPDATE).members} - request.keys()
    for example in context.calibrated(CREATE).examples.values():
        if example.get(_TYPE, _BACKED) != request.get(_TYPE, _BACKED):
            other = numbered(facts(CREATE), example, 1)
            yield from ({member: other[member]} for member in sorted(known & other.keys()))


def _refused(player: SequenceRunner, write: StepWriter, request: Request, change: Request) -> CaseResult:
    player.first(create(request))
    changeable(player, write, 0)
    return player.play(Step(UPDATE, change, 0))
