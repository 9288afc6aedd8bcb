"""One request asked with patience: throttling, want of room and what a target does not know yet are waited out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from kms_conformance.execution.errors import SetupFailedError
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.execution.sending.transport import (
    PAUSES,
    nothing_meanwhile,
    stale,
)
from kms_specification.oracle import Expectation
from kms_specification.pages.resources import created_by
from kms_targets.http.response import Observation

CLOSING = "the target closes every kept-alive connection in the middle of a request"


class StaleConnectionError(Exception):
    """A kept-alive connection was closed before the target saw the request."""


class CrowdedError(Exception):
    """There was no room for another resource, which other connections may have taken."""


@dataclass(slots=True)
class Asker:
    """`full`: there was no room for another resource, and to wait for it was in vain. `crowded` is called where there
    is none at first, and says whether other connections may have taken it."""

    tracker: ResourceTracker
    full: bool = False
    crowded: Callable[[], bool] = bool

    def ask(
        self,
        operation: str,
        body: bytes,
        unexpected: Callable[[Observation], bool],
        meanwhile: Callable[[], None] = nothing_meanwhile,
    ) -> Observation:
        """Sends a body until it is answered without throttling, and with room where there was none.

        `unexpected` says whether want of room is no answer to the request; `meanwhile` is called once, while the target
        is at work. Raises StaleConnectionError, CrowdedError, and SetupFailedError where a probe needs more than there
        is room for.
        """
        transport = self.tracker.transport
        message = transport.prepared(body) or transport.message(operation, body)
        for number, pause in enumerate(PAUSES):
            seen = self.tracker.exchange(operation, message, meanwhile if number == 0 else nothing_meanwhile)
            if stale(seen.exchange):
                raise StaleConnectionError
            crowded = says_full(operation, seen) and unexpected(seen)
            if not (transport.busy(seen, number) or crowded):
                self.full = self.full and not seen.success
                return seen
            if crowded and self.full:
                break
            if crowded and self.crowded():
                raise CrowdedError
            time.sleep(pause)
        if crowded:
            # After one wait in vain, no more are made.
            self.full = True
            kind, deletions = created_by(operation), self.tracker.deletions
            deletions.crowded = deletions.crowded or deletions.gave_up(kind)
            if self.tracker.of_type(kind) and not deletions.gave_up(kind):
                raise SetupFailedError("the target has no room for another resource beside those that this needs")
        return seen

    def found_room(self, *, there_is: bool) -> None:
        """Notes whether there was room, where it was asked for in another way."""
        self.full = not there_is


def says_full(operation: str, seen: Observation) -> bool:
    """Whether an answer says that there is no room for another resource. A success says no such thing."""
    kind = created_by(operation)
    return kind is not None and not seen.success and bool(kind.full.intersection(seen.codes.values()))


def full_instead(operation: str, right: Expectation, seen: Observation) -> bool:
    """Whether an answer says that there is no room, and something else was to be said."""
    return says_full(operation, seen) and right.of(seen.code or "") is None
