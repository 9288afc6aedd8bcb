"""Known causes of successful answers that are not as documented: what they lack, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kms_reports.result import Result, Verdict
from kms_reports.root_causes.model import Rule, always, listed
from kms_reports.root_causes.sentences import operations
from kms_reports.sanitize import shown

UNLIKE = frozenset({Verdict.STATE_VIOLATION, Verdict.MALFORMED_RESPONSE})
REJECTED = frozenset({Verdict.REJECTED_VALID})

_MISSING = re.compile(r"^(?P<operation>\w+): there is no (?P<member>[\w.]+)$")
_ID = r"[\"'][0-9a-f-]{36}[\"']"
_ID_FOR_ARN = re.compile(rf"\w*KeyId is {_ID}, (?:not [\"']arn:[^ ]+[\"']|which is no ARN of a key)$")
_OTHER_VALUE = re.compile(r"^\w+: (?P<member>[\w.]+) is .+, not (?P<wanted>[^,]+)$")
_OF_REPLICA = re.compile(r"^A replica (?:has|keeps) (?:the (?P<given>\w+) that it was given|its )")


def _missing(result: Result) -> str | None:
    return "" if _MISSING.search(result.reason) else None


def _members_missing(results: Sequence[Result]) -> str:
    found = [found for result in results if (found := _MISSING.search(result.reason))]
    named = listed(f"{one['member']} ({one['operation']})" for one in found)
    return f"members are missing from answers: {shown(named)}"


def _id_for_arn(result: Result) -> str | None:
    return "" if _ID_FOR_ARN.search(result.reason) else None


def _wanted(result: Result) -> tuple[str, str, str] | None:
    """The operation, and the member of an answer with the value that it has to have."""
    found = _OTHER_VALUE.search(result.reason)
    return (result.operation, found["member"], found["wanted"]) if found else None


def _other_value(results: Sequence[Result]) -> str:
    operation, member, wanted = _wanted(results[0]) or ("", "", "")
    subjects = listed(result.subject for result in results)
    return f"{shown(member)} is not {shown(wanted)} where that is documented of {shown(operation)}: {shown(subjects)}"


def _of_replica(result: Result) -> str | None:
    return result.operation if _OF_REPLICA.search(result.statement) else None


def _replica_shared(results: Sequence[Result]) -> str:
    given = [found["given"] for result in results if (found := _OF_REPLICA.search(result.statement)) and found["given"]]
    what = f": {shown(listed(given))}" if given else ""
    return f"{operations(results)} makes no replica that has and keeps what it was given{what}"


def _same_reason(result: Result) -> tuple[str, str] | None:
    return (result.operation, result.reason) if result.reason else None


def _reason(results: Sequence[Result]) -> str:
    return f"{shown(results[0].reason)} ({shown(listed(result.subject or result.id for result in results))})"


def _refused_behaviour(result: Result) -> tuple[object, ...] | None:
    example = result.counterexample
    if result.aspect != "state" or example is None:
        return None
    return (result.subject, example.status, example.code)


def _valid_refused(results: Sequence[Result]) -> str:
    statement = shown(results[0].statement.rstrip(".")) or shown(results[0].subject)
    example = results[0].counterexample
    answer = f"HTTP {example.status} {example.code}" if example is not None else "an error"
    return f"valid requests of {operations(results)} are refused ({shown(answer)}): {statement}"


ANSWER_RULES: tuple[Rule, ...] = (
    Rule(
        "id-for-arn",
        4,
        UNLIKE,
        _id_for_arn,
        always,
        lambda results: f"the id of a key is answered where its ARN is documented, by {operations(results)}",
        merged=_id_for_arn,
    ),
    Rule("members-missing", 4, UNLIKE, _missing, always, _members_missing, merged=_missing),
    Rule("replica-shared", 5, UNLIKE, _of_replica, always, _replica_shared, merged=_of_replica),
    Rule("value-other", 5, UNLIKE, _wanted, always, _other_value, merged=_wanted),
    Rule("behaviour-refused", 5, REJECTED, _refused_behaviour, always, _valid_refused, merged=_refused_behaviour),
    Rule("reason-shared", 6, UNLIKE, _same_reason, always, _reason, merged=_same_reason),
)
