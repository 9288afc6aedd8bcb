"""What one answer of a sequence is worth: what it has to come to, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kms_conformance.checks.keys.sequences.makers import Lookup, filled
from kms_conformance.checks.keys.sequences.played import misfits_of
from kms_conformance.checks.keys.sequences.port import NotShownError, changes
from kms_conformance.checks.keys.sequences.relations import wrong
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import INTERNAL, answer_text
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.oracle import BAD_REQUEST
from kms_specification.violations.requests import VALIDATION
from kms_strategies.sequences.keys.language import Outcome, Relation, Step
from kms_targets.http.client import Failure
from kms_targets.http.response import REFUSED_CALLER, Observation

_UNSUPPORTED = "UnsupportedOperationException"
# Errors of a target that does not see yet what was made or changed just before. What it refuses changes nothing, and
# may be sent again whatever it is.
_NOT_SEEN_YET = frozenset({"NotFoundException", "KMSInvalidStateException", "DisabledException"})

# What is drawn at random is no reading of what is there, which may be behind: asked again, it hides that it was not.
_OF_CHANCE = frozenset({Relation.DIFFERENT, Relation.VARIED})
_DRAWING = ("Generate", "Encrypt", "Encapsulate")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with an answer. `settled`: it cannot be right a little later either."""

    verdict: Verdict
    explanation: str
    settled: bool = False


def finding(step: Step, seen: Observation, answer: Json, lookup: Lookup) -> Finding | None:
    """What is wrong with the answer to a step, or None."""
    if seen.failure is not None:
        verdict = Verdict.TIMEOUT if seen.failure is Failure.TIMEOUT else Verdict.SERVER_FAULT
        return Finding(verdict, f"{step.operation}: {answer_text(seen)}")
    if seen.success:
        return _success(step, answer, lookup)
    found = f"{step.operation}: {answer_text(seen)} instead of {wanted(step)}"
    if seen.status is None or seen.status >= INTERNAL:
        return Finding(Verdict.SERVER_FAULT, found)
    if seen.code is None:
        return Finding(Verdict.MALFORMED_ERROR, found)
    if step.outcome is Outcome.SUCCESS:
        return Finding(Verdict.REJECTED_VALID, found)
    if step.errors and seen.code not in step.errors:
        return Finding(Verdict.WRONG_CODE, found)
    right = _statuses(step.operation).get(seen.code) if step.with_status else None
    if right is not None and seen.status != right:
        return Finding(Verdict.WRONG_STATUS, f"{step.operation}: {seen.code} with HTTP {seen.status}, not {right}")
    return None


@cache
def _statuses(operation: str) -> dict[str, int]:
    """The status of each error of the client that an operation lists, and of ValidationException."""
    return {
        VALIDATION: BAD_REQUEST,
        **{error.name: error.status for error in facts(operation).errors if not error.fault},
    }


def repeatable(step: Step, seen: Observation, *, right: bool) -> bool:
    """Whether an answer may depend on reads that lag; `right`: it is right by now, and was wrong before."""
    return right or not changes(step.operation) or seen.code in _NOT_SEEN_YET


def wanted(step: Step) -> str:
    """What a step has to come to, in a few words."""
    errors = " or ".join(sorted(step.errors))
    words: dict[Outcome, Callable[[], str]] = {
        Outcome.ERRORS: lambda: errors,
        Outcome.EITHER: lambda: f"success or {errors}",
    }
    return words.get(step.outcome, lambda: str(step.outcome))()


def _success(step: Step, answer: Json, lookup: Lookup) -> Finding | None:
    if step.outcome in {Outcome.ERRORS, Outcome.REFUSAL}:
        return Finding(Verdict.ACCEPTED_INVALID, f"{step.operation}: success instead of {wanted(step)}")
    for check in step.checks:
        problem = wrong(check.relation, answer, check.member, filled(check.value, lookup))
        if problem:
            about_the_form(step, answer, check.member)
            settled = check.relation in _OF_CHANCE and step.operation.startswith(_DRAWING)
            return Finding(Verdict.STATE_VIOLATION, f"{step.operation}: {problem}", settled)
    return None


def about_the_form(step: Step, answer: Json, member: str) -> None:
    """Raises NotShownError for a member whose form is wrong: the form of answers has requirements of its own."""
    why = misfits_of(step, answer).get(f"{step.name}.{member}")
    if why:
        raise NotShownError(why)


def about_the_request(step: Step, seen: Observation, *, unknown: bool) -> None:
    """Raises NotShownError for an error that says nothing of the request of a step whose operation never succeeded.

    `unknown`: it is the answer to an operation that the target does not know.
    """
    code = seen.code
    if code in step.errors:
        return
    if unknown and code != _UNSUPPORTED:
        raise NotShownError(f"it needs {step.operation}, which the target does not know: {answer_text(seen)}")
    if code in REFUSED_CALLER:
        raise NotShownError(f"{step.operation}: {answer_text(seen)}")
