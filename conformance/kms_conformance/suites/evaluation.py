"""Evaluates requirements in one process of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial

import pytest

from kms_conformance.execution.errors import NO_ROOM_LEFT
from kms_conformance.execution.executor import HUNG
from kms_conformance.run.connections import Connections, evaluated
from kms_conformance.run.results.baseline import Baseline
from kms_conformance.run.results.serialization import to_text
from kms_conformance.run.results.worker_share import WorkerShare
from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.options import Options
from kms_conformance.suites.default_warnings import default_warnings
from kms_reports.result import Result
from kms_specification.requirements.registry import Requirement

UNANSWERED_LIMIT = 3  # requirements in a row without a single answer, after which the run ends
UNANSWERED = f"the target has not answered a single request of {UNANSWERED_LIMIT} requirements"


class Evaluation:
    """The open run of this process, and what it has found.

    `over`: why no further requirement is evaluated; empty while the run goes on. `notice`: told of each result as soon
    as it is there, before its turn where several connections judge.
    """

    def __init__(self, baseline: Baseline | None) -> None:
        self.run: OpenRun | None = None
        self.over = ""
        self.notice: Callable[[Result], None] = lambda result: None
        self._baseline = baseline
        self._open = ExitStack()
        self._results: dict[str, Result] = {}
        self._packed: str | None = None
        self._several: Callable[[], Connections] | None = None
        self._connections: Connections | None = None
        self._unanswered = 0

    def start(self, options: Options, ids: frozenset[str], share: WorkerShare | None = None) -> OpenRun:
        """Opens the run. Raises TargetError, one line, where the target cannot be tested."""
        with default_warnings():
            self.run = self._open.enter_context(opened(options, ids, share))
        return self.run

    def begin(self, requirements: Iterable[Requirement], connections: int) -> None:
        """From the first that is asked for, judges the requirements over several connections."""
        assert self.run is not None
        self._several = partial(Connections, self.run.over(connections), list(requirements), self._noticed)

    def _noticed(self, result: Result) -> None:
        self.notice(result if self._baseline is None else self._baseline.adjust(result))

    def __call__(self, requirement: Requirement) -> Result:
        """The result of a requirement; the first one where it is asked for again. Skips when the run is over."""
        if requirement.id in self._results:
            return self._results[requirement.id]
        judged = self._connections is not None and self._connections.has_judged(requirement)
        if self.over and not judged:
            pytest.skip(self.over)
        assert self.run is not None
        with default_warnings():
            return self._evaluate(self.run, requirement)

    def _evaluate(self, run: OpenRun, requirement: Requirement) -> Result:
        if self._several is not None:
            self._connections = self._connections or self._several()
            found = self._connections(requirement)
        else:
            found = evaluated(run.evaluator, requirement)
        result, spent = found.result, found.spent
        if result is None:
            self.over = found.over
        elif self._baseline is not None:
            result = self._baseline.adjust(result)
        self._packed = to_text(result, spent)
        if result is None:
            pytest.skip(self.over)
        self._results[requirement.id] = result
        self._unanswered = self._unanswered + 1 if spent.sent and not spent.answered else 0
        if self._unanswered >= UNANSWERED_LIMIT:
            self.over = UNANSWERED
        if found.hung:
            self.over = HUNG
        return result

    def take(self) -> str | None:
        """What the last evaluation found, as text for another process; None where that has been taken already."""
        packed, self._packed = self._packed, None
        return packed

    def unavailable(self) -> int:
        """How often this process sent a request again that had got 503 without a code."""
        return self.run.unavailable() if self.run is not None else 0

    def end(self) -> list[str]:
        """Ends the run of this process. Returns the resources that could not be deleted."""
        if self.run is None:
            return []
        with default_warnings():
            if self._connections is not None:
                self._connections.stop()
            self._open.close()
        if self.run.crowded():
            self.over = self.over or NO_ROOM_LEFT
        return self.run.left()
