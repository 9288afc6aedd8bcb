"""Trees that differ from a pattern's tree in one place: what comes of writing the pattern down a little wrong.

Only trees are made here, each with a name that says what is wrong and where; whether any value shows the difference is
for `mutants` to find out. Of classes of characters there is more in `classes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kms_strategies.mutation import class_operators
from kms_strategies.regex.char_classes import (
    ANY,
    LOWER,
    UPPER,
    meets,
    one,
    plus,
)
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
    bits,
    lengths,
)
from kms_strategies.regex.tree_edit import (
    Place,
    places,
    replaced,
)

Change = tuple[str, Node]

_COUNTED = 256  # of longer repetitions only the length is checked, not the count
# What is written, and read, instead of a sign that separates.
_MISTAKEN = {"-": "_", "_": "-", ".": "-", "/": "\\"}


def changes(node: Node, most: int) -> Iterator[Change]:
    """Every tree with one change, for values of at most `most` characters."""
    for place in places(node):
        for what, changed in _changed(place, most):
            yield f"{what} [{place.way}]" if place.way else what, place.put(changed)
    yield from _everywhere(node)


def _changed(place: Place, most: int) -> Iterator[Change]:
    match place.node:
        case Chars() as slot if slot.literal:
            yield from _literal(slot)
        case Chars() as slot:
            yield from class_operators.rewritten(slot)
        case Concat() as node:
            yield from _runs(node)
        case Choice() as node:
            for n in range(len(node.options)):
                yield f"alternative {n} dropped", Choice(node.options[:n] + node.options[n + 1 :])
        case Repeat() as node:
            for least, cap in _counts(place, node, most):
                yield f"{least} to {'any number' if cap is None else cap} times", Repeat(node.part, least, cap)
            if isinstance(node.part, Chars) and not node.part.literal:
                yield from class_operators.odd_inside(node, node.part)
                yield from class_operators.tidied(node, node.part)


def _literal(slot: Chars) -> Iterator[Change]:
    character = chr(slot.ranges[0][0])
    other = character.swapcase() if character.isalpha() else _MISTAKEN.get(character, chr(ord(character) + 1))
    yield f"{character!r} optional", Repeat(slot, 0, 1)
    yield f"{character!r} repeated", Repeat(slot, 1, None)
    yield f"{character!r} changed", one(other)
    yield f"{character!r} unescaped", ANY


def _runs(node: Concat) -> Iterator[Change]:
    """Literals one after the other: in capitals, left out, and without each of their words."""
    for start, end in _literals(node):
        text = "".join(chr(part.ranges[0][0]) for part in node.parts[start:end] if isinstance(part, Chars))
        words = [text[: word.start()] + text[word.end() :] for word in re.finditer(r"\w+(\W|$)", text)]
        for what in dict.fromkeys((text.upper(), "", *words)):
            if what != text:
                either = Choice((Concat(node.parts[start:end]), Concat(tuple(map(one, what)))))
                yield f"{text!r} or {what!r}", Concat((*node.parts[:start], either, *node.parts[end:]))


def _literals(node: Concat) -> Iterator[tuple[int, int]]:
    """Where two literals or more follow one another: start and end."""
    start = 0
    for n, part in enumerate((*node.parts, ANY)):
        if not isinstance(part, Chars) or not part.literal:
            if n - start > 1:
                yield start, n
            start = n + 1


def _counts(place: Place, node: Repeat, most: int) -> Iterator[tuple[int, int | None]]:
    """Each count one off, both ways; no bound; and one less than what there is room for."""
    least, cap = node.least, node.most
    found = [(least - 1, cap), (least + 1, cap), (0, cap)]
    if cap is None:
        shortest = bits(lengths(node.part, most))[:1]
        without = bits(lengths(place.only(Concat(())), most))[:1]
        room = (most - without[0]) // max(shortest[0], 1) if shortest and without else 0
        found += [(least, least), (least, least + 1), *([(least, room - 1)] if room <= _COUNTED else [])]
    else:
        found += [(least, cap - 1), (least, cap + 1), (least, None)]
    for low, high in dict.fromkeys(found):
        if low >= 0 and (high is None or low <= high) and (low, high) != (least, cap):
            yield low, high


def _everywhere(node: Node) -> Iterator[Change]:
    """Literals, all at once, as a matcher reads them that knows no case, or no width."""

    def folded(slot: Chars) -> Chars:
        character = chr(slot.ranges[0][0])
        return plus(slot, *one(character.swapcase()).ranges) if slot.literal and character.isalpha() else _both(slot)

    def folded_far(slot: Chars) -> Chars:
        far = {ord("k"): 0x212A, ord("s"): 0x17F}.get(slot.ranges[0][0]) if slot.literal else None
        return plus(slot, (far, far)) if far else slot

    def widened(slot: Chars) -> Chars:
        point = slot.ranges[0][0]
        return plus(slot, (point + 0xFEE0, point + 0xFEE0)) if slot.literal and 0x21 <= point <= 0x7E else slot

    yield "case ignored", replaced(node, folded)
    yield "case of literals ignored as Unicode has it", replaced(node, folded_far)
    yield "width of literals ignored", replaced(node, widened)


def _both(slot: Chars) -> Chars:
    """A class with the letters it has in one case in both."""
    found = slot
    for (low, high), shift in ((LOWER, -32), (UPPER, 32)):
        for a, b in slot.ranges:
            if meets(slot, ((low, high),)) and max(a, low) <= min(b, high):
                found = plus(found, (max(a, low) + shift, min(b, high) + shift))
    return found
