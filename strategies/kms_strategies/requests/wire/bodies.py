"""Bodies that are odd, in a message that is not: white space, numbers, names, nesting, size.

What has no place in a request stands in a member that no document knows, so that only a failure of the server, and no
opinion on unknown members, is judged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from kms_specification.catalog import operation as facts
from kms_specification.facts import Kind
from kms_specification.violations.requests import violations
from kms_specification.wire.acceptable import (
    AS_USUAL,
    OPEN,
    OPEN_TO_ANYBODY,
    REFUSED,
    REFUSED_BY_ANYBODY,
    TOO_MUCH,
)
from kms_specification.wire.forms import Form, Framing
from kms_strategies.requests.wire.oddity import Change, Oddity

MIB = 2**20
DEPTHS = {10: False, 100: True, 1_000: False, 10_000: True, 100_000: False}  # of nesting; only for a thorough look
SIZES = {1: False, 2: True, 4: True, 8: True}  # of bodies, in MiB
# By requirement, the words that stand in the place of a number.
IN_NUMBERS: Mapping[str, tuple[str, ...]] = {"not-a-number": ("NaN", "Infinity"), "huge-numbers": ("1e400",)}
DIGITS = 5_000  # more than Python's own reader takes


def _member(value: bytes, name: bytes = b"Other") -> Change:
    """Adds a member that no document knows."""
    return lambda valid: _joined(valid, b'"' + name + b'": ' + value)


def _joined(valid: bytes, member: bytes) -> bytes:
    inside = valid[1:-1].strip()
    return b"{" + inside + (b", " if inside else b"") + member + b"}"


def _empty(valid: bytes) -> bytes:
    return b""


def needs_no_member(operation: str) -> bool:
    """Whether the input of an operation allows {}."""
    return not violations(facts(operation), {})


def _empty_bodies(operation: str) -> tuple[Oddity, ...]:
    if needs_no_member(operation):
        return (
            Oddity("no body, with Content-Length: 0", AS_USUAL, _empty),
            Oddity("no body and no Content-Length", OPEN_TO_ANYBODY, _empty, Form(framing=Framing.NO_LENGTH)),
        )
    # An empty body where a member is needed is among the malformed ones.
    return (Oddity("no body and no Content-Length", REFUSED_BY_ANYBODY, _empty, Form(framing=Framing.NO_LENGTH)),)


def _around(valid: bytes) -> bytes:
    return b" \t\r\n" + valid + b"\r\n\t "


def _between(valid: bytes) -> bytes:
    return json.dumps(json.loads(valid), indent="\t", separators=(" ,", "\r\n: ")).encode("ascii")


def _escaped(valid: bytes) -> bytes:
    r"""Each name and value begins with an escape: "Name" is written as "\u004eame", and / as \/."""
    begun = re.sub(rb'"([A-Za-z])', lambda found: b'"\\u%04x' % found[1][0], valid)
    return begun.replace(b"/", b"\\/")


def _twice(valid: bytes) -> bytes:
    name, value = next(iter(json.loads(valid).items()), ("Other", 1))
    return _joined(valid, json.dumps({name: value}).encode("ascii")[1:-1])


def _in_place(member: str, word: bytes) -> Change:
    """A word in the place of a member's value."""

    def change(valid: bytes) -> bytes:
        others = {name: value for name, value in json.loads(valid).items() if name != member}
        return _member(word, member.encode("ascii"))(json.dumps(others).encode("ascii"))

    return change


def in_numbers(operation: str, *words: str) -> tuple[Oddity, ...]:
    """The words in the place of a number of an operation: a target may read them, and fail where it uses them."""
    numbers = [m.name for m in facts(operation).members if m.kind is Kind.INTEGER]
    return tuple(
        Oddity(f"{word} in the place of {name}", OPEN, _in_place(name, word.encode("ascii")))
        for name in numbers[:1]
        for word in words
    )


def _not_numbers(operation: str) -> tuple[Oddity, ...]:
    texts = [m.name for m in facts(operation).members if m.required and m.kind is Kind.STRING and not m.enumeration]
    return (
        *(Oddity(f"NaN in the place of {name}", REFUSED, _in_place(name, b"NaN")) for name in texts[:1]),
        *in_numbers(operation, *IN_NUMBERS["not-a-number"]),
        *(
            Oddity(f"{word} in an unknown member", OPEN, _member(word.encode()), thorough=word == "-Infinity")
            for word in ("NaN", "Infinity", "-Infinity")
        ),
    )


def _huge_numbers(operation: str) -> tuple[Oddity, ...]:
    return (
        Oddity("1e400", OPEN, _member(b"1e400")),
        Oddity(f"a whole number of {DIGITS:,} digits", OPEN, _member(b"1" * DIGITS)),
        Oddity("-1e400", OPEN, _member(b"-1e400"), thorough=True),
        Oddity("1e-400", OPEN, _member(b"1e-400"), thorough=True),
        *in_numbers(operation, *IN_NUMBERS["huge-numbers"]),
    )


def _nested(depth: int) -> Change:
    return _member(b"[" * depth + b"]" * depth)


def _padded(size: int) -> Change:
    """White space before the last brace, so that the body has so many bytes."""
    return lambda valid: valid[:-1] + b" " * (size - len(valid)) + b"}"


def _filled(size: int) -> Change:
    """A text of one letter in a member that no document knows, so that the body has about so many bytes."""
    return lambda valid: _joined(valid, b'"Other": "' + b"x" * (size - len(valid) - 16) + b'"')


def _always(*found: Oddity) -> Callable[[str], tuple[Oddity, ...]]:
    return lambda operation: found


TABLE: Mapping[str, Callable[[str], tuple[Oddity, ...]]] = {
    "empty-body": _empty_bodies,
    "white-space": _always(
        Oddity("white space around the body", AS_USUAL, _around),
        Oddity("white space between all tokens", AS_USUAL, _between),
    ),
    "string-escapes": _always(Oddity("escapes in names and values", AS_USUAL, _escaped)),
    "byte-order-mark": _always(Oddity("a byte order mark", OPEN, lambda valid: b"\xef\xbb\xbf" + valid)),
    "duplicate-keys": _always(
        Oddity("a member twice", OPEN, _twice),
        Oddity("an unknown member twice", OPEN, lambda valid: _joined(valid, b'"Other": 1, "Other": [2]')),
    ),
    "not-a-number": _not_numbers,
    "huge-numbers": _huge_numbers,
    "nesting": _always(
        *(
            Oddity(f"{depth:,} nested arrays", OPEN, _nested(depth), thorough=thorough)
            for depth, thorough in DEPTHS.items()
        )
    ),
    "lone-surrogates": _always(
        Oddity("the first half of a surrogate pair", OPEN, _member(rb'"\ud83d"')),
        Oddity("the second half of a surrogate pair", OPEN, _member(rb'"\ude00"'), thorough=True),
        Oddity("half of a surrogate pair in a name", OPEN, _member(b"1", rb"\ud83d")),
    ),
    "large-body": _always(
        *(
            Oddity(f"{size} MiB, most of it white space", TOO_MUCH, _padded(size * MIB), thorough=thorough)
            for size, thorough in SIZES.items()
        ),
        Oddity("1 MiB in an unknown member", TOO_MUCH, _filled(MIB), thorough=True),
    ),
}
