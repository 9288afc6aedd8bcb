"""A pattern's tree written as ECMA-262 reads it with and without `u`, as do Python, Java, .NET and Rust.

No class such as `\\d` or `.` is used, of which engines differ, and nothing is escaped that need not be.
"""

from __future__ import annotations

from kms_strategies.regex.char_classes import ANY, TOP, minus
from kms_strategies.regex.parser import Chars, Choice, Concat, Node, Repeat

_SPECIAL = frozenset(r"\.^$*+?{}[]|()/")
_IN_CLASS = frozenset(r"\[]^-")
_COUNTS = {(0, 1): "?", (0, None): "*", (1, None): "+", (1, 1): ""}


def ecma(node: Node) -> str:
    """An expression that, as a whole, matches what the node matches."""
    match node:
        case Chars():
            return _literal(chr(node.ranges[0][0])) if node.literal else _class(node)
        case Concat():
            return "".join(map(ecma, node.parts))
        case Choice():
            return f"(?:{'|'.join(map(ecma, node.options))})"
    return _repeated(node)


def _repeated(node: Repeat) -> str:
    part = ecma(node.part)
    written = part if isinstance(node.part, Chars) else f"(?:{part})"
    least, most = node.least, node.most
    count = f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"
    return written + _COUNTS.get((least, most), count)


def _class(slot: Chars) -> str:
    if slot.ranges[-1][1] == TOP:
        return f"[^{_ends(minus(ANY, *slot.ranges))}]"
    return f"[{_ends(slot)}]"


def _ends(slot: Chars) -> str:
    """The ranges as they stand in brackets."""
    return "".join("-".join(map(_end, dict.fromkeys(bounds))) for bounds in slot.ranges)


def _end(point: int) -> str:
    character = chr(point)
    return f"\\{character}" if character in _IN_CLASS else _shown(point)


def _literal(character: str) -> str:
    return f"\\{character}" if character in _SPECIAL else _shown(ord(character))


def _shown(point: int) -> str:
    return chr(point) if 0x20 <= point <= 0x7E else f"\\u{point:04X}"
