"""Stores that are left: found, those of requests that were never answered too, and deleted or named."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from kms_conformance.execution.resource_tracker import Keeper
from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import DESCRIBE
from kms_targets import TargetError

PAGES = 1000  # most pages of stores that are read
OURS = 6  # characters from which on a name is no name that somebody else would happen to have chosen
LONGEST = 30.0  # seconds after which no more is hoped for where deletions fail
PAUSE = 0.1  # seconds between two looks at a target whose reads lag behind its writes


def clean(keeper: Keeper) -> None:
    """Deletes what a run has made and not deleted yet, and what its unanswered requests may have made."""
    keeper.settle()
    keeper.undeletable, keeper.forbidden = 0, False
    if keeper.unanswered and keeper.heard:
        _find(keeper)
    deadline = time.monotonic() + LONGEST
    for store, request in list(keeper.stores.items()):
        gone = keeper.delete(store, str(request.get("CustomKeyStoreName")))
        if not gone and not keeper.forbidden and time.monotonic() < deadline:
            keeper.undeletable = 0  # the next one may fare better
    if keeper.stores:
        _forget(keeper)


def named(keeper: Keeper) -> list[str]:
    """What may still be there, for people to read."""
    left = [f"{request.get('CustomKeyStoreName')} ({keeper.blot(store)})" for store, request in keeper.stores.items()]
    return left + [f"{name} (perhaps: it was asked for, and nothing answered)" for name in sorted(keeper.unanswered)]


def listed(keeper: Keeper) -> Iterator[tuple[str, str]]:
    """Every store that is there: its id and name. Raises TargetError where the target does not say."""
    request: dict[str, Json] = {}
    for _ in range(PAGES):
        seen = keeper.call(DESCRIBE, request)
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


def _forget(keeper: Keeper) -> None:
    """Takes out the stores that are gone: the answer to their deletion was not heard."""
    with contextlib.suppress(TargetError):
        there = dict(listed(keeper))
        for store, request in list(keeper.stores.items()):
            if store not in there:
                keeper.gone(store, str(request.get("CustomKeyStoreName")))


def _find(keeper: Keeper) -> None:
    """Adds the stores of unanswered requests to those that are to be deleted, as soon as the target shows them."""
    deadline = time.monotonic() + keeper.lag
    while keeper.unanswered:
        try:
            there = list(listed(keeper))
        except TargetError:
            return
        for store, name in there:
            if name in keeper.unanswered and len(name) >= OURS:
                keeper.adopt(store, name)
        if time.monotonic() > deadline:
            # What is not there by now was never made.
            keeper.unanswered &= {name for _, name in there}
            return
        time.sleep(PAUSE)
