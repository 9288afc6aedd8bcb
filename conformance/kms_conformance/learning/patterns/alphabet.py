"""A learner's alphabet: classes of characters that were treated alike so far, each with one that stands for it.

It begins as that of the documented automaton, in which everything else is one letter, and grows where a target tells
characters of one letter apart. Smallest are the characters of ASCII and, beyond, a few classes that matchers know.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from kms_strategies.automata.dfa import Automaton, classes
from kms_strategies.automata.words import FREE, PLACEHOLDERS
from kms_strategies.placeholders import (
    HEX,
    LOWER,
    UPPER,
    WIDE,
    placeholders,
)
from kms_strategies.regex.char_classes import (
    DIGITS,
    EMOJI,
    LETTERS,
    TOP,
    holds,
    usual,
)
from kms_strategies.regex.parser import Chars

ASCII = 0x80
_BLANKS = ((0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200B), (0x2028, 0x2029), (0x3000, 0x3000))
_FOLDED = ((0x130, 0x131), (0x17F, 0x17F), (0x212A, 0x212A))
_WIDTH = ((0xFF01, 0xFF0F), (0xFF1A, 0xFF20))
_KNOWN = (DIGITS, LETTERS, _BLANKS, _FOLDED, _WIDTH, EMOJI)
SURROGATES = (0xD800, 0xDFFF)
REST = "\ufffd"  # asked about instead of all characters of no known class
_SAMPLES = (("L", "語"), ("Nd", "٣"), ("Z", "\u3000"))
_FILLED = str.maketrans({LOWER: "b", UPPER: "B", HEX: "b", WIDE: "語"})


def plain(value: str) -> str:
    """A value with a usual character in each hole."""
    return value.translate(_FILLED)


def sampled(value: str) -> str:
    """A value in which characters of no known class are replaced by the one of their kind that is asked about."""
    if value.isascii():
        return value
    return "".join(c if c.isascii() or placeholders(c) or _kind(ord(c)) >= 0 else _sample(c) for c in value)


def _sample(character: str) -> str:
    category = unicodedata.category(character)
    return next((sample for kind, sample in _SAMPLES if category.startswith(kind)), REST)


@dataclass(frozen=True)
class Letters:
    """`atoms` begin at `cuts`, in runs, `of_run` says which; `of_atom` says which letter an atom is."""

    cuts: tuple[int, ...]
    of_run: tuple[int, ...]
    of_atom: tuple[int, ...]
    secret: bool = False

    @classmethod
    def of(cls, automaton: Automaton, *, secret: bool) -> Letters:
        """The letters of an automaton."""
        edges = {0, *range(ASCII + 1), *automaton.cuts, SURROGATES[0], SURROGATES[1] + 1}
        edges.update(edge for known in _KNOWN for low, high in known for edge in (low, high + 1))
        cuts = tuple(sorted(edge for edge in edges if edge <= TOP))
        signs = [(automaton.letters[bisect_right(automaton.cuts, cut) - 1], _kind(cut)) for cut in cuts]
        number = {sign: n for n, sign in enumerate(dict.fromkeys(signs))}
        return cls(cuts, tuple(number[sign] for sign in signs), tuple(letter for letter, _ in number), secret)

    @cached_property
    def atoms(self) -> tuple[Chars, ...]:
        """The characters of each atom."""
        return classes(self.cuts, self.of_run)

    @cached_property
    def classes(self) -> tuple[Chars, ...]:
        """The characters of each letter."""
        return classes(self.cuts, [self.of_atom[atom] for atom in self.of_run])

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """What stands for each letter: of a secret a hole, where one can."""
        return tuple(self._stands_for(slot) for slot in self.classes)

    def letter(self, character: str) -> int:
        """The letter that a character is."""
        return self.of_atom[self.atom(character)]

    def word(self, value: str) -> tuple[int, ...]:
        """The letters of a value."""
        return tuple(map(self.letter, plain(value)))

    def spell(self, word: tuple[int, ...]) -> str:
        """The value that stands for a word."""
        return "".join(self.spelled[letter] for letter in word)

    def members(self, letter: int) -> list[tuple[int, str]]:
        """The atoms of a letter that can be sent, each with a character of it."""
        found = [n for n, mine in enumerate(self.of_atom) if mine == letter]
        return [(n, self._usual(self.atoms[n])) for n in found if self.atoms[n].ranges != (SURROGATES,)]

    def split(self, apart: set[int]) -> Letters:
        """The letters, some atoms of one of which are a letter of their own."""
        new = max(self.of_atom) + 1
        of_atom = tuple(new if n in apart else letter for n, letter in enumerate(self.of_atom))
        return Letters(self.cuts, self.of_run, of_atom, self.secret)

    def alone(self, character: str) -> Letters:
        """The letters, one character of which is an atom and a letter of its own."""
        point, run = ord(character), bisect_right(self.cuts, ord(character)) - 1
        atom, after = len(self.of_atom), self.of_run[run]
        end = self.cuts[run + 1] if run + 1 < len(self.cuts) else TOP + 1
        runs = [*zip(self.cuts, self.of_run, strict=True)]
        new = [(self.cuts[run], after)] * (self.cuts[run] < point) + [(point, atom)]
        runs[run : run + 1] = new + [(point + 1, after)] * (point + 1 < end)
        cuts, of_run = zip(*runs, strict=True)
        return Letters(cuts, of_run, (*self.of_atom, max(self.of_atom) + 1), self.secret)

    def automaton(self, steps: tuple[tuple[int, ...], ...], accepting: frozenset[int]) -> Automaton:
        """An automaton over these letters."""
        return Automaton(self.cuts, tuple(self.of_atom[atom] for atom in self.of_run), steps, accepting)

    def atom(self, character: str) -> int:
        """The atom that a character is in."""
        return self.of_run[bisect_right(self.cuts, ord(character)) - 1]

    def _stands_for(self, slot: Chars) -> str:
        if self.secret:
            for free in FREE[:2]:
                if holds(slot, free.ranges):
                    return PLACEHOLDERS[free.ranges]
        return self._usual(slot)

    @staticmethod
    def _usual(slot: Chars) -> str:
        return sampled(chr(usual(slot).ranges[0][0]))


def _kind(point: int) -> int:
    """ASCII characters are each of a kind; beyond, the known classes are, the surrogates, and all the rest."""
    if point < ASCII:
        return point
    for n, known in enumerate((*_KNOWN, (SURROGATES,))):
        if any(low <= point <= high for low, high in known):
            return ASCII + n
    return -1
