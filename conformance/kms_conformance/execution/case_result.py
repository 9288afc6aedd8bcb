"""A case filled, and a case judged: what is sent, what is shown of it, and what came of it. No request is sent here."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kms_conformance.execution.snippets import Call
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.oracle import Expectation
from kms_strategies.cases import Case, Wire
from kms_strategies.placeholders import stand_in
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

Shown = tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A case filled: what will leave. `marks` are the secrets in it, `secrets` the members that hold such."""

    case: Case
    before: tuple[Request, ...]
    request: Json
    body: bytes
    canaries: tuple[str, ...]
    secrets: frozenset[str]
    private: frozenset[str]

    def shown(self) -> Shown:
        """What is shown of the requests, in order: stand-ins in the place of secrets."""
        templates, sent = (*self.case.before, self.case.request), (*self.before, self.request)
        return tuple(hidden(t, s, self.secrets, self.private) for t, s in zip(templates, sent, strict=True))


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, its answer and what that is worth. `rejects`: the request had to be refused.

    `operation` is the one that was called, `shown` are the requests in order, as they may be shown, the last of which
    is judged; `again` sends the case once more, filled anew. `at_once`: the requests left together. `script` are the
    calls that show it where they go to several operations.
    """

    operation: str
    case: Case | Wire
    body: bytes
    shown: Callable[[], Shown]
    seen: Observation
    expectation: Expectation
    verdict: Verdict
    explanation: str
    again: Callable[[], CaseResult]
    inconclusive: bool = False
    canaries: tuple[str, ...] = ()
    store: str | None = None
    at_once: bool = False
    script: tuple[Call, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the answer is wrong."""
        return self.verdict is not Verdict.CONFORMS

    @property
    def rejects(self) -> bool:
        """Whether the request had to be refused."""
        return self.expectation.rejected


class SetupFailedError(Exception):
    """A request that had to succeed first did not. The message says what came back."""


def encoded(request: Json) -> bytes:
    """The bytes of a request, in ASCII, as AWS's own Python SDK writes them."""
    return json.dumps(request).encode("ascii")


def secret_values(members: frozenset[str], request: Json) -> Iterator[str]:
    """The strings of some members, wherever they stand."""
    for name, value in request.items() if isinstance(request, dict) else ():
        if name in members and isinstance(value, str):
            yield value
        yield from secret_values(members, value)


def spellings(value: str, canaries: tuple[str, ...]) -> Iterator[str]:
    """Other ways to write a secret that is long enough to be one: base 64 and hexadecimal."""
    if any(mark in value for mark in canaries):
        data = value.encode("utf-8", "surrogatepass")
        yield b64encode(data[: len(data) // 3 * 3]).decode("ascii")
        yield data.hex()


def disclosure_in(seen: Observation, canaries: Iterable[str]) -> str | None:
    """The place in an answer where one of the secrets stands, or None."""
    body = seen.exchange.body.decode("utf-8", "replace")
    for mark in canaries:
        if mark in body:
            return "the body"
        for name, value in seen.exchange.headers:
            if mark in value:
                return f"the header {name}"
    return None


def hidden(template: Json, sent: Json, secrets: frozenset[str], private: frozenset[str]) -> Json:
    """What is shown of a request: every sensitive member's value replaced, those of a profile by stars."""
    if isinstance(template, dict) and isinstance(sent, dict):
        return {
            name: _standing_in(template[name], value, private)
            if name in secrets
            else hidden(template[name], value, secrets, private)
            for name, value in sent.items()
        }
    return sent


def _standing_in(template: Json, sent: Json, private: frozenset[str]) -> Json:
    return "*" * len(sent) if isinstance(sent, str) and sent in private else stand_in(template, sent)
