"""What the checks of one run share: what was learned of the target, how deep to look and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from kms_conformance.execution.errors import REQUESTS_ARE_SPENT, TIME_IS_OVER
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.knowledge.availability import reason_against
from kms_conformance.execution.knowledge.calibration import Calibration, OperationCalibration
from kms_conformance.execution.sending.request_limit import RequestLimit
from kms_conformance.execution.sending.transport import nothing_meanwhile
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_specification.facts import Operation, Unique
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.duplicates import duplicates
from kms_strategies.requests.examples import Request


def _as_it_is(context: Context, operation: str, case: Case) -> Case:
    return case


@dataclass(frozen=True, slots=True)
class Context:
    """One run, or one process of it.

    `calibrate` finds out what is not in `calibration`. `quota` is how many resources there may be, where it may be
    filled, and `keys` which keys may be made on the real service. `selected` are the ids of all requirements that are
    judged, and `tested` their operations. `deadline` is of `time.monotonic`, or None; `extra_states`: see `complete`.
    `memory` is for what a group of checks finds out once. `settle` waits for what is judged over other connections.
    `fit` gives a case to an operation what it needs of the target beside what it is made of.
    """

    executor: Executor
    calibration: Calibration
    calibrate: Callable[[Context, str], OperationCalibration]
    depth: Depth = Depth.DEFAULT
    extra_states: int = 0
    seed: int = 0
    deadline: float | None = None
    limit: RequestLimit | None = None
    fixtures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    quota: int | None = None
    keys: str = "none"
    selected: frozenset[str] = frozenset()
    memory: dict[str, Any] = field(default_factory=dict)
    tested: tuple[str, ...] = ()
    settle: Callable[[], None] = nothing_meanwhile
    fit: Callable[[Context, str, Case], Case] = _as_it_is
    generators: tuple[Generator, ...] = (Generator.OWN,)
    _found: dict[str, OperationCalibration] = field(default_factory=dict)
    _vectors: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    _broken: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    _duplicates: dict[tuple[str, str], tuple[Case, ...]] = field(default_factory=dict)
    _calibrating: RLock = field(default_factory=RLock)
    _reasons_against: dict[str, str] = field(default_factory=dict)

    def calibrated(self, operation: str) -> OperationCalibration:
        """What was found out of an operation; found out now where it was not before."""
        if operation in self.calibration.operations:
            return self.calibration.operations[operation]
        with self._calibrating:
            if operation not in self._found:
                self._found[operation] = self.calibrate(self, operation)
            return self._found[operation]

    def beside(self, executor: Executor) -> Context:
        """The same run over another connection: what is known of the target is shared, what exists there is not."""
        return replace(self, executor=executor, memory={}, _reasons_against={})

    def settling(self, settle: Callable[[], None]) -> Context:
        """The same, with others judging at the same time."""
        return replace(self, settle=settle)

    def forget(self, operation: str) -> None:
        """What was found out of an operation holds no more: it is found out again when it is asked for."""
        self._found.pop(operation, None)

    def vectors(self, requirement: Requirement) -> tuple[Case, ...]:
        """The boundary vectors of a requirement, made of what the target takes."""
        if requirement.id not in self._vectors:
            examples = self.calibrated(requirement.operation).examples
            self._vectors[requirement.id] = vectors(requirement, examples)
        return self._vectors[requirement.id]

    def broken(self, requirement: Requirement) -> tuple[Case, ...]:
        """Those of the vectors that break something."""
        if requirement.id not in self._broken:
            operation = facts(requirement.operation)
            self._broken[requirement.id] = tuple(c for c in self.vectors(requirement) if breaks(operation, c))
        return self._broken[requirement.id]

    def duplicates(self, operation: Operation, rule: Unique) -> tuple[Case, ...]:
        """The pairs of requests that a uniqueness rule speaks of, made of what the target takes."""
        key = (operation.name, rule.name)
        if key not in self._duplicates:
            self._duplicates[key] = duplicates(operation, rule, self.calibrated(operation.name).examples)
        return self._duplicates[key]

    @property
    def late(self) -> bool:
        """Whether the run has to end."""
        return bool(self.over)

    @property
    def over(self) -> str:
        """Why the run has to end: its time is over, or its requests are spent; empty while it may go on."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            return TIME_IS_OVER
        return REQUESTS_ARE_SPENT if self.limit is not None and self.limit.reached else ""

    def reason_against(self, operation: str, request: Request) -> str:
        """Why an operation cannot be used; empty where it can. Asked once a run, with this request."""
        if operation not in self._reasons_against:
            why = reason_against(self.executor.transport, operation, request, silent=self.calibration.silent)
            self._reasons_against[operation] = why
        return self._reasons_against[operation]
