"""AWS JSON 1.1: what a body is read as, and how a problem is answered. Nothing here knows a member."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from kms_targets.reference.rules import Answer, Problem
from kms_targets.reference.state.stores import Values

PREFIX = "TrentService."


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)
encode = json.JSONEncoder(separators=(",", ":")).encode


def target(value: str) -> str:
    """X-Amz-Target as the operation it names: exactly as it is."""
    return value


def parse(body: bytes) -> object:
    """The JSON value of a UTF-8 body. Raises ValueError or RecursionError where there is none."""
    found: object = _DECODER.decode(body.decode())
    return found


def object_of(value: object) -> dict[str, Any] | None:
    """The value as an object, or None where it is none."""
    return value if isinstance(value, dict) else None


def error_form(problem: Problem, values: Values) -> Answer:
    """An error as the service sends it: the code in `__type`, a message beside it."""
    return Answer(problem.status, encode({"__type": problem.code, "message": problem.message}).encode())


def success(result: object) -> Answer:
    """An answer with status 200."""
    return Answer(200, encode(result).encode())
