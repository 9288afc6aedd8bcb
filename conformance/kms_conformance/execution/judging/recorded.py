"""The verdict on one recorded exchange, where nothing is known of the account or of what stands behind the endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version

from kms_conformance.execution.judging.hidden import hidden_members, hidden_places, known_to_break, may_explain
from kms_conformance.execution.judging.hidden import shown as shown_of
from kms_conformance.execution.judging.long_bodies import says_nothing_of
from kms_conformance.execution.judging.verdicts import Judgement, acceptable, error_codes, judge
from kms_reports.result import Counts, Result, Run, Verdict
from kms_reports.sanitize import shown
from kms_specification import catalog
from kms_specification.error_meanings import NOT_SUPPORTED, SERIALIZATION, VALIDATION
from kms_specification.facts import Json, Operation
from kms_specification.oracle import BAD_REQUEST, Expectation, Outcome, expect_in_any_order, merged
from kms_specification.requirements import protocol
from kms_specification.requirements.registry import registry
from kms_specification.violations.answers import Misfit, misfits
from kms_specification.violations.contents import contents
from kms_targets.http.client import Exchange
from kms_targets.http.response import REFUSED_CALLER, Observation

INTERNAL = 500
_REDIRECTED = range(300, 400)
RECORDED = "recorded"  # stands where a run has its depth
RIGHT = frozenset({Verdict.CONFORMS, Verdict.INAPPLICABLE})
_MALFORMED = "protocol.json11.malformed-body"
# With the one that KMS gives as well where an alias is AWS's own.
_TURNED_AWAY = REFUSED_CALLER | {"NotAuthorizedException"}
# Common errors of KMS to requests that have not come as a whole.
_CUT = frozenset(f"Request{why}{end}" for why in ("Aborted", "Timeout") for end in ("", "Exception"))


@dataclass(frozen=True, slots=True)
class Record:
    """One exchange. `body` is the request as bytes; `code` None is a success, or an error that says no code.

    `answer` is the body of the answer; None where it was not recorded. `recorded`: nothing else was lost that may say
    a code.
    """

    operation: str
    body: bytes
    status: int
    code: str | None
    answer: bytes | None = None
    recorded: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a record. `requirements` are the ids that the request breaks, or that the verdict rests on."""

    operation: str
    verdict: Verdict
    explanation: str
    requirements: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The verdict in a line, with the requirement that it rests on where it is wrong."""
        about = f" [{self.requirements[0]}]" if self.requirements and self.verdict not in RIGHT else ""
        return shown(f"{self.verdict}: {self.operation}: {self.explanation}{about}")


def as_run(name: str, judged: Mapping[int, Judged]) -> Run:
    """Verdicts on the lines of a recording, for the reports: a result a line, of the operation that it is about."""
    by_id = {r.id: r for r in registry()}
    started = datetime.now(UTC).isoformat(timespec="seconds")
    run = Run(version("kms-conformance"), name, RECORDED, 0, started, complete=True)
    for number, found in judged.items():
        about = by_id.get(found.requirements[0]) if found.requirements else None
        result = Result(
            f"line {number}",
            found.operation,
            str(about.level) if about else "",
            found.verdict,
            found.explanation + (f" [{about.id}]" if about and found.verdict not in RIGHT else ""),
            cases=1,
            statement=about.statement if about else "",
            source=str(about.source) if about else "",
        )
        run.results.append(result)
    run.counts = Counts(*[len(judged)] * 4)
    return run


def verdict_on(record: Record) -> Judged:
    """The verdict on one exchange. Pure and total."""
    seen = _observed(record)
    if record.operation not in catalog.operation_names():
        reason = f"no requirements of {record.operation} are known" if record.operation else "no operation is named"
        return Judged(record.operation, Verdict.INAPPLICABLE, reason)
    facts = catalog.operation(record.operation)
    expectation = _expected(facts, record.body)
    reason = says_nothing(facts, seen) or says_nothing_of(len(record.body), seen)
    if reason and not acceptable(expectation, seen):
        return Judged(record.operation, Verdict.INAPPLICABLE, reason)
    if _unknown_operation(facts, record.body, seen) and not acceptable(expectation, seen):
        reason = f"HTTP {record.status} {record.code or ''}".rstrip() + ": the operation is not known"
        return Judged(record.operation, Verdict.NOT_IMPLEMENTED, reason, (f"{facts.name}.implemented",))
    if not (record.recorded or record.code or seen.success):
        reason = f"HTTP {record.status}, and what the answer said was not recorded"
        return Judged(record.operation, Verdict.INAPPLICABLE, reason)
    found = _misreported(facts, expectation, seen) or _judged(expectation, seen)
    hidden = _hidden(facts, record.body, found, seen)
    if hidden:
        return Judged(record.operation, Verdict.INAPPLICABLE, hidden)
    if found.verdict is Verdict.CONFORMS and record.code is None and record.answer is not None:
        wrong = _misfit(facts, record.body, record.answer)
        if wrong is not None:
            return wrong
    blamed = tuple(violation.requirement for violation in expectation.violated if violation.certain)
    return Judged(record.operation, found.verdict, found.explanation, blamed or (f"{facts.name}.implemented",))


def says_nothing(operation: Operation, seen: Observation) -> str:
    """Why an answer says nothing about the request; empty where it does.

    A refused caller, throttling, a redirect, a request that did not come as a whole, and errors that the service model
    marks as a fault of the service.
    """
    code = seen.code
    if code is None:
        silent = seen.throttled or seen.status in (*_REDIRECTED, HTTPStatus.REQUEST_TIMEOUT)
        return f"HTTP {seen.status} says nothing about the request" if silent else ""
    listed = {error.name for error in operation.errors}
    if (seen.throttled and code not in listed) or code in _TURNED_AWAY | _CUT:
        return f"{code} says nothing about the request"
    faults = {error.name for error in operation.errors if error.fault}
    if code in faults and (seen.status or 0) >= INTERNAL:
        return f"{code} is a fault of the service and says nothing about the request"
    return ""


def _unknown_operation(operation: Operation, body: bytes, seen: Observation) -> bool:
    """Whether an answer says that the operation is not known.

    An error that the operation lists is about the request. So is one of KMS that says “a specified parameter is not
    supported or a specified resource is not valid for this operation”, where anything was specified.
    """
    if not seen.unknown_operation or seen.code in {error.name for error in operation.errors}:
        return False
    request, _ = _read(body)
    specified = isinstance(request, dict) and any(value is not None for value in request.values())
    return not (seen.code == NOT_SUPPORTED and specified and seen.status == BAD_REQUEST)


def _misreported(operation: Operation, expectation: Expectation, seen: Observation) -> Judgement | None:
    """The verdict on an error with a status that hides whose it is; None for any other answer.

    A fault of the service that is reported as the client's, and a refused caller or throttling beside a success.
    """
    fault = next((e for e in operation.errors if e.fault and e.name in seen.codes.values()), None)
    if fault is not None:
        return Judgement(Verdict.WRONG_STATUS, f"{fault.name} with HTTP {seen.status}, not {fault.status}")
    error = _as_error(seen) if seen.success and not acceptable(expectation, seen) else seen
    if error is seen or not says_nothing(operation, error):
        return None
    return Judgement(Verdict.WRONG_STATUS, f"{error.code} with HTTP {seen.status}, not {BAD_REQUEST}")


_ABOUT_THE_REQUEST = frozenset({Verdict.ACCEPTED_INVALID, Verdict.REJECTED_VALID, Verdict.WRONG_CODE})


def _hidden(operation: Operation, body: bytes, found: Judgement, seen: Observation) -> str:
    """Why a verdict cannot be given, where a value that the recording hides could make it right; empty where not."""
    request, _ = _read(body)
    members = hidden_members(request) if isinstance(request, dict) else frozenset()
    if found.verdict not in _ABOUT_THE_REQUEST or not isinstance(request, dict) or not members:
        return ""
    if found.verdict is Verdict.ACCEPTED_INVALID:
        explained = not known_to_break(operation, request)
    else:
        explained = may_explain(operation, next(iter(seen.codes.values()), None))
    return f"the recording hides {', '.join(sorted(members))}" if explained else ""


def _misfit(operation: Operation, body: bytes, answer: bytes) -> Judged | None:
    """The verdict on a success with another form or content than it must have; None where nothing is wrong with it."""
    types, works = f"{operation.name}.output.types", f"{operation.name}.implemented"
    try:
        found = json.loads(answer, parse_constant=_no_constant) if answer.strip() else None
    except (ValueError, RecursionError):
        return Judged(operation.name, Verdict.MALFORMED_RESPONSE, "success with a body that is no JSON", (types,))
    if not operation.output and found is None:
        return None
    hidden, (request, _) = frozenset(hidden_places(found)), _read(body)
    wrong, requirement = _first(misfits(operation.output, found), hidden), types
    if wrong is None and isinstance(found, dict) and isinstance(request, dict):
        requirement = works
        wrong = _first(contents(operation, shown_of(request), shown_of(found)), hidden)
    if wrong is None:
        return None
    return Judged(operation.name, Verdict.MALFORMED_RESPONSE, f"success, where {wrong}", (requirement,))


def _first(wrong: Iterable[Misfit], hidden: frozenset[str]) -> Misfit | None:
    """The first place of an answer that is wrong, of those that the recording shows."""
    return next((one for one in wrong if one.path not in hidden), None)


def record_of(
    operation: str,
    sent: bytes,
    status: int,
    headers: tuple[tuple[str, str], ...],
    answer: bytes | None,
    *,
    recorded: bool = True,
) -> Record:
    """The record of an exchange whose answer is there as it came: the error code is read as SDKs read it.

    Without an answer the headers alone can say the code. `recorded`: a code that they do not say was not said at all.
    """
    codes = error_codes(Observation(Exchange(status, headers, answer or b"", 0.0)))
    return Record(operation, sent, status, next(iter(codes.values()), None), answer, recorded)


def _observed(record: Record) -> Observation:
    headers = (("X-Amzn-Errortype", record.code),) if record.code is not None else ()
    return Observation(Exchange(record.status, headers, b"{}", 0.0))


def _judged(expectation: Expectation, seen: Observation) -> Judgement:
    """As in a run; a code beside a status of success is read as the error that it names."""
    return judge(expectation, seen if acceptable(expectation, seen) else _as_error(seen))


def _as_error(seen: Observation) -> Observation:
    """A success that names an error as that error; any other answer as it is."""
    return Observation(replace(seen.exchange, status=BAD_REQUEST)) if seen.codes and seen.success else seen


def _expected(operation: Operation, body: bytes) -> Expectation:
    """What may be answered to a body: a body that only lenient readers can read may be refused as one that none can."""
    request, strict = _read(body)
    if strict:
        return expect_in_any_order(operation, request)
    refused = tuple(
        Outcome(code, BAD_REQUEST, (_MALFORMED,), protocol.RULES[0][2])
        for code in (SERIALIZATION, VALIDATION, "MalformedRequestException", "InvalidRequestException")
    )
    if request is None:
        return Expectation(refused, (), rejected=True)
    lenient = expect_in_any_order(operation, request)
    return Expectation(merged((*lenient.outcomes, *refused)), lenient.violated, lenient.rejected)


def _read(body: bytes) -> tuple[Json, bool]:
    """The JSON value of a body, and whether every reader agrees on it; None where no reader takes it for JSON."""
    if not body.strip():
        return {}, True
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once), True
    except (ValueError, RecursionError):
        pass
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None, False
    return found, False


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
