"""What is read after a case was sent, each reading repeated until it is final."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from kms_conformance.execution.knowledge.lag import PAUSE, ReadLag
from kms_conformance.execution.probes.evidence import Evidence, Reading
from kms_conformance.execution.probes.preparation import as_object
from kms_conformance.execution.probes.prepared_case import hidden
from kms_conformance.execution.probes.probe import Follow, ListAll, Observe, Read
from kms_conformance.execution.resource_tracker import OURS, Resource, ResourceTracker
from kms_conformance.execution.sending.pagination import pages
from kms_specification.pages.resources import created_by
from kms_strategies.placeholders import Substitution


def observed(
    tracker: ResourceTracker, lag: ReadLag, evidence: Evidence, what: Observe, fill: Substitution
) -> tuple[Evidence, tuple[Resource, ...]]:
    """The evidence with one more reading, and the resources that were made for it."""
    if isinstance(what, Read):
        return _with(evidence, _read(tracker, lag, evidence, what)), ()
    if isinstance(what, ListAll):
        return _with(evidence, _listed(tracker, lag, evidence, what)), ()
    return _followed(tracker, evidence, what, fill)


def adopted(tracker: ResourceTracker, evidence: Evidence) -> Iterator[Resource]:
    """Tracks what the last reading shows under the name of the case: it is the case's own, whatever it was answered."""
    kind = created_by(evidence.operation)
    name = kind.name_of(evidence.prepared.request) if kind is not None else ""
    if kind is None or len(name) < OURS or not evidence.readings:
        return
    body = evidence.readings[-1].seen.json
    listed = body.get(kind.list_member) if isinstance(body, dict) else None
    for entry in listed if isinstance(listed, list) else ():
        found = entry.get(kind.id_member) if isinstance(entry, dict) else None
        known = isinstance(found, str) and (kind.name, found) in tracker.resources
        if isinstance(found, str) and not known and kind.name_of(entry) == name:
            resource = Resource(kind, found, as_object(evidence.prepared.request))
            tracker.adopt(resource)
            yield resource


def _with(evidence: Evidence, reading: Reading) -> Evidence:
    return replace(evidence, readings=(*evidence.readings, reading))


def _read(tracker: ResourceTracker, lag: ReadLag, evidence: Evidence, what: Read) -> Reading:
    start = time.monotonic()
    request = what.request(evidence)
    while True:
        waited = time.monotonic() - start  # not with the time that the answer takes, which is no lag
        seen = tracker.transport.call(what.operation, request)
        if what.otherwise is not None and not seen.success and not what.gone.intersection(seen.codes.values()):
            seen = tracker.transport.call(what.operation, what.otherwise)
        if lag.caught_up(waited, right=what.enough(evidence, seen)):
            return Reading(what.operation, request, seen)
        time.sleep(PAUSE)


def _listed(tracker: ResourceTracker, lag: ReadLag, evidence: Evidence, what: ListAll) -> Reading:
    start = time.monotonic()
    while True:
        waited = time.monotonic() - start
        listed = pages(tracker.transport, what.kind, what.wrong, {})
        whole = listed.complete and listed.seen.success and not listed.wrong
        right = not whole or what.enough(evidence, listed)
        if lag.caught_up(waited, right=right):
            return Reading(what.kind.list, {}, listed.seen, listed)
        time.sleep(PAUSE)


def _followed(
    tracker: ResourceTracker, evidence: Evidence, what: Follow, fill: Substitution
) -> tuple[Evidence, tuple[Resource, ...]]:
    made = [r for r in (*evidence.made, evidence.own) if r is not None]
    deleted = [tracker.delete(resource) for resource in reversed(made)]
    gone = all(deleted)
    evidence = replace(evidence, deleted=gone)
    request = fill(what.request)
    assert isinstance(request, dict)
    if not gone or not what.when(evidence):
        tracker.withdraw([(evidence.operation, request)])
        return evidence, ()
    deadline = time.monotonic() + (tracker.lag if made else 0.0)
    while True:
        seen, resource = tracker.call(evidence.operation, request)
        if resource is not None or not what.behind(seen) or time.monotonic() > deadline:
            break
        time.sleep(PAUSE)  # what was deleted may take a while to be known to be
    prepared = evidence.prepared
    shown = hidden(what.request, request, prepared.secrets, prepared.private)
    assert isinstance(shown, dict)
    reading = Reading(evidence.operation, shown, seen)
    return _with(evidence, reading), () if resource is None else (resource,)
