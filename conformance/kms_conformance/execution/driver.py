"""A check driven: what it yields is executed, and every answer that is judged comes out.

A check is a generator. It yields `Probe`, `Probes`, `Reviewed` or a `Campaign`, and is sent back the `Progress`: what
came of it. The rest of a check is given up where nothing is answered any more, or the time is over.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import OutOfTimeError
from kms_conformance.execution.probes.probe import (
    Campaign,
    CaseResult,
    Probe,
    Probes,
    Progress,
    Reviewed,
)
from kms_conformance.execution.probes.results import reviewed

AT_ONCE = 2048  # probes that are planned together
PATIENCE = 3  # unanswered cases in a row after which the rest of a batch is not sent

Wish = Probe | Probes | Reviewed | Campaign
Steps = Generator[Wish, Progress, None]


@dataclass(slots=True)
class _Watch:
    """What came of one wish so far."""

    progress: Progress = field(default_factory=Progress)
    silent: int = 0

    def see(self, result: CaseResult) -> None:
        known = self.progress
        self.progress = Progress(known.cases + 1, known.failed or result.failed, result)
        self.silent = self.silent + 1 if result.seen.failure is not None else 0


def driven(steps: Steps, context: Context) -> Iterator[CaseResult]:
    """Every result of a check. Raises what the check raises, SetupFailedError, NotJudgedError and OutOfTimeError."""
    with closing(steps):
        try:
            wish = next(steps)
            while True:
                watch = _Watch()
                for result in _results(wish, context, watch):
                    watch.see(result)
                    yield result
                    if context.late:
                        raise OutOfTimeError(context.over)
                wish = steps.send(watch.progress)
        except StopIteration:
            return


def _results(wish: Wish, context: Context, watch: _Watch) -> Iterable[CaseResult]:
    if isinstance(wish, Probe):
        return context.executor.all([wish])
    if isinstance(wish, Reviewed):
        return [wish.result if wish.judge is None else reviewed(wish.result, wish.judge)]
    if isinstance(wish, Probes):
        return _optional(wish, context, watch) if wish.optional else _batched(wish, context, watch)
    return wish.results()


def _batched(wish: Probes, context: Context, watch: _Watch) -> Iterator[CaseResult]:
    coming = iter(wish.probes)
    while some := list(islice(coming, AT_ONCE)):
        with closing(context.executor.all(some)) as answers:
            for result in answers:
                yield result
                if watch.silent >= PATIENCE or (wish.until_failure and result.failed):
                    return


def _optional(wish: Probes, context: Context, watch: _Watch) -> Iterator[CaseResult]:
    """Probes of which those are passed over that cannot be set up."""
    made, why = 0, None
    with closing(context.executor.attempts(wish.probes)) as answers:
        for result in answers:
            if not isinstance(result, CaseResult):
                why = result
                continue
            made += 1
            yield result
            if watch.silent >= PATIENCE or (wish.until_failure and result.failed):
                return
    if why is not None and not made and wish.at_least_one:
        raise why
