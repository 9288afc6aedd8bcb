"""A documented pattern as a tree, and strings of a given length that match it.

The standard library's own parser reads the expression; here its output becomes four kinds of node. Anchors are
dropped: a pattern speaks of the whole value. Nodes are compared by identity: one tree is made of each expression.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]


@dataclass(frozen=True, slots=True, eq=False)
class Chars:
    """One character out of inclusive ranges of code points."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, character: str) -> bool:
        return any(low <= ord(character) <= high for low, high in self.ranges)

    @property
    def literal(self) -> bool:
        """Whether only one character matches."""
        return len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]

    @property
    def edges(self) -> tuple[str, ...]:
        """The first and last character of every range."""
        return tuple(dict.fromkeys(chr(c) for bounds in self.ranges for c in bounds))

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The characters just outside every range that are in no other."""
        near = (chr(c) for low, high in self.ranges for c in (low - 1, high + 1) if 0 <= c <= 0x10FFFF)
        return tuple(dict.fromkeys(c for c in near if c not in self))


@dataclass(frozen=True, slots=True, eq=False)
class Concat:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Any one of the options."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """A part from `least` to `most` times; `most` None is without end."""

    part: Node
    least: int
    most: int | None


Node = Chars | Concat | Choice | Repeat

_ASCII = {
    op.CATEGORY_DIGIT: ((48, 57),),
    op.CATEGORY_SPACE: ((9, 13), (32, 32)),
    op.CATEGORY_WORD: ((48, 57), (65, 90), (95, 95), (97, 122)),
}
_ANY = ((0, 9), (11, 0xD7FF), (0xE000, 0x10FFFF))


@cache
def parse(expression: str) -> Node:
    """The tree of a pattern. Raises ValueError for what no documented pattern uses (look-around, back references)."""
    return _sequence(parser.parse(expression))


def _sequence(tokens: Any) -> Node:
    parts = tuple(_node(code, value) for code, value in tokens if code is not op.AT)
    return parts[0] if len(parts) == 1 else Concat(parts)


def _node(code: Any, value: Any) -> Node:
    if code is op.LITERAL:
        return Chars(((value, value),))
    if code is op.ANY:
        return Chars(_ANY)
    if code is op.IN:
        return Chars(_class(value))
    if code is op.SUBPATTERN:
        return _sequence(value[-1])
    if code is op.BRANCH:
        return Choice(tuple(_sequence(branch) for branch in value[1]))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = value
        return Repeat(_sequence(part), least, None if most is op.MAXREPEAT else most)
    raise ValueError(f"a pattern that uses {code} cannot be generated from")


def _class(items: Any) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    negated = False
    for code, value in items:
        if code is op.NEGATE:
            negated = True
        elif code is op.LITERAL:
            found.append((value, value))
        elif code is op.RANGE:
            found.append(value)
        else:
            found += _ASCII[value]
    found.sort()
    return _complement(found) if negated else tuple(found)


def _complement(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found, start = [], 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, 0x10FFFF))


@cache
def lengths(node: Node, cap: int) -> int:
    """The lengths up to `cap`, in characters, that strings of a node have: bit n is set where n is one."""
    full = (1 << (cap + 1)) - 1
    if isinstance(node, Chars):
        return 0b10 & full
    if isinstance(node, Choice):
        total = 0
        for option in node.options:
            total |= lengths(option, cap)
        return total
    if isinstance(node, Concat):
        total = 1
        for part in node.parts:
            total = _sums(total, lengths(part, cap), full)
        return total
    one, total, reached = lengths(node.part, cap), 0, 1
    if one == 0b10:  # one character over and over: every length between the two counts
        most = cap if node.most is None else min(node.most, cap)
        return (full & ((1 << (most + 1)) - 1)) >> node.least << node.least
    for count in range((cap if node.most is None else node.most) + 1):
        if count >= node.least:
            total |= reached
        reached = _sums(reached, one, full)
        if not reached:
            break
    return total


def _sums(left: int, right: int, full: int) -> int:
    total = 0
    while left:
        lowest = left & -left
        total |= right << (lowest.bit_length() - 1)
        left ^= lowest
    return total & full


def bits(mask: int, low: int = 0) -> tuple[int, ...]:
    """The numbers of the bits that are set, from `low` up."""
    return tuple(n for n in range(low, mask.bit_length()) if mask >> n & 1)


def slots(node: Node, length: int, choose: Choose[Any]) -> tuple[Chars, ...]:
    """A way through the node that is `length` characters long: the class at each place.

    `choose` picks one of several ways. Raises ValueError where no string of the node has that length.
    """
    if not lengths(node, length) >> length & 1:
        raise ValueError(f"nothing of length {length} matches")
    if isinstance(node, Chars):
        return (node,)
    if isinstance(node, Choice):
        return slots(choose(_open(node, length)), length, choose)
    if isinstance(node, Concat):
        return _split(node, length, choose)
    if isinstance(node.part, Chars):
        return (node.part,) * length
    counts = _counts(node, length)
    return _split(_times(node.part, choose(counts)), length, choose)


@cache
def _open(node: Choice, length: int) -> tuple[Node, ...]:
    """The options that have strings of a length."""
    return tuple(o for o in node.options if lengths(o, length) >> length & 1)


@cache
def _counts(node: Repeat, length: int) -> tuple[int, ...]:
    """How often the part may be repeated for the whole to have a length."""
    most = length if node.most is None else node.most
    return tuple(n for n in range(node.least, most + 1) if lengths(_times(node.part, n), length) >> length & 1)


@cache
def _times(part: Node, count: int) -> Concat:
    return Concat((part,) * count)


@cache
def _after(node: Concat) -> tuple[Concat, ...]:
    """What is left of the node after each of its parts."""
    return tuple(Concat(node.parts[at:]) for at in range(1, len(node.parts) + 1))


@cache
def _ways(part: Node, rest: Concat, length: int) -> tuple[int, ...]:
    """The lengths that a part may have for it and the rest to have one together."""
    left = lengths(rest, length)
    return tuple(n for n in bits(lengths(part, length)) if left >> (length - n) & 1)


def _split(node: Concat, length: int, choose: Choose[Any]) -> tuple[Chars, ...]:
    found: tuple[Chars, ...] = ()
    for part, rest in zip(node.parts, _after(node), strict=True):
        mine = choose(_ways(part, rest, length))
        found += slots(part, mine, choose)
        length -= mine
    return found
