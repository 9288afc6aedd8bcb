"""The types and the contents of the successes of an operation on keys, seen in sequences of other requirements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice

from kms_conformance.checks.keys.behaviour import result, run_of
from kms_conformance.checks.keys.sequences.played import Played, Sent
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probe, Probes
from kms_conformance.settings.depth import Depth
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.answers import Misfit, misfits
from kms_specification.violations.contents import contents
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import Demonstration, Outcome, Step

# Sequences of an operation, for the types of its answers and for what they say.
TYPED = {Depth.QUICK: 6, Depth.DEFAULT: 12, Depth.COMPLETE: 1000}
SAID = {Depth.QUICK: 12, Depth.DEFAULT: 24, Depth.COMPLETE: 1000}
# The marks of a sequence.
Marked = Callable[[tuple[Step, ...]], Iterator[object]]
# What is wrong with the success of an operation, given the request and the body.
Look = Callable[[str, Mapping[str, Json], Json], Iterator[Misfit]]


@dataclass(frozen=True, slots=True)
class Answers:
    """A sequence, of which the successes of the requirement's operation are looked at and nothing else."""

    requirement: Requirement
    context: Context
    steps: tuple[Step, ...]
    look: Look

    def perform(self, probe: Probe) -> CaseResult:
        """The first success that is not as it has to be, or the last. Raises NotJudgedError where there is none."""
        operation = self.requirement.operation
        played = run_of(self.context).play(Demonstration(self.requirement.id, (self.steps,)))
        places = [n for n, one in enumerate(played.sent, 1) if one.operation == operation and one.seen.success]
        if not places:
            why = played.explanation if played.verdict is Verdict.INAPPLICABLE else "it was not answered with success"
            raise NotJudgedError(why)
        for place in places:
            sent = played.sent[place - 1]
            wrong = next(self.look(operation, sent.request, sent.seen.json), None)
            if wrong is not None:
                return result(self.requirement, probe, _at(played, place, Verdict.MALFORMED_RESPONSE, str(wrong)))
        return result(self.requirement, probe, _at(played, places[-1], Verdict.CONFORMS, "as it should be"))


def _at(played: Played, place: int, verdict: Verdict, why: str) -> Played:
    """What was played, as far as one of its own requests."""
    made: tuple[Sent, ...] = played.shared[: len(played.shared) - len(played.sent)]
    sent = played.sent[:place]
    return replace(played, verdict=verdict, explanation=why, sent=sent, shared=(*made, *sent), step=None)


@cache
def sequences_of(operation: str) -> tuple[tuple[Step, ...], ...]:
    """Sequences in which an operation succeeds, short ones first, none like an earlier one in what comes before it.

    After these come those that differ in the key alone.
    """
    every = sorted((steps for shown in SEQUENCES.values() for steps in shown.sequences), key=len)
    found = _unlike(every, partial(_marks, operation))
    others = [steps for steps in every if steps not in found]
    return (*found, *_unlike(others, partial(_keys, operation)))


def _unlike(every: Sequence[tuple[Step, ...]], marked: Marked) -> list[tuple[Step, ...]]:
    """Those that have a mark which none before them has."""
    marks: set[object] = set()
    found: list[tuple[Step, ...]] = []
    for steps in every:
        new = set(marked(steps)) - marks
        if new:
            marks |= new
            found.append(steps)
    return found


def _keys(operation: str, steps: tuple[Step, ...]) -> Iterator[object]:
    """The shared keys that the operation succeeds with."""
    for step in steps:
        if step.operation == operation and step.outcome is Outcome.SUCCESS and isinstance(step.request, dict):
            yield str(step.request.get("KeyId"))


def _marks(operation: str, steps: tuple[Step, ...]) -> Iterator[object]:
    """What an answer may depend on: the members of the request, and the operations before it."""
    for number, step in enumerate(steps):
        if step.operation == operation and step.outcome is Outcome.SUCCESS:
            members = frozenset(step.request) if isinstance(step.request, dict) else frozenset[str]()
            yield members, frozenset(before.operation for before in steps[:number])


@check(Aspect.OUTPUT, subject="types")
def types(requirement: Requirement, context: Context) -> Steps:
    """The successes of an operation in a few sequences that differ in what may show in its answer."""
    yield from _looks(requirement, context, _typed, TYPED)


@check(Aspect.OUTPUT, subject="contents")
def promised(requirement: Requirement, context: Context) -> Steps:
    """The same successes, held to what they are for and to their requests."""
    yield from _looks(requirement, context, _promised, SAID)


def _looks(requirement: Requirement, context: Context, look: Look, most: Mapping[Depth, int]) -> Steps:
    some = islice(sequences_of(requirement.operation), most[context.depth])
    answers = (Answers(requirement, context, steps, look) for steps in some)
    probes = [Probe(operation=requirement.operation, sent=one) for one in answers]
    yield Probes(probes, until_failure=True, optional=True, at_least_one=True)


def _typed(operation: str, request: Mapping[str, Json], answer: Json) -> Iterator[Misfit]:
    return misfits(facts(operation).output, answer)


def _promised(operation: str, request: Mapping[str, Json], answer: Json) -> Iterator[Misfit]:
    """What is of another type is for another requirement."""
    right = isinstance(answer, dict) and not any(misfits(facts(operation).output, answer))
    yield from contents(facts(operation), request, answer) if right and isinstance(answer, dict) else ()
