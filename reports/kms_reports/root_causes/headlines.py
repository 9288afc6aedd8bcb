"""One failing result in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kms_reports import sanitize
from kms_reports.identity import PROTOCOL
from kms_reports.result import Counterexample, Result, Verdict

TITLES: Mapping[Verdict, str] = {
    Verdict.ACCEPTED_INVALID: "an invalid request succeeds",
    Verdict.REJECTED_VALID: "a valid request is refused: {answer}",
    Verdict.WRONG_CODE: "{answer} instead of {wanted}",
    Verdict.WRONG_STATUS: "{status} instead of {wanted}",
    Verdict.MALFORMED_ERROR: "an error that an SDK cannot read: {answer}",
    Verdict.MALFORMED_RESPONSE: "a success that is not as documented: {answer}",
    Verdict.SERVER_FAULT: "the server fails: {answer}",
    Verdict.TIMEOUT: "no answer in time",
    Verdict.STATE_VIOLATION: "the state afterwards is not as documented",
    Verdict.SECRET_DISCLOSED: "an answer repeats a secret that was sent",
    Verdict.FLAKY: "the same request is answered differently when sent again",
    Verdict.NOT_IMPLEMENTED: "the operation is not implemented: {answer}",
    Verdict.UNEXPECTED_PASS: "met, though the baseline expects a failure",
}


# Of these the statement says more than the verdict.
_UNLIKE_STATEMENT = frozenset({Verdict.ACCEPTED_INVALID, Verdict.STATE_VIOLATION})
_BEHAVIOURS = frozenset({"state", "error", PROTOCOL})


REASON = 160
"""Characters of a reason that a headline has."""

COMMONEST = "ValidationException"
MOST = 3
"""As many answers that would have been right are named."""


def headline(result: Result) -> str:
    """What is wrong with one failing result, without its verdict."""
    shown = result.counterexample
    if result.verdict in _UNLIKE_STATEMENT and result.statement:
        said = "not met" if result.aspect in _BEHAVIOURS else "not enforced"
        return f"{said}: {sanitize.shown(result.statement.rstrip('.'))}"
    odd = result.verdict is Verdict.REJECTED_VALID and result.operation == PROTOCOL
    if (odd or result.verdict is Verdict.MALFORMED_RESPONSE) and result.reason:
        why = sanitize.cut(sanitize.shown(result.reason), REASON)
        return why if odd else TITLES[result.verdict].format(answer=why)
    if shown is None:
        return TITLES[result.verdict].format(answer="a wrong answer", status="a wrong status", wanted="the right one")
    answer = code(shown) if result.verdict is Verdict.WRONG_CODE else ""
    return TITLES[result.verdict].format(
        answer=answer or observed(shown), status=f"HTTP {shown.status}", wanted=wanted(result) or "the right one"
    )


def wanted(result: Result) -> str:
    """The codes, or for a wrong status the statuses, that would have been right."""
    shown = result.counterexample
    if shown is None:
        return ""
    status = result.verdict is Verdict.WRONG_STATUS
    return either({f"HTTP {a.status}" if status else a.code or "success" for a in shown.acceptable})


def either(answers: Iterable[str]) -> str:
    """Answers of which one would have been right, the commonest error first: the first few of them."""
    found = sorted(answers, key=lambda answer: (answer != COMMONEST, answer))
    if len(found) > MOST:
        return f"{' or '.join(found[: MOST - 1])} or {len(found) - MOST + 1} others"
    return " or ".join(sorted(found))


def observed(shown: Counterexample) -> str:
    """What came back, in a few words."""
    if shown.status is None:
        return "no answer in time" if shown.verdict is Verdict.TIMEOUT else "no HTTP answer"
    success = 200 <= shown.status < 300
    return f"HTTP {shown.status} {code(shown) or ('success' if success else 'without an error code')}"


def code(shown: Counterexample) -> str:
    """The error code that came back, fit to be shown; empty where there was none."""
    return sanitize.cut(sanitize.shown(shown.code or ""), sanitize.LONG)
