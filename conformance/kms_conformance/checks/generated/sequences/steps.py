"""The steps of a sequence as data: what a request takes of an earlier one is a reference, so it can be sent anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kms_conformance.checks.keys.sequences.played import SHORTEST
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.execution.probes.references import REFERENCE, refer
from kms_specification.facts import Json, texts
from kms_specification.violations.relations import values_at
from kms_strategies.requests.examples import Request

_ANSWER, _REQUEST = "answer", "request"
_NAME = re.compile(r"\w+")


class SequenceOverError(Exception):
    """Nothing more can be shown by this sequence. The message is the reason; the next one may show something."""


@dataclass(frozen=True, slots=True)
class Step:
    """One request, with placeholders, and with references to earlier steps by their numbers."""

    operation: str
    request: Request
    variant: str

    @property
    def uses(self) -> frozenset[int]:
        """The numbers of the steps that it refers to."""
        return frozenset(int(found[1]) for text in texts(self.request) for found in REFERENCE.finditer(text))


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request as it was sent, its answer, and the members whose values were chosen when it was sent."""

    request: Mapping[str, Json]
    answer: Json
    chosen: frozenset[str] = frozenset()


class Scene(Protocol):
    """Where a sequence is played: what it makes stays until its end."""

    earlier: list[Earlier]

    def takes(self, step: Step) -> bool:
        """Whether a step may be sent: not what would stay for longer, or be more than there may be."""
        ...

    def play(self, step: Step) -> CaseResult:
        """The answer to the next step, judged. Raises SequenceOverError and NotJudgedError."""
        ...

    def end(self) -> None:
        """Deletes what was made."""
        ...


def left_open(result: CaseResult) -> bool:
    """Whether a wrong answer may be right: the documents leave open whether a value is, and it was refused somehow.

    A request that has to be refused for what exists is not right whatever its values are.
    """
    violated = result.expectation.violated
    taken = result.seen.success and result.rejects
    return result.failed and bool(violated) and not any(v.certain for v in violated) and not taken


def referring(request: Request, earlier: Sequence[Earlier]) -> Request:
    """The request, with a reference in the place of each value that an earlier request or answer has."""
    known: dict[str, str] = {}
    for number, one in enumerate(earlier):
        asked = set(texts(dict(one.request)))
        for path, text in _paths(one.answer):
            if len(text) >= SHORTEST and text not in asked:
                known.setdefault(text, refer(number, f"{_ANSWER}.{path}"))
        for member in sorted(one.chosen):
            known.setdefault(str(one.request[member]), refer(number, f"{_REQUEST}.{member}"))
    return {member: _replaced(value, known) for member, value in request.items()}


def value_of(earlier: Sequence[Earlier], number: int, path: str) -> Json:
    """The value that a reference stands for; None where there is none."""
    where, _, inside = path.partition(".")
    one = earlier[number]
    return next(values_at(inside, one.answer if where == _ANSWER else dict(one.request)), None)


def without(steps: Steps, at: int) -> Steps | None:
    """The steps without one, and without those that refer to it; None where the last is among these."""
    gone = {at}
    for number, step in enumerate(steps):
        if step.uses & gone:
            gone.add(number)
    if len(steps) - 1 in gone:
        return None
    left = [number for number in range(len(steps)) if number not in gone]
    moved = {old: new for new, old in enumerate(left)}
    return tuple(replace(steps[n], request=_renumbered(steps[n].request, moved)) for n in left)


def _renumbered(request: Request, moved: Mapping[int, int]) -> Request:
    known = {
        found[0]: refer(moved[int(found[1])], found[2] or "")
        for text in texts(request)
        for found in REFERENCE.finditer(text)
    }
    return {member: _replaced(value, known) for member, value in request.items()}


def _replaced(value: Json, known: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        return {name: _replaced(inner, known) for name, inner in value.items()}
    return [_replaced(inner, known) for inner in value] if isinstance(value, list) else value


def _paths(answer: Json, before: str = "") -> Iterator[tuple[str, str]]:
    """The strings of an answer that stand in no list, each with the way to it."""
    for member, value in answer.items() if isinstance(answer, dict) else ():
        if _NAME.fullmatch(member):
            if isinstance(value, str):
                yield f"{before}{member}", value
            yield from _paths(value, f"{before}{member}.")
