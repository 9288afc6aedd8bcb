"""Whether a refused value is refused for its pattern, so that no other requirement is accused of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from kms_conformance.execution.context import Context
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence, Judge, answer
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_reports.result import Verdict
from kms_specification.error_meanings import VALIDATION
from kms_specification.facts import Json, Member
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.examples import at, having
from kms_strategies.values.boundaries import of_length

_SHARE = 8  # a control is this part of the way from the least length to the greatest

# Sends a value of a member. None where it cannot be sent.
Ask = Callable[[str], CaseResult | None]


def refuses_others(context: Context, operation: str, path: str, ask: Ask | None = None) -> bool:
    """Whether the target refuses a value of a member that matches its pattern and is at no bound of its length.

    It is asked once a member, by `ask`, or else in a request that it takes. What cannot be asked is not refused.
    """
    key = f"refuses other values of {operation}.{path}"
    if key not in context.memory:
        member = facts(operation).member(path)
        if member.pattern is None or member.length is None:
            return False
        found = (ask or partial(_in_an_accepted_request, context, operation, path))(_at_no_bound(member))
        context.memory[key] = found is not None and found.verdict is Verdict.REJECTED_VALID
    return bool(context.memory[key])


def _in_an_accepted_request(context: Context, operation: str, path: str, value: str) -> CaseResult | None:
    """What a request with the value comes to that is accepted without; None where there is none."""
    cases = [
        Case(having(request, path, value), variant)
        for variant, request in context.calibrated(operation).accepted.items()
        if at(path, request) is not None
    ]
    case = next((case for case in cases if not breaks(facts(operation), case)), None)
    return None if case is None else context.executor.execute(Probe(operation=operation, sent=case))


def _at_no_bound(member: Member) -> str:
    """A value of the member's pattern that is at neither bound."""
    assert member.length is not None
    low, high = member.length.min or 0, member.length.max or 256
    return of_length(member, low + max((high - low) // _SHARE, 2))


def other_values_refused(context: Context, operation: str, but: Collection[str] = ()) -> Mapping[str, frozenset[Json]]:
    """The members that uniqueness rules compare of which the target takes some values alone, and those it has taken.

    `but`: members that are looked at otherwise.
    """
    compared = {m for rule in facts(operation).uniqueness for m in rule.members if m not in but}
    refused = [member for member in sorted(compared) if refuses_others(context, operation, member)]
    accepted = context.calibrated(operation).accepted.values()
    return {member: frozenset(r[member] for r in accepted if isinstance(r.get(member), str)) for member in refused}


def not_for_another_value(evidence: Evidence, taken: Mapping[str, frozenset[Json]], judge: Judge = answer) -> Judgement:
    """The verdict, but for a request that is refused as one with another value of a member is, whatever else it has."""
    found, request = judge(evidence), evidence.request
    if found.verdict not in (Verdict.REJECTED_VALID, Verdict.WRONG_CODE) or not isinstance(request, dict):
        return found
    another = any(request.get(member) not in (None, *values) for member, values in taken.items())
    if another and VALIDATION in evidence.seen.codes.values():
        return replace(found, verdict=Verdict.CONFORMS, inconclusive=True)
    return found


def not_for_the_pattern(evidence: Evidence, judge: Judge = answer) -> Judgement:
    """The verdict, but for a valid value that is refused as others of its pattern are."""
    found = judge(evidence)
    if found.verdict is Verdict.REJECTED_VALID:
        return replace(found, verdict=Verdict.CONFORMS, inconclusive=True)
    return found
