"""Classes of characters written for a person to read: few escapes, repetitions as counts, the shorter of two sides."""

from __future__ import annotations

from kms_strategies.regex.char_classes import DIGIT, LOWER, TOP, UPPER, Range, minus
from kms_strategies.regex.parser import Chars

_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
HYPHEN = ord("-")
_SPECIAL = frozenset("\\[]^")
_SURROGATES: Range = (0xD800, 0xDFFF)


def character(one: str) -> str:
    """One character; what does not print, or is a blank or beyond ASCII, as an escape."""
    point = ord(one)
    if "!" <= one <= "~":
        return one
    escape = f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
    return _ESCAPES.get(one, escape)


def read_aloud(slot: Chars, least: int = 1, most: int = 1) -> str:
    """A class, repeated; a class of one character that is not repeated often stands by itself."""
    count = "" if (least, most) == (1, 1) else f"{{{least}}}" if least == most else f"{{{least},{most}}}"
    if slot.literal and least == most <= 2:
        return character(chr(slot.ranges[0][0])) * least
    return (character(chr(slot.ranges[0][0])) if slot.literal else _class(slot)) + count


def _class(slot: Chars) -> str:
    outside = minus(Chars(((0, TOP),)), *slot.ranges, _SURROGATES)
    if slot.ranges and slot.ranges[-1][1] == TOP:
        return f"[^{_items(outside)}]" if outside.ranges else "any"
    return f"[{_items(slot)}]"


def _items(slot: Chars) -> str:
    parts = [part for low, high in slot.ranges for part in _split(low, high)]
    # A hyphen that begins a part is written first of all, where it is no range.
    hyphen = "-" if any(low == HYPHEN for low, _ in parts) else ""
    rest = ((low + (low == HYPHEN), high) for low, high in parts)
    return hyphen + "".join(_range(low, high) for low, high in rest if low <= high)


def _split(low: int, high: int) -> list[Range]:
    """A range in two where one of its ends only is among letters or digits, as in `/-9`."""
    for first, last in (DIGIT, UPPER, LOWER):
        if low < first <= high <= last:
            return [*_split(low, first - 1), (first, high)]
        if first <= low <= last < high <= ord("~"):
            return [(low, last), *_split(last + 1, high)]
    return [(low, high)]


def _range(low: int, high: int) -> str:
    first, last = (f"\\{c}" if c in _SPECIAL else character(c) for c in (chr(low), chr(high)))
    return first if low == high else first + last if high == low + 1 else f"{first}-{last}"
