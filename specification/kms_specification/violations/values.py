"""Which constraints one value breaks. Pure and total; what is inside the value is not looked at.

Where readings of the documents differ (what a length counts, which engine reads a pattern, what base64 is), a value
that breaks a constraint by one reading and meets it by another gives a violation that is not certain.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kms_specification.error_meanings import SERIALIZATION, VALIDATION
from kms_specification.facts import Error, Json, Kind, Length, Member, Pattern, Range, Size
from kms_specification.violations.violation import Violation

IS: Mapping[Kind, Callable[[Json], bool]] = {
    Kind.STRING: lambda v: isinstance(v, str),
    Kind.BLOB: lambda v: isinstance(v, str),
    Kind.STRUCTURE: lambda v: isinstance(v, dict),
    Kind.MAP: lambda v: isinstance(v, dict),
    Kind.LIST: lambda v: isinstance(v, list),
    Kind.BOOLEAN: lambda v: isinstance(v, bool),
    Kind.INTEGER: lambda v: isinstance(v, int) and not isinstance(v, bool),
    Kind.NUMBER: lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    Kind.TIMESTAMP: lambda v: isinstance(v, int | float) and not isinstance(v, bool),
}
_TYPE_ERRORS = (SERIALIZATION, VALIDATION)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_INT32 = range(-(2**31), 2**31)
_ALPHABET = re.compile(r"[A-Za-z0-9+/]*={0,2}")
# What lenient decoders take as well: the URL-safe alphabet, line ends and blanks, no padding.
_LENIENT = re.compile(r"[A-Za-z0-9+/_\- \t\r\n]*={0,3}[ \t\r\n]*")
# Control, format, private use and unassigned characters, and the separators of lines and paragraphs.
_SPECIAL_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
_LINE_BREAKS = frozenset("\t\n\r")


def broken(member: Member, value: Json, here: str, length_errors: Sequence[Error]) -> Iterator[Violation]:
    """The constraints of a member that a value breaks. `here` is the id of the member, with its operation."""
    if not IS[member.kind](value):
        yield Violation(f"{here}.type", _TYPE_ERRORS, member.source, certain=not _lenient_type(member.kind, value))
        if isinstance(value, float) and member.kind is Kind.INTEGER and member.range:
            yield from _fraction(member, member.range, value, here)
    elif isinstance(value, str):
        yield from (
            _blob(member, value, here) if member.kind is Kind.BLOB else _string(member, value, here, length_errors)
        )
    elif isinstance(value, list | dict):
        yield from _size(member.size, len(value), here, VALIDATION, *(e.name for e in length_errors))
    elif isinstance(value, int) and member.range:
        yield from _number(member.range, value, here)


def _lenient_type(kind: Kind, value: Json) -> bool:
    """Whether some readers turn the value into the right type, as no document forbids.

    A number with a fraction may be cut to an integer, and a date may be written as a string, which has a digit then.
    """
    written = isinstance(value, str) and any(character.isdigit() for character in value)
    return (kind is Kind.INTEGER and isinstance(value, float)) or (kind is Kind.TIMESTAMP and written)


def _string(member: Member, value: str, here: str, length_errors: Sequence[Error]) -> Iterator[Violation]:
    if member.length:
        errors = (VALIDATION, *(e.name for e in length_errors))
        for side, certain in _length(member.length, value):
            yield Violation(f"{here}.length.{side}", errors, member.length.source, certain)
    if member.pattern:
        yield from _pattern(member.pattern, value, here, empty_allowed=_may_be_empty(member))
    if member.enumeration and value not in member.enumeration.values:
        yield Violation(f"{here}.enum", (VALIDATION,), member.enumeration.source)
    if not value.isascii() and _SURROGATE.search(value):
        yield Violation(f"{here}.type", _TYPE_ERRORS, member.source, certain=False)
    elif member.length and not member.pattern and not member.enumeration and _has_special(member, value):
        yield Violation(f"{here}.type", (VALIDATION,), member.source, certain=False)


def _has_special(member: Member, value: str) -> bool:
    """Whether free text has characters of which no document says whether they are text.

    In text of several lines, line ends and tabulators are at home.
    """
    if value.isascii() and value.isprintable():
        return False
    home = _LINE_BREAKS if member.pem else frozenset()
    first = unicodedata.category(value[0])
    return first.startswith("M") or any(unicodedata.category(c) in _SPECIAL_CATEGORIES for c in set(value) - home)


def _may_be_empty(member: Member) -> bool:
    return member.length is not None and member.length.min == 0


def _length(length: Length, value: str) -> Iterator[tuple[str, bool]]:
    """(side, certain) of each bound that is broken in code points, in UTF-16 units, or in both."""
    points = len(value)
    units = points if value.isascii() else points + len(_ASTRAL.findall(value))
    if length.min is not None and points < length.min:
        yield "min", units < length.min
    if length.max is not None and units > length.max:
        yield "max", points > length.max


def _pattern(pattern: Pattern, value: str, here: str, *, empty_allowed: bool) -> Iterator[Violation]:
    if compiled(pattern.expression).fullmatch(value):
        if pattern.narrower is not None and not compiled(pattern.narrower).fullmatch(value):
            yield Violation(f"{here}.pattern", (VALIDATION,), pattern.source, certain=False)
        return
    errors = [VALIDATION]
    partial = compiled(pattern.expression).search(value) is not None
    if pattern.partial_error and partial:
        errors.append(pattern.partial_error)
    yield Violation(
        f"{here}.pattern", tuple(errors), pattern.source, not _disputed(pattern, value, partial, empty_allowed)
    )


def _disputed(pattern: Pattern, value: str, partial: bool, empty_allowed: bool) -> bool:
    """Whether another reading of the documents takes the value."""
    if pattern.disputed is not None and compiled(pattern.disputed).fullmatch(value):
        return True
    if not pattern.loose:
        return False
    anchored = pattern.expression.startswith("^") and pattern.expression.endswith("$")
    unicode = re.compile(pattern.expression)
    return (
        (not value and empty_allowed)
        or (partial and not anchored)
        or unicode.fullmatch(value) is not None
        or (not anchored and unicode.search(value) is not None)
    )


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """An expression with ASCII digits and letters, as the service's own engine reads it."""
    return re.compile(expression, re.ASCII)


def _number(bounds: Range, value: int, here: str) -> Iterator[Violation]:
    errors = (VALIDATION,) if value in _INT32 else (VALIDATION, SERIALIZATION)
    if bounds.min is not None and value < bounds.min:
        certain = bounds.disputed_min is None or value < bounds.disputed_min
        yield Violation(f"{here}.range.min", errors, bounds.source, certain)
    if bounds.max is not None and value > bounds.max:
        certain = bounds.disputed_max is None or value > bounds.disputed_max
        yield Violation(f"{here}.range.max", errors, bounds.source, certain)


def _fraction(member: Member, bounds: Range, value: float, here: str) -> Iterator[Violation]:
    """The bounds that a number breaks by whatever integer is read in its place: 1e9 is too much, however it is cut.

    NaN is no number of JSON. Readers that take it read nothing in its place, or 0.
    """
    least, most = _loosest(bounds)
    if math.isnan(value) and least is not None and least > 0:
        yield Violation(f"{here}.range.min", _TYPE_ERRORS, bounds.source, certain=bool(member.required))
    if least is not None and value <= least - 1:
        yield Violation(f"{here}.range.min", _TYPE_ERRORS, bounds.source)
    if most is not None and value >= most + 1:
        yield Violation(f"{here}.range.max", _TYPE_ERRORS, bounds.source)


def _loosest(bounds: Range) -> tuple[int | None, int | None]:
    """The bounds outside which no reading of the documents takes a number."""
    least = bounds.min if bounds.disputed_min is None else bounds.disputed_min
    return least, bounds.max if bounds.disputed_max is None else bounds.disputed_max


def _size(size: Size | None, found: int, here: str, *errors: str) -> Iterator[Violation]:
    if size is None:
        return
    if size.min is not None and found < size.min:
        yield Violation(f"{here}.size.min", errors, size.source, size.certain_min)
    if size.max is not None and found > size.max:
        yield Violation(f"{here}.size.max", errors, size.source)


def _blob(member: Member, value: str, here: str) -> Iterator[Violation]:
    data, strict = decoded(value)
    if data is None or not strict:
        yield Violation(f"{here}.type", _TYPE_ERRORS, member.source, certain=data is None)
    if data is not None:
        lengths = byte_counts(value)
        for violation in _size(member.size, len(data), here, VALIDATION):
            agreed = all(any(_size(member.size, length, here, VALIDATION)) for length in lengths)
            yield replace(violation, certain=violation.certain and agreed)


def byte_counts(value: str) -> frozenset[int]:
    """The numbers of bytes that readers make of a blob, of which some pass over the URL-safe alphabet; none of none."""
    data, strict = decoded(value)
    if data is None:
        return frozenset()
    rest = None if strict else decoded(re.sub("[-_]", "", value))[0]
    return frozenset({len(data)} if rest is None else {len(data), len(rest)})


def decoded(value: str) -> tuple[bytes | None, bool]:
    """The bytes of a blob, or None where no reader takes it for base64; and whether it is plain base64 of RFC 4648."""
    if _ALPHABET.fullmatch(value) and len(value) % 4 == 0:
        return base64.b64decode(value), True
    if not _LENIENT.fullmatch(value):
        return None, False
    bare = re.sub(r"[= \t\r\n]", "", value).translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4)), False
    except binascii.Error:
        return None, False
