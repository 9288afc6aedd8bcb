"""Values of one member on both sides of its bounds: lengths, JSON types, enumerations. Finite, in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kms_specification.facts import (
    Kind,
    Member,
)
from kms_strategies.placeholders import (
    HEX,
    LOWER,
    UPPER,
    WIDE,
    placeholders,
)
from kms_strategies.regex.parser import (
    lengths,
    parse,
    slots,
)
from kms_strategies.requests.examples import (
    example,
    filler,
    shortest,
)
from kms_strategies.values.special import special_values

# One character of each length in UTF-8; the last is two units in UTF-16.
WIDTHS = ("a", "é", "語", "😀")
# What a value of one character is filled with, so that it is unique all the same.
_FEW = 4
SOME = 8  # characters of a value of which one is special
# Bounds this far apart, and no farther, are tried at every length between them.
MANY = 12
# Lengths between bounds: all of them where they are this few, or those of identifiers, columns and buffers.
_ALL, _LANDMARKS = 25, (16, 20, 32, 36, 50, 63, 64, 65, 100, 127, 128, 129, 200, 250, 255, 256, 257, 500, 512, 1000)
_BUFFERS = (1023, 1024, 1025, 2000, 2047, 2048, 2049, 4000, 4095, 4096, 4097)
INT32, A_MILLION = 2**31 - 1, 2**20
_OTHER_WORDS = ("PRIVATE", "INTERNAL", "CUSTOM", "DEFAULT", "UNKNOWN")
_WORDS = re.compile("[A-Za-z ]+")


def of_length(member: Member, length: int, character: str = "") -> str:
    """A value that is `length` characters long and otherwise ordinary, of `character` where one is given.

    Where the ordinary value cannot be stretched that far, the pattern is followed, and where the pattern has no value
    of that length, its own start. A certificate stays one, and a JSON text too.
    """
    if character:
        room = min(length // 2, 8) if length > 1 else 0
        return LOWER * room + character * (length - room)
    value = str(example(member))
    hole = next((h for h in (LOWER, UPPER, HEX) if h in value), None)
    if hole is not None and length > len(value) - value.count(hole):
        run = max(re.findall(f"{hole}+", value), key=len)
        stretched = hole * (length - len(value) + len(run))
        return value.replace(run, _labels(stretched) if "://" in value else stretched, 1)
    if value.startswith("{") and length > len(value):
        return with_inside_a_word(value, "x" * (length - len(value)))
    if member.pattern:
        node = parse(member.pattern.expression)
        if lengths(node, length) >> length & 1:
            return "".join(map(filler, slots(node, length, lambda ways: ways[-1])))
        return (value + value[-1:] * length)[:length]
    if member.pem and length > len(value):
        first, middle, last = value.split("\n")
        return f"{first}\n{middle}{'A' * (length - len(value))}\n{last}"
    return (WIDE if length < _FEW else LOWER) * length


def with_inside_a_word(text: str, more: str) -> str:
    """A JSON text with something more in the middle of its longest words, so that it means what it meant."""
    longest = max(_WORDS.finditer(text), key=lambda found: found.end() - found.start())
    middle = (longest.start() + longest.end()) // 2
    return f"{text[:middle]}{more}{text[middle:]}"


def _labels(run: str) -> str:
    """A run of characters with a dot after each 63, the most that a label of a host name has (RFC 1035, 2.3.4)."""
    return "".join("." if number % 64 == 63 and number + 1 < len(run) else c for number, c in enumerate(run))


def longest(member: Member) -> str:
    """A value of as many characters as there may be. Of a member that has a length."""
    assert member.length is not None
    return of_length(member, member.length.most)


def composed(length: int) -> str:
    """A value of `length` characters, half of which combine with the one before: people see, and some count, fewer."""
    room = min(length // 2, 8)
    return LOWER * room + ("e\u0301" * length)[: length - room]


def lengths_below(member: Member) -> Iterator[str]:
    """Values on both sides of the lower bound: just below it, empty, and at it."""
    if member.length is None:
        return
    least, free = member.length.least, member.pattern is None
    for length in dict.fromkeys((least - 1, least - 2, least // 2, 1, 0)):
        if 0 <= length < least:
            yield of_length(member, length)
            if free and length:
                yield from (of_length(member, length, c) for c in WIDTHS[1:])
    few = member.length.most - least <= MANY
    for length in range(least, member.length.most + 1) if few else (least, least + 1):
        if length <= member.length.most:
            yield of_length(member, length)
    if free:
        yield from (of_length(member, least, c) for c in WIDTHS[1:])
        if least > 1:
            yield composed(least)


def shortest_of(member: Member) -> str:
    """The shortest value that a member's pattern allows, however much longer than the bound that is."""
    return str(shortest(member))


def usual(member: Member) -> Iterator[str]:
    """The values of the ordinary requests: a target that refuses one of them fails another requirement."""
    if member.kind is Kind.STRING and member.enumeration is None:
        yield from (str(example(member, which)) for which in (0, 1))


def lengths_above(member: Member) -> Iterator[str]:
    """Values on both sides of the upper bound: at it, just above it, and far above it."""
    if member.length is None:
        return
    most, free = member.length.most, member.pattern is None
    for length in (most - 1, most, most + 1, most + 2, most * 2, most + 1000):
        if length >= member.length.least:
            yield of_length(member, length)
    if free:
        for length in (most, most + 1):
            yield from (of_length(member, length, c) for c in WIDTHS[1:])
        yield composed(most + 1)
        # Too long, unless what a tidy reader trims off, or makes one line end of two characters, is not counted.
        yield from (LOWER * most + " ", " " + LOWER * most, LOWER + "\r\n" + LOWER * (most - 2))


def lengths_between(member: Member) -> Iterator[str]:
    """Values between the bounds: at every length, or at those at which something else may end."""
    if member.length is not None:
        least, most = member.length.least + 1, member.length.most
        found = range(least, most) if most - least <= _ALL else (*_LANDMARKS, *_BUFFERS)
        yield from (of_length(member, length) for length in found if least <= length < most)


def numbers_below(member: Member) -> Iterator[int]:
    """Numbers on both sides of the lower bound, at last some that no 32 bits hold."""
    if member.range is not None and member.range.min is not None:
        least = member.range.min
        yield from dict.fromkeys(
            (least, least + 1, least - 1, least - 2, -least - 1, -(2**31), -(2**31) - 1, -(10**30))
        )


def numbers_above(member: Member) -> Iterator[int]:
    """Numbers on both sides of the upper bound, at last some that no 32 bits hold."""
    if member.range is not None and member.range.max is not None:
        most, far = member.range.max, largest(member)
        beyond = (far, far + 1) if far == INT32 else (far,)
        yield from dict.fromkeys((most, most - 1, most + 1, most + 2, most * 10, *beyond, 10**30))


def largest(member: Member) -> int:
    """The largest number of 32 bits that is sent. A target that does not check a number of bytes makes so many."""
    return A_MILLION if member.name == "NumberOfBytes" else INT32


def near_names(name: str) -> tuple[str, ...]:
    """What members are called in other languages' styles, and by those who trim or fold names."""
    words = re.findall("[A-Z]+[^A-Z]*", name)
    return name[0].lower() + name[1:], name.lower(), "_".join(words).lower(), f"{name} "


def foreign(member: Member) -> Iterator[str]:
    """A value of an ordinary length of which no part matches a pattern that may be read as a search."""
    if member.pattern is not None and member.pattern.loose and member.length is not None:
        of_marks = (mark * max(member.length.least, 1) for mark in "-!~ ")
        yield from (value for value in of_marks if not re.search(member.pattern.expression, value))


def wrong_names(member: Member) -> Iterator[str]:
    """Values that are almost one of an enumeration."""
    allowed = member.enumeration.values if member.enumeration else ()
    yield from (wrong for value in allowed for wrong in _near(value) if wrong not in allowed)
    yield from (wrong for value in allowed for wrong in _related(value) if wrong not in allowed)
    yield from (wrong for wrong in special_values(member) if wrong not in allowed)
    yield from ("", " ", "null", "0", LOWER * 8, "|".join(allowed), UPPER * 300)


def _near(value: str) -> Iterator[str]:
    yield from (value.lower(), value.title(), value.swapcase(), value.replace("_", "-"), value.replace("_", ""))
    yield from (value.replace("_", " "), value[1:], value[:-1], value + "S", "X" + value)
    yield from (f" {value}", f"{value} ", f"{value}\n", f"\n{value}", f"{value}\x00", f"{value},", f'"{value}"')
    # Cyrillic ie, and the long s, which case folding turns into an s.
    yield from (value[:at] + value[at + 1 :] for at, c in enumerate(value) if c == "_")
    yield from (f"{value}{value}", value.replace("E", "\u0415", 1), value.replace("S", "\u017f", 1))


def _related(value: str) -> Iterator[str]:
    """Names that somebody might think are values as well: words of it alone, left out, or exchanged."""
    words = value.split("_")
    yield from words
    if len(words) > 1:
        yield from ("_".join(words[:at] + words[at + 1 :]) for at in range(len(words)))
        yield from ("_".join((other, *words[1:])) for other in _OTHER_WORDS)


def secretive(value: str) -> bool:
    """Whether enough of a value is chosen when it is sent for it to be a secret mark, or it is too short to be one."""
    return placeholders(value) >= min(len(value), 6) - 1
