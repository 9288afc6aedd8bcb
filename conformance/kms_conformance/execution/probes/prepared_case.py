"""A case with its placeholders filled: what is sent, and what is shown of it. No request is sent here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from kms_specification.facts import Json
from kms_strategies.cases import Case
from kms_strategies.placeholders import stand_in
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

Shown = tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A case whose placeholders are filled: what will leave.

    `operations` are those that the requests before it go to. `canaries` are the secrets in it, `secrets` the members
    that hold such, and `private` the values of those that a profile gave.
    """

    case: Case
    before: tuple[Request, ...]
    request: Json
    body: bytes
    canaries: tuple[str, ...]
    secrets: frozenset[str]
    private: frozenset[str]
    operations: tuple[str, ...] = ()
    templates: tuple[Request, ...] = ()

    def shown(self) -> Shown:
        """What is shown of the requests, in order: stand-ins in the place of secrets."""
        templates, sent = (*self.templates, self.case.request), (*self.before, self.request)
        return tuple(hidden(t, s, self.secrets, self.private) for t, s in zip(templates, sent, strict=True))


def secret_values(members: frozenset[str], request: Json) -> Iterator[str]:
    """The strings of some members, wherever they stand."""
    for name, value in request.items() if isinstance(request, dict) else ():
        if name in members and isinstance(value, str):
            yield value
        yield from secret_values(members, value)


def spellings(value: str, canaries: tuple[str, ...]) -> Iterator[str]:
    """Other ways to write a secret that is long enough to be one: base 64 and hexadecimal."""
    if any(canary in value for canary in canaries):
        data = value.encode("utf-8", "surrogatepass")
        yield b64encode(data[: len(data) // 3 * 3]).decode("ascii")
        yield data.hex()


LONG = 20  # characters of a secret from which most of it is taken for the whole


def disclosure_in(seen: Observation, canaries: Iterable[str]) -> str | None:
    """The place in an answer where one of the secrets stands, or most of a long one; None where none does."""
    body = seen.exchange.body.decode("utf-8", "replace")
    for part in chain.from_iterable(map(_telling, canaries)):
        if part in body:
            return "the body"
        for name, value in seen.exchange.headers:
            if part in value:
                return f"the header {name}"
    return None


def _telling(secret: str) -> tuple[str, ...]:
    """The parts of a secret that give it away: few characters hide nothing of a long one."""
    most = len(secret) * 3 // 4
    return (secret,) if len(secret) < LONG else (secret[:most], secret[-most:])


def hidden(template: Json, sent: Json, secrets: frozenset[str], private: frozenset[str]) -> Json:
    """What is shown of a request: every sensitive member's value replaced, those of a profile by stars."""
    if isinstance(template, dict) and isinstance(sent, dict):
        # The keys of a map had placeholders too: both have them in the same order.
        return {
            name: _standing_in(unfilled, value, private)
            if name in secrets
            else hidden(unfilled, value, secrets, private)
            for unfilled, (name, value) in zip(template.values(), sent.items(), strict=True)
        }
    return sent


def _standing_in(template: Json, sent: Json, private: frozenset[str]) -> Json:
    return "*" * len(sent) if isinstance(sent, str) and sent in private else stand_in(template, sent)
