"""What a success says: its status and the members of its response."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice

from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Probe, Probes
from kms_reports.result import Verdict
from kms_specification.facts import (
    Json,
    Member,
)
from kms_specification.pages.custom_key_stores import NAME
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.answers import has_type, named
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_strategies.values.boundaries import longest
from kms_targets.http.response import Observation

FRESH = 3  # requests on connections of their own
AFRESH = 40  # as many, where one on a kept-alive connection was not answered
STATUS = "status"


@check(Aspect.OUTPUT)
def output(requirement: Requirement, context: Context) -> Steps:
    """The answers to a few valid requests of each kind, held against the response's own facts."""
    operation, known = requirement.operation, context.calibrated(requirement.operation)
    requests = [(r, v) for v, r in known.examples.items() if known.succeeds(v)]
    cases = [Case(ordered, variant) for request, variant in requests for ordered in _orders(request)]
    if not cases:
        yield Probes(list(_redirected(requirement, context)))
        known.need(*known.examples)
    if requirement.subject == STATUS:
        yield Probes([Probe(operation=operation, sent=case) for case in cases])
        yield from _on_new_connections(operation, cases, context)
        return
    named = {m.name: m for m in facts(operation).members}
    if NAME in named:
        # An id may be made of the name.
        cases += [Case({**request, NAME: longest(named[NAME])}, variant) for request, variant in requests]
    path, _, aspect = requirement.subject.partition(".")
    member = {m.name: m for m in facts(operation).output}[path]
    if aspect == "unique":
        yield from _different(operation, member, cases)
    else:
        judge = partial(_member, member=member, aspect=aspect)
        yield Probes([Probe(operation=operation, sent=case, judge=judge) for case in cases])


def _orders(request: Request) -> Iterator[Request]:
    """The same request with its members in some orders: as it is, from the last to the first, sorted, and in halves."""
    names = list(request)
    middle = len(names) // 2
    for order in (names, names[::-1], sorted(names), names[middle:] + names[:middle]):
        yield {name: request[name] for name in order}


def _on_new_connections(operation: str, cases: list[Case], context: Context) -> Steps:
    """Valid requests, each the first on its connection: a target may close one that was used before, but not this."""
    number = AFRESH if context.executor.transport.closed else FRESH
    yield Probes([Probe(operation=operation, sent=c, new_connection=True) for c in islice(cycle(cases), number)])


def _different(operation: str, member: Member, cases: list[Case]) -> Steps:
    """Each answer has a value that none before it had. What was seen once is enough."""
    values: frozenset[str] = frozenset()
    for case in cases:
        judge = partial(_unique, member=member, before=values)
        progress = yield Probe(operation=operation, sent=case, judge=judge, repeatable=False)
        value = _value(progress.last.seen, member) if progress.last is not None else None
        values |= {value} if isinstance(value, str) else set()


def _redirected(requirement: Requirement, context: Context) -> Iterator[Probe]:
    """Valid requests that are refused: their answers may be neither a success nor an error."""
    known = context.calibrated(requirement.operation)
    for variant in known.refused if requirement.subject == STATUS else ():
        case = Case(known.examples[variant], variant)
        yield Probe(operation=requirement.operation, sent=case, judge=_redirection)


def _redirection(evidence: Evidence) -> Judgement:
    status = evidence.seen.status or 0
    if 300 <= status < 400:
        return Judgement(Verdict.WRONG_STATUS, f"HTTP {status}, which is neither a success nor an error")
    return _NO_SUCCESS


_NO_SUCCESS = Judgement(Verdict.CONFORMS, "no success, so it shows nothing", inconclusive=True)


def _value(seen: Observation, member: Member) -> Json:
    found: Json = seen.json.get(member.name) if isinstance(seen.json, dict) else None
    return found


def _member(evidence: Evidence, member: Member, aspect: str) -> Judgement:
    """The verdict on one member of the response; an answer that is no success shows nothing of it."""
    if evidence.seen.failure is not None or not evidence.seen.success:
        return _NO_SUCCESS
    wrong = _wrong(aspect, member, evidence.seen)
    return Judgement(Verdict.MALFORMED_RESPONSE, wrong) if wrong else Judgement(Verdict.CONFORMS, "as it should be")


def _unique(evidence: Evidence, member: Member, before: frozenset[str]) -> Judgement:
    if evidence.seen.failure is not None or not evidence.seen.success:
        return _NO_SUCCESS
    value = _value(evidence.seen, member)
    if value is None:
        raise NotJudgedError(f"no {member.name} is returned: see the requirement that it is")
    if isinstance(value, str) and value in before:
        return Judgement(Verdict.MALFORMED_RESPONSE, f"{member.name} {value!r} was returned before")
    return Judgement(Verdict.CONFORMS, "as it should be")


def _wrong(aspect: str, member: Member, seen: Observation) -> str | None:
    """What is wrong with a member of the response, or None. A member of the wrong type is reported once, as `type`."""
    value = _value(seen, member)
    if aspect == "required":
        if not isinstance(seen.json, dict):
            return "the body of a success is no JSON object"
        return f"{member.name} is not there" if value is None else None
    if value is None:
        raise NotJudgedError(f"no {member.name} is returned: see the requirement that it is")
    right = has_type(member, value)
    if aspect == "type":
        return None if right else f"{member.name} is {named(value)}, not a {member.kind}"
    if not right or not isinstance(value, str):
        return None
    assert member.length is not None
    size = len(value)
    if aspect == "length.min":
        return (
            f"{member.name} has {size} characters, fewer than {member.length.least}"
            if size < member.length.least
            else None
        )
    return f"{member.name} has {size} characters, more than {member.length.most}" if size > member.length.most else None
