"""Several requests at once, each over a connection of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from threading import Barrier

from kms_conformance.execution.probes.preparation import as_object
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import Churn
from kms_conformance.execution.sending.transport import Transport, encoded
from kms_specification.facts.resources import ResourceType
from kms_specification.state.linearizability import Effect, Event
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import Request
from kms_targets.http.client import Client, Message
from kms_targets.http.response import Observation

MOST = 16  # requests that leave at once
HELD = 0.004  # seconds for which a resource is held, at most


@dataclass(frozen=True, slots=True)
class Story:
    """What one hand saw: its events, the answers that made resources, the ids of those it deleted, the last answer.

    Where that is none, the hand has stopped: what became of the request is unknown.
    """

    events: tuple[Event, ...]
    made: tuple[Observation, ...]
    gone: frozenset[str]
    last: Observation


def alike(prepared: PreparedCase, number: int, differing: frozenset[str]) -> list[Request]:
    """So many requests that have all in common but some members, each otherwise filled for itself."""
    first = as_object(prepared.request)
    found = [first]
    for which in range(1, number):
        filled = as_object(Substitution(Random(f"{time.time_ns()}{which}"))(prepared.case.request))
        found.append({name: filled[name] if name in differing else value for name, value in first.items()})
    return found


@dataclass(slots=True)
class Crowd:
    """Clients of their own for requests that leave at once.

    None keeps its connection afterwards: a target that treats few connections at a time comes to the next one then.
    """

    transport: Transport
    _clients: list[Client] = field(default_factory=list)
    _pool: ThreadPoolExecutor | None = None

    def clients(self, number: int) -> list[Client]:
        """So many clients."""
        self._clients += [self.transport.twin() for _ in range(number - len(self._clients))]
        return self._clients[:number]

    def close(self) -> None:
        """Ends the connections."""
        for client in self._clients:
            client.close()
        self._clients = []
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def sent_at_once(self, operation: str, requests: list[Request]) -> list[Observation]:
        """The answers to requests that leave together."""
        start = Barrier(len(requests))
        messages = [self.transport.message(operation, encoded(r)) for r in requests]
        return list(self._threads().map(partial(_sent, start), self.clients(len(requests)), messages))

    def churned(self, kind: ResourceType, what: Churn, requests: list[Request], lag: float) -> list[Story]:
        """What each hand saw that made and deleted resources of one name."""
        start = Barrier(what.hands)
        play = partial(_Hand(self.transport, kind, what, lag).play, start)
        return list(self._threads().map(play, self.clients(what.hands), requests))

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(MOST)
        return self._pool


@contextmanager
def _together(start: Barrier, client: Client) -> Iterator[None]:
    """Begins when all others do, with an open connection where the target can have several; ends the connection."""
    try:
        if client.keeps:
            client.connect()
        start.wait()
        yield
    finally:
        client.close()


def _sent(start: Barrier, client: Client, message: Message) -> Observation:
    with _together(start, client):
        return Observation(client.exchange(message))


@dataclass(frozen=True, slots=True)
class _Hand:
    transport: Transport
    kind: ResourceType
    what: Churn
    lag: float

    def play(self, start: Barrier, client: Client, request: Request) -> Story:
        """One hand's part. A name may be free only so many seconds, `lag`, after what had it was deleted."""
        with _together(start, client):
            return self._steps(client, request)

    def _steps(self, client: Client, request: Request) -> Story:
        events: list[Event] = []
        made: list[Observation] = []
        gone: set[str] = set()
        random = Random()
        for _ in range(self.what.steps):
            began = time.monotonic()
            seen = self._exchange(client, self.kind.create, request)
            ended = time.monotonic()
            if seen.failure is not None:
                break
            if self.what.taken in seen.codes.values():
                events.append(Event(began, ended, Effect.REFUSED))
            if not seen.success:
                continue
            resource = self.kind.made_by(request, seen.json)
            if resource is None:  # without its id nobody can delete it
                events.append(Event(began, ended, Effect.MADE, f"without an id, at {began}"))
                made.append(seen)
                break
            events.append(Event(began, ended, Effect.MADE, resource))
            made.append(seen)
            time.sleep(random.random() * HELD)
            began = time.monotonic()
            seen = self._exchange(client, self.kind.delete, self.kind.deletion(resource))
            if not seen.success:
                break  # whatever the reason, what may take a while to be deleted has the name until then
            events.append(Event(began, time.monotonic() + self.lag, Effect.DELETED, resource))
            gone.add(resource)
        return Story(tuple(events), tuple(made), frozenset(gone), seen)

    def _exchange(self, client: Client, operation: str, request: Request) -> Observation:
        return Observation(client.exchange(self.transport.message(operation, encoded(request))))
