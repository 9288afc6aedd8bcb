"""Requests that are spelled as nobody writes them, or whose bytes were changed: how the answers are judged.

The verdict is the oracle's, on what was really sent. Where readers of JSON may differ (a member said twice, NaN, half a
surrogate pair, a byte order mark) any error of the client is right, and success too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import Any

from kms_conformance.checks.wire.bodies import client_error
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_conformance.execution.probes.probe import Bytes, Probe
from kms_reports.result import Verdict
from kms_specification.pages.resources import created_by
from kms_strategies.cases import Case, Wire
from kms_targets.http.response import REFUSED_CALLER, Observation

_SPECIAL = "a constant or a number that JSON does not have"


class Reading(Enum):
    """What a body is to a reader of JSON. `DISPUTED`: readers may differ about it."""

    REQUEST = auto()
    DISPUTED = auto()
    OTHER = auto()
    NONE = auto()


def changed(operation: str, valid: Case, make: Callable[[bytes], Wire]) -> Probe:
    """A probe of the bytes that `make` makes of those of a valid request."""
    return Probe(operation=operation, sent=Bytes(valid, make), judge=partial(judged, make=make))


def judged(evidence: Evidence, make: Callable[[bytes], Wire]) -> Judgement:
    """The verdict on the answer to changed bytes."""
    seen, found = evidence.seen, reading(make(evidence.prepared.body).body)
    if _says_nothing(evidence.operation, seen):
        return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}, which is not about the request", inconclusive=True)
    if found in (Reading.NONE, Reading.OTHER):
        return client_error(evidence.operation)(evidence)
    right = answer(evidence)
    if found is Reading.DISPUTED and right.verdict is not Verdict.CONFORMS and _either(seen):
        return Judgement(Verdict.CONFORMS, f"{answer_text(seen)}: readers of JSON may differ", inconclusive=True)
    return right


def _either(seen: Observation) -> bool:
    """Whether an answer is a success, or an error of the client that an SDK can read."""
    if seen.failure is not None or seen.status is None:
        return False
    return seen.success or (400 <= seen.status < INTERNAL and bool(seen.codes))


def _says_nothing(operation: str, seen: Observation) -> bool:
    """Whether an answer is about the caller, or about the room that there is."""
    kind = created_by(operation)
    silent = REFUSED_CALLER | (kind.full if kind is not None else frozenset())
    return seen.failure is None and not seen.success and not silent.isdisjoint(seen.codes.values())


def reading(body: bytes) -> Reading:
    """What a body is to a reader of JSON."""
    marks: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs) or len({name.casefold() for name in found}) < len(found):
            marks.append("a member said twice")
        return found

    def number(text: str) -> float:
        found = float(text)
        if found in (float("inf"), float("-inf")):
            marks.append(_SPECIAL)
        return found

    def constant(text: str) -> None:
        marks.append(_SPECIAL)

    if not body.strip():
        return Reading.DISPUTED  # an empty body means {}, and of one of white space nothing is said
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Reading.NONE
    if text.startswith("\ufeff"):
        text = text[1:]
        marks.append("a byte order mark")
    try:
        found = json.loads(text, object_pairs_hook=members, parse_float=number, parse_constant=constant)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return Reading.DISPUTED  # half a surrogate pair
    except (ValueError, RecursionError):
        return Reading.NONE
    if not isinstance(found, dict):
        return Reading.OTHER
    return Reading.DISPUTED if marks else Reading.REQUEST
