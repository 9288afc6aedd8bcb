"""The resources that are ours: in the ledger before they are asked for, known while they exist, and deleted."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kms_conformance.execution.errors import OutOfTimeError
from kms_conformance.execution.knowledge.absence import is_absent
from kms_conformance.execution.knowledge.deletions import GIVEN_UP, Deletions
from kms_conformance.execution.knowledge.taken import Taken
from kms_conformance.execution.sending.transport import (
    FIRST_WAIT,
    UNSENT,
    Transport,
    nothing_meanwhile,
)
from kms_conformance.execution.snippets.redaction import Redactor
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.custom_key_stores import ID, UPDATE
from kms_specification.pages.resources import CUSTOM_KEY_STORE, created_by
from kms_specification.state.account import changed
from kms_strategies.requests.examples import Request
from kms_targets.http.client import Message
from kms_targets.http.response import REFUSED_CALLER, Observation
from kms_targets.ledger import Entry

MOST_DELETED = 10_000  # deleted resources of which it is known that they were there
OURS = 6  # characters from which on a name is no name that somebody else would happen to have chosen


class LedgerLike(Protocol):
    """What a ledger is told."""

    def intend(self, kind: str, names: Iterable[str]) -> None: ...
    def created(self, made: Entry) -> None: ...
    def refused(self, kind: str, name: str) -> None: ...
    def deleted(self, gone: Entry) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that exists: its type, its id and the request that made it."""

    type: ResourceType
    id: str
    request: Mapping[str, Json]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.type.name, self.id

    @property
    def name(self) -> str:
        """The name that it was given, or none."""
        return self.type.name_of(dict(self.request))

    @property
    def deletion(self) -> dict[str, Json]:
        """The request that deletes it."""
        return self.type.deletion(self.id, self.type.parent_of(self.request))

    @property
    def reference(self) -> dict[str, Json]:
        """The members that name it in a request."""
        return self.type.reference(self.id, self.type.parent_of(self.request))


@dataclass(slots=True, kw_only=True)
class ResourceTracker:
    """Makes resources and deletes them. `resources` are those that exist, by type and id.

    `unanswered` are the names, by type, of resources that were asked for and whose requests were not answered.
    `deletions` is what is known of those at the target, `taken` what other resources may still have. `lag` is how long,
    in seconds, the target may take to know of what it has done.
    """

    transport: Transport
    ledger: LedgerLike
    redact: Redactor = field(default_factory=Redactor)
    lag: float = 2.0
    resources: dict[tuple[str, str], Resource] = field(default_factory=dict)
    unanswered: set[tuple[str, str]] = field(default_factory=set)
    deletions: Deletions = field(default_factory=Deletions)
    taken: Taken = field(default_factory=Taken)
    _now: dict[tuple[str, str], Request] = field(default_factory=dict)
    _deleted: dict[tuple[str, str], None] = field(default_factory=dict)
    _in_flight: tuple[ResourceType, bytes] | None = None

    def write_to(self, ledger: LedgerLike) -> None:
        """From now on resources are noted in another ledger."""
        self.ledger = ledger

    def of_type(self, kind: ResourceType | None) -> tuple[Request, ...]:
        """The requests that would make the resources of a type that exist now, as they are."""
        return tuple(self._as_it_is(r) for r in self.resources.values() if r.type is kind)

    def stores(self) -> dict[str, Request]:
        """The custom key stores that exist now: by id, the request that would make it as it is."""
        return {r.id: self._as_it_is(r) for r in self.resources.values() if r.type is CUSTOM_KEY_STORE}

    def take_in_update(self, operation: str, request: Json, seen: Observation) -> None:
        """Notes what an update has made of a custom key store."""
        if operation != UPDATE or not seen.success or not isinstance(request, dict):
            return
        resource = self.resources.get((CUSTOM_KEY_STORE.name, str(request.get(ID))))
        if resource is not None:
            self._now[resource.key] = changed(self._as_it_is(resource), request)

    def _as_it_is(self, resource: Resource) -> Request:
        return self._now.get(resource.key) or dict(resource.request)

    def intend(self, requests: Iterable[tuple[str, Json]]) -> None:
        """Writes the names of the resources that requests, each with its operation, may make. On disk on return."""
        names: dict[str, list[str]] = {}
        for operation, request in requests:
            kind = created_by(operation)
            if kind is not None and isinstance(request, dict):
                names.setdefault(kind.name, []).append(kind.name_of(request))
        for name, found in names.items():
            self.ledger.intend(name, found)

    def withdraw(self, requests: Iterable[tuple[str, Json]]) -> None:
        """Notes of requests whose names were written that they are not sent, but for those that were not answered."""
        for operation, request in requests:
            kind = created_by(operation)
            if kind is not None and isinstance(request, dict):
                name = kind.name_of(request)
                if (kind.name, name) not in self.unanswered:
                    self.ledger.refused(kind.name, name)

    def exchange(
        self, operation: str, message: Message, meanwhile: Callable[[], None] = nothing_meanwhile
    ) -> Observation:
        """The answer to one message that may make a resource: `take_in` has to be called with it next."""
        kind = created_by(operation)
        self._in_flight = (kind, message.body) if kind is not None else None
        try:
            seen = self.transport.exchange(message, meanwhile)
        except OutOfTimeError:
            self._in_flight = None  # nothing has left
            raise
        if seen.failure in UNSENT:
            self._in_flight = None
        elif seen.failure is not None:
            self.settle()
        return seen

    def call(self, operation: str, request: Request) -> tuple[Observation, Resource | None]:
        """A request that sets something up: the answer, and the resource that it made, if any."""
        kind = created_by(operation)
        if kind is None:
            return self.transport.call(operation, request), None
        self._in_flight = (kind, json.dumps(request).encode())
        seen = self.transport.call(operation, request)
        if seen.failure is not None and seen.failure not in UNSENT:
            self.settle()
        return seen, self.take_in(operation, request, seen)

    def repeated(self, operation: str, body: bytes, message: Message) -> Observation:
        """The answer to a message that was made of a valid request, `body`, and may make what that asks for."""
        kind = created_by(operation)
        self._in_flight = (kind, body) if kind is not None else None
        seen = self.transport.repeated(message)
        if seen.failure is not None and seen.failure not in UNSENT:
            self.settle()
        return seen

    def settle(self) -> None:
        """Notes the name in the last request where its answer was not taken in: lost, or interrupted."""
        in_flight, self._in_flight = self._in_flight, None
        if in_flight is not None:
            kind, body = in_flight
            with contextlib.suppress(ValueError, RecursionError):
                request = json.loads(body)
                if kind.name_of(request):
                    self._unanswered(kind, request)

    def take_in(self, operation: str, request: Json, seen: Observation) -> Resource | None:
        """The resource that an answer says was made, in the ledger and known until it is deleted."""
        self._in_flight = None
        kind = created_by(operation)
        if kind is None or not isinstance(request, dict):
            return None
        made = kind.made_by(request, seen.json) if seen.success else None
        if made is None:
            if seen.success:
                self.taken.nameless(kind, request)
            if seen.failure is None:
                self.ledger.refused(kind.name, kind.name_of(request))
            return None
        resource = Resource(kind, made, request)
        if not kind.chosen_id and (resource.key in self.resources or resource.key in self._deleted):
            # Whose id it is nobody can tell.
            self.taken.nameless(kind, request)
            if resource.key in self.resources:
                self.taken.nameless(kind, self._as_it_is(self.resources[resource.key]))
        self.resources[resource.key] = resource
        self.ledger.created(self._entry(resource))
        return resource

    def lost(self, operation: str, request: Request, seen: Observation) -> None:
        """Notes the name in a request that may have made a resource, where it was not answered."""
        kind = created_by(operation)
        if kind is not None and seen.failure is not None and seen.failure not in UNSENT:
            self._unanswered(kind, request)

    def _unanswered(self, kind: ResourceType, request: Request) -> None:
        self.unanswered.add((kind.name, kind.name_of(request)))
        self.taken.nameless(kind, request)

    def adopt(self, resource: Resource) -> None:
        """A resource that a request made which was never answered: to be deleted like any other."""
        self.unanswered.discard((resource.type.name, resource.name))
        self.taken.found(resource.type, resource.name)
        self.resources[resource.key] = resource
        self.ledger.created(self._entry(resource))

    def forget_unanswered(self, kept: set[tuple[str, str]]) -> None:
        """What was never answered and is not among `kept` was never made."""
        self.unanswered &= kept

    def delete(self, resource: Resource) -> bool:
        """Deletes a resource; one that cannot be deleted stays among `resources`. Says whether it is gone."""
        kind = resource.type
        deadline = time.monotonic() + self.lag
        faults, prepared = 0, False
        while not self.deletions.gave_up(kind):
            seen = self.transport.call(kind.delete, resource.deletion)
            codes = set(seen.codes.values())
            missing = bool(codes & kind.gone)
            # An id that was deleted before and is unknown now is not going to come back.
            if seen.success or (missing and resource.key in self._deleted) or self._leaves(resource, seen):
                self.gone(resource)
                return True
            if codes & kind.wrong_state and kind.before_delete is not None:
                done = self.transport.call(kind.before_delete, resource.reference).success
                if done and not prepared:
                    prepared = True
                    continue
            elif seen.unknown_operation or codes & REFUSED_CALLER:
                self.deletions.is_forbidden(kind, caller=not seen.unknown_operation)
                break
            elif not missing:
                faults += 1
            if faults > GIVEN_UP or time.monotonic() > deadline:
                if missing and is_absent(self.transport, kind, resource.id, resource.reference):
                    self.gone(resource)  # lost by the target: what stands in no list is in nobody's way
                    return True
                self.deletions.failed(kind)
                break
            time.sleep(FIRST_WAIT)
        self.deletions.stays(kind, resource.key)
        return False

    def _leaves(self, resource: Resource, seen: Observation) -> bool:
        """Whether a resource that was not deleted goes by itself, as one does that a request under test deleted."""
        kind = resource.type
        if kind.describe is None or seen.failure is not None or seen.unknown_operation:
            return False
        return kind.leaves(self.transport.call(kind.describe, resource.reference).json)

    def gone(self, resource: Resource) -> None:
        """Notes that a resource was deleted."""
        self.deletions.gone(resource.type, resource.key)
        self._deleted[resource.key] = None
        if len(self._deleted) > MOST_DELETED:
            del self._deleted[next(iter(self._deleted))]
        self._now.pop(resource.key, None)
        known = self.resources.pop(resource.key, None)
        if known is not None:
            self.taken.deleted(known.type, known.request, self.lag)
        self.ledger.deleted(self._entry(resource))

    def _entry(self, resource: Resource) -> Entry:
        parent = resource.type.parent_of(resource.request)
        return Entry(resource.type.name, self.redact(resource.id), resource.name, parent)
