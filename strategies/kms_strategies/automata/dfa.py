"""A pattern as a deterministic automaton over classes of characters, and the smallest such automaton.

Characters that no part of a pattern tells apart are one letter, so an automaton speaks of all of Unicode. It is
complete: what can no longer match ends in a state that nothing leaves. Lengths are no part of an automaton, for a
counter would multiply its states; what compares automata is given the lengths to look between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kms_strategies.regex.char_classes import TOP, Ranges
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    parse,
)

START = 0

Word = tuple[Chars, ...]  # what may stand at each place of a value


@dataclass(frozen=True, slots=True)
class Automaton:
    """`steps[state][letter]` is the next state. `cuts` are where runs of one letter begin, `letters` which one."""

    cuts: tuple[int, ...]
    letters: tuple[int, ...]
    steps: tuple[tuple[int, ...], ...]
    accepting: frozenset[int]

    def letter(self, character: str) -> int:
        """The letter that a character is."""
        return self.letters[bisect_right(self.cuts, ord(character)) - 1]

    def letters_of(self, slot: Chars) -> tuple[int, ...]:
        """The letters that the characters of a class are."""
        runs = ((bisect_right(self.cuts, low) - 1, bisect_right(self.cuts, high)) for low, high in slot.ranges)
        return tuple(dict.fromkeys(letter for first, end in runs for letter in self.letters[first:end]))

    def accepts(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self.matches(map(self.letter, text))

    def matches(self, word: Iterable[int]) -> bool:
        """Whether a word of letters leads to acceptance."""
        state = START
        for letter in word:
            state = self.steps[state][letter]
        return state in self.accepting

    @property
    def classes(self) -> Word:
        """The characters of each letter."""
        return classes(self.cuts, self.letters)


def classes(cuts: Iterable[int], letters: Iterable[int]) -> Word:
    """The characters of each letter, where runs of one letter begin at `cuts`."""
    starts = list(cuts)
    ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, letter in zip(starts, [*starts[1:], TOP + 1], letters, strict=True):
        known = ranges[letter]
        if known and known[-1][1] == start - 1:
            known[-1] = (known[-1][0], end - 1)
        else:
            known.append((start, end - 1))
    return tuple(Chars(tuple(ranges[n])) for n in range(len(ranges)))


def automaton(expression: str) -> Automaton:
    """The automaton of a pattern, read as the whole value; not minimal. Raises ValueError as `patterns.parse` does."""
    return _Builder(parse(expression)).determinised()


@cache
def minimal(expression: str) -> Automaton:
    """The automaton of a pattern with the fewest states and letters; states are in the order they are reached in."""
    return minimised(automaton(expression))


def minimised(found: Automaton) -> Automaton:
    """The automaton that accepts the same with the fewest states and letters."""
    block = _blocks(found)
    rows = {block[state]: tuple(block[after] for after in row) for state, row in enumerate(found.steps)}
    order = [block[START]]
    for state in order:
        order += dict.fromkeys(after for after in rows[state] if after not in order)
    number = {old: new for new, old in enumerate(order)}
    columns = list(zip(*(tuple(number[after] for after in rows[old]) for old in order), strict=True))
    letter = {column: new for new, column in enumerate(dict.fromkeys(columns))}
    return Automaton(
        found.cuts,
        tuple(letter[columns[old]] for old in found.letters),
        tuple(zip(*letter, strict=True)),
        frozenset(number[block[state]] for state in found.accepting if block[state] in number),
    )


def _blocks(found: Automaton) -> list[int]:
    """The block of each state; states that no text tells apart have the same (Moore)."""
    block = [int(state in found.accepting) for state in range(len(found.steps))]
    while True:
        signs = [(block[state], *(block[after] for after in row)) for state, row in enumerate(found.steps)]
        number = {sign: n for n, sign in enumerate(dict.fromkeys(signs))}
        if len(number) == len(set(block)):
            return block
        block = [number[sign] for sign in signs]


class _Builder:
    """Thompson's construction, and the sets of its states that a text can lead to."""

    def __init__(self, node: Node) -> None:
        self._free: list[list[int]] = [[]]  # by state, the moves without a character
        self._moves: list[list[tuple[Chars, int]]] = [[]]
        self._end = self._add(node, START)

    def _new(self) -> int:
        self._free.append([])
        self._moves.append([])
        return len(self._free) - 1

    def _add(self, node: Node, start: int) -> int:
        """Adds a node after a state, without a way back to it; returns the state after the node."""
        if isinstance(node, Chars):
            end = self._new()
            self._moves[start].append((node, end))
            return end
        if isinstance(node, Concat):
            for part in node.parts:
                start = self._add(part, start)
            return start
        end = self._new()
        if isinstance(node, Choice):
            for option in node.options:
                self._free[self._add(option, start)].append(end)
            return end
        for _ in range(node.least):
            start = self._add(node.part, start)
        self._free[start].append(end)
        if node.most is None:
            self._free[self._add(node.part, end)].append(end)
            return end
        for _ in range(node.most - node.least):
            start = self._add(node.part, start)
            self._free[start].append(end)
        return end

    def _closed(self, states: Iterable[int]) -> frozenset[int]:
        found, open_ = set(states), list(states)
        while open_:
            new = set(self._free[open_.pop()]) - found
            found |= new
            open_ += new
        return frozenset(found)

    def determinised(self) -> Automaton:
        """The automaton whose states are the sets of states that a text can lead to."""
        cuts, letters, letters_of = self._alphabet()
        moves = [[(letters_of[slot.ranges], self._closed([end])) for slot, end in state] for state in self._moves]
        order = [self._closed([START])]
        number = {order[0]: START}
        rows = []
        for states in order:
            ends: list[set[int]] = [set() for _ in range(max(letters) + 1)]
            for mine, after in (move for state in states for move in moves[state]):
                for letter in mine:
                    ends[letter] |= after
            for end in map(frozenset, ends):
                if end not in number:
                    number[end] = len(order)
                    order.append(end)
            rows.append(tuple(number[frozenset(end)] for end in ends))
        accepting = frozenset(number[states] for states in order if self._end in states)
        return Automaton(cuts, letters, tuple(rows), accepting)

    def _alphabet(self) -> tuple[tuple[int, ...], tuple[int, ...], dict[Ranges, tuple[int, ...]]]:
        """Cuts, letters, and the letters of every class in the pattern."""
        known = list(dict.fromkeys(slot.ranges for state in self._moves for slot, _ in state))
        cuts = sorted({0, *_edges(known)})
        signs = [tuple(any(low <= cut <= high for low, high in ranges) for ranges in known) for cut in cuts]
        number = {sign: n for n, sign in enumerate(dict.fromkeys(signs))}
        letters_of = {ranges: tuple(number[s] for s in number if s[n]) for n, ranges in enumerate(known)}
        return tuple(cuts), tuple(number[sign] for sign in signs), letters_of


def _edges(known: list[Ranges]) -> Iterator[int]:
    for low, high in (pair for ranges in known for pair in ranges):
        yield low
        if high < TOP:
            yield high + 1
