"""What a success says: its status and the members of its response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context, NotJudgedError
from kms_reports.result import Verdict
from kms_specification.facts import (
    Json,
    Kind,
    Member,
)
from kms_specification.pages.custom_key_stores import NAME
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.values.boundaries import longest

ROUNDS = 4  # stores that are made of each kind
FRESH = 3  # requests on connections of their own
AFRESH = 40  # as many, where one on a kept-alive connection was not answered
STATUS = "status"

_IS = {Kind.STRING: str, Kind.STRUCTURE: dict, Kind.LIST: list, Kind.MAP: dict, Kind.BOOLEAN: bool}


def output(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """The answers to a few valid requests of each kind, held against the response's own facts."""
    examples = context.calibration.examples
    requests = [(r, v) for v, r in examples.items() if context.makes_store(v)]
    cases = [Case(request, variant) for request, variant in requests for _ in range(ROUNDS)]
    seen: set[str] = set()
    if not cases:
        yield from _redirected(requirement, context)
        context.needs_store(*examples)
    if requirement.subject != STATUS:
        # An id may be made of the name.
        name = longest(context.executor.operation.member(NAME))
        cases += [Case({**request, NAME: name}, variant) for request, variant in requests]
    for judged in context.each(cases):
        yield _weighed(requirement, context, judged, seen)
    if requirement.subject == STATUS:
        for case in islice(cycle(cases), AFRESH if context.executor.closed else FRESH):
            yield _afresh(context, case)


def _redirected(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """Answers to valid requests that are neither a success nor an error."""
    refused = context.calibration.refused if requirement.subject == STATUS else ()
    for judged in context.each(Case(context.calibration.examples[v], v) for v in refused):
        yield _odd(judged)


def _odd(judged: CaseResult) -> CaseResult:
    status = judged.seen.status or 0
    again = partial(_odd_again, judged)
    if 300 <= status < 400:
        why = f"HTTP {status}, which is neither a success nor an error"
        return replace(judged, verdict=Verdict.WRONG_STATUS, explanation=why, again=again)
    return replace(judged, verdict=Verdict.CONFORMS, explanation="no success, so it shows nothing", inconclusive=True)


def _odd_again(judged: CaseResult) -> CaseResult:
    return _odd(judged.again())


def _afresh(context: Context, case: Case) -> CaseResult:
    """A valid request, the first on its connection: a target may close one that was used before, but not this."""
    context.executor.client.close()
    return replace(context.executor.one(case), again=partial(_afresh, context, case))


def _weighed(requirement: Requirement, context: Context, judged: CaseResult, seen: set[str]) -> CaseResult:
    """The answer judged by what the requirement says of it; one that is no success shows nothing of that."""
    again = partial(_again, requirement, context, judged, seen)
    if requirement.subject == STATUS:
        return replace(judged, again=again)
    if judged.seen.failure is not None or not judged.seen.success:
        return replace(
            judged, verdict=Verdict.CONFORMS, explanation="no success, so it shows nothing", inconclusive=True
        )
    path, _, aspect = requirement.subject.partition(".")
    if aspect == "unique":
        again = partial(_itself, judged)
    wrong = _wrong(aspect, {m.name: m for m in context.executor.operation.output}[path], judged, seen)
    if wrong is None:
        return replace(judged, verdict=Verdict.CONFORMS, again=again)
    return replace(judged, verdict=Verdict.MALFORMED_RESPONSE, explanation=wrong, again=again)


def _again(requirement: Requirement, context: Context, judged: CaseResult, seen: set[str]) -> CaseResult:
    return _weighed(requirement, context, judged.again(), seen)


def _itself(judged: CaseResult) -> CaseResult:
    """What has happened once cannot be asked for again."""
    return replace(judged, verdict=Verdict.MALFORMED_RESPONSE)


def _wrong(aspect: str, member: Member, judged: CaseResult, seen: set[str]) -> str | None:
    """What is wrong with a member of the response, or None. A member of the wrong type is told of once, as `type`."""
    body = judged.seen.json
    value: Json = body.get(member.name) if isinstance(body, dict) else None
    if aspect == "required":
        if not isinstance(body, dict):
            return "the body of a success is no JSON object"
        return f"{member.name} is not there" if value is None else None
    if value is None:
        raise NotJudgedError(f"no {member.name} is returned: see the requirement that it is")
    right = isinstance(value, _IS.get(member.kind, (int, float)))
    if aspect == "type":
        return None if right else f"{member.name} is {_kind(value)}, not a {member.kind}"
    if not right or not isinstance(value, str):
        return None
    if aspect == "unique":
        used = value in seen
        seen.add(value)
        return f"{member.name} {value!r} was returned before" if used else None
    assert member.length is not None
    size = len(value)
    if aspect == "length.min":
        return (
            f"{member.name} has {size} characters, fewer than {member.length.least}"
            if size < member.length.least
            else None
        )
    return f"{member.name} has {size} characters, more than {member.length.most}" if size > member.length.most else None


def _kind(value: Json) -> str:
    return {bool: "a boolean", int: "a number", float: "a number", dict: "an object", list: "an array"}.get(
        type(value), "a string"
    )
