"""Cases that Hypothesis draws, as far as the first that is wrong, which it shrinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from hypothesis.errors import FailedHealthCheck, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search_together
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError
from kms_conformance.execution.probes.evidence import Judge, answer
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.settings.depth import EXAMPLES
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.examples import seeded

TOGETHER = 52  # cases that are drawn as one example, and sent one after the other: two examples are enough at `default`


def _any(case: Case) -> bool:
    return True


def _as_it_is(probe: Probe) -> Probe:
    return probe


@dataclass(frozen=True, slots=True)
class Search:
    """A campaign of probes of one operation whose cases are drawn from a strategy.

    `examples`: how many, where not as many as the depth says. `usable`: whether a case shows anything. `generator`: who
    makes the cases, where that is not the suite itself. `reduce` makes a wrong case small, where Hypothesis, which
    takes minutes for cases that are slow to draw, does not. `placed` gives a probe what it needs.
    """

    requirement: Requirement
    context: Context
    strategy: SearchStrategy[Case]
    examples: int | None = None
    judge: Judge = answer
    usable: Callable[[Case], bool] = _any
    generator: str = ""
    reduce: Callable[[CaseResult], CaseResult] | None = None
    placed: Callable[[Probe], Probe] = _as_it_is

    def results(self) -> Iterator[CaseResult]:
        """Every right answer, and the smallest wrong one. Raises NotJudgedError where no case can be drawn."""
        context = self.context
        options = SearchOptions(
            examples=EXAMPLES[context.depth] if self.examples is None else self.examples,
            seed=seeded(context.seed, self.requirement.id).getrandbits(32),
            shrink=self.reduce is None,
            together=1 if self.generator else TOGETHER,
        )
        try:
            found, smallest = search_together(self.strategy, self._sent, lambda result: result.failed, options)
        except (Unsatisfiable, FailedHealthCheck):
            if not self.generator:
                raise  # a strategy of ours always has values
            raise NotJudgedError(f"{self.generator} finds no request of it") from None
        # Every answer counts as judged; of those that are wrong only the smallest is looked at again.
        yield from (result for result in found if not result.failed)
        if smallest is not None:
            yield smallest if self.reduce is None else self.reduce(smallest)

    def _sent(self, cases: Sequence[Case]) -> Iterator[tuple[Case, CaseResult]]:
        operation = self.requirement.operation
        refused = self.context.calibrated(operation).refused
        usable = [case for case in cases if case.variant not in refused and self.usable(case)]
        probes = [Probe(operation=operation, sent=c, judge=self.judge, generator=self.generator) for c in usable]
        with closing(self.context.executor.all(map(self.placed, probes))) as answers:
            coming = iter(usable)
            while not self.context.late:
                result = next(answers, None)
                if result is None:
                    return
                yield next(coming), result
        raise OutOfTimeError(self.context.over)
