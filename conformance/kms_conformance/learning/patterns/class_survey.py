"""Each class and each count of a documented pattern measured by itself: what may stand there, and how often.

Most of what goes wrong with a pattern goes wrong in one of its places, so this is tried before learning from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from kms_conformance.learning.patterns.alphabet import Letters
from kms_conformance.learning.patterns.hypotheses import Hypothesis
from kms_conformance.learning.patterns.queries import Questions
from kms_strategies.regex.char_classes import plus
from kms_strategies.regex.parser import (
    Chars,
    Concat,
    Node,
    Repeat,
    bits,
    lengths,
    slots,
)
from kms_strategies.regex.tree_edit import Place, places

COUNTS = 24  # times up to which each number of times is tried
SHAPES = 3  # values in which a place is looked for, until one is accepted


def surveyed(questions: Questions, letters: Letters) -> Hypothesis | None:
    """The documented pattern with all its classes and counts as they were measured; None where they are as written."""
    node = questions.documented.node
    for way in [place.way for place in places(node)]:
        place = next(place for place in places(node) if place.way == way)
        found = _measured(questions, letters, place)
        if found is not None:
            node = place.put(found)
    return Hypothesis(node) if node is not questions.documented.node else None


def _measured(questions: Questions, letters: Letters, place: Place) -> Node | None:
    """What is really taken in a place, where that is something else."""
    match place.node:
        case Chars() as slot if not slot.literal:
            return _class(questions, letters, place, slot)
        case Repeat() as node if isinstance(node.part, Chars) and not node.part.literal:
            return _count(questions, place, node, node.part)
    return None


def _class(questions: Questions, letters: Letters, place: Place, slot: Chars) -> Chars | None:
    marked = Chars(slot.ranges)  # nodes are distinguished by identity
    for before, after in _around(questions, place, marked):
        if not questions.taken(before + questions.spelled((slot,)) + after):
            continue
        members = [member for letter in range(len(letters.classes)) for member in letters.members(letter)]
        taken = [
            atom for atom, c in members if questions.fits(before + c + after) and questions.taken(before + c + after)
        ]
        found = plus(Chars(()), *(some for atom in taken for some in letters.atoms[atom].ranges))
        return None if found.ranges == plus(Chars(()), *slot.ranges).ranges else found
    return None


def _around(questions: Questions, place: Place, marked: Chars) -> Iterator[tuple[str, str]]:
    """What stands before and after a place in a few values of different shapes."""
    tree = place.only(marked)
    possible = bits(lengths(tree, questions.most), questions.least)
    for n, choose in zip(possible[:: max(len(possible) // SHAPES, 1)], (0, -1, 0, -1), strict=False):
        word = slots(tree, n, lambda ways, which=choose: ways[which])  # type: ignore[misc]
        at = [number for number, slot in enumerate(word) if slot is marked]
        if at:
            middle = at[len(at) // 2]
            yield questions.spelled(word[:middle]), questions.spelled(word[middle + 1 :])


def _count(questions: Questions, place: Place, node: Repeat, part: Chars) -> Repeat | None:
    """The counts that are taken, where they are all from one to another; what cannot be seen is believed."""
    values = {n: value for n in range(COUNTS + 1) if (value := _value(questions, place, part, n)) is not None}
    taken = [n for n, value in values.items() if questions.taken(value)]
    if not taken or taken != [n for n in values if taken[0] <= n <= taken[-1]]:
        return None
    least = min(taken[0], node.least) if taken[0] == min(values) else taken[0]
    most: int | None = taken[-1]
    if taken[-1] == max(values):
        most = None if node.most is None else max(taken[-1], node.most)
    return None if (least, most) == (node.least, node.most) else Repeat(node.part, least, most)


def _value(questions: Questions, place: Place, part: Chars, times: int) -> str | None:
    """A value in which the place has so many characters."""
    tree = place.only(Concat((part,) * times))
    possible = bits(lengths(tree, questions.most), questions.least)
    values = (questions.spelled(slots(tree, n, lambda ways: ways[0])) for n in possible[:1])
    return next((value for value in values if questions.fits(value)), None)
