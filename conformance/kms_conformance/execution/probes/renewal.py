"""Requests that spend the resource they name: each is sent to another, made for it just like the first.

A key that is waiting for its deletion already, or that has all the tags it can have, answers every later request alike:
what is wrong with a request would be hidden behind what was asked before.
"""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import Probe, Setup
from kms_conformance.execution.probes.references import refer
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_specification.pages.resources import KEY, MADE_ELSEWHERE, SPENDS
from kms_strategies.cases import Case, breaks


def renewed(probe: Probe, tracker: ResourceTracker) -> Probe:
    """The probe, with a resource of its own where it names one of ours and may spend it.

    On the real service, where a key costs money, one has to do.
    """
    member, case = SPENDS.get(probe.operation), probe.sent
    if member is None or probe.setup or not isinstance(case, Case) or not isinstance(case.request, dict):
        return probe
    named = case.request.get(member)
    resource = tracker.resources.get((KEY.name, named)) if isinstance(named, str) else None
    if resource is None or tracker.transport.real:
        return probe
    if probe.operation in MADE_ELSEWHERE and not breaks(facts(probe.operation), case):
        return probe
    anew = replace(case, request={**case.request, member: refer(0)})
    return replace(probe, sent=anew, setup=(Setup(KEY.create, dict(resource.request)),))
