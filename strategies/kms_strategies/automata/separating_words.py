"""The shortest values on which two automata differ, between two lengths."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kms_strategies.automata.dfa import (
    START,
    Automaton,
    Word,
    classes,
)
from kms_strategies.regex.char_classes import strangeness
from kms_strategies.regex.parser import Chars

Pair = tuple[int, int]
Moves = dict[Pair, tuple[Pair, ...]]


@dataclass(frozen=True, slots=True)
class _Path:
    """The last place of a word, the path to it, and how strange its places are together."""

    cost: int = 0
    slot: Chars | None = None
    before: _Path | None = None

    def word(self) -> Word:
        """The word that the path spells."""
        found, path = [], self
        while path.slot is not None and path.before is not None:
            found.append(path.slot)
            path = path.before
        return tuple(reversed(found))


def differences(left: Automaton, right: Automaton, least: int, most: int) -> tuple[Word | None, Word | None]:
    """The shortest words of `least` to `most` characters that only `left` accepts, and that only `right` does.

    Each is None where there is no such word. Every spelling of a word is judged like the word.
    """
    joint = _joint(left, right)
    moves: Moves = {}
    open_ = [(START, START)]
    while open_:
        pair = open_.pop()
        if pair not in moves:
            ours, theirs = left.steps[pair[0]], right.steps[pair[1]]
            moves[pair] = tuple((ours[a], theirs[b]) for a, b in joint)
            open_ += moves[pair]
    sides = [(pair, pair[0] in left.accepting, pair[1] in right.accepting) for pair in moves]
    slots = tuple(joint.values())
    return (
        _shortest(moves, {pair for pair, ours, theirs in sides if ours and not theirs}, slots, least, most),
        _shortest(moves, {pair for pair, ours, theirs in sides if theirs and not ours}, slots, least, most),
    )


def _joint(left: Automaton, right: Automaton) -> dict[Pair, Chars]:
    """The pairs of letters that some character is, and the characters that are."""
    cuts = sorted({*left.cuts, *right.cuts})
    pairs = [(left.letter(chr(cut)), right.letter(chr(cut))) for cut in cuts]
    number = {pair: n for n, pair in enumerate(dict.fromkeys(pairs))}
    return dict(zip(number, classes(cuts, [number[pair] for pair in pairs]), strict=True))


def _shortest(moves: Moves, goals: set[Pair], slots: Word, least: int, most: int) -> Word | None:
    """Of the shortest words that end in a goal after `least` to `most` moves, the one of the most usual characters."""
    useful = _leading_to(moves, goals)
    costs = tuple(map(strangeness, slots))
    layer = {(START, START): _Path()} if (START, START) in useful else {}
    for length in range(most + 1):
        ends = [path for pair, path in layer.items() if pair in goals] if length >= least else []
        if ends:
            return min(ends, key=lambda path: path.cost).word()
        ahead: dict[Pair, _Path] = {}
        for pair, path in layer.items():
            for slot, cost, after in zip(slots, costs, moves[pair], strict=True):
                if after in useful and (after not in ahead or path.cost + cost < ahead[after].cost):
                    ahead[after] = _Path(path.cost + cost, slot, path)
        layer = ahead
    return None


def _leading_to(moves: Moves, goals: set[Pair]) -> set[Pair]:
    """The pairs from which a goal can be reached."""
    before: dict[Pair, set[Pair]] = defaultdict(set)
    for pair, afters in moves.items():
        for after in afters:
            before[after].add(pair)
    found, open_ = set(goals), list(goals)
    while open_:
        new = before[open_.pop()] - found
        found |= new
        open_ += new
    return found
