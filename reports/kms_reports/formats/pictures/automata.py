"""The picture of a pattern: its automaton from left to right, with the way of a value marked. Pure.

States stand on one line in the order of their numbers. An edge to the next state is straight, one that skips states is
an arc above, one that leads back an arc below. Where many lead back, those that the value does not take are a line of
text under their state, such as `/ → 4`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kms_reports.result import Edge, PatternPath

RADIUS = 15
LETTER = 7.5  # width of a character
LINE = 17  # height of a line of text
GAP = 76  # between the middles of two states, at least
LOOP = 44  # height of a loop, without its label
ARC = 30  # between two arcs, one over the other
SIDE = 10  # from the middle of a state to where an arc touches it
RIM = 11  # from its middle line to there
MOST_ARCS = 4  # that lead back and are drawn though the value does not take them
MOST_STATES, MOST_EDGES = 24, 80


@dataclass(frozen=True, slots=True)
class State:
    """A circle. `told` are the lines of text under it."""

    number: int
    x: int
    accepting: bool
    on_path: bool
    told: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: SVG paths of the line and of its arrow head, and where its label stands."""

    path: str
    head: str
    label: str
    x: int
    y: int
    on_path: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, around a line of states at `y`. The value ends or leaves at `end_x`, told at `bottom`."""

    states: tuple[State, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    y: int
    end_x: int
    bottom: int
    mark: str
    leaves: bool


def drawing(found: PatternPath) -> Drawing | None:
    """The drawing; None where there are too many states or edges."""
    if not found.edges or found.states > MOST_STATES or len(found.edges) > MOST_EDGES:
        return None
    return _Layout(found).drawing()


def words(found: PatternPath) -> str:
    """What the picture shows, for who does not see it."""
    size = f"The smallest automaton of {found.pattern}, runs of states joined, has {_count(found.states, 'state')}"
    size += "." if drawing(found) else ": too many to draw."
    if found.leaves:
        followed = f"Of the value's {_count(found.length, 'character')} the first {found.read:,} lead to"
        return f"{size} {followed} state {found.end}, where no edge takes the next, “{found.leaves}”."
    kind = "accepting" if found.accepted else "not accepting"
    return f"{size} The value's {_count(found.length, 'character')} lead to state {found.end}, which is {kind}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _Layout:
    """One picture, worked out from left to right and then from the line of states up and down."""

    def __init__(self, found: PatternPath) -> None:
        self._found = found
        edges = list(enumerate(found.edges))
        back = [n for n, edge in edges if edge.end < edge.start and n not in found.path]
        self._told = set(back) if len(back) > MOST_ARCS else set()
        drawn = [(n, edge) for n, edge in edges if n not in self._told]
        self._straight = [(n, edge) for n, edge in drawn if edge.end == edge.start + 1]
        self._loops = [(n, edge) for n, edge in drawn if edge.end == edge.start]
        self._over = _levels((n, edge) for n, edge in drawn if edge.end > edge.start + 1)
        self._under = _levels((n, edge) for n, edge in drawn if edge.end < edge.start)
        self._x = self._places()
        room = LOOP + LINE if self._loops else RADIUS
        self._clear = room
        above = max((ARC * level + 5 for *_, level in self._over), default=0)  # with room for the head of a letter
        self.y = room + LINE + above
        self.bottom = self.y + RADIUS + 14 + ARC * max((level for *_, level in self._under), default=0) + LINE

    def drawing(self) -> Drawing:
        found = self._found
        visited = {state for n in found.path for state in (found.edges[n].start, found.edges[n].end)} | {found.end}
        first = self.bottom + 2 * LINE
        states = tuple(
            State(number, x, number in found.accepting, number in visited, tuple(self._under_state(number, first)))
            for number, x in enumerate(self._x)
        )
        lines = max((len(state.told) for state in states), default=0)
        ends = self._x[found.end] + LETTER * len(self._mark()) / 2 + 8
        width = max(self._x[-1] + RADIUS + 40, ends)
        height = first + LINE * lines - (LINE - 4 if lines == 0 else 6)
        shown = (*self._straights(), *self._looped(), *self._arcs())
        return Drawing(
            states,
            shown,
            round(width),
            height,
            self.y,
            self._x[found.end],
            self.bottom,
            self._mark(),
            bool(found.leaves),
        )

    def _mark(self) -> str:
        return self._found.leaves or "ends here"

    def _places(self) -> list[int]:
        """The middle of each state: far enough from the last for what stands between and below."""
        texts = [self._texts(number) for number in range(self._found.states)]
        half = [max((len(text) for text in told), default=0) * LETTER / 2 + 6 for told in texts]
        loops = {edge.start: len(edge.label) * LETTER / 2 + 6 for _, edge in self._loops}
        places = [round(max(half[0], loops.get(0, 0), 64))]
        for number in range(1, self._found.states):
            label = max((len(e.label) for _, e in self._straight if e.end == number), default=0) * LETTER
            beside = loops.get(number - 1, 0) + loops.get(number, 0)
            places.append(
                places[-1] + round(max(GAP, label + 2 * RADIUS + 26, half[number - 1] + half[number], beside))
            )
        return places

    def _texts(self, number: int) -> list[str]:
        edges = self._found.edges
        return [f"{edges[n].label} → {edges[n].end}" for n in sorted(self._told) if edges[n].start == number]

    def _under_state(self, number: int, first: int) -> Iterator[tuple[int, str]]:
        for row, text in enumerate(self._texts(number)):
            yield first + LINE * row, text

    def _straights(self) -> Iterator[Line]:
        for n, edge in self._straight:
            start, end = self._x[edge.start] + RADIUS, self._x[edge.end] - RADIUS
            path = f"M{start} {self.y}H{end - 6}"
            yield self._line(n, edge, path, _head(end, self.y, 0), (start + end) // 2 - 3, self.y - 7)

    def _looped(self) -> Iterator[Line]:
        for n, edge in self._loops:
            x, y = self._x[edge.start], self.y - RIM
            path = f"M{x - SIDE} {y}C{x - 24} {y - 36} {x + 24} {y - 36} {x + SIDE} {y - 6}"
            yield self._line(n, edge, path, _head(x + SIDE, y, 1), x, y - 32)

    def _arcs(self) -> Iterator[Line]:
        for way, arcs in ((-1, self._over), (1, self._under)):
            for n, edge, level in arcs:
                # Above, an arc leaves a state on its right and reaches one on its left; below, the other way round.
                start, end = self._x[edge.start] - way * SIDE, self._x[edge.end] + way * SIDE
                rim = self.y + way * RIM
                depth = ((self._clear if way < 0 else RADIUS + 6) + ARC * level - 6) * 4 // 3
                over = rim + way * depth
                path = f"M{start} {rim}C{start} {over} {end} {over} {end} {rim + way * 6}"
                apex = rim + way * depth * 3 // 4 + (-4 if way < 0 else 13)
                yield self._line(n, edge, path, _head(end, rim, -way), (start + end) // 2, apex)

    def _line(self, number: int, edge: Edge, path: str, head: str, x: int, y: int) -> Line:
        return Line(path, head, edge.label, x, y, number in self._found.path)


def _levels(edges: Iterable[tuple[int, Edge]]) -> list[tuple[int, Edge, int]]:
    """The edges, the shortest first, each with a level that no other over the same states has."""
    found: list[tuple[int, Edge, int]] = []
    for n, edge in sorted(edges, key=lambda numbered: abs(numbered[1].end - numbered[1].start)):
        low, high = sorted((edge.start, edge.end))
        taken = {level for _, e, level in found if min(e.start, e.end) < high and low < max(e.start, e.end)}
        found.append((n, edge, next(level for level in range(1, len(found) + 2) if level not in taken)))
    return found


def _head(x: int, y: int, way: int) -> str:
    """An arrow head that ends at a point: to the right (0), down (1) or up (-1)."""
    if way == 0:
        return f"M{x} {y}L{x - 9} {y - 5}V{y + 5}Z"
    return f"M{x} {y}L{x - 5} {y - way * 9}H{x + 5}Z"
