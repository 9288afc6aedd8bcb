"""The stores that are ours: in the ledger before they are asked for, known while they exist, and deleted."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from kms_conformance.execution.redaction import Redactor
from kms_conformance.execution.transport import (
    FIRST_WAIT,
    UNSENT,
    Transport,
)
from kms_specification.facts import Json
from kms_specification.oracle import Expectation
from kms_specification.state.uniqueness import State, conflicts
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

BURIED = 200  # deleted stores that are remembered, for a target that forgets them late
GIVEN_UP = 3  # deletions that failed before no more are tried in the middle of a run


class LedgerLike(Protocol):
    """What a ledger is told."""

    def intend(self, names: Iterable[str]) -> None: ...
    def created(self, name: str, store: str) -> None: ...
    def refused(self, name: str) -> None: ...
    def deleted(self, name: str, store: str) -> None: ...
    def close(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class ResourceTracker(Transport):
    """Makes stores and deletes them. `stores` are those that exist, by id, with the requests that made them.

    `undeletable` counts deletions that failed one after the other; `forbidden`: the target has no deletion, or not for
    this caller. `full`: there was no room for a store, and to wait for it was in vain. `lag` is how long, in seconds,
    the target may take to know of what it has done.
    """

    ledger: LedgerLike
    stores: dict[str, Request] = field(default_factory=dict)
    undeletable: int = 0
    forbidden: bool = False
    full: bool = False
    lag: float = 2.0
    redact: Redactor = field(default_factory=Redactor)
    _deleted: set[str] = field(default_factory=set)
    _buried: list[tuple[float, Request]] = field(default_factory=list)

    def make(self, request: Request) -> tuple[Observation, str | None]:
        """A helper request that may make a store: the answer, and the store's id where it did."""
        seen = self.call(self.operation.name, request)
        made = self.made(seen, request)
        return seen, made[0][0] if made else None

    def delete(self, store: str, name: str) -> bool:
        """Deletes a store; one that cannot be deleted stays in `stores`. Says whether it is gone."""
        deadline = time.monotonic() + self.lag
        faults = 0
        disconnected = False
        while self.undeletable < GIVEN_UP:
            seen = self.call("DeleteCustomKeyStore", {"CustomKeyStoreId": store})
            missing = "CustomKeyStoreNotFoundException" in seen.codes.values()
            if seen.success or (missing and store in self._deleted):
                # An id that was deleted before and is unknown now is not going to come back.
                self.undeletable = 0
                self.gone(store, name)
                return True
            if "CustomKeyStoreInvalidStateException" in seen.codes.values():
                done = self.call("DisconnectCustomKeyStore", {"CustomKeyStoreId": store}).success
                if done and not disconnected:
                    disconnected = True
                    continue
            elif seen.unknown_operation or REFUSED_CALLER.intersection(seen.codes.values()):
                self.undeletable, self.forbidden = GIVEN_UP, True
                break
            elif not missing:
                faults += 1
            if faults > GIVEN_UP or time.monotonic() > deadline:
                self.undeletable += 1
                break
            time.sleep(FIRST_WAIT)
        return False

    def _lags(self, request: Json, seen: Observation, expectation: Expectation) -> bool:
        """Whether a request is refused for what only a store had that was deleted just now: it may not be known yet."""
        taken = {rule.error for rule in self.operation.uniqueness}.intersection(seen.codes.values())
        if not taken or expectation.rejected or not isinstance(request, dict):
            return False
        now = time.monotonic()
        self._buried = [(until, stone) for until, stone in self._buried if until > now]
        found = conflicts(self.operation, request, State(tuple(stone for _, stone in self._buried)))
        return any(clash.rule.error in taken for clash in found)

    def gone(self, store: str, name: str) -> None:
        """Notes that a store was deleted."""
        self._deleted.add(store)
        request = self.stores.pop(store, None)
        if request is not None:
            self._buried = [*self._buried[-BURIED:], (time.monotonic() + self.lag, request)]
        self.ledger.deleted(name, self.redact(store))

    def made(self, seen: Observation, request: Request) -> list[tuple[str, Request]]:
        """The store that an answer says was made, in the ledger and among `stores` until it is deleted."""
        store = seen.json.get("CustomKeyStoreId") if seen.success and isinstance(seen.json, dict) else None
        name = str(request.get("CustomKeyStoreName"))
        if isinstance(store, str):
            self.stores[store] = request
            self.ledger.created(name, self.redact(store))
        elif seen.failure is None:
            self.ledger.refused(name)
        self._open = None
        return [(store, request)] if isinstance(store, str) else []

    def lost(self, seen: Observation, request: Request) -> None:
        """Notes the name in a request that may have made a store, where it was not answered."""
        if seen.failure is not None and seen.failure not in UNSENT:
            self.unanswered.add(str(request.get("CustomKeyStoreName")))

    def adopt(self, store: str, name: str) -> None:
        """A store that a request made which was never answered: to be deleted like any other."""
        self.unanswered.discard(name)
        self.stores[store] = {"CustomKeyStoreName": name}
        self.ledger.created(name, self.redact(store))
