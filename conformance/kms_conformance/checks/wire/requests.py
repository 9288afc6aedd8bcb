"""Requests that are odd on the wire: read as usual, refused sanely, and never a failure of the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from kms_conformance.checks.registry import check
from kms_conformance.checks.wire.carrier import Carrier, carrier
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text, judge
from kms_conformance.execution.knowledge.controls import says_nothing
from kms_conformance.execution.probes.evidence import Evidence, Judge
from kms_conformance.execution.probes.probe import Bytes, Probe, Probes
from kms_conformance.settings.depth import Depth
from kms_reports.result import Verdict
from kms_specification.error_meanings import SERIALIZATION, VALIDATION
from kms_specification.oracle import BAD_REQUEST, SUCCESS, Expectation, Outcome, ReachableOutcome
from kms_specification.pages.resources import LISTS, created_by
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.wire.acceptable import Acceptable, is_redirection, is_refusal
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_strategies.requests.wire import ODDITIES, Oddity
from kms_strategies.requests.wire.bodies import IN_NUMBERS, in_numbers, needs_no_member
from kms_targets.http.client import Failure
from kms_targets.http.response import Observation

OK = 200
_ANY: Request = {}


def odd(requirement: Requirement, context: Context) -> Steps:
    """Each of the oddities, made of a valid request of its own."""
    on = carrier(context)
    found = _of_depth(ODDITIES[requirement.subject](on.operation), context)
    if any(not oddity.acceptable.refusal for oddity in found):
        on.need_an_answer()
    yield Probes(probe(requirement, on, oddity) for oddity in found)


for _name in ODDITIES:
    if _name not in ("empty-body", "signature", *IN_NUMBERS):
        check(Aspect.PROTOCOL, subject=_name)(odd)


def _in_numbers(requirement: Requirement, context: Context) -> Steps:
    """The same, and where the carrier has no number, what stands in that of an operation that takes {} just now."""
    yield from odd(requirement, context)
    words = IN_NUMBERS[requirement.subject]
    if in_numbers(carrier(context).operation, *words):
        return
    for name in context.tested:
        oddities = in_numbers(name, *words)
        if not oddities or not needs_no_member(name):
            continue
        taken = yield Probe(operation=name, sent=Case(_ANY, ""), judge=_control)
        if taken.last is not None and taken.last.seen.success:
            plain = Carrier(name, "", _ANY, ReachableOutcome(), "")
            yield Probes(probe(requirement, plain, oddity) for oddity in oddities)
            return


for _name in IN_NUMBERS:
    check(Aspect.PROTOCOL, subject=_name)(_in_numbers)


@check(Aspect.PROTOCOL, subject="empty-body")
def empty_body(requirement: Requirement, context: Context) -> Steps:
    """No body at all, for the operation that is tested and for one that takes {} just now."""
    on = carrier(context)
    if not needs_no_member(on.operation):
        yield Probes(probe(requirement, on, oddity) for oddity in ODDITIES[requirement.subject](on.operation))
    for name in dict.fromkeys((on.operation, *LISTS)):
        if not needs_no_member(name):
            continue
        taken = yield Probe(operation=name, sent=Case(_ANY, ""), judge=_control)
        if taken.last is not None and taken.last.seen.success:
            plain = Carrier(name, "", _ANY, ReachableOutcome(), "")
            yield Probes(probe(requirement, plain, oddity) for oddity in ODDITIES[requirement.subject](name))
            return


@check(Aspect.PROTOCOL, subject="signature")
def signature(requirement: Requirement, context: Context) -> Steps:
    """A request that is badly signed shows whether signatures are checked; where they are, all bad ones are refused."""
    on = carrier(context)
    on.need_an_answer()
    first, *rest = ODDITIES[requirement.subject](on.operation)
    forged = yield probe(requirement, on, first, judged=_control)
    if forged.last is None or not _refused(on, forged.last.seen):
        raise NotJudgedError("signatures are not checked here: a request signed with another secret is answered alike")
    yield Probes(probe(requirement, on, oddity) for oddity in rest)


def _control(evidence: Evidence) -> Judgement:
    """What shows how the target is, and is right either way."""
    return Judgement(Verdict.CONFORMS, answer_text(evidence.seen), inconclusive=True)


def _refused(on: Carrier, seen: Observation) -> bool:
    """Whether a request is refused for how it is sent: an error of the environment may come and go."""
    of_environment = {code for variant in facts(on.operation).variants for code in variant.environment_errors}
    refused = seen.failure is None and is_refusal(seen.status or 0) and not _as_usual(on, seen)
    return refused and of_environment.isdisjoint(seen.codes.values())


def _of_depth(oddities: Iterable[Oddity], context: Context) -> list[Oddity]:
    return [oddity for oddity in oddities if not oddity.thorough or context.depth is not Depth.QUICK]


def probe(requirement: Requirement, on: Carrier, oddity: Oddity, judged: Judge | None = None) -> Probe:
    """The odd request, made of the carrier's."""
    return Probe(
        operation=on.operation,
        sent=Bytes(on.case, partial(oddity.of, on.operation)),
        expectation=_expectation(requirement, on, oddity.acceptable),
        judge=judged or partial(_judged, on=on, oddity=oddity),
    )


def _expectation(requirement: Requirement, on: Carrier, acceptable: Acceptable) -> Expectation:
    """The acceptable outcomes in the words of every other expectation, to be shown."""
    of = ((requirement.id,), requirement.source)
    usual = (
        [Outcome(on.reach.code or SUCCESS, BAD_REQUEST if on.reach.code else OK, *of)] if acceptable.as_usual else []
    )
    refused = [Outcome(code, BAD_REQUEST, *of) for code in (SERIALIZATION, VALIDATION)] if acceptable.refusal else []
    return Expectation((*usual, *refused), (), rejected=not acceptable.as_usual)


def _as_usual(on: Carrier, seen: Observation) -> bool:
    """Whether an answer is that to the request in its usual form."""
    if seen.success:
        return on.reach.code is None or on.reach.may_succeed
    return not {on.reach.code, *on.reach.alternatives}.isdisjoint(seen.codes.values())


def _judged(evidence: Evidence, *, on: Carrier, oddity: Oddity) -> Judgement:
    """The verdict on the answer to an odd request."""
    found = _verdict(evidence, on, oddity.acceptable)
    if on.refused and says_nothing(evidence.seen):
        found = replace(found, inconclusive=True)  # as every valid request is refused
    return replace(found, explanation=f"{oddity.note}: {found.explanation}")


def _verdict(evidence: Evidence, on: Carrier, acceptable: Acceptable) -> Judgement:
    seen, answered = evidence.seen, answer_text(evidence.seen)
    if seen.failure is Failure.DROPPED and acceptable.closed:
        return Judgement(Verdict.CONFORMS, f"{answered}, as it may be")
    if seen.failure is not None:
        return judge(evidence.expectation, seen)
    if _as_usual(on, seen) and acceptable.as_usual:
        return Judgement(Verdict.CONFORMS, f"{answered}, as in its usual form")
    if acceptable.makes_nothing and evidence.own is None and (seen.success or is_redirection(seen.status or 0)):
        return Judgement(Verdict.CONFORMS, f"{answered}, and nothing was made")
    if seen.success and acceptable.empty and not seen.exchange.body:
        return Judgement(Verdict.CONFORMS, f"{answered} with an empty body: nothing was carried out")
    if seen.success:
        return Judgement(Verdict.ACCEPTED_INVALID, f"{answered} instead of a refusal")
    if acceptable.refuses(seen.status or 0, says_code=bool(seen.codes)):
        return Judgement(Verdict.CONFORMS, f"{answered}, as it may be")
    if not is_refusal(seen.status or 0):
        return _no_refusal(evidence, answered)
    if acceptable.refusal:
        return Judgement(Verdict.MALFORMED_ERROR, f"HTTP {seen.status} without an error code that an SDK can read")
    return _not_as_usual(evidence, answered)


def _no_refusal(evidence: Evidence, answered: str) -> Judgement:
    found = judge(evidence.expectation, evidence.seen)
    if found.verdict in (Verdict.CONFORMS, Verdict.WRONG_CODE, Verdict.REJECTED_VALID):
        return Judgement(Verdict.WRONG_STATUS, f"{answered}, which is no client error")
    return found


def _not_as_usual(evidence: Evidence, answered: str) -> Judgement:
    kind = created_by(evidence.operation)
    if kind is not None and kind.full.intersection(evidence.seen.codes.values()):
        return Judgement(Verdict.CONFORMS, "there is no room for another resource", inconclusive=True)
    return Judgement(Verdict.REJECTED_VALID, f"{answered} instead of what the same request gets in its usual form")
