"""One case: a request, or the bytes of one, that is sent for the sake of one requirement."""

from __future__ import annotations

from dataclasses import dataclass

from spec.facts import Json
from strategies.baselines import Request


@dataclass(frozen=True, slots=True)
class Case:
    """A request with holes. `before`: requests that must have been answered with success when this one is sent.

    `variant` is the variant of the operation that the request was made from.
    """

    request: Json
    variant: str
    before: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """Bytes that are no request, and what they lack."""

    body: bytes
    note: str
    target: str | None = None
    method: str = "POST"
