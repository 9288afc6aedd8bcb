"""Cases that Hypothesis draws, as far as the first that is wrong, which it shrinks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy

from kms_conformance.depth import EXAMPLES
from kms_conformance.execution.actions.hypothesis_search import search
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import OutOfTimeError
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import seeded


@dataclass(frozen=True, slots=True)
class Search:
    """A campaign of probes of one operation whose cases are drawn from a strategy."""

    requirement: Requirement
    context: Context
    strategy: SearchStrategy[Case]

    def results(self) -> Iterator[CaseResult]:
        """Every right answer, and the smallest wrong one."""
        context = self.context
        seed = seeded(context.seed, self.requirement.id).getrandbits(32)
        found, smallest = search(
            self.strategy,
            self._sent,
            lambda j: j is not None and j.failed,
            examples=EXAMPLES[context.depth],
            seed=seed,
        )
        # Every answer counts as judged; of those that are wrong only the smallest is looked at again.
        yield from (j for j in found if j is not None and not j.failed)
        if smallest is not None:
            yield smallest

    def _sent(self, case: Case) -> CaseResult | None:
        if self.context.late:
            raise OutOfTimeError
        operation = self.requirement.operation
        if case.variant in self.context.calibrated(operation).refused:
            return None
        return self.context.executor.execute(Probe(operation=operation, sent=case))
