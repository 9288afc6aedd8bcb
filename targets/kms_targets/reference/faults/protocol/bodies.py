"""Faults in how a body is read that is odd, and JSON all the same: white space, escapes, numbers, nesting, size."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from kms_targets.reference import json11
from kms_targets.reference.faults.fault import CRASH, Change, Fault, Kind, rule
from kms_targets.reference.operations.custom_key_stores.page import CREDENTIAL, PAGE
from kms_targets.reference.rules import DROPPED, RefusalError

Parse = Callable[[bytes], object]

DEEP = 50_000  # arrays in each other
LARGE = 1_000_000  # bytes
_KNOWN = {CREDENTIAL, *PAGE.texts}
_HALF = re.compile("[\ud800-\udfff]")


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, parse in _TABLE:
        yield _fault(name, requirement, description, rule(parse=parse))
    yield _fault("empty-refused", "empty-body", "an empty body is refused", rule(nothing=b""))


def _fault(name: str, requirement: str, description: str, change: Change) -> Fault:
    return Fault(f"body-{name}", f"protocol.json11.{requirement}", Kind.WIRE, description, change)


def _refused(when: Callable[[bytes], object]) -> Parse:
    def parse(body: bytes) -> object:
        if when(body):
            raise ValueError
        return json11.parse(body)

    return parse


def _failing(when: Callable[[bytes], object]) -> Parse:
    def parse(body: bytes) -> object:
        if when(body):
            raise RefusalError(CRASH)
        return json11.parse(body)

    return parse


def _escapes_kept(body: bytes) -> object:
    r"""An escape at the beginning of a name stays as it is: "\u004eame" is no Name."""
    return json11.parse(re.sub(rb'"\\u([0-9a-f]{4}\w*"\s*:)', rb'"\\\\u\1', body))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise RefusalError(CRASH)
    return dict(pairs)


def _no_name_twice(body: bytes) -> object:
    json11.parse(body)
    return json.loads(body, object_pairs_hook=_once)


def _fail_for(word: str) -> object:
    raise RefusalError(CRASH)


def _constants(read: Callable[[str], object]) -> Parse:
    def parse(body: bytes) -> object:
        return json.JSONDecoder(parse_constant=read).decode(body.decode())

    return parse


def _infinite(body: bytes) -> object:
    def number(digits: str) -> float:
        found = float(digits)
        if found == float("inf"):
            raise RefusalError(CRASH)
        return found

    json11.parse(body)
    return json.loads(body, parse_float=number)


def _halves(body: bytes) -> object:
    """Half of a surrogate pair fails where an unknown member is written down."""
    found = json11.parse(body)
    for name, value in found.items() if isinstance(found, dict) else ():
        if name not in _KNOWN and (_HALF.search(name) or (isinstance(value, str) and _HALF.search(value))):
            raise RefusalError(CRASH)
    return found


def _deep(body: bytes) -> object:
    if body.count(b"[") > DEEP:
        raise RefusalError(DROPPED)
    return json11.parse(body)


_TABLE: tuple[tuple[str, str, str, Parse], ...] = (
    ("space-refused", "white-space", "white space before the body is refused", _refused(lambda b: b[:1].isspace())),
    ("tab-refused", "white-space", "tabulators between tokens are refused", _refused(lambda body: b"\n\t" in body)),
    ("escapes-kept", "string-escapes", "escapes in names are not read", _escapes_kept),
    ("mark-500", "byte-order-mark", "a byte order mark gets 500", _failing(lambda b: b[:3] == b"\xef\xbb\xbf")),
    ("twice-500", "duplicate-keys", "a name that stands twice gets 500", _no_name_twice),
    ("nan-500", "not-a-number", "NaN gets 500", _constants(_fail_for)),
    ("nan-text", "not-a-number", "NaN is taken for a text", _constants(str)),
    ("digits-500", "huge-numbers", "numbers of thousands of digits get 500", _failing(re.compile(rb"\d{4000}").search)),
    ("infinite-500", "huge-numbers", "numbers that no float holds get 500", _infinite),
    ("deep-dropped", "nesting", "very deep nesting gets no answer", _deep),
    ("half-500", "lone-surrogates", "half of a surrogate pair in an unknown member gets 500", _halves),
    ("large-500", "large-body", "a body of a million bytes gets 500", _failing(lambda body: len(body) > LARGE)),
)
