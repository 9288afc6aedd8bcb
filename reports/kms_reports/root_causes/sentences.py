"""What the known causes say: a sentence for the results that each explains, and what makes two of them one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kms_reports.identity import PROTOCOL
from kms_reports.result import Result, Verdict
from kms_reports.root_causes import readings
from kms_reports.root_causes.headlines import code, either
from kms_reports.root_causes.model import listed
from kms_reports.sanitize import shown

NAMED = 3
"""As many operations are named beside members; of more the number is said."""


def operations(results: Sequence[Result]) -> str:
    return shown(listed(r.operation for r in results))


def subjects(results: Sequence[Result]) -> str:
    return shown(listed(r.subject or r.operation for r in results))


def json_type(results: Sequence[Result]) -> str:
    """That members of answers have another JSON type than is documented."""
    found, wanted = readings.mistyped(results[0]) or ("another type", "the documented one")
    return f"successes have {found} where {wanted} is documented: {operations(results)}"


def members_unchecked(results: Sequence[Result]) -> str:
    members = len({r.subject for r in results})
    several = len({r.operation for r in results})
    by = f"by {several} operations" if several > NAMED else f"by {operations(results)}"
    if members == 1:
        return f"{subjects(results)} is not checked {by}: any value is accepted"
    return f"{members} members are not checked {by}, any value is accepted: {subjects(results)}"


KIND_UNCHECKED: Mapping[str, str] = {
    "required": "no required member is required",
    "type": "no JSON type is enforced: each may be another",
    "length": "no length is enforced: each bound may be passed",
    "range": "no range is enforced: each bound may be passed",
    "pattern": "no pattern is enforced: each lets some other values through",
    "enum": "no enumeration is enforced: each lets some unknown values through",
    "rule": "none of the conditions between members is enforced",
    "unique": "uniqueness is not enforced: values in use are accepted",
}


def kind_unchecked(results: Sequence[Result]) -> str:
    return KIND_UNCHECKED[readings.kind(results[0]) or "type"]


ASPECT_UNCHECKED: Mapping[str, str] = {
    "length.min": "no minimum length is enforced",
    "length.max": "no maximum length is enforced",
    "size.min": "no minimum size is enforced",
    "size.max": "no maximum size is enforced",
    "range.min": "no lower bound is enforced",
    "range.max": "no upper bound is enforced",
}


def line_feeds(results: Sequence[Result]) -> str:
    if all(map(readings.ends_in_newline, results)):
        return f"a pattern lets a line feed through at the end ($ in place of \\Z): {subjects(results)}"
    return f"a pattern is held against one line of the value, not the whole: {subjects(results)}"


def wrong_code(results: Sequence[Result]) -> str:
    example = results[0].counterexample
    if example is None:
        return "a wrong error code"
    return f"{code(example) or readings.answer(results[0])} instead of {_common(results)}"


def one_right_code(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    """Whether one code would have been right for all of them."""
    return bool(frozenset.intersection(*(_rights(result) - {"success"} for result in failing)))


def one_wrong_code(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    """Whether no request was refused with a right code, and all with one that is never right: for several others."""
    codes = {readings.status_and_code(result)[1] for result in failing}
    rights = frozenset[str]().union(*map(_rights, failing))
    refused = any(r.verdict is Verdict.CONFORMS and readings.kind(r) and r.aspect != "default" for r in peers)
    several = len({_most_common(_rights(result)) for result in failing}) > 1
    return len(codes) == 1 and None not in codes and codes.isdisjoint(rights) and several and not refused


def one_code(results: Sequence[Result]) -> str:
    rights = listed(sorted({_most_common(_rights(result)) for result in results}))
    example = results[0].counterexample
    return f"every error is {code(example) if example else 'another'}, in place of {shown(rights)}"


def wrong_status(results: Sequence[Result]) -> str:
    codes = {code for _, code in map(readings.status_and_code, results)}
    which = f"{codes.pop()} with " if len(codes) == 1 and None not in codes else ""
    return f"{which}HTTP {readings.status_and_code(results[0])[0]} instead of {_common(results)}"


def _common(results: Sequence[Result]) -> str:
    """What would have been right for all of them."""
    rights = [_rights(result) for result in results]
    return shown(either(frozenset.intersection(*rights))) or "the right one"


def _rights(result: Result) -> frozenset[str]:
    acceptable = result.counterexample.acceptable if result.counterexample is not None else ()
    if result.verdict is Verdict.WRONG_STATUS:
        answered = [a for a in acceptable if a.code == readings.status_and_code(result)[1]]
        return frozenset(f"HTTP {a.status}" for a in answered or acceptable)
    return frozenset(a.code or "success" for a in acceptable)


def by_code(result: Result) -> tuple[object, ...]:
    """Status and code, and the code that would have been right: ValidationException wherever it is one of them."""
    rights = _rights(result)
    return (*readings.status_and_code(result), _most_common(rights))


def by_status(result: Result) -> tuple[object, ...]:
    return (readings.status_and_code(result)[0], _most_common(_rights(result)))


def _most_common(rights: frozenset[str]) -> str:
    return "ValidationException" if "ValidationException" in rights else min(rights, default="")


def by_aspect(result: Result) -> tuple[object, ...]:
    """The kind of constraint that the request may have broken, or that it need not have broken any.

    Odd bodies are one kind: what some parsers take and others refuse, and what all refuse.
    """
    valid = "success" in _rights(result) and result.aspect != PROTOCOL
    what = VALID if valid else readings.kind(result) or result.aspect
    return (what, *readings.status_and_code(result))


def by_kind_of_fault(result: Result) -> tuple[object, ...] | None:
    """As `by_aspect`, where something can be said of the requests that the server fails on."""
    return by_aspect(result) if by_aspect(result)[0] in FAULTS else None


VALID = "valid"
FAULTS: Mapping[str, str] = {
    VALID: "on requests that may succeed",
    "type": "where a value has another JSON type",
    PROTOCOL: "where a body is odd or no valid request",
    "unique": "where a value is in use",
    "pattern": "where a pattern does not match",
    "length": "where a length is out of bounds",
    "enum": "where a value is not in the enumeration",
    "required": "where a required member is missing",
    "rule": "where a member that another one requires is missing",
}


def fault(results: Sequence[Result]) -> str:
    return f"the server fails {FAULTS[str(by_aspect(results[0])[0])]}: {readings.answer(results[0])}"
