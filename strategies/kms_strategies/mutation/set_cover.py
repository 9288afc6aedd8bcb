"""The few words that give every mutant of a pattern away, chosen from the shortest that give each away.

Each mutant is shown from both sides where it has two: by a value that it wrongly refuses, and by one it lets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kms_specification.facts import Member
from kms_strategies.automata.dfa import Word, automaton
from kms_strategies.automata.words import (
    FREE,
    PLACEHOLDERS,
    Reader,
    spelled,
    written,
)
from kms_strategies.mutation.mutants import (
    Distinguished,
    bounds,
    distinguished,
)
from kms_strategies.regex.char_classes import holds, one
from kms_strategies.regex.parser import (
    Chars,
    Concat,
    Repeat,
    bits,
    lengths,
    parse,
    slots,
)
from kms_strategies.regex.tree_edit import places
from kms_strategies.values.boundaries import secretive

ROOM = 8  # places for holes that a valid word is given where it can have them, for its values to be unique


@dataclass(frozen=True, slots=True)
class Killer:
    """A word, and the names of the mutants for whose sake it was chosen."""

    word: Word
    mutants: tuple[str, ...]


def cover(member: Member) -> tuple[Killer, ...]:
    """The words that together show every mutant of a member's pattern; those that show most come first."""
    if member.pattern is None:
        return ()
    ours = Reader(automaton(member.pattern.expression))
    found = tuple(distinguished(member))
    candidates = {written(word): word for word in _candidates(member, ours, found)}
    shown = {
        name: {n for n, mutant in enumerate(found) if mutant.reader(word) is (not ours(word))}
        for name, word in candidates.items()
    }
    valid = {name for name, word in candidates.items() if ours(word)}
    open_ = {
        True: {n for n, mutant in enumerate(found) if mutant.refused is not None},
        False: {n for n, mutant in enumerate(found) if mutant.let_in is not None},
    }
    chosen: list[Killer] = []
    while open_[True] or open_[False]:
        name = max(shown, key=lambda name: (len(shown[name] & open_[name in valid]), -len(candidates[name])))
        mine = sorted(shown.pop(name) & open_[name in valid])
        open_[name in valid] -= set(mine)
        word = candidates[name]
        if name in valid:
            word = _roomier(word, ours, [found[n].reader for n in mine], bounds(member)[1])
        chosen.append(Killer(word, tuple(found[n].mutant.name for n in mine)))
    return tuple(chosen)


def _candidates(member: Member, ours: Reader, found: tuple[Distinguished, ...]) -> Iterator[Word]:
    """The words to choose from."""
    for mutant in found:
        yield from (word for word in (mutant.refused, mutant.let_in) if word is not None)
    for word in _edges(member):
        if ours(word) and (not member.sensitive or secretive(spelled(word, Random(0)))):
            yield word


def _edges(member: Member) -> Iterator[Word]:
    """Valid words in which both edges of a range stand at the start of a repetition; all of which is of that range."""
    if member.pattern is None:
        return
    least, most = bounds(member)
    for place in places(parse(member.pattern.expression)):
        if not isinstance(place.node, Repeat) or not isinstance(place.node.part, Chars):
            continue
        for some in place.node.part.ranges:
            start = [one(chr(edge)) for edge in some]
            for rest in (Chars((some,)), place.node.part):
                for count in range(max(place.node.least - 2, 0), (place.node.most or most) - 1):
                    tree = place.only(Concat((*start, Repeat(rest, count, count))))
                    possible = bits(lengths(tree, most), least)
                    if possible:
                        yield tuple(map(_free, slots(tree, possible[0], lambda ways: ways[0])))
                        break


def _free(slot: Chars) -> Chars:
    """The largest part of a class that a hole can stand for, or the class."""
    return next((free for free in FREE if holds(slot, free.ranges)), slot)


def _roomier(word: Word, ours: Reader, theirs: list[Reader], most: int) -> Word:
    """A valid word with some room for holes, if there is a place where that changes nothing."""
    if sum(slot.ranges in PLACEHOLDERS for slot in word) >= ROOM:
        return word
    for at in range(len(word), -1, -1):
        for free in FREE[:2]:
            longer = (*word[:at], *(free,) * ROOM, *word[at:])
            if len(longer) <= most and ours(longer) and all(reader(longer) is False for reader in theirs):
                return longer
    return word
