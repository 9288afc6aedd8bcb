"""Every character that the classes of a pattern have, and the everyday ones that they have not.

A set that tells a pattern from its mutants holds the edges of each class. A list written by hand may also lack a letter
in the middle, as those without 0, O, I and l do, or hold one that is no neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import digits

from kms_specification.facts import Member
from kms_specification.violations.values import compiled
from kms_strategies.placeholders import placeholders
from kms_strategies.regex.parser import Chars, bits, lengths, parse, slots
from kms_strategies.requests.member_values import example
from kms_strategies.values.special import special_values

_FOREIGN = (
    *(" !#$%&'*+,-./:;=?@\\^_|~" + digits + "aloAZ"),
    *("\t", "\n", "\x00", "é", "ß", "語", "٣", "\uff21", "\uff11"),
)
# What some engines let stand after the last character, where $ is their anchor.
_LINE_ENDS = ("\r", "\r\n", "\u0085", "\u2028", "\n\n")
_MOST = 128  # characters of a class that was written down one by one


def every_character(member: Member) -> Iterator[str]:
    """Values as long as can be which together have each character of each class of the pattern."""
    if member.pattern is None or member.length is None:
        return
    node = parse(member.pattern.expression)
    longest = bits(lengths(node, member.length.most))[-1]
    places = slots(node, longest, lambda ways: ways[len(ways) // 2])
    classes = {place: _characters(place) for place in places if not place.literal}
    turns: Counter[Chars] = Counter()
    while all(classes.values()) and any(turns[place] < len(found) for place, found in classes.items()):
        yield "".join(_next(place, classes, turns) for place in places)


def _characters(place: Chars) -> str:
    """The characters of a class; none where it has more than anybody lists."""
    size = sum(high - low + 1 for low, high in place.ranges)
    return "".join(chr(c) for low, high in place.ranges for c in range(low, high + 1)) if size <= _MOST else ""


def _next(place: Chars, classes: dict[Chars, str], turns: Counter[Chars]) -> str:
    found = classes.get(place) or place.edges[0]
    turns[place] += 1
    return found[(turns[place] - 1) % len(found)]


def foreign_characters(member: Member) -> Iterator[str]:
    """An ordinary value with a character in its middle that the pattern does not allow there, or a line end at last."""
    if member.pattern is None:
        return
    usual = (str(example(member)), *special_values(member))
    value = next((found for found in usual if placeholders(found)), usual[0])
    run = max(re.finditer("([\ufdd0-\ufdd3])\\1*", value), key=lambda found: len(found[0]), default=None)
    at = (run.start() + run.end()) // 2 if run is not None else len(value) // 2
    for character in _FOREIGN:
        changed = value[:at] + character + value[at + 1 :]
        plain = "".join("a" if placeholders(c) else c for c in changed)
        if compiled(member.pattern.expression).fullmatch(plain) is None:
            yield changed
    yield from (value + end for end in _LINE_ENDS)
