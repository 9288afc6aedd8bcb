"""The complete set of a pattern: finitely many values that tell it from every other matcher of as many states.

What is proved is `wmethod`'s; here its words are spelled. Characters that no state of the pattern tells apart are one
letter there, so a matcher that does tell them apart could be missed. Which of them stands for a letter therefore
changes from place to place and with the seed, and in every state all of ASCII and every edge of every class stand once
where they decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random

from kms_specification.facts import Member
from kms_strategies.automata.dfa import minimal
from kms_strategies.automata.w_method import WMethod
from kms_strategies.automata.words import FREE, PLACEHOLDERS
from kms_strategies.mutation.mutants import bounds
from kms_strategies.regex.char_classes import (
    TOP,
    holds,
    minus,
)
from kms_strategies.regex.parser import Chars
from kms_strategies.values.boundaries import secretive

# Beside all of ASCII and the edges: letters, digits, blanks and signs of Unicode that matchers stumble over.
_BEYOND = "éßİſ\u212a٣Ａ１語😀\u0085\u00a0\u00ad\u200b\u2028\ufeff\ufffd"
_UNSENDABLE = ((0xD800, 0xDFFF), (0xFDD0, 0xFDEF), *((p + 0xFFFE, p + 0xFFFF) for p in range(0, 0x110000, 0x10000)))
_RUN = 12  # so many holes of a secret stand between two characters that are chosen here


def complete(member: Member, extra_states: int = 0, seed: int = 0) -> Iterator[str]:
    """The complete set, made as it is read, for matchers with up to so many more states than the pattern has.

    Values of a secret that would be no mark of their own are left out.
    """
    if member.pattern is None:
        return
    automaton, random = minimal(member.pattern.expression), Random(f"{seed}:{member.name}")
    spellings = [_spellings(slot, random, member.sensitive) for slot in automaton.classes]
    method = WMethod(automaton, *bounds(member))
    seen: set[str] = set()
    for word in method.words(extra_states):
        value = "".join(next(spellings[letter]) for letter in word)
        if not member.sensitive or secretive(value):
            seen.add(value)
            yield value
    for word, at in method.deciding():
        for known in _known(automaton.classes[word[at]], random):
            value = "".join(known if n == at else next(spellings[other]) for n, other in enumerate(word))
            if value not in seen and (not member.sensitive or secretive(value)):
                seen.add(value)
                yield value


def _spellings(slot: Chars, random: Random, secret: bool) -> Iterator[str]:
    """The characters that stand for a class, one after the other, without end: its edges, then others in any order."""
    known = _known(slot, random)
    hole = next((PLACEHOLDERS[free.ranges] for free in FREE[:2] if holds(slot, free.ranges)), None)
    placeholders = [hole] * _RUN if secret and hole and chr(TOP) not in slot else []
    return cycle([c for one in known for c in (*placeholders, one)])


def _known(slot: Chars, random: Random) -> list[str]:
    """The characters of a class that matchers stumble over: its edges first, then all of ASCII and some beyond."""
    sendable = minus(slot, *_UNSENDABLE)
    edges = [edge for edge in slot.edges if edge in sendable]
    others = [c for c in (*map(chr, range(128)), *_BEYOND) if c in sendable and c not in edges]
    random.shuffle(others)
    return [*edges, *others]
