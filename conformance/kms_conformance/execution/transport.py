"""One line to the target: throttling waited out, a connection that was closed opened again, requests counted.

What may have been done though nothing answered is remembered by the name of the store that was asked for.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kms_conformance.execution.case_result import encoded
from kms_reports.result import Counts
from kms_specification.facts import Json, Operation
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
UNSENT = (Failure.REFUSED, Failure.TLS)  # nothing has left where these come back


class RequestBudget(Protocol):
    """What is asked before each request: raises where no more may be sent. `making`: it may make a store."""

    def spend(self, *, making: bool) -> None: ...


@dataclass(slots=True, kw_only=True)
class Transport:
    """Requests to one target, one after the other.

    `operation` is the one that makes stores. `unanswered` are the names of stores that were asked for, where nobody
    knows what became of it; `heard` says that the target has ever answered, and `closed` that it has closed a
    kept-alive connection in the middle of a request.
    """

    client: Client
    operation: Operation
    prefix: str
    counts: Counts = field(default_factory=Counts)
    unanswered: set[str] = field(default_factory=set)
    heard: bool = False
    closed: bool = False
    budget: RequestBudget | None = None
    _open: Message | None = None
    _signed: Prepared | None = None

    def plan(self, cases: int) -> None:
        """Notes that so many cases are to be sent; negative where cases that were planned no longer are."""
        self.counts = self.counts + Counts(planned=cases)

    def count(self, seen: Observation) -> None:
        """Notes that a planned case was sent and judged."""
        answered = seen.failure is None
        self.counts = self.counts + Counts(sent=1, answered=int(answered), judged=1)

    def call(self, operation: str, request: Mapping[str, Json]) -> Observation:
        """A helper request, which no case is made of: throttling waited out, a closed connection opened again."""
        self.counts = self.counts + Counts(setup_requests=1)
        return self._told(Message(encoded(dict(request)), f"{self.prefix}.{operation}"))

    def _told(self, message: Message) -> Observation:
        """The answer to a message that may be sent more than once, when it is neither throttled nor out of date."""
        for pause in PAUSES:
            seen = self._exchange(message)
            if not seen.throttled and not stale(seen.exchange):
                break
            if seen.throttled:
                time.sleep(pause)
        return seen

    def _message(self, body: bytes) -> Message:
        return Message(body, f"{self.prefix}.{self.operation.name}")

    def settle(self) -> None:
        """Notes the name of the last request where it was not answered, or the answer not taken in (interrupted)."""
        message, self._open = self._open, None
        if message is not None and message.target == f"{self.prefix}.{self.operation.name}":
            with contextlib.suppress(ValueError, RecursionError):
                request = json.loads(message.body)
                self.unanswered.update(r["CustomKeyStoreName"] for r in [request] if _named(r))

    def _exchange(self, message: Message, meanwhile: Callable[[], None] = lambda: None) -> Observation:
        if self.budget is not None:
            self.budget.spend(making=message.target == f"{self.prefix}.{self.operation.name}")
        self._open = message
        signed = self._signed if self._signed is not None and self._signed.message is message else message
        seen = Observation(self.client.exchange(signed, meanwhile))
        self.closed = self.closed or stale(seen.exchange)
        if seen.failure in UNSENT:
            self._open = None
        elif seen.failure is not None:
            self.settle()
        else:
            self.heard = True
        return seen


def stale(exchange: Exchange) -> bool:
    """Whether a kept-alive connection was closed without an answer: the target may not have seen the request."""
    return exchange.reused and exchange.failure is Failure.DROPPED


def _named(request: Json) -> bool:
    """Whether a request has a name for a store."""
    return isinstance(request, dict) and isinstance(request.get("CustomKeyStoreName"), str)
