"""What no run fails for, and a maintainer wants to know: content types, and errors that some SDKs cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kms_conformance.checks.registry import check
from kms_conformance.checks.wire.carrier import Carrier, carrier
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Probe, Probes
from kms_reports.result import Verdict
from kms_specification.pages.resources import KEY
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_specification.wire.forms import CONTENT_TYPE
from kms_specification.wire.readers import BOTO3, READERS, read
from kms_strategies.cases import Case
from kms_strategies.requests.examples import example_request

FEW = 3  # errors of an operation that are looked at
LOOKUPS = 2  # operations that look a key up, of which one that does not exist is asked for
_LOOKING_UP = ("Describe", "Get")  # how their names begin
_NAMES = {"boto3": "boto3", "cli": "the AWS CLI", "js": "JavaScript", "go": "Go", "java": "Java", "rust": "Rust"}


@check(Aspect.PROTOCOL, subject="answer-content-type")
def content_type(requirement: Requirement, context: Context) -> Steps:
    """The content types of a success and of an error."""
    on = carrier(context)
    probes = (_probe(on.operation, on.case), *errors(context, on, 1))
    yield Probes(replace(probe, judge=_content_type) for probe in probes)


def _content_type(evidence: Evidence) -> Judgement:
    seen = evidence.seen
    if seen.failure is not None:
        return Judgement(Verdict.CONFORMS, "no answer", inconclusive=True)
    said = next((value for name, value in seen.exchange.headers if name.lower() == "content-type"), "")
    if said.partition(";")[0].strip().lower() == CONTENT_TYPE:
        return Judgement(Verdict.CONFORMS, f"{CONTENT_TYPE}, as it should be")
    what = f"the content type is {said[:100]!r}" if said else "there is no content type"
    return Judgement(Verdict.MALFORMED_RESPONSE, f"{what}, not {CONTENT_TYPE}; SDKs do not look at it")


@check(Aspect.PROTOCOL, subject="error-in-type")
def error_in_type(requirement: Requirement, context: Context) -> Steps:
    """Which SDKs read the code of an error."""
    on = carrier(context)
    yield Probes(replace(probe, judge=_in_type) for probe in errors(context, on, FEW))


def _in_type(evidence: Evidence) -> Judgement:
    seen = evidence.seen
    if seen.failure is not None or seen.success or not seen.codes:
        return Judgement(Verdict.CONFORMS, "no error with a code", inconclusive=True)
    headers, body = dict(seen.exchange.headers), seen.exchange.body
    read_by = {reader.name: read(reader, headers, body) for reader in READERS}
    if read_by[BOTO3.name] is None:
        able = ", ".join(_NAMES[name] for name, code in read_by.items() if code is not None) or "no other"
        why = f"boto3 and the AWS CLI read __type alone, and find no code there; of AWS's other SDKs {able} can read it"
        return Judgement(Verdict.MALFORMED_ERROR, why)
    different = {code for code in read_by.values() if code is not None}
    if len(different) > 1:
        why = "SDKs read different codes: " + ", ".join(f"{_NAMES[name]} {code}" for name, code in read_by.items())
        return Judgement(Verdict.MALFORMED_ERROR, why)
    return Judgement(Verdict.CONFORMS, "every SDK reads the code")


def errors(context: Context, on: Carrier, most: int) -> list[Probe]:
    """Requests that are answered with an error: of the carrier's operation, and for a key that does not exist."""
    found = [_probe(on.operation, case) for case in islice(one_of_each(context, on), most)]
    return [*found, *unknown_keys(context)]


def one_of_each(context: Context, on: Carrier) -> Iterator[Case]:
    """One case that breaks each requirement of the carrier's operation, where there is one."""
    for requirement in registry():
        if requirement.operation == on.operation:
            yield from context.broken(requirement)[:1]


def unknown_keys(context: Context) -> list[Probe]:
    """Requests for keys that do not exist, of the tested operations that look one up and do nothing else."""
    looking_up = (facts(name) for name in context.tested if name.startswith(_LOOKING_UP))
    requests = ((one.name, example_request(one, one.variants[0])) for one in looking_up)
    of_a_key = ((name, request) for name, request in requests if request.keys() == {KEY.id_member})
    known = (_probe(name, Case(r, "")) for name, r in of_a_key if context.calibrated(name).implemented)
    return list(islice(known, LOOKUPS))


def _probe(operation: str, case: Case) -> Probe:
    return Probe(operation=operation, sent=case)
