"""Requests to one target: throttling waited out, a connection that was closed opened again, requests counted.

Nothing here knows what a request means, or whether an answer is right.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kms_reports.result import Counts
from kms_specification.facts import Json
from kms_specification.pages.resources import LISTS, created_by
from kms_specification.wire.forms import USUAL, Form
from kms_targets.http.client import (
    Client,
    Exchange,
    Failure,
    Message,
    Prepared,
)
from kms_targets.http.response import Observation

TRIES = 9  # how often a throttled request is sent before it is given up
FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0  # seconds between two tries, doubled each time
PAUSES = (*(min(FIRST_WAIT * 2**n, LONGEST_WAIT) for n in range(TRIES - 1)), 0.0)  # after each of them
FEW = 4  # how often a request that got 503 without a code is sent again, where it is unknown whether that helps
UNSENT = (Failure.REFUSED, Failure.TLS)  # nothing has left where these come back
NO_OPERATION = "NoSuchOperation"  # the name of none
# Asked in turn of a target that did not answer in time, until it answers one of them, whatever it says.
STILL_THERE = (NO_OPERATION, *LISTS)


class RequestBudget(Protocol):
    """What is asked before each request: raises where no more may be sent. `making`: it may make a resource."""

    def spend(self, *, making: bool) -> None: ...


def encoded(request: Json) -> bytes:
    """The bytes of a request, in ASCII, as AWS's own Python SDK writes them."""
    return json.dumps(request).encode("ascii")


def nothing_meanwhile() -> None:
    """What is done while the target is at work, where there is nothing to do."""


@dataclass(slots=True, kw_only=True)
class Transport:
    """Requests to one target, one after the other.

    `heard` says that the target has ever answered, and `closed` that it has closed a kept-alive connection in the
    middle of a request. `hung`: it did not answer in time, nor anything since. `counts` are of the cases and of the
    requests that set them up. `passes`: what got 503 without a code has got another answer later; `unavailable`: how
    often a request was sent again for it. Once it is `stopped`, no request leaves: KeyboardInterrupt is raised, as by
    Ctrl-C.
    """

    client: Client
    prefix: str
    budget: RequestBudget | None = None
    counts: Counts = field(default_factory=Counts)
    heard: bool = False
    closed: bool = False
    hung: bool = False
    stopped: bool = False
    passes: bool = False
    unavailable: int = 0
    _overloaded: bool = False
    _late: bool = False
    _prepared: Prepared | None = None

    @property
    def real(self) -> bool:
        """Whether the target is the real service."""
        return self.client.endpoint.real

    def plan(self, cases: int) -> None:
        """Notes that so many cases are to be sent; negative where cases that were planned no longer are."""
        self.counts = self.counts + Counts(planned=cases)

    def count(self, seen: Observation) -> None:
        """Notes that a planned case was sent and judged."""
        answered = seen.failure is None
        self.counts = self.counts + Counts(sent=1, answered=int(answered), judged=1)

    def pass_over(self, *, late: bool) -> None:
        """Notes that an answer has no say: it came too late, or was an error of the service that may be retried."""
        self.counts = self.counts + Counts(passed_over_late=int(late), passed_over_errors=int(not late))

    def message(self, operation: str | None, body: bytes, form: Form = USUAL) -> Message:
        """A request as it leaves; without an operation its header is left out."""
        return Message(body, f"{self.prefix}.{operation}" if operation else None, form)

    def call(self, operation: str, request: Mapping[str, Json]) -> Observation:
        """The answer to a request that sets something up: throttling waited out, a closed connection opened again.

        A fault of the service that can be retried is retried once.
        """
        self.counts = self.counts + Counts(setup_requests=1)
        message = self.message(operation, encoded(dict(request)))
        seen = self.repeated(message)
        if not seen.fault_to_retry:
            return seen
        again = self.repeated(message)
        if not again.fault_to_retry:
            self.pass_over(late=False)
        return again

    def repeated(self, message: Message) -> Observation:
        """The answer to a message that may be sent more than once, when it is neither throttled nor out of date."""
        for tried, pause in enumerate(PAUSES):
            seen = self.exchange(message)
            busy = self.busy(seen, tried)
            if not busy and not stale(seen.exchange):
                break
            if busy:
                time.sleep(pause)
        return seen

    def busy(self, seen: Observation, tried: int) -> bool:
        """Whether a request that was sent so often before, for the same reason, is to be sent again after a while.

        503 without a code may be about the request. So it is sent again FEW times, and more where that has once helped.
        """
        self.passes = self.passes or (tried > 0 and self._overloaded and seen.failure is None and not seen.overloaded)
        self._overloaded = seen.overloaded
        again = seen.overloaded and (self.passes or tried < FEW)
        self.unavailable += again
        return again or seen.throttled

    def prepare(self, message: Message) -> None:
        """Signs the message that is sent next, while there is time for it."""
        self._prepared = self.client.prepare(message)

    def prepared(self, body: bytes) -> Message | None:
        """The message that was signed ahead, where it has this body."""
        found = self._prepared
        return found.message if found is not None and found.message.body is body else None

    def exchange(self, message: Message, meanwhile: Callable[[], None] = nothing_meanwhile) -> Observation:
        """The answer to one message, sent once. `meanwhile` is called while the target is at work."""
        if self.stopped:
            raise KeyboardInterrupt
        if self.budget is not None:
            self.budget.spend(making=self._makes_a_resource(message))
        self.catch_up()
        ahead = self._prepared
        signed = ahead if ahead is not None and ahead.message is message else message
        seen = Observation(self.client.exchange(signed, meanwhile))
        self.closed = self.closed or stale(seen.exchange)
        self._note(seen)
        return seen

    def catch_up(self) -> None:
        """Waits for a target that did not answer in time and may still be at work, so that nothing else is blamed."""
        if not self._late or not self.heard or self.hung:
            return
        for operation in STILL_THERE:
            self.counts = self.counts + Counts(setup_requests=1)
            self._note(Observation(self.client.exchange(self.message(operation, b"{}"), nothing_meanwhile)))
            if not self._late:
                return
        self.hung = True

    def _note(self, seen: Observation) -> None:
        self._late = seen.failure is Failure.TIMEOUT
        self.heard = self.heard or seen.failure is None
        self.hung = self.hung and seen.failure is not None

    def _makes_a_resource(self, message: Message) -> bool:
        return created_by((message.target or "").rpartition(".")[2]) is not None

    def reconnect(self) -> None:
        """Lets the next request be the first on its connection."""
        self.client.close()

    def close(self) -> None:
        """Ends the connection."""
        self.client.close()

    def twin(self) -> Client:
        """A client of the same target with a connection of its own, for requests that leave at once."""
        return self.client.twin()

    @property
    def paced(self) -> bool:
        """Whether the rate of requests is limited."""
        return self.client.paced


def stale(exchange: Exchange) -> bool:
    """Whether a kept-alive connection was closed without an answer: the target may not have seen the request."""
    return exchange.reused and exchange.failure is Failure.DROPPED
