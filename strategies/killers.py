"""Few values that every mutant of a pattern falls for: those of depth quick and default.

The words they are spelled from are worked out by `cover` in some seconds, so they are kept beside this file;
`python -m strategies.killers` writes them anew. A pattern that is not there, or has other lengths, is worked out when
it is asked for.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from spec.facts import Member
from spec.operations import OPERATIONS
from strategies.automata import Word
from strategies.cover import cover
from strategies.mutants import bounds
from strategies.words import read, spelled, written

KEPT = Path(__file__).with_name("killers.json")


def killers(member: Member, seed: int = 0) -> tuple[str, ...]:
    """Values with holes, the most telling first; what is free in them and no hole is chosen by the seed."""
    if member.pattern is None:
        return ()
    random = Random(f"{seed}:{member.name}")
    return tuple(spelled(word, random) for word in _words(member))


@cache
def _words(member: Member) -> tuple[Word, ...]:
    kept = _kept().get(_key(member))
    if kept is None:
        return tuple(killer.word for killer in cover(member))
    return tuple(map(read, kept))


@cache
def _kept() -> dict[str, dict[str, list[str]]]:
    """By pattern and lengths: each word, as an expression, with the mutants for whose sake it was chosen."""
    try:
        found: dict[str, dict[str, list[str]]] = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _key(member: Member) -> str:
    least, most = bounds(member)
    secret = " secret" if member.sensitive else ""
    return f"{least} to {most}{secret}: {member.pattern.expression if member.pattern else ''}"


def kept() -> dict[str, Any]:
    """What is to be kept: the words for every pattern of every operation."""
    members = (m for operation in OPERATIONS.values() for _, m in operation.walk() if m.pattern)
    return {_key(m): {written(k.word): list(k.mutants) for k in cover(m)} for m in members}


if __name__ == "__main__":
    KEPT.write_text(json.dumps(kept(), indent=1, sort_keys=False) + "\n", encoding="utf-8")
