"""Every page of a list, one request after the other, and what is wrong with how they follow each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kms_conformance.execution.sending.transport import Transport
from kms_conformance.execution.snippets.curl import Call, Kept
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

MOST = 60  # pages that are read: an account may have far more resources than are ours
MARKER = "MARKER"

Entry = Mapping[str, Json]
# What is wrong with a page, given its request, its body and the entries on the pages before it, or None.
Wrong = Callable[[Mapping[str, Json], Json, Sequence[Entry]], str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the pages list. `seen` is the last answer, `wrong` what is wrong with it; not `complete`: there are more."""

    entries: Sequence[Entry]
    seen: Observation
    calls: tuple[Call, ...]
    wrong: str | None = None
    complete: bool = True


def pages(transport: Transport, kind: ResourceType, wrong: Wrong, first: Request) -> Listed:
    """The pages that begin with the answer to `first`, up to one that is wrong or no success."""
    found: list[Entry] = []
    calls: list[Call] = []
    request = first
    uses: dict[str, str] = {}
    for _ in range(MOST):
        seen = transport.call(kind.list, request)
        calls.append(Call(kind.list, request, uses=uses))
        if not seen.success:
            return Listed(found, seen, tuple(calls))
        why = wrong(request, seen.json, found)
        if why is not None:
            return Listed(found, seen, tuple(calls), why)
        entries = seen.json.get(kind.list_member)
        found += [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        if not seen.json.get("Truncated"):
            return Listed(found, seen, tuple(calls))
        calls[-1] = Call(kind.list, request, keeps=(Kept(MARKER, "NextMarker"),), uses=uses)
        request, uses = {**first, "Marker": seen.json["NextMarker"]}, {seen.json["NextMarker"]: MARKER}
    return Listed(found, seen, tuple(calls), complete=False)
