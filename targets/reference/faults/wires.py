"""Faults of the protocol itself: bodies that are no JSON, or no object, and operations that do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from targets.reference import wire
from targets.reference.endpoint import CREATE
from targets.reference.faults.fault import Change, Fault, Kind, rule
from targets.reference.rules import DROPPED, Answer, Problem, RefusalError

_CRASH = Problem("KMSInternalException", "An internal exception occurred.", 500)
_HTML = Answer(404, b"<html><body>Not Found</body></html>", b"text/html")
_DONE = Answer(200, b"{}")


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, change in _TABLE:
        yield Fault(f"wire-{name}", f"protocol.json11.{requirement}", Kind.WIRE, description, change)


def _trailing(body: bytes) -> object:
    found, _ = json.JSONDecoder().raw_decode(body.decode().lstrip())
    return found


def _control_characters(body: bytes) -> object:
    return json.JSONDecoder(strict=False).decode(body.decode())


def _replaced(body: bytes) -> object:
    return wire.parse(body.decode("utf-8", "replace").encode())


def _latin(body: bytes) -> object:
    try:
        return wire.parse(body)
    except UnicodeDecodeError:
        return wire.parse(body.decode("latin-1").encode())


def _closed(body: bytes) -> object:
    try:
        return wire.parse(body)
    except ValueError:
        return wire.parse(body + b"}")


def _trailing_comma(body: bytes) -> object:
    try:
        return wire.parse(body)
    except ValueError:
        return wire.parse(body.rstrip().removesuffix(b"}").rstrip().removesuffix(b",") + b"}")


def _instead_of(error: type[Exception], result: Problem | Answer) -> Callable[[bytes], object]:
    def parse(body: bytes) -> object:
        try:
            return wire.parse(body)
        except error:
            raise RefusalError(result) from None

    return parse


def _unwrapped(value: object) -> dict[str, Any] | None:
    first = value[0] if isinstance(value, list) and len(value) == 1 else value
    return first if isinstance(first, dict) else None


def _twice_encoded(value: object) -> dict[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _any_case(target: str) -> str:
    return CREATE if target.lower() == CREATE.lower() else target


def _or_create(target: str) -> str:
    return target or CREATE


_BODY = "malformed-body"
_OBJECT = "not-an-object"
_OPERATION = "unknown-operation"
_TABLE: tuple[tuple[str, str, str, Change], ...] = (
    ("trailing-accepted", _BODY, "what follows the JSON text is ignored", rule(parse=_trailing)),
    ("control-accepted", _BODY, "bare control characters are taken in strings", rule(parse=_control_characters)),
    ("utf8-replaced", _BODY, "what is not UTF-8 is replaced", rule(parse=_replaced)),
    ("utf8-latin", _BODY, "what is not UTF-8 is read as Latin 1", rule(parse=_latin)),
    ("truncated-accepted", _BODY, "a missing brace at the end is added", rule(parse=_closed)),
    ("comma-accepted", _BODY, "a comma before the last brace is taken", rule(parse=_trailing_comma)),
    ("malformed-500", _BODY, "a malformed body gets 500", rule(malformed=_CRASH)),
    ("malformed-200", _BODY, "a malformed body gets 200", rule(malformed=_DONE)),
    ("malformed-html", _BODY, "a malformed body gets HTML", rule(malformed=_HTML)),
    ("malformed-dropped", _BODY, "a malformed body gets no answer", rule(malformed=DROPPED)),
    ("utf8-500", _BODY, "what is not UTF-8 gets 500", rule(parse=_instead_of(UnicodeDecodeError, _CRASH))),
    ("deep-500", _BODY, "deep nesting gets 500", rule(parse=_instead_of(RecursionError, _CRASH))),
    ("deep-dropped", _BODY, "deep nesting gets no answer", rule(parse=_instead_of(RecursionError, DROPPED))),
    ("array-unwrapped", _OBJECT, "an array of one request is unwrapped", rule(object_of=_unwrapped)),
    ("string-parsed", _OBJECT, "a string that holds a request is parsed", rule(object_of=_twice_encoded)),
    ("not-object-500", _OBJECT, "a body that is no object gets 500", rule(not_an_object=_CRASH)),
    ("not-object-200", _OBJECT, "a body that is no object gets 200", rule(not_an_object=_DONE)),
    ("not-object-html", _OBJECT, "a body that is no object gets HTML", rule(not_an_object=_HTML)),
    ("not-object-dropped", _OBJECT, "a body that is no object gets no answer", rule(not_an_object=DROPPED)),
    ("unknown-500", _OPERATION, "an unknown operation gets 500", rule(unknown_operation=_CRASH)),
    ("unknown-200", _OPERATION, "an unknown operation gets 200", rule(unknown_operation=_DONE)),
    ("unknown-html", _OPERATION, "an unknown operation gets HTML", rule(unknown_operation=_HTML)),
    ("unknown-dropped", _OPERATION, "an unknown operation gets no answer", rule(unknown_operation=DROPPED)),
    ("target-case", _OPERATION, "X-Amz-Target is read without regard to case", rule(target=_any_case)),
    ("target-missing", _OPERATION, "no X-Amz-Target means CreateCustomKeyStore", rule(target=_or_create)),
)
