"""Whether an operation is seen at work in a sequence, where no single request of it can succeed twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kms_conformance.checks.keys.behaviour import result, run_of
from kms_conformance.checks.keys.sequences.played import Played
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_reports.result import Verdict
from kms_specification.catalog import EXAMPLE
from kms_specification.requirements.registry import Requirement
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import Demonstration, Outcome

MOST = 2  # demonstrations that are played


@dataclass(frozen=True, slots=True)
class AtWork:
    """The first demonstrations in which the operation has to succeed, played until it does."""

    requirement: Requirement
    context: Context

    def perform(self, probe: Probe) -> CaseResult:
        """The success. Raises NotJudgedError where there is none."""
        name, run = self.requirement.operation, run_of(self.context)
        for number, shown in enumerate(_with(name)):
            if number == MOST:
                break
            sent = run.play(shown).sent
            found = next((at for at, one in enumerate(sent, 1) if one.operation == name and one.seen.success), 0)
            if found:
                return result(self.requirement, probe, Played(Verdict.CONFORMS, "it succeeds", sent[:found]))
        raise NotJudgedError(self.context.calibrated(name).unreached(EXAMPLE) or "it was not seen to succeed")


def _with(operation: str) -> Iterator[Demonstration]:
    """The demonstrations in which an operation has to succeed."""
    for shown in SEQUENCES.values():
        steps = (step for sequence in shown.sequences for step in sequence)
        if any(step.operation == operation and step.outcome is Outcome.SUCCESS and not step.region for step in steps):
            yield shown
