"""The smallest automaton of a pattern as a graph to look at: no dead state, runs of states as one edge, a value's path.

An edge is labelled with an expression, so the graph is a generalised automaton that accepts what the pattern does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from kms_strategies.automata.dfa import START, Automaton, minimal
from kms_strategies.regex.char_classes import minus, plus
from kms_strategies.regex.parser import Chars
from kms_strategies.regex.reading_printer import character, read_aloud

LONG = 12  # characters of a label beyond which the rest of an alphabet is called OTHER
OTHER = "other"

Piece = tuple[Chars, int, int]  # a class, and how often it is repeated, at least and at most
Pairs = frozenset[tuple[int, int]]  # the moves of the automaton that an edge stands for


@dataclass(frozen=True, slots=True)
class Edge:
    """From one state to another, over characters that the label describes."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Graph:
    """States are numbered from 0, the start. `path` are the edges that the value takes, each once, by their numbers.

    The value is in state `end` after `read` characters; `leaves` is the character that no edge takes there, empty where
    the value ends there. `other` is the alphabet of which an edge labelled OTHER takes the rest.
    """

    states: int
    accepting: tuple[int, ...]
    edges: tuple[Edge, ...]
    path: tuple[int, ...]
    end: int
    read: int
    leaves: str
    other: str

    @property
    def accepted(self) -> bool:
        """Whether the value matches the pattern."""
        return not self.leaves and self.end in self.accepting


@dataclass(slots=True)
class _Edge:
    start: int
    end: int
    pieces: tuple[Piece, ...]
    stands_for: Pairs


def condensed(expression: str, value: str) -> Graph:
    """The graph of a pattern, with the path of a value. Raises ValueError as `parser.parse` does."""
    automaton = minimal(expression)
    alive = _alive(automaton)
    visited = _visited(automaton, value, alive)
    edges = _edges(automaton, alive)
    alphabet = _union(piece[0] for edge in edges for piece in edge.pieces)
    used = dict.fromkeys(itertools.pairwise(visited))
    edges = _joined(edges, automaton.accepting, visited[-1])
    order = list(dict.fromkeys([START, *(end for edge in edges for end in (edge.start, edge.end))]))
    number = {state: n for n, state in enumerate(sorted(order))}
    labels = [_label(edge, edges, alphabet) for edge in edges]
    path = dict.fromkeys(n for pair in used for n, edge in enumerate(edges) if pair in edge.stands_for)
    return Graph(
        len(number),
        tuple(number[state] for state in sorted(automaton.accepting) if state in number),
        tuple(Edge(number[e.start], number[e.end], label) for e, label in zip(edges, labels, strict=True)),
        tuple(path),
        number[visited[-1]],
        len(visited) - 1,
        character(value[len(visited) - 1]) if len(visited) <= len(value) else "",
        read_aloud(alphabet) if OTHER in labels else "",
    )


def _alive(automaton: Automaton) -> frozenset[int]:
    """The states from which a text can still match, and the start."""
    found = set(automaton.accepting)
    while new := {s for s, row in enumerate(automaton.steps) if s not in found and not found.isdisjoint(row)}:
        found |= new
    return frozenset(found | {START})


def _visited(automaton: Automaton, value: str, alive: frozenset[int]) -> list[int]:
    """The states that a value leads through, until no text that begins like it can match."""
    found = [START]
    for one in value:
        state = automaton.steps[found[-1]][automaton.letter(one)]
        if state not in alive:
            break
        found.append(state)
    return found


def _edges(automaton: Automaton, alive: frozenset[int]) -> list[_Edge]:
    found = []
    for state in sorted(alive):
        row = automaton.steps[state]
        for after in dict.fromkeys(end for end in row if end in alive):
            slot = _union(automaton.classes[letter] for letter, end in enumerate(row) if end == after)
            found.append(_Edge(state, after, ((slot, 1, 1),), frozenset({(state, after)})))
    return found


def _joined(edges: list[_Edge], accepting: frozenset[int], end: int) -> list[_Edge]:
    """The edges without the states that only lead on; `end`, where the value ends, is kept."""
    found = list(edges)
    while pair := next(filter(None, (_through(state, found, accepting, end) for state in _states(found))), None):
        before, after = pair
        pieces = _optional(before, after) if before.end in accepting else _chained(before, after)
        joint = _Edge(before.start, after.end, pieces, before.stands_for | after.stands_for)
        found = [joint if edge is before else edge for edge in found if edge is not after]
    return found


def _states(edges: list[_Edge]) -> list[int]:
    """All states, the last first, so that a run of accepting states is joined from its end."""
    return sorted({edge.end for edge in edges}, reverse=True)


def _through(state: int, edges: list[_Edge], accepting: frozenset[int], end: int) -> tuple[_Edge, _Edge] | None:
    """The one edge into a state and the one out of it, where both can be one; else None."""
    into = [edge for edge in edges if edge.end == state]
    out = [edge for edge in edges if edge.start == state]
    if len(into) != 1 or len(out) != 1 or state in (START, end) or into[0].start == state:
        return None
    before, after = into[0], out[0]
    if state not in accepting:
        return before, after
    last = after.end in accepting and not any(edge.start == after.end for edge in edges)
    alike = len(before.pieces) == len(after.pieces) == 1 and _same(before.pieces[0][0], after.pieces[0][0])
    alone = sum(edge.end == after.end for edge in edges) == 1
    return (before, after) if last and alike and alone else None


def _optional(before: _Edge, after: _Edge) -> tuple[Piece, ...]:
    """Of two edges between accepting states: the first, or both."""
    ((slot, least, most),), ((_, _, more),) = before.pieces, after.pieces
    return ((slot, least, most + more),)


def _chained(before: _Edge, after: _Edge) -> tuple[Piece, ...]:
    *first, (slot, least, most) = before.pieces
    (other, fewest, more), *rest = after.pieces
    if _same(slot, other):
        return (*first, (slot, least + fewest, most + more), *rest)
    return (*before.pieces, *after.pieces)


def _label(edge: _Edge, edges: list[_Edge], alphabet: Chars) -> str:
    written = "".join(read_aloud(slot, least, most) for slot, least, most in edge.pieces)
    if len(edge.pieces) > 1 or edge.pieces[0][1:] != (1, 1) or len(written) <= LONG:
        return written
    beside = [other.pieces[0][0] for other in edges if other.start == edge.start and other is not edge]
    rest = minus(alphabet, *(pair for slot in beside for pair in slot.ranges))
    return OTHER if beside and _same(rest, edge.pieces[0][0]) else written


def _union(slots: Iterable[Chars]) -> Chars:
    return reduce(lambda one, other: plus(one, *other.ranges), slots, Chars(()))


def _same(one: Chars, other: Chars) -> bool:
    return one.ranges == other.ranges
