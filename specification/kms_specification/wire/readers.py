"""Which error code each of AWS's SDKs reads in an answer, as a table. Pure.

Found by handing the SDKs one answer of each form. The protocol allows more forms than some of them read; where two
codes stand in one answer they read different ones, and so no code is more right than another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

HEADER = "X-Amzn-Errortype"
BODY = "__type"


class Reader(NamedTuple):
    """An SDK: the places where it looks for a code, in that order, and how it takes the code out of what stands there.

    `part` is the number of the part between `#` that it takes, where there are any. `mark`: it passes over a byte order
    mark.
    """

    name: str
    places: tuple[str, ...]
    part: slice | int
    mark: bool = False


_LAST, _SECOND = -1, 1
_AFTER_THE_FIRST = slice(1, None)

READERS: tuple[Reader, ...] = (
    Reader("boto3", (BODY,), _LAST),
    Reader("cli", (BODY,), _LAST),
    Reader("js", (BODY, "code", "Code", HEADER), _SECOND),
    Reader("go", (HEADER, BODY, "code", "Code"), _AFTER_THE_FIRST),
    Reader("java", (HEADER, BODY), _LAST, mark=True),
    Reader("rust", (HEADER, "code", BODY), _AFTER_THE_FIRST),
)
BOTO3 = READERS[0]


def read(reader: Reader, headers: Mapping[str, str], body: bytes) -> str | None:
    """The code that an SDK reads in an answer, or None where it finds none."""
    members = _object(body, mark=reader.mark)
    lower = {name.lower(): value for name, value in headers.items()}
    for place in reader.places:
        said = lower.get(place.lower()) if place == HEADER else members.get(place)
        if isinstance(said, str) and said:
            return _code(said, reader.part)
    return None


def _object(body: bytes, *, mark: bool) -> Mapping[str, object]:
    try:
        found = json.loads(body.decode("utf-8-sig" if mark else "utf-8"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _code(said: str, part: slice | int) -> str:
    word = said.partition(":")[0]
    if "#" not in word:
        return word
    parts = word.split("#")
    return "#".join(parts[part]) if isinstance(part, slice) else parts[part]
