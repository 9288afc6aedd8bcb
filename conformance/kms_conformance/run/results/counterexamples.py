"""The requests that show a broken requirement, as a report keeps them: what was sent, answered and acceptable."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.checks.keys.sequences.played import Sent
from kms_conformance.checks.keys.sequences.script import script
from kms_conformance.execution.context import Context
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.execution.probes.results import linked, made_by_each
from kms_conformance.execution.resource_tracker import Resource
from kms_conformance.execution.snippets import sdk
from kms_conformance.execution.snippets.curl import Call, Caller, curl
from kms_reports.result import Acceptable, Counterexample, Verdict
from kms_reports.sanitize import cut
from kms_specification.facts import Json
from kms_specification.oracle import Outcome
from kms_strategies.cases import Wire

MOST_BYTES = 2**18  # bytes of a body that are kept; the curl line makes larger ones
ANSWER = 2**16  # characters of an answer that are kept
REASON = 600  # characters of what is said of it
SEAM = 64  # characters after them that are read

_LONG_WORD = re.compile(r"(\S{48})\S{24,}(\S{16})")  # an id of a thousand characters is known by its ends


def brief(context: Context, reason: str) -> str:
    """A reason as it may be shown: it can repeat what the target said, secrets and all."""
    return cut(_LONG_WORD.sub("\\1…\\2", context.executor.tracker.redact(reason)), REASON)


def counterexample(
    context: Context, caller: Caller, judged: CaseResult, verdict: Verdict | None = None
) -> Counterexample:
    """What was sent, as `caller` sends it again, and answered; `verdict` stands in place of the result's own."""
    wire = judged.case if isinstance(judged.case, Wire) else None
    calls = list(judged.script) or _from_nothing(context, judged, _calls(judged, wire))
    # Redacted before it is cut, so that no secret is left in halves.
    answer = context.executor.tracker.redact(judged.seen.text(ANSWER + SEAM))[:ANSWER]
    return Counterexample(
        operation=judged.operation,
        request=_request(wire) if wire else calls[-1].request,
        status=judged.seen.status,
        code=judged.seen.code or next(iter(judged.seen.codes.values()), None),
        acceptable=tuple(map(_acceptable, judged.expectation.outcomes)),
        curl=curl(caller, calls, at_once=judged.at_once),
        verdict=verdict or judged.verdict,
        explanation=brief(context, judged.explanation),
        body_base64=_base64(wire),
        answer=answer,
        aws_cli=sdk.aws_cli(caller, calls),
        boto3=sdk.boto3(caller, calls),
        answer_bytes=len(judged.seen.exchange.body),
        generator=judged.probe.generator,
        before=tuple({"operation": call.operation, "request": call.request} for call in calls[:-1]),
    )


def _from_nothing(context: Context, judged: CaseResult, calls: list[Call]) -> list[Call]:
    """The calls after those that make the keys which they name, so that they can be sent to an empty target."""
    last = calls[-1]
    if len(calls) > 1 or isinstance(judged.case, Wire) or not isinstance(last.request, dict):
        return calls
    made = run_of(context).made_for(last.request)
    return list(script((*made, Sent(judged.operation, last.request, judged.seen)))) if made else calls


def _calls(judged: CaseResult, wire: Wire | None) -> list[Call]:
    """The requests of a result, in order, each with its operation."""
    *before, shown = judged.shown()
    operations: tuple[str, ...] = (judged.operation,) * len(before)
    made: tuple[Resource | None, ...] = ()
    if judged.evidence is not None and not judged.at_once:
        operations, made = judged.evidence.prepared.operations, made_by_each(judged.evidence)
    first = [Call(operation, request) for operation, request in zip(operations, before, strict=True)]
    *first, last = linked([*first, Call(judged.operation or None, shown)], made)
    return [*first, last if wire is None else replace(last, body=wire.body, form=wire.form)]


def _json(body: bytes) -> Json:
    """The bytes as JSON, or None where they are none, or where what is odd about them would be lost."""
    try:
        found: Json = json.loads(body.decode("utf-8"))
        same = json.dumps(found, allow_nan=False).encode("ascii") == body
    except (ValueError, RecursionError):
        return None
    return found if same else None


def _request(wire: Wire) -> Json:
    """The request in a body, where its bytes are not shown: as it is, or one that is too large without its padding."""
    found = _json(wire.body)
    if found is not None or len(wire.body) <= MOST_BYTES:
        return found
    try:
        large: Json = json.loads(wire.body)
    except (ValueError, RecursionError):
        return None
    return large


def _base64(wire: Wire | None) -> str | None:
    """The bytes of a body that is shown in no other way, unless they are too many."""
    if wire is None or _json(wire.body) is not None or len(wire.body) > MOST_BYTES:
        return None
    return b64encode(wire.body).decode("ascii")


def _acceptable(outcome: Outcome) -> Acceptable:
    return Acceptable(outcome.code, outcome.status, str(outcome.source))
