"""How long a member's value may really be: both bounds by bisection, far past the documented ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from kms_conformance.learning.members.length_units import Odd, Units
from kms_conformance.learning.membership_oracle import MembershipOracle
from kms_reports.learn.learned import (
    Found,
    Row,
    Shown,
)
from kms_reports.sanitize import count
from kms_specification.facts import Member
from kms_strategies.automata.dfa import START, minimal
from kms_strategies.cases import Case
from kms_strategies.placeholders import (
    LOWER,
    Substitution,
    placeholders,
)
from kms_strategies.regex.char_classes import usual
from kms_strategies.regex.parser import (
    Chars,
    Node,
    bits,
    lengths,
    parse,
    slots,
)
from kms_strategies.requests.examples import (
    at,
    filler,
    having,
)
from kms_strategies.values.boundaries import of_length

FAR = 1 << 16  # characters after which no bound is looked for
NEAR = 4  # characters from a documented bound within which each length is tried
_QUICK = 1000  # characters up to which a value is made by following the pattern

Probe = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a value in characters; `most` None is none that was found. The same, as the pattern allows it."""

    least: int
    most: int | None


def documented(member: Member) -> Bounds:
    """The bounds that can be seen: where the pattern's values end short of the documented length, those ends."""
    assert member.length is not None
    if member.pattern is None:
        return Bounds(member.length.least, member.length.most)
    possible = bits(lengths(parse(member.pattern.expression), member.length.most), member.length.least)
    return Bounds(possible[0], possible[-1])


def by_pattern(member: Member) -> tuple[bool, bool]:
    """Whether the pattern alone decides the least length, and the greatest."""
    if member.pattern is None or member.length is None:
        return False, False
    possible = lengths(parse(member.pattern.expression), member.length.most + 1)
    return not bits(possible)[0] < member.length.least, not bits(possible)[-1] > member.length.most


class Lengths:
    """Measures the lengths of one member. `odd` are values that were refused, though others as long are taken.

    `really`: how its values have to look, where that has been found to be something else than documented.
    """

    def __init__(self, oracle: MembershipOracle, path: str, member: Member, really: Node | None = None) -> None:
        self._asker, self._path, self._member, self._really = oracle, path, member, really
        self.odd: list[str] = []
        self._variant = oracle.hosts(path)[0]
        self._usual = str(at(path, oracle.examples[self._variant]))
        self._known = len(self._usual)
        self._documented = documented(member)
        self._seen: dict[int, bool] = {}
        self._units = Units(oracle, path, member, self._variant)

    def rows(self) -> tuple[list[Row], Bounds]:
        """The row of each bound, and both."""
        doc, member = self._documented, self._member
        assert member.length is not None
        least, most = self._least(doc.least), self._most(doc.most or FAR)
        low, high = by_pattern(member)
        return [
            self._row("min", member.length.least, doc.least, least, low),
            self._row("max", member.length.most, doc.most, most, high),
        ], Bounds(least, most)

    def taken(self, length: int) -> bool:
        """Whether a value of so many characters is taken."""
        if length not in self._seen:
            doc = self._documented
            expected = doc.least <= length <= (doc.most or FAR)
            refused: list[str] = []
            for value in self._values(length, expected):
                self._seen[length] = self._asker.sure(self._case(value), expected, self._path).taken
                if self._seen[length]:
                    self.odd += refused
                    break
                refused.append(value)
        return self._seen[length]

    def _values(self, length: int, expected: bool) -> Iterator[str]:
        """A value of a length; where it should be taken, others that look otherwise if it is not."""
        trees = [] if self._really is None else [self._really]
        yield from _shapes(trees, length)
        yield value_of(self._member, length)
        if expected and self._member.pattern is not None:
            yield from _shapes([parse(self._member.pattern.expression)], length)
            if other := varied(self._member, self._usual, length):
                yield other

    def _case(self, value: str) -> Case:
        return Case(having(self._asker.examples[self._variant], self._path, value), self._variant)

    def _least(self, doc: int) -> int:
        """The least length that is taken, from a length that is known to be."""
        if not self.taken(doc):
            near = (n for n in range(doc + 1, doc + NEAR) if self.taken(n))
            return next(near, 0) or _lowest(self.taken, doc, max(self._known, doc + 1))
        below, step = doc, 1
        while below and self.taken(max(below - step, 0)):
            below, step = max(below - step, 0), step * 2
        return below if not below else _lowest(self.taken, max(below - step, 0), below)

    def _most(self, doc: int) -> int | None:
        """The greatest length that is taken, or None where even FAR is."""
        if not self.taken(doc):
            near = (n for n in range(doc - 1, doc - NEAR, -1) if self.taken(n))
            return next(near, 0) or _lowest(lambda n: not self.taken(n), min(self._known, doc - 1), doc) - 1
        above, step = doc, 1
        while above < FAR and self.taken(min(above + step, FAR)):
            above, step = min(above + step, FAR), step * 2
        if above == FAR:
            return None
        return _lowest(lambda n: not self.taken(n), above, min(above + step, FAR)) - 1

    def _row(self, side: str, said: int, doc: int | None, measured: int | None, pattern: bool) -> Row:
        """The row of one bound: documented, as far as it can be seen, and measured."""
        least = side == "min"
        shown = [] if measured == doc else [self._shown(least, doc or FAR, FAR if measured is None else measured)]
        unit = self._units.odd(measured, least=least) if measured else None
        odd = list(self._odd(measured, doc, least=least))
        return Row(
            self._path,
            f"length.{side}",
            _characters(said),
            (unit.text if unit else self._text(measured, least=least)) + "".join(one.text for one in odd),
            Found.DIFFERS if shown or odd or (unit and unit.shown) else Found.SAME,
            (*shown, *(unit.shown if unit else ()), *(one for each in odd for one in each.shown)),
            "; ".join(
                [*self._notes(said, doc, measured, least, pattern), *([unit.note] if unit and unit.note else [])]
            ),
            more={"documented": said, "visible": doc, "measured": measured},
        )

    @staticmethod
    def _text(measured: int | None, *, least: bool) -> str:
        if measured:
            return _characters(measured)
        return "no least length" if least else f"no bound up to {FAR:,}"

    def _notes(self, said: int, doc: int | None, measured: int | None, least: bool, pattern: bool) -> Iterator[str]:
        if pattern:
            yield "its pattern decides it too" if doc == said else f"its pattern decides it: {doc}"
        if (
            self._member.pattern
            and measured is not None
            and doc is not None
            and (measured > doc if least else measured < doc)
        ):
            yield "or it is its pattern: no value beyond shows which"

    def _odd(self, measured: int | None, doc: int | None, *, least: bool) -> Iterator[Odd]:
        """What else is odd about a bound: an empty value, and values past the bound that are taken all the same."""
        empty = self._empty() if least and measured else None
        if empty:
            yield Odd(", but an empty one is taken for none", (empty,))
        for stray in self._strays(least, measured, doc)[:1]:
            yield Odd(f", but {stray:,} too", (self._example(stray, "accepted"),))

    def _strays(self, least: bool, measured: int | None, doc: int | None) -> list[int]:
        """Lengths past a bound that are taken all the same: far away, the target may not look."""
        if measured is None or doc is None:
            return []
        probes = (measured - 2, measured // 2, 1, 0) if least else (measured + 2, measured * 2, measured + 1000, FAR)
        return [n for n in dict.fromkeys(probes) if (0 <= n < measured if least else n > measured) and self.taken(n)]

    def _empty(self) -> Shown | None:
        """An empty value that is taken where the member is not needed, though a value of it is looked at there."""
        for variant, request in self._asker.examples.items():
            if at(self._path, request) is None and "." not in self._path and self._asker.plain(variant):
                there, none = (Case(having(request, self._path, value), variant) for value in (self._usual, ""))
                if self._asker.ask(there).taken and self._asker.sure(none, False, self._path).taken:
                    return Shown("", "refused", "accepted", f"a {variant} store")
        return None

    def _shown(self, least: bool, doc: int, measured: int) -> Shown:
        """The value at the bound that shows which of two is checked."""
        if least:
            return self._example(measured, "accepted") if measured < doc else self._example(measured - 1, "refused")
        return self._example(measured, "accepted") if measured > doc else self._example(measured + 1, "refused")

    def _example(self, length: int, measured: str) -> Shown:
        value = Substitution(self._asker.random)(value_of(self._member, length))
        other = {"accepted": "refused", "refused": "accepted"}[measured]
        return Shown(value, other, measured, _characters(length))


def _characters(number: int) -> str:
    return count(number, "character")


def value_of(member: Member, length: int) -> str:
    """A value of a length that matches the member's pattern, where there is one of it."""
    if length <= _QUICK or member.pattern is None:
        return of_length(member, length)
    value = of_length(member, _QUICK)
    automaton, state = minimal(member.pattern.expression), START
    plain = str(Substitution(Random(0))(value))
    for n, character in enumerate(plain):
        state = automaton.steps[state][automaton.letter(character)]
        if n and automaton.steps[state][automaton.letter("b")] == state:
            return value[: n + 1] + LOWER * (length - _QUICK) + value[n + 1 :]
    return of_length(member, length)


def _shapes(trees: list[Node], length: int) -> Iterator[str]:
    """Values of a length that match a tree: of its parts first the last are as long as can be, then the first."""
    for tree in trees if length <= _QUICK else []:
        if lengths(tree, length) >> length & 1:
            for which in (0, -1):
                word = slots(tree, length, lambda ways, which=which: ways[which])  # type: ignore[misc]
                yield "".join(_usual(slot) for slot in word)


def _usual(slot: Chars) -> str:
    hole = filler(slot)
    return hole if placeholders(hole) else chr(usual(slot).ranges[0][0])


def varied(member: Member, examples: str, length: int) -> str | None:
    """A value of a length that repeats a part of an ordinary one, or None where none of it can be repeated."""
    assert member.pattern is not None
    automaton, value = minimal(member.pattern.expression), str(Substitution(Random(0))(examples))
    states = [START]
    for character in value:
        states.append(automaton.steps[states[-1]][automaton.letter(character)])
    ends = {state: n for n, state in enumerate(states)}
    start, end = max(((n, ends[state]) for n, state in enumerate(states)), key=lambda pair: pair[1] - pair[0])
    missing = length - len(value)
    if start == end or missing <= 0:
        return None
    found = examples[:end] + (examples[start:end] * missing)[:missing] + examples[end:]
    return found if automaton.accepts(str(Substitution(Random(0))(found))) else None


def _lowest(taken: Probe, refused: int, known: int) -> int:
    """The lowest number that is taken, between one that is not and one that is."""
    while known - refused > 1:
        middle = (refused + known) // 2
        refused, known = (refused, middle) if taken(middle) else (middle, known)
    return known
