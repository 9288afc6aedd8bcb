"""From all the answers that one requirement got to its result: the verdict, and the smallest request that shows it.

A wrong answer is asked for again, twice: what differs then is flaky. An answer that valid requests turn out to get too
was not wrong: the requirement is judged anew with what is known then. What another requirement is there to say is not
said here: one cause, as few failures as can be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from kms_conformance import checks
from kms_conformance.checks.generated import checks_of
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import driven
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError, SetupFailedError
from kms_conformance.execution.judging.verdicts import error_codes
from kms_conformance.execution.probes.prepared_case import disclosure_in
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.execution.snippets.curl import Caller
from kms_conformance.run.pictures.pattern_path import pattern_path
from kms_conformance.run.pictures.scale import Points
from kms_conformance.run.results.counterexamples import brief, counterexample
from kms_conformance.run.results.tally import Tally
from kms_conformance.settings.generator import Generator
from kms_reports.result import Counterexample, Result, Verdict
from kms_specification.requirements.registry import Aspect, Requirement, registry

assert checks  # each registers itself when it is imported
AGAIN = 2  # how often a wrong answer is asked for once more
ANEW = 3  # how often a requirement is judged with what its repetitions taught

_SECRETS = frozenset(r.id for r in registry() if (r.aspect, r.subject) == (Aspect.STATE, "secrets"))
_TWO_SIDED = frozenset(
    {Aspect.REQUIRED, Aspect.TYPE, Aspect.LENGTH_MIN, Aspect.LENGTH_MAX, Aspect.PATTERN, Aspect.ENUM}
)


class _ExplainedError(Exception):
    """An answer that looked wrong is about the environment of the target, which valid requests found out by now."""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Judges requirements in a session, and writes counterexamples as `caller`."""

    context: Context
    caller: Caller

    def conclude(self, requirement: Requirement) -> Result:
        """The result of one requirement. Raises OutOfTimeError where the run's time is over and nothing was wrong."""
        start, cases = time.monotonic(), 0
        for _ in range(ANEW):
            tally = Tally(Points(requirement))
            try:
                return self._concluded(requirement, tally, start)
            except _ExplainedError as why:
                cases, said = cases + tally.cases, brief(self.context, str(why))
        return _result(requirement, Verdict.INAPPLICABLE, said, cases, start)

    def _concluded(self, requirement: Requirement, tally: Tally, start: float) -> Result:
        """The result of one try. Raises what `conclude` raises, and _ExplainedError where it is to be tried anew."""
        try:
            self._possible(requirement)
            self._judge(requirement, tally)
            if tally.suspects:
                return self._failed(requirement, tally, start)
            self._shown(requirement, tally)
        except (NotJudgedError, SetupFailedError, OutOfTimeError) as why:
            # What was wrong by then is reported, even where the rest cannot be judged.
            if tally.suspects:
                return self._failed(requirement, tally, start)
            if isinstance(why, OutOfTimeError):
                raise
            vacuous = isinstance(why, NotJudgedError) and why.vacuous
            verdict = Verdict.VACUOUS if vacuous else Verdict.INAPPLICABLE
            return _result(requirement, verdict, brief(self.context, str(why)), tally.cases, start)
        return _result(requirement, Verdict.CONFORMS, "", tally.cases, start)

    def confirmed(self, requirement: Requirement, suspect: CaseResult) -> Result:
        """The result of a requirement that one answer seems to break, which is asked for again, and shown."""
        tally, start = Tally(Points(requirement)), time.monotonic()
        tally.add(suspect)
        try:
            return self._failed(requirement, tally, start)
        except _ExplainedError as why:
            return _result(requirement, Verdict.INAPPLICABLE, brief(self.context, str(why)), tally.cases, start)

    def _judge(self, requirement: Requirement, tally: Tally) -> None:
        """Adds every answer, as far as the first generator whose cases show a failure.

        Raises NotJudgedError and SetupFailedError where nothing can be shown; another generator can show a failure all
        the same, and never takes the place of the suite's own cases.
        """
        reasons: dict[Generator, NotJudgedError | SetupFailedError] = {}
        known = checks_of(requirement, self.context.generators)
        for generator, check in known.items():
            try:
                for judged in driven(check(requirement, self.context), self.context):
                    tally.add(self.own(requirement, judged))
            except (NotJudgedError, SetupFailedError) as why:
                reasons[generator] = why
            if tally.suspects:
                return
        if Generator.OWN in reasons or len(reasons) == len(known):
            raise next(iter(reasons.values()))

    def _possible(self, requirement: Requirement) -> None:
        """Raises NotJudgedError for what depends on an operation that is not there."""
        for one in self.context.calibration.operations.values():
            if (
                requirement.operation == one.operation
                and not one.implemented
                and requirement.aspect is not Aspect.IMPLEMENTED
            ):
                raise NotJudgedError(f"{one.operation} is not implemented: {one.answer}")

    def own(self, requirement: Requirement, judged: CaseResult) -> CaseResult:
        """The answer as this requirement sees it: what is another one's to tell is passed over."""
        operation = requirement.operation
        place = None if self._secrets_elsewhere(requirement) else disclosure_in(judged.seen, judged.canaries)
        if place:
            why = f"a secret that was sent stands in {place} of the answer"
            return replace(judged, verdict=Verdict.SECRET_DISCLOSED, explanation=why)
        elsewhere = {
            Verdict.WRONG_STATUS: f"{operation}.output.status"
            if judged.seen.success and not error_codes(judged.seen)
            else "",
            Verdict.MALFORMED_ERROR: "protocol.json11.error-shape" if self.context.calibration.silent else "",
        }.get(judged.verdict, "")
        if elsewhere and elsewhere != requirement.id and elsewhere in self.context.selected:
            return replace(judged, verdict=Verdict.CONFORMS, explanation=f"see {elsewhere}", inconclusive=True)
        return judged

    def _secrets_elsewhere(self, requirement: Requirement) -> bool:
        """Whether the requirement that no secret is disclosed is judged by itself."""
        return requirement.id in _SECRETS or not self.context.selected.isdisjoint(_SECRETS)

    def _shown(self, requirement: Requirement, tally: Tally) -> None:
        """Raises NotJudgedError where nothing that was sent could have shown a break."""
        if not tally.cases:
            raise NotJudgedError("nothing that was sent could show it")
        one_sided = requirement.aspect in _TWO_SIDED and tally.rejecting and not tally.showing
        if tally.hidden is not None and (not tally.conclusive or one_sided):
            raise NotJudgedError(f"every case is hidden by something else: {tally.hidden.explanation}")

    def _failed(self, requirement: Requirement, tally: Tally, start: float) -> Result:
        """The failure that the wrong answers show. Raises _ExplainedError where they show none after all."""
        flaky: tuple[CaseResult, CaseResult] | None = None
        explained: _ExplainedError | None = None
        cases = tally.cases + AGAIN
        for suspect in tally.suspects:
            try:
                other = self._differing(requirement, suspect)
            except _ExplainedError as shows_none:
                explained = shows_none
                continue
            if other is None:
                found = counterexample(self.context, self.caller, suspect)
                found = replace(found, scale=tally.points.scale(), pattern_path=pattern_path(requirement, found))
                why = brief(self.context, suspect.explanation) + _made_by(suspect)
                return _result(requirement, suspect.verdict, why, cases, start, found)
            flaky = flaky or (suspect, other)
        if flaky is None:
            assert explained is not None
            raise explained
        first, _ = flaky
        said, otherwise = (brief(self.context, one.explanation) for one in flaky)
        why = f"the same request: {said}; then: {otherwise}{_made_by(first)}"
        found = counterexample(self.context, self.caller, first, Verdict.FLAKY)
        return _result(requirement, Verdict.FLAKY, why, cases, start, found)

    def _differing(self, requirement: Requirement, suspect: CaseResult) -> CaseResult | None:
        """The first of a few repetitions that is judged otherwise, or None.

        An error for what the account holds by now is no other answer: what was taken wrongly may have made it. Raises
        _ExplainedError for an answer that is about the environment of the target.
        """
        for _ in range(AGAIN if suspect.probe.repeatable else 0):
            try:
                again = self.own(requirement, self.context.executor.execute(suspect.probe))
            except (SetupFailedError, NotJudgedError):
                continue
            if again.verdict is suspect.verdict:
                continue
            if why := self.context.executor.unrelated(suspect):
                raise _ExplainedError(why)
            made_by_the_first = suspect.verdict is Verdict.ACCEPTED_INVALID and again.inconclusive
            if not made_by_the_first:
                return again
        return None


def _made_by(judged: CaseResult) -> str:
    """Who made the case, where that is not the suite itself."""
    return f" (a case of {judged.probe.generator})" if judged.probe.generator else ""


def _result(
    requirement: Requirement,
    verdict: Verdict,
    reason: str,
    cases: int,
    start: float,
    counterexample: Counterexample | None = None,
) -> Result:
    return Result(
        id=requirement.id,
        operation=requirement.operation,
        level=str(requirement.level),
        verdict=verdict,
        reason=reason,
        cases=cases,
        seconds=time.monotonic() - start,
        statement=requirement.statement,
        source=str(requirement.source),
        tier=str(requirement.tier),
        counterexample=counterexample,
    )
