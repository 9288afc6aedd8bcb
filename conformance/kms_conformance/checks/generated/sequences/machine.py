"""The state machine of schemathesis over an exported document, with our own way to send what it draws."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from kms_conformance.checks.generated.documents import read
from kms_specification.catalog import operation as facts
from kms_specification.facts import Json
from kms_strategies.generators.brief_document import brief
from kms_strategies.requests.examples import Request
from kms_strategies.schemas.openapi import openapi


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: the request as it was sent, the status of the answer and its body."""

    request: Request
    status: int
    body: Json


@dataclass(frozen=True, slots=True)
class Sender:
    """How sequences are sent: each begins and ends, and between these are its requests.

    `send` gets the name of an operation and what was drawn for it; None where that was not sent.
    """

    begin: Callable[[], None]
    send: Callable[[str, Request], Reply | None]
    end: Callable[[], None]


def machine(operations: Sequence[str], first: Collection[str], sender: Sender) -> Any:
    """The state machine. A sequence begins with one of the operations `first`, until one of them has succeeded.

    It follows the links of the document and no others: what schemathesis infers by itself leads from lists to what
    other clients have made.
    """
    from schemathesis.generation.stateful.control import TransitionController

    class Controller(TransitionController):
        def allow_root_transition(self, source: str, bundles: dict[str, Any]) -> bool:
            if not any(bundles.values()):
                return _name(source) in first
            return bool(super().allow_root_transition(source, bundles))

    drawn: Any = _drawn_by_links(operations)

    class LinkedRequests(drawn):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.control = Controller(self._transitions, self._root_labels)

        def setup(self) -> None:
            sender.begin()

        def call(self, case: Any, **_: Any) -> Any:
            body = case.body
            sent = case.method.upper() == "POST" and isinstance(body, dict)
            reply = sender.send(_name(case.operation.path), body) if sent else None
            if reply is not None:
                case.body = reply.request  # what links take of it is what was sent
            return _response(reply)

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Nothing: the oracle has judged the answer when it came."""

        def teardown(self) -> None:
            sender.end()
            super().teardown()

    return LinkedRequests


def _drawn_by_links(operations: Sequence[str]) -> Any:
    schema = read(brief(openapi(map(facts, operations))))
    schema.config.phases.stateful.inference.algorithms = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schema.as_state_machine()


def _name(label: str) -> str:
    """The operation of a path."""
    return label.partition("#")[2]


def _response(reply: Reply | None) -> Any:
    """An answer as schemathesis reads it; what was not sent was refused."""
    import requests
    from schemathesis.core.transport import Response

    status, body = (400, {}) if reply is None else (reply.status, reply.body)
    content, headers = json.dumps(body).encode("ascii"), {"content-type": ["application/json"]}
    return Response(status, headers, content, requests.Request("POST", "http://localhost/").prepare(), 0.0, True)
