"""What a sequence came to, and the requests that it was: plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kms_conformance.checks.keys.sequences.port import Request
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, texts
from kms_specification.violations.answers import misfits
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
    return (text for text in texts(value) if len(text) >= SHORTEST)


def misfits_of(step: Step, answer: Json) -> dict[str, str]:
    """By its reference, what is wrong with the form of a value that a step got.

    Such a value is no good for a later request; the form of answers has requirements of its own. Of an operation that
    the installed service model does not have, no form is known.
    """
    known = OPERATIONS.get(step.operation)
    found = misfits(known.output, answer) if known is not None else ()
    return {f"{step.name}.{_way(wrong.path)}": f"{step.operation} answered badly: {wrong}" for wrong in found}


def _way(path: str) -> str:
    """The way to a path: `Keys.0.KeyId` for `Keys[0].KeyId`."""
    return path.replace("[", ".").replace("]", "")
