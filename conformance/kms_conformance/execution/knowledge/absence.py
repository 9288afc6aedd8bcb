"""Whether a target has a resource no more that nobody has deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from kms_conformance.execution.sending.pagination import Entry, pages
from kms_conformance.execution.sending.transport import Transport
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType


def is_absent(transport: Transport, kind: ResourceType, resource: str, reference: Mapping[str, Json]) -> bool:
    """Whether a target neither finds a resource, by the members that name it, nor lists it among all of its type.

    False where the target does not say, or where there are more resources than are read.
    """
    found_by = kind.describe or (kind.list if kind.id_member in kind.filters else None)
    if found_by is None:
        return False
    seen = transport.call(found_by, dict(reference))
    if seen.success or not kind.gone.intersection(seen.codes.values()):
        return False
    listed = pages(transport, kind, partial(_no_page, kind.list_member), {})
    whole = listed.seen.success and listed.complete and listed.wrong is None
    return whole and all(entry.get(kind.id_member) != resource for entry in listed.entries)


def _no_page(member: str, request: Mapping[str, Json], body: Json, before: Sequence[Entry]) -> str | None:
    if not isinstance(body, dict) or not isinstance(body.get(member), list):
        return "there is no list"
    if body.get("Truncated") and not isinstance(body.get("NextMarker"), str):
        return "no marker leads to the rest"
    return None
