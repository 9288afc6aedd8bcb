"""The requests of a sequence as calls that can be pasted: what later ones need of an answer is kept in variables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kms_conformance.checks.keys.sequences.played import Sent
from kms_conformance.execution.snippets.curl import OPEN, Call, Kept, stands_in
from kms_specification.facts import Json, texts

SHORTEST = 8  # characters of a value that is taken for one of an earlier answer


def script(sent: Sequence[Sent]) -> tuple[Call, ...]:
    """The calls, in order. Of each answer the values are kept that later requests have, unless they were asked for."""
    variables: dict[str, str] = {}
    calls: list[Call] = []
    known: set[str] = set()
    for number, one in enumerate(sent):
        known |= set(texts(dict(one.request)))
        uses, keeps = dict(variables), list[Kept]()
        later = [text for request in sent[number + 1 :] for text in texts(dict(request.request))]
        for kept, value in _values(one.seen.json) if one.seen.success else ():
            if value in known or value in variables or not any(stands_in(value, text) for text in later):
                continue
            same = sum(name.startswith(f"{kept.member.upper()}{number + 1}") for name in variables.values())
            variables[value] = f"{kept.member.upper()}{number + 1}{f'_{same + 1}' if same else ''}"
            keeps.append(kept._replace(variable=variables[value]))
        call = Call(one.operation, dict(one.request), keeps=tuple(keeps), uses=uses, after=one.after, region=one.region)
        calls.append(replace(call, note=_note(call, one.computed)))
    return tuple(calls)


def _note(call: Call, computed: Sequence[str]) -> str:
    """What is to be known of a value that a line cannot compute anew."""
    written = call.written if isinstance(call.written, dict) else {}
    fixed = [member for member in computed if OPEN not in str(written.get(member))]
    return f"{' and '.join(fixed)}: computed from answers of the run, as it was sent then" if fixed else ""


def _values(answer: Json) -> Iterator[tuple[Kept, str]]:
    """The strings of an answer that are long enough, and in no list, each with the way to it."""
    seen = Counter[str]()
    for way, member, value in _members(answer, ""):
        seen[member] += 1
        if way and len(value) >= SHORTEST:
            yield Kept("", way, seen[member]), value


def _members(answer: Json, way: str | None) -> Iterator[tuple[str, str, str]]:
    """Every member that is a string, in order: the way to it, its name and its value. No way leads into a list."""
    if isinstance(answer, list):
        for inner in answer:
            yield from _members(inner, None)
    elif isinstance(answer, dict):
        for member, value in answer.items():
            there = None if way is None else f"{way}.{member}" if way else member
            if isinstance(value, str):
                yield there or "", member, value
            yield from _members(value, there)
