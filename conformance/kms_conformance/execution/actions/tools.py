"""What attempts at a probe work with, each the one place for what it changes; what control requests say of answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_conformance.execution.actions.asking import Asker
from kms_conformance.execution.actions.concurrency import Crowd
from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_conformance.execution.knowledge.controls import Controls
from kms_conformance.execution.knowledge.environments import Environments
from kms_conformance.execution.knowledge.lag import ReadLag
from kms_conformance.execution.knowledge.rare_faults import RareFaults
from kms_conformance.execution.probes.preparation import Preparer
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import (
    CaseResult,
    Probe,
)
from kms_conformance.execution.probes.shared_setups import SharedSetups
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.execution.room import Room
from kms_specification.oracle import Expectation
from kms_targets.http.response import Observation


@dataclass(frozen=True, slots=True)
class Tools:
    """What an attempt works with; each is the one place for what it changes."""

    tracker: ResourceTracker
    preparer: Preparer
    environments: Environments
    lag: ReadLag
    crowd: Crowd
    asker: Asker
    controls: Controls
    room: Room = field(default_factory=Room)
    shared: SharedSetups = field(default_factory=SharedSetups)
    rare: RareFaults = field(default_factory=RareFaults)


def unrelated(tools: Tools, result: CaseResult) -> str:
    """Why the answer of a result is about the environment of the target: valid requests get it now and then. Or empty.

    Several valid requests are sent for it, where nothing is known yet.
    """
    if result.evidence is None:
        return ""
    return varying(tools, result.probe, result.evidence.prepared, result.expectation, result.seen)


def varying(tools: Tools, probe: Probe, prepared: PreparedCase, right: Expectation, seen: Observation) -> str:
    if probe.reach is not None or probe.expectation is not None:
        return ""  # what stands behind the target is known, or of no account
    return control_requests(tools, probe, prepared).varying(right, seen)


def control_requests(tools: Tools, probe: Probe, prepared: PreparedCase) -> ControlRequests:
    return ControlRequests(tools.tracker, tools.controls, tools.preparer, probe.operation, prepared.case.variant)
