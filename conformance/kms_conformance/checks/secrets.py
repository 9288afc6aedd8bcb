"""That no answer of any kind repeats a secret that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_conformance.checks.custom_key_stores.reading.description import described, standing
from kms_conformance.checks.custom_key_stores.reading.disclosed import disclosed
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.uniqueness import can_duplicate
from kms_conformance.checks.wire.bodies import malformed
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.prepared_case import disclosure_in
from kms_conformance.execution.probes.probe import CaseResult, Probe, Probes, Reviewed
from kms_reports.result import Verdict
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_specification.wire.forms import Framing
from kms_strategies.cases import Case, Wire

SOME = 8  # broken requests of each requirement
DISCLOSURES = "disclosures"


@check(Aspect.STATE, subject="secrets")
def secrets(requirement: Requirement, context: Context) -> Steps:
    """Answers to requests that hold secrets, rejected or not, and the descriptions of stores made with them."""
    cases = _cases(requirement.operation, context)
    yield Probes([Probe(operation=requirement.operation, sent=case, judge=_answered) for case in cases])
    clashing = _clashing(requirement.operation, context)
    yield Probes(
        [Probe(operation=requirement.operation, sent=case, judge=_answered) for case in clashing], optional=True
    )
    yield Probes([replace(probe, judge=_answered) for probe in malformed(context)])
    try:
        stores = standing(context)
    except NotJudgedError:
        stores = []  # no store can be made or seen here, and so none is shown
    yield Probes([described(requirement, case, _shown, bool) for case in stores], optional=True)
    yield Probes(disclosed(context) if stores else (), optional=True)
    context.settle()
    for result in context.executor.notices.of(DISCLOSURES):
        if result.probe.judge not in (_answered, _shown):
            yield Reviewed(result, _answered)


def discloses(result: CaseResult) -> bool:
    """Whether a secret that was sent stands in the answer.

    Of bytes that are no HTTP message a server may say which they were: it has read no secret, but a wrong request line.
    """
    if isinstance(result.case, Wire) and result.case.form.framing is Framing.TOO_SHORT:
        return False
    return disclosure_in(result.seen, result.canaries) is not None


def _cases(name: str, context: Context) -> Iterator[Case]:
    """Valid requests, and broken ones, more of those members that hold secrets."""
    operation, examples = facts(name), context.calibrated(name).examples
    secret = {path.partition(".")[0] for path, member in operation.walk() if member.sensitive}
    yield from (Case(request, variant) for variant, request in examples.items())
    for other in registry():
        if other.operation == name:
            found = context.broken(other)
            of_each_kind = {case.variant: case for case in reversed(found)}
            yield from found[:SOME] if other.subject.partition(".")[0] in secret else of_each_kind.values()


def _clashing(name: str, context: Context) -> Iterator[Case]:
    """Requests that clash with a store."""
    operation = facts(name)
    for rule in operation.uniqueness:
        for case in context.duplicates(operation, rule)[:4]:
            if can_duplicate(context, operation, case):
                yield case


def _answered(evidence: Evidence) -> Judgement:
    """The verdict on what an answer discloses alone."""
    place = disclosure_in(evidence.seen, evidence.prepared.canaries)
    if place is None:
        return Judgement(Verdict.CONFORMS, "no secret in the answer")
    return Judgement(Verdict.SECRET_DISCLOSED, f"a secret that was sent stands in {place} of the answer")


def _shown(evidence: Evidence) -> Judgement:
    """The verdict on a store's description, held against the secrets that it was made with."""
    place = disclosure_in(evidence.readings[0].seen, evidence.prepared.canaries)
    if place is None:
        return Judgement(Verdict.CONFORMS, "no secret is described", reading=0)
    why = f"a secret that was sent stands in {place} of the description"
    return Judgement(Verdict.SECRET_DISCLOSED, why, reading=0)
