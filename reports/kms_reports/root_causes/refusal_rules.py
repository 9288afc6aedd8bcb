"""Known causes of invalid requests that succeed where no operation and no kind of constraint is wholly unchecked.

Beside them stand the valid ones that are refused by the same mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kms_reports.identity import PROTOCOL
from kms_reports.result import Result, Verdict
from kms_reports.root_causes import readings
from kms_reports.root_causes.model import Rule, always, listed
from kms_reports.root_causes.sentences import operations, subjects
from kms_reports.sanitize import shown

ACCEPTED = frozenset({Verdict.ACCEPTED_INVALID})

PARTLY_UNCHECKED: Mapping[str, str] = {
    "required": "members that must be present may be missing",
    "type": "some members may be of another JSON type",
    "length": "some members may be too short or too long",
    "range": "some members may be out of range",
    "pattern": "the patterns of some members let other values through",
    "enum": "some members may have some unknown values",
    "unique": "some values that are in use are accepted",
}

SAME_CONDITION: Mapping[str, str] = {"digest-length": "DIGEST-length", "reserved-prefix": "AliasName-reserved"}
"""Behaviours that are the condition of the same operation under another name."""


def _partly(result: Result) -> str | None:
    """The kind of constraint of a member."""
    kind = readings.kind(result)
    return kind if kind in PARTLY_UNCHECKED else None


def _some_unchecked(results: Sequence[Result]) -> str:
    sentence = PARTLY_UNCHECKED[_partly(results[0]) or "type"]
    return f"{sentence}: {shown(listed(f'{r.operation}.{r.subject}' for r in results))}"


def _condition(result: Result) -> str | None:
    """The condition between members, whichever operation it is required of."""
    if result.aspect == "state":
        return SAME_CONDITION.get(result.subject)
    return result.subject if result.aspect == "rule" else None


def _condition_unmet(results: Sequence[Result]) -> str:
    statement = shown(results[0].statement.rstrip(".")) or shown(results[0].subject)
    return f"not enforced: {statement} (by {operations(results)})"


def _operation(result: Result) -> str | None:
    return result.operation if result.aspect in ("state", "error", PROTOCOL) else None


def _accepted_by(results: Sequence[Result]) -> str:
    subjects = shown(listed(r.subject for r in results))
    if results[0].operation == PROTOCOL:
        return f"requests that break the wire protocol succeed: {subjects}"
    return f"{operations(results)} succeeds where it has to be refused: {subjects}"


def _cased(result: Result) -> tuple[str, ...] | None:
    """Constraints that letters of the other case may break, or must not: by kind, and uniqueness each by itself."""
    kind = readings.kind(result)
    if kind == "unique":
        return (result.operation, kind, result.subject)
    return (result.operation, kind) if kind in ("enum", "pattern") else None


def _by_case_alone(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return all(map(readings.folded, failing))


def _case(results: Sequence[Result]) -> str:
    return f"upper and lower case are not distinguished: {subjects(results)}"


def _digits(results: Sequence[Result]) -> str:
    return f"\\d takes digits that are not ASCII: {subjects(results)}"


REFUSAL_RULES: tuple[Rule, ...] = (
    Rule("case-never-told-apart", 3, ACCEPTED | {Verdict.REJECTED_VALID}, _cased, _by_case_alone, _case, least=1),
    Rule("case-folded", 5, ACCEPTED, readings.folded, always, _case, least=1),
    Rule("digits-of-other-scripts", 5, ACCEPTED, readings.other_digits, always, _digits, least=1),
    Rule("condition-unmet", 6, ACCEPTED, _condition, always, _condition_unmet, merged=_condition),
    Rule("kind-partly-unchecked", 7, ACCEPTED, _partly, always, _some_unchecked, merged=_partly),
    Rule("refusals-missing", 7, ACCEPTED, _operation, always, _accepted_by, merged=_operation),
)
