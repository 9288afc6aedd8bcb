"""Changes of the text and of the bytes of a request. Each is a pure function of the bytes, so that it can be repeated.

Those of the text keep the value that the JSON stands for, or say a member twice; those of the bytes may do anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Characters of white space that make a body long: past common sizes of a buffer, and short enough for every server.
LONG = (4096, 16384, 32768, 49152)
SPACES = (" ", "\t", "\n", "\r\n", "  \n\t")
# Bytes that mean something to a reader of JSON, of UTF-8 or of C.
TELLING = b"\"\\{}[],:0-.eE+ntu\x00\x1f\x7f\x80\xc0\xed\xf8\xff \n/'#"
WHOLE = 1 << 16  # a place is a share of the length, in parts of this


class Way(StrEnum):
    """How the bytes are changed."""

    SPACED = "spaced"
    ESCAPED = "escaped"
    RAW = "raw"
    REORDERED = "reordered"
    TWICE = "twice"
    LONG = "long"
    FLIPPED = "flipped"
    INSERTED = "inserted"
    REMOVED = "removed"
    DOUBLED = "doubled"
    CUT = "cut"
    APPENDED = "appended"


@dataclass(frozen=True, slots=True)
class Slip:
    """One change of the bytes, at a place that is a share of their length; `operand` chooses what is done there."""

    way: Way
    at: int
    operand: int

    def __call__(self, body: bytes) -> bytes:
        """The bytes changed; as they are where this cannot be done to them."""
        return _WAYS[self.way](body, self.at % WHOLE, self.operand)


def slipped(body: bytes, slips: Iterable[Slip]) -> bytes:
    """The bytes after all the changes."""
    for slip in slips:
        body = slip(body)
    return body


def _text(change: Callable[[Any, int, int], str]) -> Callable[[bytes, int, int], bytes]:
    def changed(body: bytes, place: int, operand: int) -> bytes:
        try:
            value = json.loads(body)
            return change(value, place, operand).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            return body

    return changed


def _spaced(value: Any, place: int, operand: int) -> str:
    space = SPACES[operand % len(SPACES)]
    return space + json.dumps(value, separators=(f"{space},{space}", f"{space}:{space}")) + space


def _escaped(value: Any, place: int, operand: int) -> str:
    """Every nth character of the strings is written as an escape."""
    every = operand % 5 + 1
    text = json.dumps(value)
    found: list[str] = []
    inside = escape = False
    for number, c in enumerate(text):
        plain = inside and not escape and c not in '"\\'
        if c == '"' and not escape:
            inside = not inside
        # The four digits of an escape stand after `\u` and may not be written in another way.
        digits = "\\u" in text[max(number - 5, 0) : number] and inside
        found.append(f"\\u{ord(c):04x}" if plain and not digits and number % every == 0 else c)
        escape = c == "\\" and not escape
    return "".join(found)


def _reordered(value: Any, place: int, operand: int) -> str:
    if isinstance(value, dict):
        items = list(value.items())
        turn = operand % max(len(items), 1)
        value = dict((items[turn:] + items[:turn])[::-1])
    return json.dumps(value)


def _twice(value: Any, place: int, operand: int) -> str:
    """A member is said twice, with the same value."""
    if not isinstance(value, dict) or not value:
        return json.dumps(value)
    name = list(value)[operand % len(value)]
    return f"{json.dumps(value)[:-1]}, {json.dumps(name)}: {json.dumps(value[name])}}}"


def _long(value: Any, place: int, operand: int) -> str:
    """White space at the end of an object makes the body long."""
    text = json.dumps(value)
    return f"{text[:-1]}{' ' * LONG[operand % len(LONG)]}}}" if isinstance(value, dict) else text


def _place(body: bytes, place: int) -> int:
    return place * len(body) // WHOLE


def _flipped(body: bytes, place: int, operand: int) -> bytes:
    at = _place(body, place)
    return body[:at] + bytes([body[at] ^ (1 << operand % 8)]) + body[at + 1 :] if body else body


def _inserted(body: bytes, place: int, operand: int) -> bytes:
    at = _place(body, place)
    return body[:at] + TELLING[operand % len(TELLING) :][:1] + body[at:]


def _removed(body: bytes, place: int, operand: int) -> bytes:
    at = _place(body, place)
    return body[:at] + body[at + operand % 4 + 1 :]


def _doubled(body: bytes, place: int, operand: int) -> bytes:
    at, length = _place(body, place), operand % 32 + 1
    return body[:at] + body[at : at + length] + body[at:]


def _appended(body: bytes, place: int, operand: int) -> bytes:
    return body + TELLING[operand % len(TELLING) :][:1]


_WAYS: dict[Way, Callable[[bytes, int, int], bytes]] = {
    Way.SPACED: _text(_spaced),
    Way.ESCAPED: _text(_escaped),
    Way.RAW: _text(lambda value, place, operand: json.dumps(value, ensure_ascii=False)),
    Way.REORDERED: _text(_reordered),
    Way.TWICE: _text(_twice),
    Way.LONG: _text(_long),
    Way.FLIPPED: _flipped,
    Way.INSERTED: _inserted,
    Way.REMOVED: _removed,
    Way.DOUBLED: _doubled,
    Way.CUT: lambda body, place, operand: body[: _place(body, place)],
    Way.APPENDED: _appended,
}
TEXTS = (Way.SPACED, Way.ESCAPED, Way.RAW, Way.REORDERED, Way.TWICE, Way.LONG)
BYTES = tuple(way for way in Way if way not in TEXTS)
