"""Bytes that are no request of AWS JSON 1.1, by the requirement they break. All of them are whole HTTP requests.

Each is made of a valid request, so that a target which reads it all the same has nothing else to refuse it for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from kms_strategies.cases import Wire
from kms_strategies.requests.wire.bodies import needs_no_member

# What stands for a value in other languages, or in other dialects of this one.
_NO_WORDS = (b"True", b"None", b"NULL", b"undefined", b".5", b"5.", rb'"\x41"', rb'"\q"', b"`a`")
DEEP = 5000  # nested arrays: more than any request has


def _malformed(operation: str, valid: bytes) -> Iterator[Wire]:
    for body, note in (
        (b"", "no body at all"),
        (b"{", "a brace that is never closed"),
        (b"not json", "text that is no JSON"),
        (valid[:-1], "a request cut short"),
        (valid[:-2], "a request cut short in its last value"),
        (valid[:-1] + b",}", "a comma too many"),
        (valid + b"}", "a brace too many"),
        (valid.replace(b'"', b"'"), "single quotes"),
        (valid[:-1] + b', "Other": 0x10}', "a number in hexadecimal"),
        (valid[:-1] + b', "Other": +1}', "a number with a plus"),
        (valid[:-1] + b', "Other": 010}', "a number that begins with a zero"),
        (valid[:-1] + b"/* none */}", "a comment"),
        (valid[:-1] + b"// none\n}", "a comment to the end of its line"),
        (b"{," + valid[1:], "a comma before the first name"),
        (valid.replace(b", ", b",, ", 1), "two commas"),
        (valid.replace(b", ", b" ", 1), "a comma too few"),
        (valid.replace(b'": ', b'"= ', 1), "an equals sign in the place of a colon"),
        *((valid[:-1] + b', "Other": ' + word + b"}", f"the word {word.decode()}") for word in _NO_WORDS),
        (b")]}',\n" + valid, "a guard against inclusion before the body"),
        (b"\xc2\xa0" + valid, "a no-break space before the body"),
        (valid.decode("utf-8").encode("utf-32"), "UTF-32"),
        (re.sub(rb'([{ ])"([A-Za-z]+)":', rb"\1\2:", valid), "names without quotes"),
        (valid.decode("utf-8").encode("utf-16"), "UTF-16"),
        (urlencode(_flat(valid)).encode("ascii"), "a form"),
        (_in_name(valid, b"\n"), "a raw line break in a string"),
        (_in_name(valid, b"\xff"), "a byte that is not UTF-8"),
        (_in_name(valid, b"\xc0\xaf"), "an overlong form, which is not UTF-8"),
        (b"[" * DEEP, f"{DEEP} arrays that are never closed"),
    ):
        if not _may_be_read(operation, body):
            yield Wire(body, note, operation)


def _may_be_read(operation: str, body: bytes) -> bool:
    """Whether a body is a request all the same, as one without members is in single quotes."""
    if not body.strip():
        return needs_no_member(operation)
    try:
        json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def _flat(valid: bytes) -> dict[str, str]:
    """The members of a request, each with its value as text."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(valid).items()}


def _in_name(valid: bytes, inserted: bytes) -> bytes:
    """The bytes with others in the middle of the last string."""
    return valid[:-4] + inserted + valid[-4:]


def _no_object(operation: str, valid: bytes) -> Iterator[Wire]:
    for body, note in (
        (b"[]", "an array"),
        (b'"CustomKeyStoreName"', "a string"),
        (b"1", "a number"),
        (b"true", "a boolean"),
        (b"[" + valid + b"]", "a request in an array"),
        (b'"' + valid.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"', "a request in a string"),
        (b"[" * DEEP + b"]" * DEEP, f"{DEEP} nested arrays"),
    ):
        yield Wire(body, note, operation)


def _unknown(operation: str, valid: bytes) -> Iterator[Wire]:
    camel = operation[:1].lower() + operation[1:]
    near = (operation.lower(), operation.swapcase(), camel, operation[:-1], *(f"{operation}{end}" for end in "s1/"))
    for name in (*near, "NoSuchOperation"):
        yield Wire(valid, f"the operation {name}", name)
    yield Wire(valid, "no X-Amz-Target at all")


WIRES: dict[str, Callable[[str, bytes], Iterator[Wire]]] = {
    "malformed-body": _malformed,
    "not-an-object": _no_object,
    "unknown-operation": _unknown,
}
