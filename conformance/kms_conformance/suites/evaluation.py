"""Evaluates requirements in one process of a run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict

import pytest

from kms_conformance.execution.errors import TIME_IS_OVER, OutOfTimeError
from kms_conformance.execution.executor import HUNG
from kms_conformance.run import cleanup
from kms_conformance.run.baseline import Baseline
from kms_conformance.run.run import OpenRun, WorkerShare, opened
from kms_conformance.run.serialization import to_text
from kms_conformance.settings.options import Options
from kms_conformance.suites.default_warnings import default_warnings
from kms_reports.result import Counts, Result
from kms_specification.requirements.registry import Requirement

UNANSWERED_LIMIT = 3  # requirements in a row without a single answer, after which the run ends
UNANSWERED = f"the target has not answered a single request of {UNANSWERED_LIMIT} requirements"


class Evaluation:
    """The open run of this process, and what it has found.

    `over`: why no further requirement is evaluated; empty while the run goes on.
    """

    def __init__(self, baseline: Baseline | None) -> None:
        self.run: OpenRun | None = None
        self.over = ""
        self._baseline = baseline
        self._open = ExitStack()
        self._results: dict[str, Result] = {}
        self._packed: str | None = None
        self._unanswered = 0

    def start(self, options: Options, ids: frozenset[str], share: WorkerShare | None = None) -> OpenRun:
        """Opens the run. Raises TargetError, one line, where the target cannot be tested."""
        with default_warnings():
            self.run = self._open.enter_context(opened(options, ids, share))
        return self.run

    def __call__(self, requirement: Requirement) -> Result:
        """The result of a requirement; the first one where it is asked for again. Skips when the run is over."""
        if requirement.id in self._results:
            return self._results[requirement.id]
        if self.over:
            pytest.skip(self.over)
        assert self.run is not None
        with default_warnings():
            return self._evaluate(self.run, requirement)

    def _evaluate(self, run: OpenRun, requirement: Requirement) -> Result:
        before = run.executor.counts
        result: Result | None = None
        try:
            result = run.judge(requirement)
            result = self._baseline.adjust(result) if self._baseline is not None else result
        except OutOfTimeError as why:
            self.over = str(why) or TIME_IS_OVER
        spent = {name: n - getattr(before, name) for name, n in asdict(run.executor.counts).items()}
        self._packed = to_text(result, Counts(**spent))
        if result is None:
            pytest.skip(self.over)
        self._results[requirement.id] = result
        self._unanswered = self._unanswered + 1 if spent["sent"] and not spent["answered"] else 0
        if self._unanswered >= UNANSWERED_LIMIT:
            self.over = UNANSWERED
        if run.executor.transport.hung:
            self.over = HUNG
        return result

    def take(self) -> str | None:
        """What the last evaluation found, as text for another process; None where that has been taken already."""
        packed, self._packed = self._packed, None
        return packed

    def end(self) -> list[str]:
        """Ends the run of this process. Returns the resources that could not be deleted."""
        if self.run is None:
            return []
        with default_warnings():
            self._open.close()
        return [] if self.run.disposable else cleanup.named(self.run.executor.tracker)
