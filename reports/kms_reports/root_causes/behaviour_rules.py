"""Known causes of behaviour that is not as documented: the same thing missing in several operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kms_reports.result import Result, Verdict
from kms_reports.root_causes.model import Rule, always, listed
from kms_reports.root_causes.sentences import operations
from kms_reports.sanitize import shown

ACCEPTED = frozenset({Verdict.ACCEPTED_INVALID})
NOT_AS_DOCUMENTED = frozenset({Verdict.ACCEPTED_INVALID, Verdict.STATE_VIOLATION})
DRY_RUN_ERROR = "DryRunOperationException"
DRY_RUN = frozenset({"DryRun", DRY_RUN_ERROR, "dry-run"})


def _dry_run(result: Result) -> str | None:
    """All that is required of the member DryRun."""
    return "DryRun" if result.subject in DRY_RUN else None


def _left_state(result: Result) -> str | None:
    """The operation after which another one, the subject, is refused."""
    refused = result.statement.startswith(f"{result.subject} is refused")
    return result.operation if result.aspect == "state" and refused else None


def _named(aspect: str) -> Callable[[Result], str | None]:
    """The error or behaviour, whichever operation it is required of."""
    return lambda result: result.subject if result.aspect == aspect else None


def _stated(result: Result) -> tuple[str, str] | None:
    """The operation and what is required of it in words, under whichever name."""
    return (result.operation, result.statement) if result.aspect == "state" else None


def _after(results: Sequence[Result]) -> str:
    return f"after {results[0].operation} these are not refused: {shown(listed(r.subject for r in results))}"


def _error_missing(results: Sequence[Result]) -> str:
    return f"{operations(results)} succeed where {shown(results[0].subject)} is documented"


def _behaviour_missing(results: Sequence[Result]) -> str:
    statement = shown(results[0].statement.rstrip("."))
    return f"not met: {statement or shown(results[0].subject)} (by {operations(results)})"


BEHAVIOUR_RULES: tuple[Rule, ...] = (
    Rule(
        "dry-run-ignored",
        4,
        NOT_AS_DOCUMENTED,
        _dry_run,
        always,
        lambda results: f"DryRun is ignored by {operations(results)}",
        shows=lambda result: result.subject == DRY_RUN_ERROR,
    ),
    Rule("state-ignored", 5, ACCEPTED, _left_state, always, _after, merged=_left_state),
    Rule("error-missing", 5, ACCEPTED, _named("error"), always, _error_missing, merged=_named("error")),
    Rule(
        "behaviour-missing",
        5,
        NOT_AS_DOCUMENTED,
        _named("state"),
        always,
        _behaviour_missing,
        merged=_named("state"),
    ),
    Rule("statement-unmet", 6, NOT_AS_DOCUMENTED, _stated, always, _behaviour_missing, merged=_stated),
)
