"""Bytes that are no request of AWS JSON 1.1, by the requirement they break. All of them are whole HTTP requests."""

from __future__ import annotations

from collections.abc import Callable

from strategies.cases import Wire

DEEP = 500  # nested arrays: more than any request has, fewer than make a careful parser give up

_NAME = b'{"CustomKeyStoreName": "'

_MALFORMED = (
    (b"", "no body at all"),
    (b"{", "a brace that is never closed"),
    (b"not json", "text that is no JSON"),
    (b'{"CustomKeyStoreName": }', "a member without a value"),
    (b"{'CustomKeyStoreName': 'a'}", "single quotes"),
    (b'{"CustomKeyStoreName": "a"', "an object cut short"),
    (b'{"CustomKeyStoreName": "a"} {}', "two objects in a row"),
    (b'{"CustomKeyStoreName": "a",}', "a comma too many"),
    (_NAME + b'\xff\xfe"}', "bytes that are not UTF-8"),
    (_NAME + b'a\nb"}', "a raw line break in a string"),
    (b"[" * DEEP, f"{DEEP} arrays that are never closed"),
)
_NO_OBJECT = (
    (b"[]", "an array"),
    (b'"CustomKeyStoreName"', "a string"),
    (b"1", "a number"),
    (b"true", "a boolean"),
    (b'[{"CustomKeyStoreName": "a"}]', "an object in an array"),
    (b"[" * DEEP + b"]" * DEEP, f"{DEEP} nested arrays"),
)
_UNKNOWN = ("CreateCustomKeyStores", "createCustomKeyStore", "NoSuchOperation", "Create")


def _body(body: bytes, note: str) -> Callable[[str], Wire]:
    return lambda operation: Wire(body, note, operation)


def _target(name: str) -> Callable[[str], Wire]:
    return lambda _: Wire(b"{}", f"the operation {name}", name)


WIRES: dict[str, tuple[Callable[[str], Wire], ...]] = {
    "malformed-body": tuple(_body(body, note) for body, note in _MALFORMED),
    "not-an-object": tuple(_body(body, note) for body, note in _NO_OBJECT),
    "unknown-operation": tuple(_target(name) for name in _UNKNOWN),
}
