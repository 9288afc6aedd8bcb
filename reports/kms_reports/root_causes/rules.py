"""The table of known causes: from those that concern a whole endpoint to those of one constraint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kms_reports.result import FAILED, Result, Verdict
from kms_reports.root_causes import readings
from kms_reports.root_causes.headlines import code
from kms_reports.root_causes.model import Rule, always, listed, unmet
from kms_reports.sanitize import count, shown

FEW = 5
"""So many invalid requests must succeed before it is said that nothing is checked."""

ACCEPTED = frozenset({Verdict.ACCEPTED_INVALID})
REJECTED = frozenset({Verdict.REJECTED_VALID})


def _everything_succeeds(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    accepted = [r for r in failing if r.verdict is Verdict.ACCEPTED_INVALID]
    refused = [r for r in peers if r.verdict is Verdict.CONFORMS and (readings.kind(r) or r.aspect == "protocol")]
    statuses = {readings.status_and_code(r)[0] for r in failing}
    return len(accepted) >= FEW and not refused and statuses == {200}


def _unchecked(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return len(failing) >= FEW and unmet(failing, peers)


def _no_value_checked(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return len(failing) >= 2 and unmet(failing, peers)


def _valid_refused(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return any(r.aspect == "implemented" for r in failing)


def _operations(results: Sequence[Result]) -> str:
    return shown(listed(r.operation for r in results))


def _subjects(results: Sequence[Result]) -> str:
    return shown(listed(r.subject or r.operation for r in results))


def _members_unchecked(results: Sequence[Result]) -> str:
    members = list(dict.fromkeys((r.operation, r.subject) for r in results))
    if len(members) == 1:
        return f"{_subjects(results)} is not checked: any value is accepted"
    return f"{len(members)} members are not checked, any value is accepted: {_subjects(results)}"


def _operations_of_keys(results: Sequence[Result]) -> str:
    return shown(listed(r.counterexample.operation for r in results if r.counterexample is not None))


KIND_UNCHECKED: Mapping[str, str] = {
    "required": "no required member is required",
    "type": "no JSON type is checked",
    "length": "no length is checked",
    "range": "no range is checked",
    "pattern": "no pattern is checked",
    "enum": "no enumeration is checked: unknown values are accepted",
    "rule": "none of the conditions between members is enforced",
    "unique": "uniqueness is not enforced: values in use are accepted",
}


def _kind_unchecked(results: Sequence[Result]) -> str:
    operations = dict.fromkeys(r.operation for r in results)
    of = f" of {_operations(results)}" if len(operations) > 1 else ""
    return f"{KIND_UNCHECKED[readings.kind(results[0]) or 'type']} ({count(len(results), 'requirement')}{of})"


ASPECT_UNCHECKED: Mapping[str, str] = {
    "length.min": "no minimum length is enforced",
    "length.max": "no maximum length is enforced",
    "size.min": "no minimum size is enforced",
    "size.max": "no maximum size is enforced",
    "range.min": "no lower bound is enforced",
    "range.max": "no upper bound is enforced",
}


def _wrong_code(results: Sequence[Result]) -> str:
    example = results[0].counterexample
    if example is None:
        return "a wrong error code"
    return f"{code(example) or readings.answer(results[0])} instead of {_common(results)}"


def _wrong_status(results: Sequence[Result]) -> str:
    return f"HTTP {readings.status_and_code(results[0])[0]} instead of {_common(results)}"


def _common(results: Sequence[Result]) -> str:
    """What would have been right for all of them."""
    rights = [_rights(result) for result in results]
    return shown(" or ".join(sorted(frozenset.intersection(*rights)))) or "the right one"


def _rights(result: Result) -> frozenset[str]:
    acceptable = result.counterexample.acceptable if result.counterexample is not None else ()
    if result.verdict is Verdict.WRONG_STATUS:
        return frozenset(f"HTTP {a.status}" for a in acceptable)
    return frozenset(a.code or "success" for a in acceptable)


def _by_code(result: Result) -> tuple[object, ...]:
    """Status and code, and the code that would have been right: ValidationException wherever it is one of them."""
    rights = _rights(result)
    return (*readings.status_and_code(result), _most_common(rights))


def _by_status(result: Result) -> tuple[object, ...]:
    return (readings.status_and_code(result)[0], _most_common(_rights(result)))


def _most_common(rights: frozenset[str]) -> str:
    return "ValidationException" if "ValidationException" in rights else min(rights, default="")


def _by_aspect(result: Result) -> tuple[object, ...]:
    return (readings.kind(result) or result.aspect, *readings.status_and_code(result))


FAULTS: Mapping[str, str] = {
    "type": "where a value has another JSON type",
    "protocol": "where a body is no valid request",
    "unique": "where a value is in use",
    "pattern": "where a pattern does not match",
    "length": "where a length is out of bounds",
    "enum": "where a value is not in the enumeration",
    "required": "where a required member is missing",
    "rule": "where a member that another one requires is missing",
}


def _fault(results: Sequence[Result]) -> str:
    kind = readings.kind(results[0]) or results[0].aspect
    return f"the server fails {FAULTS.get(kind, 'on several requests')}: {readings.answer(results[0])}"


RULES: tuple[Rule, ...] = (
    Rule(
        "operation-unknown",
        1,
        frozenset({Verdict.NOT_IMPLEMENTED}),
        lambda result: "",
        always,
        lambda results: f"not implemented: {_operations(results)} ({readings.answer(results[0])})",
        least=1,
    ),
    Rule(
        "everything-succeeds",
        1,
        FAILED,
        lambda result: "",
        _everything_succeeds,
        lambda results: f"every request succeeds, whatever it says: {readings.answer(results[0])}",
    ),
    Rule(
        "operation-unchecked",
        2,
        ACCEPTED,
        readings.refusal,
        _unchecked,
        lambda results: f"nothing that {_operations(results)} is sent is checked: every invalid request succeeds",
    ),
    Rule(
        "valid-refused",
        2,
        REJECTED,
        lambda result: (result.operation, *readings.status_and_code(result)),
        _valid_refused,
        lambda results: f"every valid request of {_operations(results)} is refused: {readings.answer(results[0])}",
        merged=readings.status_and_code,
        least=1,
    ),
    Rule(
        "errors-unreadable",
        2,
        frozenset({Verdict.MALFORMED_ERROR}),
        lambda result: readings.status_and_code(result)[0],
        always,
        lambda results: f"errors have no code that an SDK can read: {readings.answer(results[0])}",
        merged=lambda result: readings.status_and_code(result)[0],
        least=1,
    ),
    Rule(
        "length-unit",
        3,
        ACCEPTED | REJECTED,
        readings.counted_otherwise,
        always,
        lambda results: (
            f"lengths are counted in {readings.counted_otherwise(results[0])}, not in characters: {_subjects(results)}"
        ),
        merged=readings.counted_otherwise,
        least=1,
    ),
    Rule(
        "names-misread",
        3,
        ACCEPTED,
        readings.misnamed,
        always,
        lambda results: (
            f"members are taken under names that {readings.misnamed(results[0])}: {_subjects(results)} "
            f"({count(len(results), 'requirement')})"
        ),
        merged=readings.misnamed,
        least=1,
    ),
    Rule(
        "dry-run-ignored",
        3,
        ACCEPTED,
        lambda result: result.subject if result.subject == readings.DRY_RUN else None,
        always,
        lambda results: f"a dry run is no dry run: {_operations(results)}",
        merged=lambda result: result.subject,
    ),
    Rule(
        "state-ignored",
        3,
        ACCEPTED,
        readings.unusable,
        always,
        lambda results: f"a key that must not be used is used all the same: {_operations_of_keys(results)}",
        merged=readings.unusable,
    ),
    Rule(
        "member-unchecked",
        4,
        ACCEPTED,
        readings.member,
        _no_value_checked,
        _members_unchecked,
    ),
    Rule(
        "kind-unchecked",
        4,
        ACCEPTED,
        lambda result: (result.operation, kind) if (kind := readings.kind(result)) else None,
        unmet,
        _kind_unchecked,
        merged=readings.kind,
    ),
    Rule(
        "bound-unchecked",
        4,
        ACCEPTED,
        lambda result: (result.operation, result.aspect) if result.aspect in ASPECT_UNCHECKED else None,
        unmet,
        lambda results: f"{ASPECT_UNCHECKED[results[0].aspect]} ({count(len(results), 'requirement')})",
        merged=lambda result: result.aspect,
    ),
    Rule(
        "value-in-use-accepted",
        5,
        ACCEPTED,
        readings.in_use,
        always,
        lambda results: f"a value that is in use is accepted: {readings.in_use(results[0])} is never sent",
        merged=readings.in_use,
    ),
    Rule(
        "case-folded",
        5,
        ACCEPTED,
        readings.folded,
        always,
        lambda results: f"upper and lower case are not told apart: {_subjects(results)}",
        least=1,
    ),
    Rule(
        "newline-at-the-end",
        5,
        ACCEPTED,
        readings.ends_in_newline,
        always,
        lambda results: f"a pattern lets a line feed through at the end ($ in place of \\Z): {_subjects(results)}",
        least=1,
    ),
    Rule(
        "wrong-code",
        5,
        frozenset({Verdict.WRONG_CODE}),
        _by_code,
        always,
        _wrong_code,
        merged=_by_code,
    ),
    Rule(
        "wrong-status",
        5,
        frozenset({Verdict.WRONG_STATUS}),
        _by_status,
        always,
        _wrong_status,
        merged=_by_status,
    ),
    Rule(
        "server-fault",
        5,
        frozenset({Verdict.SERVER_FAULT}),
        _by_aspect,
        always,
        _fault,
        merged=_by_aspect,
    ),
    Rule(
        "valid-refused-alike",
        5,
        REJECTED,
        lambda result: (result.operation, *readings.status_and_code(result)),
        always,
        lambda results: f"valid requests of {_operations(results)} are refused: {readings.answer(results[0])}",
        merged=lambda result: (result.operation, *readings.status_and_code(result)),
    ),
    Rule(
        "response-malformed",
        5,
        frozenset({Verdict.MALFORMED_RESPONSE}),
        lambda result: (result.operation, readings.status_and_code(result)[0]),
        always,
        lambda results: f"successful answers of {_operations(results)} are not as documented",
        merged=lambda result: (result.operation, readings.status_and_code(result)[0]),
    ),
    Rule(
        "server-fault-anywhere",
        6,
        frozenset({Verdict.SERVER_FAULT}),
        readings.status_and_code,
        always,
        lambda results: f"the server fails: {readings.answer(results[0])}",
        merged=readings.status_and_code,
    ),
    Rule(
        "timeout",
        6,
        frozenset({Verdict.TIMEOUT}),
        lambda result: "",
        always,
        lambda results: "no answer in time",
    ),
    Rule(
        "flaky",
        6,
        frozenset({Verdict.FLAKY}),
        lambda result: "",
        always,
        lambda results: "the same request is answered differently when sent again",
    ),
    Rule(
        "secret-disclosed",
        6,
        frozenset({Verdict.SECRET_DISCLOSED}),
        lambda result: "",
        always,
        lambda results: "answers repeat secrets that were sent",
    ),
    Rule(
        "baseline-outdated",
        6,
        frozenset({Verdict.UNEXPECTED_PASS}),
        lambda result: "",
        always,
        lambda results: "met, though the baseline expects a failure",
    ),
)
"""In stages: a whole endpoint, an operation, the way of counting, what is not checked, one wrong answer for several
requests, what is left."""
