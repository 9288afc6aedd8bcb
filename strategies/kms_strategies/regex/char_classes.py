"""Sums and differences of classes of characters, and the classes that matchers commonly put in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from kms_strategies.regex.parser import Chars

Range = tuple[int, int]
Ranges = tuple[Range, ...]
TOP = 0x10FFFF

DIGIT, LOWER, UPPER = (48, 57), (97, 122), (65, 90)
HEX: Ranges = ((97, 102), (65, 70))  # its letters
# What engines that know Unicode add to \d and to \w: of both, the parts that writers of tests meet.
DIGITS: Ranges = ((0x660, 0x669), (0x966, 0x96F), (0xFF10, 0xFF19))
LETTERS: Ranges = ((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF), (0x4E00, 0x9FA5), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
EMOJI: Ranges = ((0x1F600, 0x1F64F),)

# Surrogates are no characters of a value.
ANY = Chars(((0, 0xD7FF), (0xE000, TOP)))
IN_LINE = Chars(((0, 9), (11, 0xD7FF), (0xE000, TOP)))
VISIBLE = Chars(((0x21, 0x7E), (0xA1, 0x1FFF), (0x3001, 0xD7FF), (0xE000, TOP)))
WORD = Chars((DIGIT, UPPER, (95, 95), LOWER))
UNICODE_WORD = Chars((*WORD.ranges, *LETTERS, *DIGITS))


# Not at an edge of what classes are made of, then any letter or digit, then what is printed, then all of Unicode.
_USUAL = ((98, 121), (66, 89), (49, 56), LOWER, UPPER, DIGIT, (33, 126), (32, 0xD7FF), (0, TOP))


def one(character: str) -> Chars:
    """The class of a single character."""
    return Chars(((ord(character), ord(character)),))


def plus(slot: Chars, *ranges: Range) -> Chars:
    """A class with more characters."""
    return Chars(_merged([*slot.ranges, *ranges]))


def minus(slot: Chars, *ranges: Range) -> Chars:
    """A class without some of its characters."""
    left = list(slot.ranges)
    for low, high in ranges:
        cut = [part for a, b in left for part in ((a, min(b, low - 1)), (max(a, high + 1), b))]
        left = [(a, b) for a, b in cut if a <= b]
    return Chars(_merged(left))


def holds(slot: Chars, ranges: Iterable[Range]) -> bool:
    """Whether all characters of some ranges are in a class."""
    return not minus(Chars(tuple(ranges)), *slot.ranges).ranges


def meets(slot: Chars, ranges: Iterable[Range]) -> bool:
    """Whether any character of some ranges is in a class."""
    return any(a <= high and low <= b for a, b in slot.ranges for low, high in ranges)


def strangeness(slot: Chars) -> int:
    """How far down a list of what people write the first character of a class comes."""
    return next(n for n, some in enumerate(_USUAL) if meets(slot, (some,)))


def usual(slot: Chars) -> Chars:
    """The character of a class that people would write first."""
    first = next(max(a, low) for low, high in _USUAL for a, b in slot.ranges if max(a, low) <= min(b, high))
    return Chars(((first, first),))


def _merged(ranges: list[Range]) -> Ranges:
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)
