"""Strings on both sides of a pattern: what a slightly wrong implementation of it would take for the other side.

Only candidates are made here, in a fixed order; which side each is on is worked out by `spec`, never by the way it
was made. Places where any letter will do hold holes, so that most candidates are unique each time they are sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategies.baselines import filler
from strategies.patterns import Chars, Choice, Concat, Node, Repeat

TYPICAL = 5  # how often a character class is repeated where any number will do

# Characters that loose matchers take for a letter or digit, or that end a line or a string.
_ODD = ("\n", " ", "\x00", "_", "%", "é", "\u0663", "\uff21", "\u017f", "\u212a", "😀")
_BEFORE = ("x", " ", "\n", "x\n", "/", "https://")
_AFTER = ("x", " ", "\n", "\r\n", "\nx", "\x00", "/", "?", "é")


@dataclass(frozen=True, slots=True)
class Place:
    """One character of a witness: its class, and which leaf of the pattern's tree it comes from."""

    slot: Chars
    leaf: tuple[int, ...]

    @property
    def fill(self) -> str:
        """What stands there where any character will do."""
        return filler(self.slot)


Witness = tuple[Place, ...]


def candidates(node: Node, least: int, most: int) -> tuple[str, ...]:
    """Every candidate for a pattern whose value has between `least` and `most` characters, without repetition."""
    return tuple(dict.fromkeys(_candidates(node, least, most)))


def _candidates(node: Node, least: int, most: int) -> Iterator[str]:
    witnesses = [grown(w, node, least + 1, most) for w in _witnesses(node, ())]
    for witness in witnesses:
        yield _filled(witness)
    yield from _same_throughout(node, witnesses)
    for leaf, witness in _by_leaf(witnesses).items():
        yield from _edited(witness, leaf)
    for wrong in _miscounted(node, ()):
        yield _filled(grown(wrong, node, least + 1, most))
    for witness in _mains(node, witnesses):
        yield from _framed(_filled(witness))


def _filled(witness: Witness) -> str:
    return "".join(place.fill for place in witness)


def _witnesses(node: Node, leaf: tuple[int, ...]) -> list[Witness]:
    """Ways through the node: every option, and every repetition at its least, one more, and its most."""
    if isinstance(node, Chars):
        return [(Place(node, leaf),)]
    if isinstance(node, Choice):
        return [w for n, option in enumerate(node.options) for w in _witnesses(option, (*leaf, n))]
    if isinstance(node, Concat):
        return _one_varied([_witnesses(part, (*leaf, n)) for n, part in enumerate(node.parts)])
    inner = _witnesses(node.part, (*leaf, 0))
    counts = dict.fromkeys((_typical(node), node.least, node.least + 1, node.most or node.least + 2))
    found = [inner[0] * n for n in counts if node.least <= n <= (node.most or n)]
    return found + [w * _typical(node) for w in inner[1:]]


def _one_varied(parts: list[list[Witness]]) -> list[Witness]:
    """All parts at their first way, and then each part in turn at its others."""
    first = [ways[0] for ways in parts]
    found: list[Witness] = [_joined(first)]
    for at, ways in enumerate(parts):
        found += [_joined([*first[:at], way, *first[at + 1 :]]) for way in ways[1:]]
    return found


def _joined(parts: list[Witness]) -> Witness:
    return tuple(place for part in parts for place in part)


def _typical(node: Repeat) -> int:
    many = TYPICAL if isinstance(node.part, Chars) else node.least
    return max(node.least, min(many, node.most or many))


def _miscounted(node: Node, leaf: tuple[int, ...]) -> Iterator[Witness]:
    """Ways on which one repetition is one short or one over."""
    if isinstance(node, Choice):
        for n, option in enumerate(node.options):
            yield from _miscounted(option, (*leaf, n))
    elif isinstance(node, Concat):
        first = [_witnesses(part, (*leaf, n))[0] for n, part in enumerate(node.parts)]
        for n, part in enumerate(node.parts):
            for wrong in _miscounted(part, (*leaf, n)):
                yield _joined([*first[:n], wrong, *first[n + 1 :]])
    elif isinstance(node, Repeat):
        inner = _witnesses(node.part, (*leaf, 0))[0]
        if node.least:
            yield inner * (node.least - 1)
        if node.most is not None:
            yield inner * (node.most + 1)
        for wrong in _miscounted(node.part, (*leaf, 0)):
            yield _joined([inner] * (_typical(node) - 1) + [wrong])
            yield _joined([wrong] + [inner] * (_typical(node) - 1))


def grown(witness: Witness, node: Node, least: int, most: int) -> Witness:
    """The witness made long enough for the member, at the last place where a repetition has room."""
    need = min(least, most) - len(witness)
    if need <= 0:
        return witness
    for leaf, room in sorted(_room(node, (), witness).items(), reverse=True):
        at = max((n for n, place in enumerate(witness) if place.leaf == leaf), default=None)
        if at is not None and room >= need:
            return witness[:at] + (witness[at],) * need + witness[at:]
    return witness


def _room(node: Node, leaf: tuple[int, ...], witness: Witness) -> dict[tuple[int, ...], int]:
    """By leaf: how many more characters its repetition takes."""
    if isinstance(node, Repeat) and isinstance(node.part, Chars):
        here = (*leaf, 0)
        used = sum(place.leaf == here for place in witness)
        return {here: 10**6 if node.most is None else node.most - used}
    inner = {Concat: "parts", Choice: "options"}.get(type(node))
    found: dict[tuple[int, ...], int] = {}
    for n, part in enumerate(getattr(node, inner) if inner else ()):
        found |= _room(part, (*leaf, n), witness)
    return found


def _same_throughout(node: Node, witnesses: list[Witness]) -> Iterator[str]:
    """Every place of a class at one and the same edge: valid values that look like none (`https://..`)."""
    for witness in witnesses:
        for edge in dict.fromkeys(e for p in witness if not p.slot.literal for e in p.slot.edges):
            yield "".join(edge if edge in p.slot and not p.slot.literal else p.fill for p in witness)


def _by_leaf(witnesses: list[Witness]) -> dict[tuple[int, ...], Witness]:
    """The first witness that passes each leaf."""
    found: dict[tuple[int, ...], Witness] = {}
    for witness in witnesses:
        for place in witness:
            found.setdefault(place.leaf, witness)
    return found


def _edited(witness: Witness, leaf: tuple[int, ...]) -> Iterator[str]:
    """The leaf's first, middle and last character replaced, dropped, doubled."""
    places = [n for n, place in enumerate(witness) if place.leaf == leaf]
    text = [place.fill for place in witness]
    for at in dict.fromkeys((places[0], places[len(places) // 2], places[-1])):
        before, here, after = "".join(text[:at]), text[at], "".join(text[at + 1 :])
        for instead in _instead(witness[at].slot):
            yield before + instead + after
        if witness[at].slot.literal:
            yield before + after
            yield before + here * 2 + after
            yield before[:-1] + after if before else after


def _instead(slot: Chars) -> tuple[str, ...]:
    swapped = tuple(c.swapcase() for c in slot.edges)
    odd = ("x", "-", "\n") if slot.literal else _ODD
    return tuple(dict.fromkeys((*slot.edges, *slot.neighbours, *swapped, *odd)))


def _mains(node: Node, witnesses: list[Witness]) -> list[Witness]:
    """One witness for each way of choosing between alternatives."""
    found: dict[tuple[tuple[int, ...], ...], Witness] = {}
    for witness in witnesses:
        found.setdefault(tuple(sorted({p.leaf for p in witness})), witness)
    return list(found.values())


def _framed(value: str) -> Iterator[str]:
    """Something before, after, around; another case; twice."""
    for before in _BEFORE:
        yield before + value
    for after in _AFTER:
        yield value + after
    yield from (" " + value + " ", "x" + value + "x", value.upper(), value.swapcase(), value.title(), value + value)
