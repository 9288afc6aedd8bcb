"""Every page of a list of stores, one request after the other, and what is wrong with how they follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kms_conformance.execution.snippets import Call
from kms_conformance.execution.transport import Transport
from kms_specification.pages.custom_key_stores import DESCRIBE
from kms_specification.state.listing import (
    Entry,
    entries,
    page_error,
)
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

MOST = 60  # pages that are read: an account may have far more stores than are ours
MARKER = "MARKER"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the pages list. `seen` is the last answer, `wrong` what is wrong with it; not `complete`: there are more."""

    entries: Sequence[Entry]
    seen: Observation
    calls: tuple[Call, ...]
    wrong: str | None = None
    complete: bool = True


def pages(line: Transport, first: Request) -> Listed:
    """The pages that begin with the answer to `first`, up to one that is wrong or no success."""
    found: list[Entry] = []
    calls: list[Call] = []
    request = first
    uses: dict[str, str] = {}
    for _ in range(MOST):
        seen = line.call(DESCRIBE, request)
        calls.append(Call(DESCRIBE, request, uses=uses))
        if not seen.success:
            return Listed(found, seen, tuple(calls))
        wrong = page_error(request, seen.json, found)
        if wrong is not None:
            return Listed(found, seen, tuple(calls), wrong)
        found += entries(seen.json) or ()
        if not seen.json.get("Truncated"):
            return Listed(found, seen, tuple(calls))
        calls[-1] = Call(DESCRIBE, request, keeps=(MARKER, "NextMarker"), uses=uses)
        request, uses = {**first, "Marker": seen.json["NextMarker"]}, {"Marker": MARKER}
    return Listed(found, seen, tuple(calls), complete=False)
