"""An automaton written as a pattern's tree again: its states are taken out one by one (Brzozowski, McCluskey).

Each state that goes leaves detours, which are put together as tidily as they were first written: counts instead of
copies, one class instead of alternatives, what alternatives begin and end with written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from kms_strategies.automata.dfa import (
    START,
    Automaton,
    minimised,
)
from kms_strategies.regex.char_classes import plus
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
)
from kms_strategies.regex.python_printer import expression

NOTHING = Concat(())  # the empty value

_Edges = dict[tuple[int, int], Node]
_FIRST, _LAST = -1, -2
_SHORT = 4  # characters that copies may take where a count would do
_MANY = 400  # states of a mirrored automaton after which it is given up


def tree(automaton: Automaton) -> Node | None:
    """A tree that matches what the automaton accepts, the shorter of two; None where that is nothing at all."""
    found = [_eliminated(automaton)]
    back = _reversed(automaton)
    if back is not None and found[0] is not None:
        mirrored = _eliminated(back)
        found += [] if mirrored is None else [_mirrored(mirrored)]
    return min(
        (_written_out(node) for node in found if node is not None), key=lambda n: len(expression(n)), default=None
    )


def _eliminated(automaton: Automaton) -> Node | None:
    edges = _edges(automaton)
    states = {state for pair in edges for state in pair} - {_FIRST, _LAST}
    while states:
        state = min(states, key=lambda one: (_weight(edges, one), one))
        states.remove(state)
        _take_out(edges, state)
    return edges.get((_FIRST, _LAST))


def _reversed(automaton: Automaton) -> Automaton | None:
    """The automaton of the same values read from their ends: what has a free start is often plainer so.

    None where it would be large.
    """
    before = [
        [frozenset(s for s, row in enumerate(automaton.steps) if row[letter] == state) for letter in range(len(row0))]
        for state, row0 in enumerate(automaton.steps)
    ]
    order = [automaton.accepting]
    number = {order[0]: START}
    rows: list[tuple[int, ...]] = []
    for states in order:
        ends = [frozenset().union(*(before[s][letter] for s in states)) for letter in range(len(automaton.steps[0]))]
        for end in ends:
            if end not in number:
                number[end] = len(order)
                order.append(end)
        rows.append(tuple(number[end] for end in ends))
        if len(order) > _MANY:
            return None
    accepting = frozenset(n for states, n in number.items() if START in states)
    return minimised(Automaton(automaton.cuts, automaton.letters, tuple(rows), accepting))


def _mirrored(node: Node) -> Node:
    """The node with everything in it the other way round."""
    match node:
        case Concat():
            return in_a_row(_mirrored(part) for part in reversed(node.parts))
        case Choice():
            return Choice(tuple(map(_mirrored, node.options)))
        case Repeat():
            return Repeat(_mirrored(node.part), node.least, node.most)
    return node


def _written_out(node: Node) -> Node:
    """The node with a few copies where a count would be no shorter."""
    match node:
        case Concat():
            return Concat(tuple(part for inner in map(_written_out, node.parts) for part in _parts(inner)))
        case Choice():
            return Choice(tuple(map(_written_out, node.options)))
        case Repeat():
            inner = _written_out(node.part)
            if node.least == node.most and len(expression(inner)) * node.least <= _SHORT:
                return Concat((inner,) * node.least)
            return Repeat(inner, node.least, node.most)
    return node


def _edges(automaton: Automaton) -> _Edges:
    """The steps between states from which something is accepted, all that lead from one to another as one class."""
    useful = _useful(automaton)
    if START not in useful:
        return {}
    edges: _Edges = {(_FIRST, START): NOTHING}
    for state in useful:
        for letter, after in enumerate(automaton.steps[state]):
            if after in useful:
                known = edges.get((state, after), Chars(()))
                assert isinstance(known, Chars)
                edges[state, after] = plus(known, *automaton.classes[letter].ranges)
        if state in automaton.accepting:
            edges[state, _LAST] = NOTHING
    return edges


def _useful(automaton: Automaton) -> set[int]:
    """The states from which something is accepted."""
    found = set(automaton.accepting)
    while True:
        more = {state for state, row in enumerate(automaton.steps) if state not in found and found & set(row)}
        if not more:
            return found
        found |= more


def _weight(edges: _Edges, state: int) -> int:
    """How much longer the whole would grow without the state."""
    into = [len(expression(node)) for (p, q), node in edges.items() if q == state != p]
    out = [len(expression(node)) for (p, q), node in edges.items() if p == state != q]
    loop = len(expression(edges[state, state])) if (state, state) in edges else 0
    return sum(into) * (len(out) - 1) + sum(out) * (len(into) - 1) + loop * (len(into) * len(out) - 1)


def _take_out(edges: _Edges, state: int) -> None:
    loop = edges.pop((state, state), None)
    middle = [] if loop is None else [any_number(loop)]
    into = [(p, edges.pop((p, q))) for p, q in list(edges) if q == state]
    out = [(q, edges.pop((p, q))) for p, q in list(edges) if p == state]
    for before, first in into:
        for after, last in out:
            detour = in_a_row([first, *middle, last])
            known = edges.get((before, after))
            edges[before, after] = detour if known is None else either(known, detour)


def in_a_row(nodes: Iterable[Node]) -> Node:
    """One node after the other; the same one several times is counted."""
    parts: list[Node] = []
    for node in (part for whole in nodes for part in _parts(whole)):
        if parts and _base(parts[-1]) == _base(node):
            parts[-1] = _counted(node, *map(sum, zip(_counts(parts[-1]), _counts(node), strict=True)))
        else:
            parts.append(node)
    return parts[0] if len(parts) == 1 else Concat(tuple(parts))


def either(one: Node, other: Node) -> Node:
    """Either of two nodes."""
    if expression(one) == expression(other):
        return one
    if isinstance(one, Chars) and isinstance(other, Chars):
        return plus(one, *other.ranges)
    mine, theirs = _parts(one), _parts(other)
    start = _alike(mine, theirs)
    end = _alike(mine[start:][::-1], theirs[start:][::-1])
    if start or end:
        rests = (in_a_row(parts[start : len(parts) - end]) for parts in (mine, theirs))
        return in_a_row([*mine[:start], either(*rests), *mine[len(mine) - end :]])
    for some, rest in ((mine, theirs), (theirs, mine)):
        if not some:
            return optional(in_a_row(rest))
    if len(mine) == len(theirs) == 1 and _base(one) == _base(other):
        low, high = sorted((_counts(one), _counts(other)))
        if high[0] <= low[1] + 1:
            return _counted(one, low[0], max(low[1], high[1]))
    options = [option for node in (one, other) for option in (node.options if isinstance(node, Choice) else (node,))]
    return Choice(tuple({expression(option): option for option in options}.values()))


def optional(node: Node) -> Node:
    """The node, or nothing."""
    least, most = _counts(node)
    return _counted(node, 0, most) if least <= 1 else Repeat(node, 0, 1)


def any_number(node: Node) -> Node:
    """The node as often as one likes, or not at all."""
    least, _ = _counts(node)
    return _counted(node, 0, _ENDLESS) if least <= 1 else Repeat(node, 0, None)


_ENDLESS = 1 << 30  # so often that a sum of it and anything is more


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Concat) else (node,)


def _base(node: Node) -> str:
    """What is repeated, if only once."""
    return expression(node.part if isinstance(node, Repeat) else node)


def _counts(node: Node) -> tuple[int, int]:
    if isinstance(node, Repeat):
        return node.least, _ENDLESS if node.most is None else node.most
    return 1, 1


def _counted(node: Node, least: int, most: int) -> Node:
    part = node.part if isinstance(node, Repeat) else node
    return part if least == most == 1 else Repeat(part, least, None if most >= _ENDLESS else most)


def _alike(mine: tuple[Node, ...], theirs: tuple[Node, ...]) -> int:
    """How many nodes are the same from the start on."""
    pairs = zip(mine, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: expression(pair[0]) == expression(pair[1]), pairs))
