"""Hypothesis strategies for the value of one member. Built, never filtered; every one shrinks to something short.

Long strings are a short varied part and padding, so that drawing 5,000 characters costs what drawing 6 costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from kms_specification.facts import (
    Json,
    Kind,
    Length,
    Member,
)
from kms_strategies.placeholders import LOWER, WIDE
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    bits,
    lengths,
    parse,
    slots,
)
from kms_strategies.requests.examples import example, filler
from kms_strategies.values.boundaries import (
    WIDTHS,
    largest,
    wrong_names,
)
from kms_strategies.values.sizes import of_size
from kms_strategies.values.types import wrong_types

FEW = 3  # entries of a list or map that is drawn
SHORT_BLOB = 64  # bytes of a blob that is drawn where more are allowed
VARIED = 6  # characters of a string that are drawn one by one
CHOICES = 24  # bytes that are drawn for the choices on the way through a pattern
ROOM = 8  # holes that a string has where it is long enough for them

T = TypeVar("T")


def one_of_these(values: Sequence[T]) -> st.SearchStrategy[T]:
    """One of many or long values, which are not written out where the strategy is shown. Shrinks to the first."""
    return st.integers(0, len(values) - 1).map(lambda at: values[at])


# No surrogates, which no JSON text in UTF-8 can hold, and no noncharacters: some of them are holes.
characters = st.characters(exclude_categories=("Cs", "Cn"))
_varied = st.text(characters, max_size=VARIED)
_padding = st.sampled_from(WIDTHS)


@cache
def text(least: int, most: int) -> st.SearchStrategy[str]:
    """Any text of `least` to `most` characters: holes, then a varied part, then one character over and over."""
    return st.tuples(st.integers(least, most), _varied, _padding).map(lambda drawn: _text(*drawn))


def _text(length: int, varied: str, padding: str) -> str:
    if length <= 2:
        return WIDE * length
    start = LOWER * min(ROOM, max(length - len(varied), 2)) + varied
    return start[:length] + padding * (length - len(start))


class Choices:
    """Drawn bytes, spent one by one on choices. Where they are spent, and where they are 0, the first is taken."""

    def __init__(self, drawn: bytes) -> None:
        self._left = iter(drawn)

    def __call__(self, ways: Sequence[T]) -> T:
        return ways[0] if len(ways) == 1 else ways[next(self._left, 0) % len(ways)]


# One draw is many times cheaper than one for each choice, and shrinks as well.
_choices = st.binary(min_size=CHOICES, max_size=CHOICES).map(Choices)


def matching(node: Node, least: int, most: int) -> st.SearchStrategy[str]:
    """A value of `least` to `most` characters that matches: a way through the pattern, a few places drawn."""
    return _choices.map(lambda choose: "".join(_drawn(node, least, most, choose)))


def _drawn(node: Node, least: int, most: int, choose: Choices) -> list[str]:
    varied = [choose(range(64)) for _ in range(VARIED // 2)]
    way = slots(node, choose(_possible(node, least, most)), choose)
    found = [filler(slot) for slot in way]
    for number in varied:
        if number and way:  # the empty value has no place to vary
            at = number % len(way)
            found[at] = choose(_alphabet(way[at]))
    return found


@cache
def _alphabet(slot: Chars) -> str:
    """The characters of a class; of a large one, its edges first and then its start."""
    inside = "".join(chr(c) for low, high in slot.ranges for c in range(low, min(high, low + 128) + 1))
    return "".join(dict.fromkeys("".join(slot.edges) + inside))[:256]


@cache
def _possible(node: Node, least: int, most: int) -> tuple[int, ...]:
    return bits(lengths(node, most), least)


def foreign(node: Node, least: int, most: int) -> st.SearchStrategy[str]:
    """A value of `least` to `most` characters that surely does not match: one of its characters is in no class."""

    def replaced(drawn: tuple[Choices, int, str]) -> str:
        found = _drawn(node, least, most, drawn[0])
        found[drawn[1] % len(found)] = drawn[2]
        return "".join(found)

    return st.tuples(_choices, st.integers(0, most - 1), _outside(node)).map(replaced)


@cache
def _outside(node: Node) -> st.SearchStrategy[str]:
    inside = "".join(chr(c) for slot in _classes(node) for low, high in slot.ranges for c in range(low, high + 1))
    near = [c for c in map(chr, range(128)) if c not in inside]
    return st.one_of(st.sampled_from(near), st.characters(exclude_categories=("Cs", "Cn"), exclude_characters=inside))


def _classes(node: Node) -> list[Chars]:
    if isinstance(node, Chars):
        return [node]
    if isinstance(node, Concat):
        return [c for part in node.parts for c in _classes(part)]
    if isinstance(node, Choice):
        return [c for option in node.options for c in _classes(option)]
    return _classes(node.part)


@cache
def valid(member: Member) -> st.SearchStrategy[Any]:
    """Values that the member's own constraints allow."""
    if member.enumeration:
        return st.sampled_from(member.enumeration.values)
    return _VALID[member.kind](member)


def _string(member: Member) -> st.SearchStrategy[Any]:
    bounds = _bounds(member)
    return within(member, bounds.least, bounds.most)


def _structure(member: Member) -> st.SearchStrategy[Any]:
    optional = {m.name: valid(m) for m in member.members if not m.required}
    return st.fixed_dictionaries({m.name: valid(m) for m in member.members if m.required}, optional=optional)


def _list(member: Member) -> st.SearchStrategy[Any]:
    assert member.item is not None
    least, most = (member.size.least, min(member.size.most, FEW)) if member.size else (0, FEW)
    return st.lists(valid(member.item), min_size=least, max_size=max(least, most))


def _map(member: Member) -> st.SearchStrategy[Any]:
    assert member.key is not None
    assert member.value is not None
    return st.dictionaries(valid(member.key), valid(member.value), max_size=FEW)


def _integer(member: Member) -> st.SearchStrategy[Any]:
    if member.range is None:
        return st.integers(-(2**31), 2**31 - 1)
    return st.integers(member.range.min, member.range.max)


def _blob(member: Member) -> st.SearchStrategy[Any]:
    least, most = (member.size.least, member.size.most) if member.size else (0, SHORT_BLOB)
    return sized(member, least, min(most, max(least, SHORT_BLOB)))


def sized(member: Member, least: int, most: int) -> st.SearchStrategy[Any]:
    """Blobs, lists and maps of a size between two bounds."""
    return st.integers(least, most).map(lambda size: of_size(member, size))


_VALID: Mapping[Kind, Callable[[Member], st.SearchStrategy[Any]]] = {
    Kind.STRING: _string,
    Kind.BLOB: _blob,
    Kind.STRUCTURE: _structure,
    Kind.LIST: _list,
    Kind.MAP: _map,
    Kind.INTEGER: _integer,
    Kind.NUMBER: lambda _: st.floats(allow_nan=False, allow_infinity=False),
    Kind.TIMESTAMP: lambda _: st.integers(0, 2**32),
    Kind.BOOLEAN: lambda _: st.booleans(),
}


def within(member: Member, least: int, most: int) -> st.SearchStrategy[str]:
    """Strings of a member between two lengths, of its pattern where that has any."""
    if member.pattern is None:
        return text(least, most)
    node = parse(member.pattern.expression)
    if _possible(node, least, most):
        return matching(node, least, most)
    value = str(example(member))
    return st.integers(least, most).map(lambda n: (value + value[-1:] * n)[:n])


def below(member: Member) -> st.SearchStrategy[Any]:
    """Values below the lower bound of a length, a size or a range, at the bound and away from it."""
    if member.range is not None and member.range.min is not None:
        return st.one_of(st.just(member.range.min - 1), st.integers(-(2**31), member.range.min - 1))
    if member.size is not None:
        return sized(member, 0, member.size.least - 1)
    least = _bounds(member).least
    return st.one_of(within(member, least - 1, least - 1), within(member, 0, least - 1))


def above(member: Member) -> st.SearchStrategy[Any]:
    """Values above the upper bound of a length, a size or a range, at the bound and away from it."""
    if member.range is not None and member.range.max is not None:
        return st.one_of(st.just(member.range.max + 1), st.integers(member.range.max + 1, largest(member)))
    if member.size is not None:
        return sized(member, member.size.most + 1, member.size.most + 2)
    most = _bounds(member).most
    return st.one_of(within(member, most + 1, most + 1), within(member, most + 1, most * 2))


def wrong_type(member: Member) -> st.SearchStrategy[Json]:
    """Values of another JSON type."""
    inner: st.SearchStrategy[Json] = st.one_of(st.none(), st.booleans(), st.integers(), st.text(characters, max_size=3))
    others: list[st.SearchStrategy[Any]] = [
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.lists(inner, max_size=3),
        one_of_these(tuple(wrong_types(member))),
    ]
    if member.kind is Kind.STRUCTURE:
        others.append(text(0, 8))
    else:
        others.append(st.dictionaries(st.text(characters, max_size=3), inner, max_size=3))
    return st.one_of(*others)


def near_miss_names(member: Member) -> st.SearchStrategy[str]:
    """Values that are not of the enumeration: near misses, and text too short to be one."""
    shortest = min(map(len, member.enumeration.values)) if member.enumeration else 1
    return st.one_of(one_of_these(tuple(wrong_names(member))), text(0, shortest - 1))


def _bounds(member: Member) -> Length:
    return member.length or Length(0, 256, member.source)


def chosen(member: Member, random: Random, share: float) -> str:
    """A valid string, each choice on the way to it as likely as the others; many times faster than a strategy.

    `share`, from 0 to 1, says which of the possible lengths it has.
    """
    bounds = _bounds(member)
    if member.pattern is not None:
        node = parse(member.pattern.expression)
        possible = _possible(node, bounds.least, bounds.most)
        if possible:
            length = possible[int(share * len(possible))]
            return "".join(_drawn(node, length, length, Choices(random.randbytes(CHOICES))))
        return str(example(member))
    length = bounds.least + int(share * (bounds.most - bounds.least + 1))
    varied = "".join(chr(random.choice((random.randint(32, 126), random.randint(160, 0xD7FF)))) for _ in range(VARIED))
    return _text(length, varied, random.choice(WIDTHS))
