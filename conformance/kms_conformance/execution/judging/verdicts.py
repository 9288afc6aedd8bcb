"""What one answer is worth: an expectation and an observation in, a verdict and one sentence out. Pure.

Every way an answer can be wrong is in the order of `_RULES`; the first that applies is the verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kms_reports.result import Verdict
from kms_specification.oracle import Expectation, Outcome
from kms_specification.violations.requests import SERIALIZATION, VALIDATION
from kms_targets.http.client import Failure
from kms_targets.http.response import Observation

INTERNAL = 500
# How the names of errors end. A success may name the shape of its answer, which is none.
_ERRORS = ("Exception", "Error", "Fault", "Failure")

_FAILURES: dict[Failure, Verdict] = {
    Failure.TIMEOUT: Verdict.TIMEOUT,
    Failure.DROPPED: Verdict.SERVER_FAULT,
    Failure.REFUSED: Verdict.SERVER_FAULT,
    Failure.TLS: Verdict.SERVER_FAULT,
    Failure.NOT_HTTP: Verdict.MALFORMED_RESPONSE,
    Failure.TOO_LARGE: Verdict.MALFORMED_RESPONSE,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the sentence that says why. `inconclusive`: right, but not what the case was made to show.

    `reading` is the number of the reading that the verdict is about; None: it is about the answer to the case.
    """

    verdict: Verdict
    explanation: str
    inconclusive: bool = False
    reading: int | None = None


def judge(expectation: Expectation, seen: Observation) -> Judgement:
    """The verdict on one answer."""
    for rule in _RULES:
        found = rule(expectation, seen)
        if found is not None:
            return found
    return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}, as it may be")


def error_codes(seen: Observation) -> dict[str, str]:
    """The error codes of an answer by where they stand. What a success names is none, unless it is called an error."""
    return {place: code for place, code in seen.codes.items() if not seen.success or code.endswith(_ERRORS)}


def answer_text(seen: Observation) -> str:
    """An answer in a few words."""
    if seen.failure is not None:
        return seen.failure + (f" ({seen.exchange.detail})" if seen.exchange.detail else "")
    codes = list(dict.fromkeys(error_codes(seen).values()))
    if seen.success and not codes:
        return "success" if seen.status == 200 else f"HTTP {seen.status} success"
    return f"HTTP {seen.status} {' and '.join(codes) or 'without an error code'}"


def briefly(seen: Observation) -> str:
    """An answer in a few words, with the start of its body where it says no code."""
    return f"HTTP {seen.status} {seen.code or seen.text(80)}" if seen.failure is None else answer_text(seen)


def wanted(expectation: Expectation) -> str:
    """The acceptable outcomes in a few words, a status that several share said once."""
    found, last = list[str](), 0
    for one in expectation.outcomes:
        status = 0 if one.code is None else one.status
        found.append("success" if one.code is None else one.code if status == last else f"HTTP {status} {one.code}")
        last = status
    return " or ".join(found)


def acceptable(expectation: Expectation, seen: Observation) -> list[Outcome]:
    """The outcomes whose code the answer has, wherever it says it."""
    return [o for o in expectation.outcomes if o.code is not None and o.code in seen.codes.values()]


def _no_answer(expectation: Expectation, seen: Observation) -> Judgement | None:
    if seen.failure is None:
        return None
    return Judgement(_FAILURES[seen.failure], answer_text(seen))


def _success(expectation: Expectation, seen: Observation) -> Judgement | None:
    if not seen.success:
        return None
    right = acceptable(expectation, seen)
    if right:
        return Judgement(Verdict.WRONG_STATUS, f"{right[0].code} with HTTP {seen.status}, not {right[0].status}")
    if not expectation.accepts:
        return Judgement(Verdict.ACCEPTED_INVALID, f"success instead of {wanted(expectation)}")
    status = next(o.status for o in expectation.outcomes if o.code is None)
    if seen.status != status:
        return Judgement(Verdict.WRONG_STATUS, f"success with HTTP {seen.status}, not {status}")
    return Judgement(Verdict.CONFORMS, "success, as it should be")


def _fault(expectation: Expectation, seen: Observation) -> Judgement | None:
    if seen.status is None or seen.status < INTERNAL or acceptable(expectation, seen):
        return None
    return Judgement(Verdict.SERVER_FAULT, f"{answer_text(seen)} instead of {wanted(expectation)}")


def _unreadable(expectation: Expectation, seen: Observation) -> Judgement | None:
    if seen.codes:
        return None
    return Judgement(Verdict.MALFORMED_ERROR, f"HTTP {seen.status} without an error code that an SDK can read")


def _wrong_code(expectation: Expectation, seen: Observation) -> Judgement | None:
    if acceptable(expectation, seen):
        return None
    why = f"{answer_text(seen)} instead of {wanted(expectation)}"
    # A valid request that an error of the environment is right for is not rejected by another such error.
    about_the_request = expectation.accepts or {VALIDATION, SERIALIZATION}.intersection(seen.codes.values())
    refused = not expectation.rejected and about_the_request
    return Judgement(Verdict.REJECTED_VALID if refused else Verdict.WRONG_CODE, why)


def _status(expectation: Expectation, seen: Observation) -> Judgement | None:
    right = acceptable(expectation, seen)
    if any(o.status == seen.status for o in right):
        return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}, as it should be", all(o.inconclusive for o in right))
    return Judgement(Verdict.WRONG_STATUS, f"{right[0].code} with HTTP {seen.status}, not {right[0].status}")


_RULES: tuple[Callable[[Expectation, Observation], Judgement | None], ...] = (
    _no_answer,
    _success,
    _fault,
    _unreadable,
    _wrong_code,
    _status,
)
