"""A pattern's tree written for people: no escape that is not needed, and the shorter of a class and what it is not."""

from __future__ import annotations

from kms_strategies.regex.char_classes import (
    ANY,
    IN_LINE,
    Range,
    Ranges,
    minus,
)
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
)

_SPECIAL = frozenset(r"\.^$*+?{}[]|()")
_IN_CLASS = frozenset(r"\]^-")
_COUNTS = {(0, 1): "?", (0, None): "*", (1, None): "+"}
_SURROGATES: Range = (0xD800, 0xDFFF)
_NAMED = {IN_LINE.ranges: ".", ANY.ranges: r"[\s\S]"}


def legible(node: Node) -> str:
    """An expression that matches what the node matches, where no value has surrogates in it."""
    match node:
        case Chars():
            return _literal(chr(node.ranges[0][0])) if node.literal else _class(node)
        case Concat():
            return "".join(map(_part, node.parts))
        case Choice():
            return "|".join(map(legible, node.options))
    if node.most == 0:
        return ""
    part = node.part
    while isinstance(part, Concat) and len(part.parts) == 1:
        part = part.parts[0]
    written = legible(part)
    return (written if isinstance(part, Chars) else f"(?:{written})") + _count(node.least, node.most)


def _part(node: Node) -> str:
    """A node among others."""
    if not isinstance(node, Choice):
        return legible(node)
    some = [option for option in node.options if not isinstance(option, Concat) or option.parts]
    return f"(?:{'|'.join(map(legible, some))})" + "?" * (len(some) < len(node.options))


def _count(least: int, most: int | None) -> str:
    if least == most:
        return f"{{{least}}}" if least != 1 else ""
    return _COUNTS.get((least, most)) or f"{{{least},{'' if most is None else most}}}"


def _literal(character: str) -> str:
    return f"\\{character}" if character in _SPECIAL else _shown(character)


def _class(slot: Chars) -> str:
    ranges = minus(slot, _SURROGATES).ranges
    if ranges in _NAMED:
        return _NAMED[ranges]
    other = minus(ANY, *ranges)
    inside = _ends(ranges)
    outside = _ends(other.ranges)
    return f"[^{outside}]" if other.ranges and len(outside) < len(inside) else f"[{inside}]"


def _ends(ranges: Ranges) -> str:
    """The ranges as they stand in brackets; a hyphen of its own comes last."""
    words = [word for some in ranges for word in _words(some)]
    return "".join(word for word in words if word != r"\-") + "-" * (r"\-" in words)


def _words(some: Range) -> list[str]:
    """A range, or its two characters."""
    ends = list(map(_end, dict.fromkeys(some)))
    return ends if some[1] - some[0] < 2 else ["-".join(ends)]


def _end(point: int) -> str:
    character = chr(point)
    return f"\\{character}" if character in _IN_CLASS else _shown(character)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    point = ord(character)
    named = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(character)
    return named or (
        f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
    )
