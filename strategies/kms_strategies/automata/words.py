"""Words: what may stand at each place of a value. A word is judged as a whole, for every value it can be spelled as.

A place that may be any small letter, or any capital, is spelled as a hole, which is filled when the value is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from random import Random

from kms_strategies.automata.dfa import (
    START,
    Automaton,
    Word,
)
from kms_strategies.placeholders import LOWER as LOWER_HOLE
from kms_strategies.placeholders import UPPER as UPPER_HOLE
from kms_strategies.regex.char_classes import (
    DIGIT,
    DIGITS,
    EMOJI,
    LETTERS,
    LOWER,
    UPPER,
    Ranges,
    holds,
    meets,
    usual,
)
from kms_strategies.regex.parser import (
    Chars,
    Concat,
    Repeat,
    parse,
)
from kms_strategies.regex.python_printer import expression

FREE = (Chars((LOWER,)), Chars((UPPER,)), Chars((DIGIT,)))
PLACEHOLDERS = {FREE[0].ranges: LOWER_HOLE, FREE[1].ranges: UPPER_HOLE}
_SANE = ((DIGIT, UPPER, LOWER), DIGITS, LETTERS, EMOJI)

Verdict = bool | None  # all that a word can be spelled as matches, nothing of it, or some


class Reader:
    """Judges words by an automaton."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._after: dict[Ranges, tuple[frozenset[int], ...]] = {}

    def __call__(self, word: Word) -> Verdict:
        """Whether every spelling matches (True), none does (False), or some do (None)."""
        states = frozenset((START,))
        for slot in word:
            after = self._after.get(slot.ranges) or self._learn(slot)
            if len(states) == 1:
                (state,) = states
                states = after[state]
            else:
                states = frozenset().union(*(after[state] for state in states))
        ends = {state in self._automaton.accepting for state in states}
        return ends.pop() if len(ends) == 1 else None

    def _learn(self, slot: Chars) -> tuple[frozenset[int], ...]:
        letters = self._automaton.letters_of(slot)
        found = tuple(frozenset(row[letter] for letter in letters) for row in self._automaton.steps)
        self._after[slot.ranges] = found
        return found


def widened(word: Word, still: Callable[[Word], bool]) -> Word:
    """The word with as much freedom at each place as leaves `still` true, or else one usual character there."""
    found = tuple(slot if any(holds(Chars(sane), slot.ranges) for sane in _SANE) else usual(slot) for slot in word)
    for at in range(len(found)):
        for free in FREE:
            tried = (*found[:at], free, *found[at + 1 :])
            if meets(free, found[at].ranges) and still(tried):
                found = tried
                break
    return found


def spelled(word: Word, random: Random) -> str:
    """A value of the word: holes where any letter will do, and elsewhere a character of each place."""
    return "".join(PLACEHOLDERS.get(slot.ranges) or _some(slot, random) for slot in word)


def _some(slot: Chars, random: Random) -> str:
    low, high = random.choice(slot.ranges)
    return chr(random.randint(low, high))


def written(word: Word) -> str:
    """An expression that matches what the word can be spelled as."""
    runs = [(Chars(ranges), len(list(run))) for ranges, run in groupby(slot.ranges for slot in word)]
    return "".join(expression(slot) * n if n < 3 else expression(Repeat(slot, n, n)) for slot, n in runs)


def read(expression: str) -> Word:
    """The word that was written as an expression."""
    node = parse(expression)
    parts = node.parts if isinstance(node, Concat) else (node,)
    found: list[Chars] = []
    for part in parts:
        slot, count = (part.part, part.least) if isinstance(part, Repeat) else (part, 1)
        if not isinstance(slot, Chars):
            raise ValueError(f"{expression} is no word")
        found += [slot] * count
    return tuple(found)
