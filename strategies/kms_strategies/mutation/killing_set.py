"""Few values that every mutant of a pattern falls for: those of depth quick and default.

The words they are spelled from take `set_cover` some seconds, so they are kept beside this file, and
`python -m kms_strategies.mutation.killing_set` writes them again. For a pattern that is not there, or has other
lengths, they are computed when they are asked for.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Member
from kms_strategies.automata.dfa import Word
from kms_strategies.automata.words import (
    read,
    spelled,
    written,
)
from kms_strategies.mutation.mutants import bounds
from kms_strategies.mutation.set_cover import cover

KEPT = Path(__file__).with_name("killing_set.json")

Told = dict[str, list[str]]  # words, written as expressions, and the mutants for whose sake each was chosen


def killing_set(member: Member, seed: int = 0) -> tuple[str, ...]:
    """Values with holes, the most telling first; what is free in them and no hole is chosen by the seed."""
    if member.pattern is None:
        return ()
    random = Random(f"{seed}:{member.name}")
    return tuple(spelled(word, random) for word in words(member))


@cache
def words(member: Member) -> tuple[Word, ...]:
    """What the values of a member are spelled from."""
    return tuple(map(read, told(member)))


def told(member: Member) -> Told:
    """The words for a member and the mutants that each gives away: those that are kept, or else worked out now."""
    return kept().get(_key(member)) or worked_out(member)


@cache
def kept() -> dict[str, Told]:
    """By pattern and lengths, what is kept; nothing where that cannot be read."""
    try:
        found: dict[str, Told] = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def worked_out(member: Member) -> Told:
    """The words for a member, chosen anew."""
    return {written(killer.word): list(killer.mutants) for killer in cover(member)}


def _key(member: Member) -> str:
    least, most = bounds(member)
    pattern = member.pattern.expression if member.pattern else ""
    return f"{least} to {most}{', secret' if member.sensitive else ''}: {pattern}"


if __name__ == "__main__":
    members = {_key(m): m for operation in OPERATIONS.values() for _, m in operation.walk() if m.pattern}
    found = {key: worked_out(member) for key, member in members.items()}
    KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
