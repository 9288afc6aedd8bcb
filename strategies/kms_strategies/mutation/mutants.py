"""Every mutant of a documented pattern: what slightly wrong implementations of it match, as expressions.

How a mutant is matched (a prefix will do, a line break may follow) is part of its expression, which always speaks of
the whole value and means the same with and without `re.ASCII`. Mutants that no value within the member's length
bounds tells from the pattern are left out: automata are compared, nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kms_specification.facts import Member
from kms_strategies.automata.dfa import Word, automaton
from kms_strategies.automata.separating_words import differences
from kms_strategies.automata.words import (
    Reader,
    spelled,
    widened,
)
from kms_strategies.mutation import anchoring, operators
from kms_strategies.regex.parser import parse
from kms_strategies.regex.python_printer import expression
from kms_strategies.values.boundaries import secretive

LONGEST = 256  # of a member for which no length is documented


@dataclass(frozen=True, slots=True)
class Mutant:
    """An expression for the whole value, and what is wrong with it."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class Distinguished:
    """A mutant, what reads words as it does, and the words that it wrongly refuses and wrongly lets in, or None."""

    mutant: Mutant
    reader: Reader
    refused: Word | None
    let_in: Word | None


def bounds(member: Member) -> tuple[int, int]:
    """The lengths, in characters, between which a member's values are looked for."""
    length = member.length
    if length is None:
        return 0, LONGEST
    return length.least or 0, LONGEST if length.most is None else length.most


def mutants(member: Member) -> tuple[Mutant, ...]:
    """The mutants of a member's pattern, each of which some value of a documented length gives away.

    For a secret that is a value which is a mark of its own: others are never sent.
    """
    return tuple(found.mutant for found in distinguished(member))


def distinguished(member: Member) -> Iterator[Distinguished]:
    """The mutants with the shortest words that give them away."""
    if member.pattern is None:
        return
    least, most = bounds(member)
    node, original = parse(member.pattern.expression), automaton(member.pattern.expression)
    ours, seen = Reader(original), set()
    for name, changed in (*operators.changes(node, most), *anchoring.loosely(node)):
        mutant = Mutant(name, expression(changed))
        if mutant.expression in seen:
            continue
        seen.add(mutant.expression)
        mutated = automaton(mutant.expression)
        theirs = Reader(mutated)
        words = differences(original, mutated, least, most)
        refused, let_in = (
            None if word is None else _sendable(member, _freed(word, ours, theirs, valid))
            for word, valid in zip(words, (True, False), strict=True)
        )
        if refused is not None or let_in is not None:
            yield Distinguished(mutant, theirs, refused, let_in)


def _freed(word: Word, ours: Reader, theirs: Reader, valid: bool) -> Word:
    return widened(word, lambda other: ours(other) is valid and theirs(other) is (not valid))


def _sendable(member: Member, word: Word) -> Word | None:
    return None if member.sensitive and not secretive(spelled(word, Random(0))) else word
