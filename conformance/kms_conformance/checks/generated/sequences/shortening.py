"""A sequence that ends with a wrong answer, made as short as it can be: steps left out, then members of requests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kms_conformance.checks.generated.sequences.families import Family
from kms_conformance.checks.generated.sequences.phase import Suspect, scene
from kms_conformance.checks.generated.sequences.steps import SequenceOverError, Steps, left_open, without
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.settings.generator import Generator
from kms_strategies.requests.paths import lacking

SECONDS = 30.0  # for one sequence


@dataclass(frozen=True, slots=True)
class Replay:
    """A sequence played once more, on resources of its own."""

    family: Family
    context: Context
    steps: Steps

    def perform(self, probe: Probe) -> CaseResult:
        """The first wrong answer, or the last. Raises NotJudgedError where it cannot be played to the end."""
        played = scene(self.family, self.context)
        result: CaseResult | None = None
        try:
            for step in self.steps:
                if not played.takes(step):
                    raise NotJudgedError("there is no room for what the sequence makes")
                result = played.play(step)
                if result.failed:
                    break
        except SequenceOverError as why:
            raise NotJudgedError(str(why)) from None
        finally:
            played.end()
        assert result is not None
        return replace(result, probe=probe)


@dataclass(frozen=True, slots=True)
class Shortening:
    """What is left of a sequence once nothing more can be taken away, as the one result."""

    family: Family
    context: Context
    suspect: Suspect

    def results(self) -> Iterator[CaseResult]:
        """The end of the shortest sequence that is answered in the same way."""
        steps, result = self.suspect.steps, self.suspect.result
        until = time.monotonic() + SECONDS
        tried, progress = set[str](), True
        while progress and not self.context.late:
            progress = False
            for shorter in _shorter(steps):
                if repr(shorter) in tried or time.monotonic() > until or self.context.late:
                    continue
                tried.add(repr(shorter))
                found = self._played(shorter)
                if found is not None and _alike(found, result):
                    steps, result, progress = shorter, found, True
                    break
        yield replace(result, probe=self._probe(steps))

    def _probe(self, steps: Steps) -> Probe:
        stores = sum(step.operation == self.family.kind.create and bool(self.family.kind.at_most) for step in steps)
        sent = Replay(self.family, self.context, steps)
        return Probe(operation=steps[-1].operation, sent=sent, generator=Generator.SCHEMATHESIS, stores=stores)

    def _played(self, steps: Steps) -> CaseResult | None:
        """The answer; None for a sequence that cannot be played, or that goes wrong before its end."""
        try:
            found = self.context.executor.execute(self._probe(steps))
        except (NotJudgedError, SetupFailedError):
            return None
        return found if found.operation == steps[-1].operation else None


def _shorter(steps: Steps) -> Iterator[Steps]:
    """Every sequence with one step less, the last ones first, then every one with one member less."""
    if len(steps) > 1:
        yield steps[:-1]
    for at in reversed(range(len(steps) - 1)):
        shorter = without(steps, at)
        if shorter is not None:
            yield shorter
    for at, step in enumerate(steps):
        for member in step.request:
            less = replace(step, request=lacking(step.request, member))
            yield (*steps[:at], less, *steps[at + 1 :])


def _alike(one: CaseResult, other: CaseResult) -> bool:
    first, second = ((r.operation, r.verdict, r.seen.status, r.seen.code, r.rejects) for r in (one, other))
    return first == second and not left_open(one)
