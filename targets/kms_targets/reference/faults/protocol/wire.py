"""Faults of the protocol itself: bodies that are no JSON, or no object, and operations that do not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from kms_targets.reference import json11
from kms_targets.reference.endpoint import CREATE
from kms_targets.reference.faults.fault import (
    CRASH,
    Change,
    Fault,
    Kind,
    of,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.page import CREDENTIAL, PAGE
from kms_targets.reference.rules import DROPPED, Answer, Problem, RefusalError

_HTML = Answer(404, b"<html><body>Not Found</body></html>", b"text/html")
_DONE = Answer(200, b"{}")


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, change in _TABLE:
        yield Fault(f"wire-{name}", f"protocol.json11.{requirement}", Kind.WIRE, description, change)
    for name, requirement, description, change in _NAMES:
        yield Fault(f"wire-{name}", of(requirement), Kind.WIRE, description, change)


def _trailing(body: bytes) -> object:
    found, _ = json.JSONDecoder().raw_decode(body.decode().lstrip())
    return found


def _control_characters(body: bytes) -> object:
    return json.JSONDecoder(strict=False).decode(body.decode())


def _replaced(body: bytes) -> object:
    return json11.parse(body.decode("utf-8", "replace").encode())


def _latin(body: bytes) -> object:
    try:
        return json11.parse(body)
    except UnicodeDecodeError:
        return json11.parse(body.decode("latin-1").encode())


def _closed(body: bytes) -> object:
    try:
        return json11.parse(body)
    except ValueError:
        return json11.parse(body + b"}")


def _words(body: bytes) -> object:
    """What Python calls null and true, where it is no text."""
    return json11.parse(re.sub(rb"(: ?)(None|True)", lambda found: found[1] + b"null", body))


def _one_comma(body: bytes) -> object:
    return json11.parse(re.sub(rb",(\s*,)+", b",", body))


def _trailing_comma(body: bytes) -> object:
    try:
        return json11.parse(body)
    except ValueError:
        return json11.parse(body.rstrip().removesuffix(b"}").rstrip().removesuffix(b",") + b"}")


def _hexadecimal(body: bytes) -> object:
    return json11.parse(re.sub(rb":\s*0x([0-9a-f]+)", lambda found: b":%d" % int(found[1], 16), body))


def _signed(body: bytes) -> object:
    return json11.parse(re.sub(rb":\s*\+([0-9])", rb":\1", body))


def _without_comments(body: bytes) -> object:
    return json11.parse(re.sub(rb"/\*.*?\*/|(?<!:)//[^\n\"]*\n", b"", body))


def _any_encoding(body: bytes) -> object:
    found: object = json.loads(body)
    return found


def _quoted(body: bytes) -> object:
    return json11.parse(re.sub(rb"([{,]\s*)([A-Za-z]+)(\s*:)", rb'\1"\2"\3', body))


def _from_zero(body: bytes) -> object:
    return json11.parse(re.sub(rb":\s*0+([0-9])", rb":\1", body))


def _form(body: bytes) -> object:
    try:
        return json11.parse(body)
    except ValueError:
        found = dict(parse_qsl(body.decode(), strict_parsing=True))
        return {name: json.loads(value) if value.startswith("{") else value for name, value in found.items()}


def _paired(body: bytes) -> object:
    if re.search(rb"\\ud[89ab]..(?!\\ud[c-f])", body, re.IGNORECASE):
        raise RefusalError(CRASH)
    return json11.parse(body)


def _joined(name: str) -> str:
    return name.replace("_", "").lower()


def _named(read: Callable[[str], str]) -> Change:
    """Members are known by what is made of their names."""
    known = {read(name): name for name in (*PAGE.texts, CREDENTIAL) if "." not in name}

    def object_of(value: object) -> dict[str, Any] | None:
        found = json11.object_of(value)
        return None if found is None else {known.get(read(name), name): inner for name, inner in found.items()}

    return rule(object_of=object_of)


def _instead_of(error: type[Exception], result: Problem | Answer) -> Callable[[bytes], object]:
    def parse(body: bytes) -> object:
        try:
            return json11.parse(body)
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
    ("hexadecimal-accepted", _BODY, "numbers are taken in hexadecimal", rule(parse=_hexadecimal)),
    ("plus-accepted", _BODY, "numbers are taken with a plus", rule(parse=_signed)),
    ("comments-accepted", _BODY, "comments are passed over", rule(parse=_without_comments)),
    ("utf16-accepted", _BODY, "the encoding of a body is guessed", rule(parse=_any_encoding)),
    ("unquoted-accepted", _BODY, "names are taken without quotes", rule(parse=_quoted)),
    ("words-accepted", _BODY, "None and True are taken for null and true", rule(parse=_words)),
    ("commas-accepted", _BODY, "two commas are taken for one", rule(parse=_one_comma)),
    ("zeros-accepted", _BODY, "numbers may begin with zeros", rule(parse=_from_zero)),
    ("form-accepted", _BODY, "a form is taken", rule(parse=_form)),
    ("malformed-500", _BODY, "a malformed body gets 500", rule(malformed=CRASH)),
    ("malformed-200", _BODY, "a malformed body gets 200", rule(malformed=_DONE)),
    ("malformed-html", _BODY, "a malformed body gets HTML", rule(malformed=_HTML)),
    ("malformed-dropped", _BODY, "a malformed body gets no answer", rule(malformed=DROPPED)),
    ("utf8-500", _BODY, "what is not UTF-8 gets 500", rule(parse=_instead_of(UnicodeDecodeError, CRASH))),
    ("deep-500", _BODY, "deep nesting gets 500", rule(parse=_instead_of(RecursionError, CRASH))),
    ("deep-dropped", _BODY, "deep nesting gets no answer", rule(parse=_instead_of(RecursionError, DROPPED))),
    ("array-unwrapped", _OBJECT, "an array of one request is unwrapped", rule(object_of=_unwrapped)),
    ("string-parsed", _OBJECT, "a string that holds a request is parsed", rule(object_of=_twice_encoded)),
    ("not-object-500", _OBJECT, "a body that is no object gets 500", rule(not_an_object=CRASH)),
    ("not-object-200", _OBJECT, "a body that is no object gets 200", rule(not_an_object=_DONE)),
    ("not-object-html", _OBJECT, "a body that is no object gets HTML", rule(not_an_object=_HTML)),
    ("not-object-dropped", _OBJECT, "a body that is no object gets no answer", rule(not_an_object=DROPPED)),
    ("unknown-500", _OPERATION, "an unknown operation gets 500", rule(unknown_operation=CRASH)),
    ("unknown-200", _OPERATION, "an unknown operation gets 200", rule(unknown_operation=_DONE)),
    ("unknown-html", _OPERATION, "an unknown operation gets HTML", rule(unknown_operation=_HTML)),
    ("unknown-dropped", _OPERATION, "an unknown operation gets no answer", rule(unknown_operation=DROPPED)),
    ("target-case", _OPERATION, "X-Amz-Target is read without regard to case", rule(target=_any_case)),
    ("target-missing", _OPERATION, "no X-Amz-Target means CreateCustomKeyStore", rule(target=_or_create)),
)
_REQUIRED = "CustomKeyStoreName.required"
_NAMES: tuple[tuple[str, str, str, Change], ...] = (
    ("names-folded", _REQUIRED, "names of members are read without regard to case", _named(str.lower)),
    ("names-of-camels", _REQUIRED, "names of members may begin in lower case", _named(lambda n: n[:1].upper() + n[1:])),
    ("names-of-snakes", _REQUIRED, "names of members are read without underscores", _named(_joined)),
    ("names-trimmed", _REQUIRED, "names of members are read without white space around them", _named(str.strip)),
    ("unpaired-500", "CustomKeyStoreName.type", "half of a surrogate pair gets 500", rule(parse=_paired)),
)
