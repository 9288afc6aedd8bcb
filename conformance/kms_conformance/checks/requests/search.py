"""Cases that Hypothesis draws, as far as the first that is wrong, which it shrinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis.errors import FailedHealthCheck, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from kms_conformance.execution.actions.hypothesis_search import search
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError
from kms_conformance.execution.probes.evidence import Judge, answer
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.settings.depth import EXAMPLES
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import seeded


def _any(case: Case) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Search:
    """A campaign of probes of one operation whose cases are drawn from a strategy.

    `examples`: how many, where not as many as the depth says. `usable`: whether a case shows anything. `generator`: who
    makes the cases, where that is not the suite itself. `reduce` makes a wrong case small, where Hypothesis, which
    takes minutes for cases that are slow to draw, does not.
    """

    requirement: Requirement
    context: Context
    strategy: SearchStrategy[Case]
    examples: int | None = None
    judge: Judge = answer
    usable: Callable[[Case], bool] = _any
    generator: str = ""
    reduce: Callable[[CaseResult], CaseResult] | None = None

    def results(self) -> Iterator[CaseResult]:
        """Every right answer, and the smallest wrong one. Raises NotJudgedError where no case can be drawn."""
        context = self.context
        seed = seeded(context.seed, self.requirement.id).getrandbits(32)
        try:
            found, smallest = search(
                self.strategy,
                self._sent,
                lambda j: j is not None and j.failed,
                examples=EXAMPLES[context.depth] if self.examples is None else self.examples,
                seed=seed,
                shrink=self.reduce is None,
            )
        except (Unsatisfiable, FailedHealthCheck):
            if not self.generator:
                raise  # a strategy of ours always has values
            raise NotJudgedError(f"{self.generator} finds no request of it") from None
        # Every answer counts as judged; of those that are wrong only the smallest is looked at again.
        yield from (j for j in found if j is not None and not j.failed)
        if smallest is not None:
            yield smallest if self.reduce is None else self.reduce(smallest)

    def _sent(self, case: Case) -> CaseResult | None:
        if self.context.late:
            raise OutOfTimeError(self.context.over)
        operation = self.requirement.operation
        if case.variant in self.context.calibrated(operation).refused or not self.usable(case):
            return None
        probe = Probe(operation=operation, sent=case, judge=self.judge, generator=self.generator)
        return self.context.executor.execute(probe)
