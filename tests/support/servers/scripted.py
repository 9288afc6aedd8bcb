"""An executor whose target is a function instead of a socket, and what happens to it, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from kms_conformance.execution.actions.asking import Asker
from kms_conformance.execution.actions.concurrency import Crowd
from kms_conformance.execution.actions.tools import Tools
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.knowledge.controls import Controls
from kms_conformance.execution.knowledge.environments import Environments
from kms_conformance.execution.knowledge.lag import ReadLag
from kms_conformance.execution.probes.preparation import Preparer
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.execution.sending.transport import Transport
from kms_conformance.execution.snippets.redaction import Redactor
from kms_targets.http.client import Exchange, Failure, Prepared
from kms_targets.ledger import Entry

LATE = 0  # the status of an answer that does not come in time
Events = list[tuple[Any, ...]]


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


class Scripted:
    """A client that answers from a function of the operation and the request, and notes what it is asked."""

    paced = False

    def __init__(self, events: Events, answer: Callable[[str, Any], tuple[int, Any]]) -> None:
        self.events, self.answer = events, answer

    def exchange(self, message: Any, meanwhile: Callable[[], None]) -> Exchange:
        message = message.message if isinstance(message, Prepared) else message
        operation, request = message.target.rpartition(".")[2], _parsed(message.body)
        self.events.append((operation, request))
        meanwhile()
        status, body = self.answer(operation, request)
        if status == LATE:
            return Exchange(None, (), b"", 0.0, Failure.TIMEOUT)
        return Exchange(status, (), json.dumps(body).encode(), 0.0)

    def prepare(self, message: Any) -> Prepared:
        """Nothing is signed."""
        return Prepared(message, b"")

    def close(self) -> None:
        """Nothing to end."""


class Notes:
    """A ledger that notes its events among the requests."""

    def __init__(self, events: Events) -> None:
        self.events = events

    def intend(self, kind: str, names: Iterable[str]) -> None:
        self.events.append(("intend", kind, *names))

    def created(self, made: Entry) -> None:
        self.events.append(("created", made.id))

    def refused(self, kind: str, name: str) -> None:
        self.events.append(("refused", kind))

    def deleted(self, gone: Entry) -> None:
        self.events.append(("deleted", gone.id))

    def close(self) -> None:
        """Nothing to end."""


def executor(events: Events, answer: Callable[[str, Any], tuple[int, Any]]) -> Executor:
    """An executor that asks `answer`, given an operation and a request, for the status and the body of each answer."""
    transport = Transport(client=Scripted(events, answer), prefix="TrentService")  # type: ignore[arg-type]
    redact = Redactor()
    tracker = ResourceTracker(transport=transport, ledger=Notes(events), redact=redact, lag=0.0)
    preparer = Preparer(Random(1), redact)
    return Executor(
        tools=Tools(tracker, preparer, Environments(), ReadLag(0.0), Crowd(transport), Asker(tracker), Controls())
    )
