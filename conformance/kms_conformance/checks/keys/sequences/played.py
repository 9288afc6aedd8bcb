"""What a sequence came to, and the requests that it was: plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kms_conformance.checks.keys.sequences.port import Request
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Step
from kms_targets.http.response import Observation

SHORTEST = 20  # characters of a value that is taken for one of an earlier answer


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent, so many seconds after the one before, and its answer.

    `computed` are the members whose values were computed from earlier answers.
    """

    operation: str
    request: Request
    seen: Observation
    region: str | None = None
    after: float = 0.0
    computed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """What a demonstration came to, and the requests of the sequence that settled it, the last of which shows it.

    `shared` are those requests after the ones that made what they refer to; `step` is the last that was taken.
    """

    verdict: Verdict
    explanation: str
    sent: tuple[Sent, ...] = ()
    shared: tuple[Sent, ...] = ()
    step: Step | None = None


def strings(value: Json) -> Iterator[str]:
    """The strings in a value that are long enough to be unique."""
    if isinstance(value, str) and len(value) >= SHORTEST:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
