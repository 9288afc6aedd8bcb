"""A member's schema as a generator of values can draw from it: the same constraints, said in another way.

A generator draws a value of the pattern and throws it away where its length is wrong. So the length is counted in the
pattern where that can be, and blobs of a size are a pattern of their own. What is too long to be drawn one character at
a time is an enumeration. There is no null: it means that the member is absent.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping

from kms_specification.facts import Kind, Member
from kms_strategies.regex.ecma_printer import ecma
from kms_strategies.regex.parser import Chars, Choice, Concat, Node, Repeat, bits, lengths, parse, slots
from kms_strategies.schemas.dialects import PYTHON
from kms_strategies.schemas.members import TYPES, Schema

LONG = 512  # characters from which on a value is not drawn one by one
FEW = 4  # entries more than there must be
SLACK = 8  # characters that the rest of a pattern is taken to have beyond its fewest
_WIDE = ("a", "é", "語", "😀")
_SYMBOL = "[A-Za-z0-9+/]"
# By the bytes in the last group: the last character of each has bits that are not used, which are 0.
_TAILS = ("", f"{_SYMBOL}[AQgw]==", f"{_SYMBOL}{{2}}[AEIMQUYcgkosw048]=")


def value(member: Member) -> Schema:
    """Values that the member's own constraints allow."""
    if member.enumeration:
        return {"enum": list(member.enumeration.values)}
    return _VALUES.get(member.kind, _plain)(member)


def closed(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """An object that has these members and no other."""
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**found, "required": list(required)}


def text(member: Member, least: int, most: int) -> Schema | None:
    """Strings of a member's pattern, if it has any, of `least` to `most` characters; None where there are none."""
    bounds: Schema = {"type": "string", "minLength": least, "maxLength": most}
    if member.pattern is None:
        return _of_characters(least, most) if least > LONG else {**bounds, "maxLength": min(most, max(least, LONG))}
    node = parse(member.pattern.expression)
    if not bits(lengths(node, most), least):
        return None
    if least > LONG:
        return {"enum": ["".join(chr(slot.ranges[-1][0]) for slot in slots(node, least, lambda ways: ways[-1]))]}
    return {**bounds, "pattern": f"^{ecma(counted(node, least, min(most, max(least, LONG))))}{PYTHON.end}"}


def _of_characters(least: int, most: int) -> Schema:
    sizes = dict.fromkeys((least, min(least + 1, most)))
    return {"enum": [character * size for size in sizes for character in _WIDE]}


def counted(node: Node, least: int, most: int) -> Node:
    """The pattern with the last class that may be repeated without end repeated as often as a length asks for."""
    if isinstance(node, Choice):
        ways = [counted(way, least, most) for way in node.options if bits(lengths(way, most), least)]
        return Choice(tuple(ways)) if ways else node
    parts = node.parts if isinstance(node, Concat) else (node,)
    at = max((n for n, part in enumerate(parts) if _endless(part)), default=None)
    if at is None:
        return node
    repeat = parts[at]
    assert isinstance(repeat, Repeat)
    others = bits(lengths(Concat((*parts[:at], *parts[at + 1 :])), most))
    shortest, longest = others[0], min(others[-1], others[0] + SLACK)
    low, high = max(repeat.least, least - longest), most - shortest
    counted_ = Repeat(repeat.part, low, high)
    return Concat((*parts[:at], counted_, *parts[at + 1 :])) if low <= high else node


def _endless(node: Node) -> bool:
    return isinstance(node, Repeat) and node.most is None and isinstance(node.part, Chars)


def blob(least: int, most: int) -> Schema:
    """Base64 of `least` to `most` bytes."""
    if least > LONG:
        sizes = range(least, min(least + 3, most + 1))
        return {"enum": [base64.b64encode(bytes(size)).decode("ascii") for size in sizes]}
    top, ways = min(most, max(least, LONG)), []
    for rest, tail in enumerate(_TAILS):
        low, high = -(-max(least - rest, 0) // 3), (top - rest) // 3
        if low <= high:
            ways.append(f"(?:{_SYMBOL}{{4}}){{{low},{high}}}{tail}")
    return {"type": "string", "pattern": f"^(?:{'|'.join(ways)}){PYTHON.end}"}


def entries(member: Member, least: int, most: int) -> Schema:
    """Lists or maps of `least` to `most` entries."""
    if member.kind is Kind.LIST:
        found: Schema = {"type": "array", "minItems": least, "maxItems": most}
        return {**found, "items": value(member.item)} if member.item else found
    found = {"type": "object", "minProperties": least, "maxProperties": most}
    if member.key is not None:
        found["propertyNames"] = value(member.key)
    return {**found, "additionalProperties": value(member.value)} if member.value else found


def _plain(member: Member) -> Schema:
    return {"type": TYPES[member.kind]}


def _string(member: Member) -> Schema:
    least, most = (member.length.least, member.length.most) if member.length else (0, LONG)
    return text(member, least, most) or {"type": "string", "minLength": least, "maxLength": most}


def _blob(member: Member) -> Schema:
    return blob(member.size.least, member.size.most) if member.size else blob(0, LONG)


def _integer(member: Member) -> Schema:
    found: Schema = {"type": "integer"}
    low, high = (member.range.min, member.range.max) if member.range else (None, None)
    return {**found, "minimum": -(2**31) if low is None else low, "maximum": 2**31 - 1 if high is None else high}


def _several(member: Member) -> Schema:
    least, most = (member.size.least, member.size.most) if member.size else (0, FEW)
    return entries(member, least, min(most, least + FEW))


def _structure(member: Member) -> Schema:
    return closed({m.name: value(m) for m in member.members}, [m.name for m in member.members if m.required])


_VALUES: Mapping[Kind, Callable[[Member], Schema]] = {
    Kind.STRING: _string,
    Kind.BLOB: _blob,
    Kind.INTEGER: _integer,
    Kind.LIST: _several,
    Kind.MAP: _several,
    Kind.STRUCTURE: _structure,
}
