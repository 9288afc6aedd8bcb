"""Stores that are left: found, those of requests that were never answered too, and deleted or named."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import DESCRIBE
from kms_targets import TargetError

PAGES = 1000  # most pages of stores that are read
OURS = 6  # characters from which on a name is no name that somebody else would happen to have chosen
LONGEST = 30.0  # seconds after which no more is hoped for where deletions fail
PAUSE = 0.1  # seconds between two looks at a target whose reads lag behind its writes


def clean(tracker: ResourceTracker) -> None:
    """Deletes what a run has made and not deleted yet, and what its unanswered requests may have made."""
    tracker.settle()
    tracker.undeletable, tracker.forbidden = 0, False
    if tracker.unanswered and tracker.heard:
        _find(tracker)
    deadline = time.monotonic() + LONGEST
    for store, request in list(tracker.stores.items()):
        gone = tracker.delete(store, str(request.get("CustomKeyStoreName")))
        if not gone and not tracker.forbidden and time.monotonic() < deadline:
            tracker.undeletable = 0  # the next one may fare better
    if tracker.stores:
        _forget(tracker)


def named(tracker: ResourceTracker) -> list[str]:
    """What may still be there, for people to read."""
    left = [
        f"{request.get('CustomKeyStoreName')} ({tracker.redact(store)})" for store, request in tracker.stores.items()
    ]
    return left + [f"{name} (perhaps: it was asked for, and nothing answered)" for name in sorted(tracker.unanswered)]


def listed(tracker: ResourceTracker) -> Iterator[tuple[str, str]]:
    """Every store that is there: its id and name. Raises TargetError where the target does not say."""
    request: dict[str, Json] = {}
    for _ in range(PAGES):
        seen = tracker.call(DESCRIBE, request)
        if seen.failure is not None:
            raise TargetError(f"the target cannot be reached: {seen.failure}")
        stores = seen.json.get("CustomKeyStores") if isinstance(seen.json, dict) else None
        if not seen.success or not isinstance(stores, list):
            raise TargetError(f"the target does not list its stores: HTTP {seen.status} {seen.code or ''}".rstrip())
        for store in stores:
            if isinstance(store, dict):
                yield str(store.get("CustomKeyStoreId")), str(store.get("CustomKeyStoreName"))
        if not seen.json.get("Truncated") or not seen.json.get("NextMarker"):
            return
        request = {"Marker": seen.json["NextMarker"]}


def _forget(tracker: ResourceTracker) -> None:
    """Takes out the stores that are gone: the answer to their deletion was not heard."""
    with contextlib.suppress(TargetError):
        there = dict(listed(tracker))
        for store, request in list(tracker.stores.items()):
            if store not in there:
                tracker.gone(store, str(request.get("CustomKeyStoreName")))


def _find(tracker: ResourceTracker) -> None:
    """Adds the stores of unanswered requests to those that are to be deleted, as soon as the target shows them."""
    deadline = time.monotonic() + tracker.lag
    while tracker.unanswered:
        try:
            there = list(listed(tracker))
        except TargetError:
            return
        for store, name in there:
            if name in tracker.unanswered and len(name) >= OURS:
                tracker.adopt(store, name)
        if time.monotonic() > deadline:
            # What is not there by now was never made.
            tracker.unanswered &= {name for _, name in there}
            return
        time.sleep(PAUSE)
