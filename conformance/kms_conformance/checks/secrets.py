"""That no answer of any kind repeats a secret that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    described,
    looked,
    name_of,
    standing,
)
from kms_conformance.checks.protocol import malformed
from kms_conformance.execution.case_result import CaseResult, disclosure_in
from kms_conformance.execution.context import Context, NotJudgedError
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement, registry
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import duplicates

SOME = 8  # broken requests of each requirement


def secrets(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """Answers to requests that hold secrets, rejected or not, and the descriptions of stores made with them."""
    elsewhere = list(context.executor.disclosures)
    for judged in context.each(_cases(context)):
        yield _weighed(judged)
    for judged in malformed(context):
        yield _weighed(judged)
    try:
        for case in standing(context):
            yield _described(requirement, context, case)
    except NotJudgedError:
        pass  # no store can be made or seen here, and so none is shown
    yield from map(_weighed, elsewhere)


def _cases(context: Context) -> Iterator[Case]:
    """Valid requests; broken ones, more of those members that hold secrets; and those that clash with a store."""
    operation, examples = context.executor.operation, context.calibration.examples
    secret = {path.partition(".")[0] for path, member in operation.walk() if member.sensitive}
    yield from (Case(request, name) for name, request in examples.items())
    for other in registry():
        if other.operation == operation.name:
            most = SOME if other.subject.partition(".")[0] in secret else 1
            yield from context.broken(other)[:most]
    for rule in operation.uniqueness:
        for case in duplicates(operation, rule, examples)[:4]:
            if context.makes_store(case.variant) and all(map(context.takes, case.before)):
                yield case


def _weighed(judged: CaseResult) -> CaseResult:
    """The answer judged by what it discloses alone."""
    place = disclosure_in(judged.seen, judged.canaries)
    again = partial(_once_more, judged)
    if place is None:
        return replace(judged, verdict=Verdict.CONFORMS, explanation="no secret in the answer", again=again)
    why = f"a secret that was sent stands in {place} of the answer"
    return replace(judged, verdict=Verdict.SECRET_DISCLOSED, explanation=why, again=again)


def _once_more(judged: CaseResult) -> CaseResult:
    return _weighed(judged.again())


def _described(requirement: Requirement, context: Context, case: Case) -> CaseResult:
    """A store's description, held against the secrets that it was made with."""
    with context.executor.standing(case) as (ready, _):
        context.executor.plan(1)
        seen, _stores = described(context, name_of(ready), bool)
        place = disclosure_in(seen, ready.canaries)
        verdict = Verdict.SECRET_DISCLOSED if place else Verdict.CONFORMS
        why = f"a secret that was sent stands in {place} of the description" if place else "no secret is described"
        again = partial(_described, requirement, context, case)
        return looked(requirement, context, ready, seen, verdict, why, again=again)
