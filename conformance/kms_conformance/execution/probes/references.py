"""References in a request to what was set up for it, which are replaced once that is known."""

from __future__ import annotations

import re
from collections.abc import Callable

from kms_specification.facts import Json

REFERENCE = re.compile("\ufdd8(\\d+)(?::([\\w.]+))?\ufdd9")


def refer(number: int, path: str = "") -> str:
    """A value that is known only once the probe's setup is done: the id of the nth resource that was set up, or with
    `path` the value at that dotted path in the answer to the nth setup request."""
    return f"\ufdd8{number}{':' + path if path else ''}\ufdd9"


def resolved(value: Json, known: Callable[[int, str], Json]) -> Json:
    """The value with its references replaced."""
    if isinstance(value, str):
        whole = REFERENCE.fullmatch(value)
        return value if whole is None else known(int(whole[1]), whole[2] or "")
    if isinstance(value, dict):
        return {name: resolved(inner, known) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, known) for inner in value]
    return value


def refers(value: Json) -> bool:
    """Whether there is a reference anywhere in a value."""
    if isinstance(value, str):
        return not value.isascii() and REFERENCE.fullmatch(value) is not None
    if isinstance(value, dict):
        return any(map(refers, value.values()))
    return isinstance(value, list) and any(map(refers, value))
