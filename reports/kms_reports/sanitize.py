"""Text from a target made fit to be shown: nothing unprintable, nothing endless. Pure."""

from __future__ import annotations

import json
from typing import Any

LONG = 60
"""A string value of more characters than this is shown without its middle."""

HEAD, TAIL = 24, 8
MOST_ITEMS = 24
MOST_DEPTH = 12
NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def shown(text: str, keep: str = "") -> str:
    r"""The text with every unprintable character written out (`\n`, `\x1b`, `\u202e`), but for those in `keep`.

    What is left can neither steer a terminal nor break XML: controls, surrogates, direction marks and noncharacters
    are all unprintable to Python.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else _escape(c) for c in text)


def _escape(c: str) -> str:
    if c in NAMED:
        return NAMED[c]
    point = ord(c)
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def cut(text: str, limit: int) -> str:
    """At most about `limit` characters of the text, and how many there were."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… (cut: {len(text):,} characters in all)"


def count(n: int, noun: str) -> str:
    """`1 requirement`, `31 requirements`, `1,234 cases`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def quoted(text: str) -> str:
    """A JSON string literal of printable characters; one of more than LONG characters loses its middle."""
    if len(text) <= LONG:
        return f'"{_inside(text)}"'
    return f'"{_inside(text[:HEAD])}…{_inside(text[-TAIL:])}" ({len(text):,} characters)'


def _inside(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(c if c.isprintable() and c not in '"\\' else json.dumps(c)[1:-1] for c in text)


def pretty(value: Any, width: int = LONG) -> str:
    """JSON to be read by people: on one line where it fits, else one member a line; long strings lose their middle."""
    return "\n".join(_lines(value, width, 0))


def _lines(value: Any, width: int, depth: int) -> list[str]:
    if isinstance(value, str):
        return [quoted(value)]
    if not isinstance(value, (dict, list, tuple)):
        return [cut(_scalar(value), LONG)]
    left, right = "{}" if isinstance(value, dict) else "[]"
    if not value:
        return [left + right]
    if depth >= MOST_DEPTH:
        return [f"{left}…{right}"]
    items = _items(value, width - 2, depth + 1)
    flat = left + ", ".join(item[0] for item in items) + right
    if all(len(item) == 1 for item in items) and len(flat) <= width:
        return [flat]
    for item in items[:-1]:
        item[-1] += ","
    return [left, *(f"  {line}" for item in items for line in item), right]


def _items(value: dict[Any, Any] | list[Any] | tuple[Any, ...], width: int, depth: int) -> list[list[str]]:
    found: list[list[str]] = []
    pairs = value.items() if isinstance(value, dict) else ((None, element) for element in value)
    for key, element in pairs:
        if len(found) == MOST_ITEMS:
            found.append([f"… {len(value) - MOST_ITEMS:,} more"])
            break
        lines = _lines(element, width, depth)
        if key is not None:
            lines[0] = f"{quoted(str(key))}: {lines[0]}"
        found.append(lines)
    return found


def _scalar(value: Any) -> str:
    try:
        return json.dumps(value)
    except (TypeError, ValueError):
        return shown(type(value).__name__)
