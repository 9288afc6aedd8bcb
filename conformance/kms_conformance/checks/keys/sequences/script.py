"""The requests of a sequence as calls that can be pasted: what a later one needs of an answer is kept in a variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kms_conformance.checks.keys.sequences.runner import Sent
from kms_conformance.execution.snippets.curl import Call
from kms_specification.facts import Json

SHORTEST = 8  # characters of a value that is taken for one of an earlier answer


def script(sent: Sequence[Sent]) -> tuple[Call, ...]:
    """The calls, in order. Of each answer the one value is kept that most later requests have as a member."""
    variables: dict[str, str] = {}
    calls: list[Call] = []
    for number, one in enumerate(sent):
        uses = {m: variables[v] for m, v in one.request.items() if isinstance(v, str) and v in variables}
        kept = _kept(one, sent[number + 1 :]) if one.seen.success else None
        keeps = None
        if kept is not None and kept[1] not in variables:
            variables[kept[1]] = f"{kept[0].rpartition('.')[2].upper()}{number + 1}"
            keeps = (variables[kept[1]], kept[0])
        calls.append(Call(one.operation, dict(one.request), keeps=keeps, uses=uses, after=one.after))
    return tuple(calls)


def _kept(one: Sent, later: Sequence[Sent]) -> tuple[str, str] | None:
    """The way to the value of an answer that later requests need most, and the value."""
    needed = [value for request in later for value in request.request.values() if isinstance(value, str)]
    found = [(needed.count(value), way, value) for way, value in _values(one.seen.json) if value in needed]
    _, way, value = max(found, default=(0, "", ""))
    return (way, value) if value else None


def _values(answer: Json, way: str = "") -> Iterator[tuple[str, str]]:
    """The strings of an answer that are long enough, each with the way to it."""
    if isinstance(answer, str) and len(answer) >= SHORTEST:
        yield way, answer
    elif isinstance(answer, dict):
        for member, value in answer.items():
            yield from _values(value, f"{way}.{member}" if way else member)
