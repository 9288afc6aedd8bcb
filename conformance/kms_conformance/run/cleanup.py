"""Resources that are left: found, those of requests that were never answered too, and deleted or named."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from kms_conformance.execution.knowledge.availability import no_answer
from kms_conformance.execution.resource_tracker import OURS, Resource, ResourceTracker
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.resources import TYPES
from kms_targets import TargetError

PAGES = 1000  # most pages of resources that are read
LONGEST = 30.0  # seconds after which no more is hoped for where deletions fail
PAUSE = 0.1  # seconds between two looks at a target whose reads lag behind its writes


def clean(tracker: ResourceTracker) -> None:
    """Deletes what a run has made and not deleted yet, and what its unanswered requests may have made."""
    tracker.settle()
    tracker.deletions.try_again()
    if tracker.unanswered and tracker.transport.heard:
        _find(tracker)
    deadline = time.monotonic() + LONGEST
    for resource in reversed(list(tracker.resources.values())):
        gone = tracker.delete(resource)
        if not gone and resource.type.name not in tracker.deletions.forbidden and time.monotonic() < deadline:
            tracker.deletions.try_again()  # the next one may fare better
    if tracker.resources:
        _forget(tracker)


def named(tracker: ResourceTracker) -> list[str]:
    """What may still be there, for people to read."""
    left = [f"{r.name or r.type.name} ({tracker.redact(r.id)})" for r in tracker.resources.values()]
    return left + [
        f"{name or kind} (perhaps: it was asked for, and nothing answered)" for kind, name in sorted(tracker.unanswered)
    ]


def listed(tracker: ResourceTracker, kind: ResourceType, parent: str = "") -> Iterator[tuple[str, str]]:
    """Every resource of a type that is there: its id and name. Raises TargetError where the target does not say."""
    first: dict[str, Json] = {kind.parent_member: parent} if kind.parent_member else {}
    request = first
    for _ in range(PAGES):
        seen = tracker.transport.call(kind.list, request)
        if seen.failure is not None:
            raise TargetError(no_answer(seen))
        found = seen.json.get(kind.list_member) if isinstance(seen.json, dict) else None
        if not seen.success or not isinstance(found, list):
            why = f"HTTP {seen.status} {seen.code or ''}".rstrip()
            raise TargetError(f"the target does not answer {kind.list} with a list: {why}")
        for entry in found:
            if isinstance(entry, dict):
                yield str(entry.get(kind.id_member)), kind.name_of(entry)
        if not seen.json.get("Truncated") or not seen.json.get("NextMarker"):
            return
        request = {**first, "Marker": seen.json["NextMarker"]}


def _forget(tracker: ResourceTracker) -> None:
    """Takes out the resources that are gone: the answer to their deletion was not heard."""
    for kind, parent in _places(list(tracker.resources.values())):
        with contextlib.suppress(TargetError):
            there = dict(listed(tracker, kind, parent))
            for resource in list(tracker.resources.values()):
                if resource.type is kind and kind.parent_of(resource.request) == parent and resource.id not in there:
                    tracker.gone(resource)


def _places(resources: list[Resource]) -> list[tuple[ResourceType, str]]:
    """The lists that some resources stand in: their types, each with what they belong to."""
    return list({(r.type.name, p): (r.type, p) for r in resources for p in [r.type.parent_of(r.request)]}.values())


def _find(tracker: ResourceTracker) -> None:
    """Adds the resources of unanswered requests to those that are to be deleted, as soon as the target shows them."""
    deadline = time.monotonic() + tracker.lag
    while kinds := {kind for kind, _ in tracker.unanswered if _can_be_found(TYPES[kind])}:
        there: set[tuple[str, str]] = set()
        try:
            for kind in kinds:
                for found, name in list(listed(tracker, TYPES[kind])):
                    there.add((kind, name))
                    if (kind, name) in tracker.unanswered and len(name) >= OURS:
                        tracker.adopt(_by_name(TYPES[kind], found, name))
        except TargetError:
            return
        if time.monotonic() > deadline:
            # What is not there by now was never made.
            tracker.forget_unanswered(there | {one for one in tracker.unanswered if one[0] not in kinds})
            return
        time.sleep(PAUSE)


def _can_be_found(kind: ResourceType) -> bool:
    """Whether a resource is found by its name, without another that it belongs to."""
    return kind.name_member is not None and kind.parent_member is None


def _by_name(kind: ResourceType, found: str, name: str) -> Resource:
    assert kind.name_member is not None
    return Resource(kind, found, {kind.name_member: name})
