"""Faults of JSON types: a value that is no string, or no object, taken for one or answered badly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from kms_targets.reference.faults.fault import (
    CRASH,
    SLUGS,
    Fault,
    Kind,
    of,
    rule,
    text,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    ANCHOR,
    CREDENTIAL,
    NAME,
    PASSWORD,
    SERVICE,
    TEXTS,
    TYPE,
)
from kms_targets.reference.rules import DROPPED, WrongTypeError

_STAND_IN = {"AccessKeyId": "A" * 20, "RawSecretAccessKey": "A" * 43}


def faults() -> Iterator[Fault]:
    """All of them."""
    for member in TEXTS:
        yield _text(member, "takes-array", "an array of one string is unwrapped", _unwrapped)
    for member in (NAME, PASSWORD, ANCHOR):
        yield _text(member, "takes-number", "a number is written as a string", _number)
    for member in (NAME, ANCHOR):
        yield _text(member, "takes-boolean", "true is written as a string", _boolean)
        yield _text(member, "takes-object", "an object is written as a string", _object)
    yield _text(TYPE, "wrong-is-absent", "what is no string is taken for nothing", lambda value: None)
    yield _text(SERVICE, "wrong-is-absent", "what is no string is taken for nothing", lambda value: None)
    yield _credential("takes-array", "an array of one object is unwrapped", _first_object)
    yield _credential("takes-json", "a string that holds JSON is read", _parsed)
    yield _credential("takes-string", "any string will do", lambda value: _STAND_IN if isinstance(value, str) else None)
    yield _wrong("wrong-type-500", "a wrong JSON type gets 500", rule(wrong_type=CRASH))
    yield _wrong("wrong-type-dropped", "a wrong JSON type gets no answer", rule(wrong_type=DROPPED))


def _text(member: str, slug: str, description: str, read: Callable[[object], str | None]) -> Fault:
    name = f"{SLUGS[member]}-{slug}"
    return Fault(name, of(f"{member}.type"), Kind.WIRE, f"{member}: {description}", text(member, read=read))


def _credential(slug: str, description: str, reading: Callable[[object], dict[str, Any] | None]) -> Fault:
    def read(value: object) -> dict[str, Any] | None:
        return value if isinstance(value, dict) else reading(value)

    described = f"{CREDENTIAL}: {description}"
    return Fault(f"credential-{slug}", of(f"{CREDENTIAL}.type"), Kind.WIRE, described, rule(credential_of=read))


def _wrong(name: str, description: str, change: Callable[..., Any]) -> Fault:
    return Fault(name, of(f"{NAME}.type"), Kind.WIRE, description, change, spreads=True)


def _unwrapped(value: object) -> str:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    raise WrongTypeError


def _number(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise WrongTypeError


def _boolean(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    raise WrongTypeError


def _object(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value)
    raise WrongTypeError


def _first_object(value: object) -> dict[str, Any] | None:
    return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) else None


def _parsed(value: object) -> dict[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
