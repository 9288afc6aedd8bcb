"""All the cases that a generator makes for one operation, sent once, and kept by the requirement that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kms_conformance.checks.generated.attribution import attributed
from kms_conformance.checks.generated.reduction import reduced
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError, SetupFailedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_specification.pages.resources import may_cost
from kms_strategies.cases import Case, breaks

KEPT = 40  # right answers that are kept of each requirement
SUSPECTS = 4  # wrong ones, the smallest


@dataclass(slots=True)
class Found:
    """What came of an operation's cases, by requirement. `why`: why there is nothing, where that is so."""

    right: dict[str, list[CaseResult]] = field(default_factory=dict)
    wrong: dict[str, list[CaseResult]] = field(default_factory=dict)
    why: str = ""

    def add(self, result: CaseResult) -> None:
        """One more answer."""
        for identity in attributed(result):
            kept = (self.wrong if result.failed else self.right).setdefault(identity, [])
            if result.failed:
                kept.append(result)
                kept.sort(key=lambda suspect: len(suspect.body))
                del kept[SUSPECTS:]
            elif len(kept) < KEPT:
                kept.append(result)

    def of(self, requirement: str) -> list[CaseResult]:
        """The results that speak of a requirement."""
        return [*self.wrong.get(requirement, ()), *self.right.get(requirement, ())]


@dataclass(frozen=True, slots=True)
class Campaign:
    """The cases of a generator for an operation. Those of which nothing can be shown at this target are left out."""

    context: Context
    operation: str
    generator: str
    cases: Iterable[Case]
    found: Found

    def results(self) -> Iterator[CaseResult]:
        """Nothing: who asks for a requirement gets its results from `found`. Raises OutOfTimeError."""
        for case in self.cases:
            if self.context.late:
                raise OutOfTimeError(self.context.over)
            if self._usable(case):
                self._send(case)
        return iter(())

    def _usable(self, case: Case) -> bool:
        """Whether a case may be sent: on the real service nothing is made that costs money."""
        known = self.context.calibrated(self.operation)
        if case.variant in known.refused:
            return False
        operation = facts(self.operation)
        makes = may_cost(self.operation) and not operation.exact
        return breaks(operation, case) or not (makes and self.context.executor.transport.real)

    def _send(self, case: Case) -> CaseResult | None:
        try:
            result = self.context.executor.execute(Probe(operation=self.operation, sent=case, generator=self.generator))
        except (SetupFailedError, NotJudgedError) as hindered:
            self.found.why = self.found.why or str(hindered)
            return None
        self.found.add(result)
        return result


@dataclass(frozen=True, slots=True)
class Reduction:
    """A wrong answer, and what is left of its request once nothing more can be taken away."""

    context: Context
    requirement: str
    suspect: CaseResult

    def results(self) -> Iterator[CaseResult]:
        """The smallest."""
        yield reduced(self.context, self.requirement, self.suspect)
