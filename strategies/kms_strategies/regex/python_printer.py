"""A pattern's tree written as an expression again, which Python's `re` reads the same with and without `re.ASCII`."""

from __future__ import annotations

import string

from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
)

_SPECIAL = frozenset(r"\.^$*+?{}[]|()")
_COUNTS = {(0, 1): "?", (0, None): "*", (1, None): "+"}


def expression(node: Node) -> str:
    """An expression that, as a whole, matches what the node matches."""
    if isinstance(node, Chars):
        return _literal(chr(node.ranges[0][0])) if node.literal else _class(node)
    if isinstance(node, Concat):
        return "".join(map(expression, node.parts))
    if isinstance(node, Choice):
        return f"(?:{'|'.join(map(expression, node.options))})"
    part = expression(node.part)
    return (part if isinstance(node.part, Chars) else f"(?:{part})") + _count(node.least, node.most)


def _count(least: int, most: int | None) -> str:
    if least == most:
        return f"{{{least}}}"
    return _COUNTS.get((least, most)) or f"{{{least},{'' if most is None else most}}}"


def _literal(character: str) -> str:
    if character in _SPECIAL:
        return f"\\{character}"
    return character if " " <= character <= "~" else _number(character)


def _class(slot: Chars) -> str:
    if not slot.ranges:
        return r"[^\x00-\U0010ffff]"
    ends = ((_end(chr(low)), _end(chr(high))) for low, high in slot.ranges)
    return f"[{''.join(low if low == high else f'{low}-{high}' for low, high in ends)}]"


def _end(character: str) -> str:
    if character in string.punctuation:
        return f"\\{character}"
    return character if " " <= character <= "~" else _number(character)


def _number(character: str) -> str:
    point = ord(character)
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
