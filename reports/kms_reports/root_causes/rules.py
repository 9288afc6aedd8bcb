"""The table of known causes: from those that concern a whole endpoint to those of one constraint."""

from __future__ import annotations

from collections.abc import Sequence

from kms_reports.identity import PROTOCOL
from kms_reports.result import FAILED, Result, Verdict
from kms_reports.root_causes import readings, sentences
from kms_reports.root_causes.answer_rules import ANSWER_RULES
from kms_reports.root_causes.behaviour_rules import BEHAVIOUR_RULES
from kms_reports.root_causes.model import Rule, accepted_alone, always, never_refused
from kms_reports.root_causes.refusal_rules import REFUSAL_RULES
from kms_reports.root_causes.sentences import operations, subjects
from kms_reports.sanitize import count

FEW = 5
"""So many requirements must be broken before something is said of all requests."""

NEVER_RIGHT = frozenset(
    f"{PROTOCOL}.json11.{name}" for name in ("malformed-body", "not-an-object", "unknown-operation")
)
"""Requests that no server can make sense of. Of other peculiar requests a success is as right as a refusal."""

ACCEPTED = frozenset({Verdict.ACCEPTED_INVALID})
REJECTED = frozenset({Verdict.REJECTED_VALID})


def _everything_succeeds(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    accepted = [r for r in failing if r.verdict is Verdict.ACCEPTED_INVALID]
    refused = [r for r in peers if r.verdict is Verdict.CONFORMS and (readings.kind(r) or r.id in NEVER_RIGHT)]
    statuses = {readings.status_and_code(r)[0] for r in failing}
    return len(accepted) >= FEW and not refused and statuses == {200}


def _unchecked(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return len(failing) >= FEW and never_refused(failing, peers)


def _no_value_checked(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return len(failing) >= 2 and accepted_alone(failing, peers)


def _line_feeds_alone(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return all(readings.has_newline(result) for result in failing)


def _valid_refused(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    return any(r.aspect == "implemented" for r in failing)


RULES: tuple[Rule, ...] = (
    Rule(
        "operation-unknown",
        1,
        frozenset({Verdict.NOT_IMPLEMENTED}),
        lambda result: "",
        always,
        lambda results: f"not implemented: {operations(results)} ({readings.answer(results[0])})",
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
        "line-by-line",
        2,
        ACCEPTED,
        lambda result: (result.operation, "pattern") if result.aspect == "pattern" else None,
        _line_feeds_alone,
        sentences.line_feeds,
    ),
    Rule(
        "operation-unchecked",
        2,
        ACCEPTED,
        readings.refusal,
        _unchecked,
        lambda results: f"no constraint of {operations(results)} is enforced: each lets some invalid requests through",
    ),
    Rule(
        "valid-refused",
        2,
        REJECTED,
        lambda result: (result.operation, *readings.status_and_code(result)),
        _valid_refused,
        lambda results: f"every valid request of {operations(results)} is refused: {readings.answer(results[0])}",
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
            f"lengths are counted in {readings.counted_otherwise(results[0])}, not in characters: {subjects(results)}"
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
            f"members are taken under names that {readings.misnamed(results[0])}: {subjects(results)} "
            f"({count(len(results), 'requirement')})"
        ),
        merged=readings.misnamed,
        least=1,
    ),
    Rule(
        "json-type",
        3,
        frozenset({Verdict.MALFORMED_RESPONSE}),
        readings.mistyped,
        always,
        sentences.json_type,
        merged=readings.mistyped,
        least=1,
    ),
    *ANSWER_RULES,
    *BEHAVIOUR_RULES,
    *REFUSAL_RULES,
    Rule(
        "member-unchecked",
        4,
        ACCEPTED,
        readings.member,
        _no_value_checked,
        sentences.members_unchecked,
    ),
    Rule(
        "kind-unchecked",
        4,
        ACCEPTED,
        lambda result: (result.operation, kind) if (kind := readings.kind(result)) else None,
        never_refused,
        sentences.kind_unchecked,
        merged=readings.kind,
    ),
    Rule(
        "bound-unchecked",
        4,
        ACCEPTED,
        lambda result: (result.operation, result.aspect) if result.aspect in sentences.ASPECT_UNCHECKED else None,
        never_refused,
        lambda results: sentences.ASPECT_UNCHECKED[results[0].aspect],
        merged=lambda result: result.aspect,
    ),
    Rule(
        "value-in-use-accepted",
        5,
        ACCEPTED,
        readings.in_use,
        always,
        lambda results: f"a value that is in use is accepted where {readings.in_use(results[0])} is documented",
        merged=readings.in_use,
    ),
    Rule(
        "newline-at-the-end",
        5,
        ACCEPTED,
        readings.ends_in_newline,
        always,
        sentences.line_feeds,
        least=1,
    ),
    Rule(
        "one-code-for-all",
        5,
        frozenset({Verdict.WRONG_CODE}),
        lambda result: "",
        sentences.one_wrong_code,
        sentences.one_code,
        least=FEW,
    ),
    Rule(
        "wrong-code-throughout",
        5,
        frozenset({Verdict.WRONG_CODE}),
        readings.status_and_code,
        sentences.one_right_code,
        sentences.wrong_code,
        merged=readings.status_and_code,
    ),
    Rule(
        "wrong-code",
        5,
        frozenset({Verdict.WRONG_CODE}),
        sentences.by_code,
        always,
        sentences.wrong_code,
        merged=sentences.by_code,
    ),
    Rule(
        "wrong-status",
        5,
        frozenset({Verdict.WRONG_STATUS}),
        sentences.by_status,
        always,
        sentences.wrong_status,
        merged=sentences.by_status,
    ),
    Rule(
        "server-fault",
        5,
        frozenset({Verdict.SERVER_FAULT}),
        sentences.by_kind_of_fault,
        always,
        sentences.fault,
        merged=sentences.by_aspect,
    ),
    Rule(
        "valid-refused-alike",
        5,
        REJECTED,
        lambda result: (result.operation, *readings.status_and_code(result)),
        always,
        lambda results: f"valid requests of {operations(results)} are refused: {readings.answer(results[0])}",
        merged=lambda result: (result.operation, *readings.status_and_code(result)),
    ),
    Rule(
        "response-malformed",
        5,
        frozenset({Verdict.MALFORMED_RESPONSE}),
        lambda result: (result.operation, readings.status_and_code(result)[0]),
        always,
        lambda results: f"successful answers of {operations(results)} are not as documented",
        merged=lambda result: (result.operation, readings.status_and_code(result)[0]),
    ),
    Rule(
        "server-fault-anywhere",
        6,
        frozenset({Verdict.SERVER_FAULT}),
        readings.status_and_code,
        always,
        lambda results: f"the server fails on requests of {operations(results)}: {readings.answer(results[0])}",
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
