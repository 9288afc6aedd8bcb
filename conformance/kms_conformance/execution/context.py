"""What the checks of one run share: the sender, what calibration learned, how deep to look and for how long."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kms_conformance.depth import Depth
from kms_conformance.execution.calibration import (
    Calibration,
    is_unknown,
    unreached,
)
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.offered_proxy import OfferedProxy
from kms_conformance.execution.verdicts import answer_text
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    DESCRIBE,
    DISCONNECT,
    ID,
)
from kms_specification.requirements import Requirement
from kms_specification.violations import variant_of
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER

CATCHES_UP = 0.25  # seconds in which a target catches up that has never been seen to be behind
AT_ONCE = 2048  # cases that are planned together
PATIENCE = 3  # unanswered cases in a row after which the rest of a requirement's cases are not sent


class NotJudgedError(Exception):
    """A requirement cannot be judged here. The message is the reason, `vacuous` says that it never can be."""

    def __init__(self, reason: str, *, vacuous: bool = False) -> None:
        super().__init__(reason)
        self.vacuous = vacuous


class OutOfTimeError(Exception):
    """The time that the run was given is over."""


@dataclass(slots=True)
class Context:
    """One run, or one process of it. `offered` is the proxy that it offers to the target, if it does.

    `quota` is how many stores there may be, where it may be filled. `deadline` is of `time.monotonic`, or None;
    `extra_states`: see `complete`.

    `behind` is the longest time, in seconds, after which a read has caught up with a write; `in_vain`: a wrong answer
    has stayed wrong for as long as reads may be behind; `sticking`: a store that was connected could not be deleted;
    `changed` is when a history last changed something, of `time.monotonic`.
    """

    executor: Executor
    calibration: Calibration
    depth: Depth = Depth.DEFAULT
    extra_states: int = 0
    seed: int = 0
    deadline: float | None = None
    fixtures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    offered: OfferedProxy | None = None
    quota: int | None = None
    behind: float = 0.0
    retries_exhausted: bool = False
    undeletable_after_connect: bool = False
    changed: float = -math.inf
    _vectors: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    _broken: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    _reasons_against: dict[str, str] = field(default_factory=dict)

    def vectors(self, requirement: Requirement) -> tuple[Case, ...]:
        """The boundary vectors of a requirement, made of what the target takes."""
        if requirement.id not in self._vectors:
            self._vectors[requirement.id] = vectors(requirement, self.calibration.examples)
        return self._vectors[requirement.id]

    def broken(self, requirement: Requirement) -> tuple[Case, ...]:
        """Those of the vectors that break something."""
        if requirement.id not in self._broken:
            operation = self.executor.operation
            self._broken[requirement.id] = tuple(c for c in self.vectors(requirement) if breaks(operation, c))
        return self._broken[requirement.id]

    def each(self, cases: Iterable[Case]) -> Iterator[CaseResult]:
        """Every case judged; the rest is given up where nothing is answered any more, or the time is over."""
        silent, coming = 0, iter(cases)
        while some := list(islice(coming, AT_ONCE)):
            with closing(self.executor.all(some)) as answers:
                for judged in answers:
                    yield judged
                    silent = silent + 1 if judged.seen.failure is not None else 0
                    if self.late:
                        raise OutOfTimeError
                    if silent >= PATIENCE:
                        return

    @property
    def late(self) -> bool:
        """Whether the time of the run is over."""
        return self.deadline is not None and time.monotonic() > self.deadline

    def makes_store(self, variant: str) -> bool:
        """Whether a valid request of a variant makes a store."""
        return not unreached(self.calibration, variant)

    def takes(self, request: Request) -> bool:
        """Whether a valid request makes a store."""
        variant = variant_of(self.executor.operation, request)
        return variant is not None and self.makes_store(variant)

    def needs_store(self, *variants: str) -> None:
        """Raises NotJudgedError where valid requests of a variant make no store."""
        for variant in variants:
            why = unreached(self.calibration, variant)
            if why:
                raise NotJudgedError(why)

    @property
    def patience(self) -> float:
        """For how many seconds after a write a wrong answer may be behind it: where that was in vain before, for as
        long as it ever took."""
        lag = self.executor.lag
        return min(lag, 2 * self.behind + CATCHES_UP) if self.retries_exhausted else lag

    def caught_up(self, waited: float, *, right: bool) -> bool:
        """Whether an answer is final, so many seconds after a write: it is right, or can no longer be behind it."""
        if right:
            self.behind = max(self.behind, waited)
        elif waited >= self.executor.lag:
            self.retries_exhausted = True
        return right or waited >= self.patience

    def needs(self, *operations: str) -> None:
        """Raises NotJudgedError where the target does not have an operation, or not for this caller."""
        for operation in operations:
            why = self.reason_against(operation)
            if why:
                raise NotJudgedError(why)

    def unconnectable(self) -> str:
        """Why no store should be connected: it could not be, or would stay. Empty where it may be."""
        if self.undeletable_after_connect:
            return "a store that was connected could not be disconnected and deleted in time: see lag in a profile"
        return self.reason_against(CONNECT) or self.reason_against(DISCONNECT)

    def reason_against(self, operation: str) -> str:
        """Why an operation on stores that are there cannot be used; empty where it can. Asked once a run."""
        if operation not in self._reasons_against:
            nobody = f"cks-{self.executor.random.getrandbits(68):017x}"
            seen = self.executor.call(operation, {} if operation == DESCRIBE else {ID: nobody})
            refused = REFUSED_CALLER.intersection(seen.codes.values())
            why = f"the caller may not use {operation}: {answer_text(seen)}" if refused else ""
            # Where no error has a code, one is like the other.
            if seen.unknown_operation or (not self.calibration.silent and is_unknown(self.executor, seen)):
                why = f"{operation} is not implemented: {answer_text(seen)}"
            self._reasons_against[operation] = why
        return self._reasons_against[operation]
