"""Requests with holes, filled anew each time a request leaves.

Whatever has to be unique (a name, a cluster, a secret) is written with holes, which are filled when the request is
sent. So an example that Hypothesis replays or shrinks never collides with itself, each secret sent is a mark of its
own, and what is shown instead of a secret breaks the same requirements as what was sent. A hole is one character of a
Unicode noncharacter, which no documented value contains; equal strings of one member are filled alike in a case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from random import Random

from spec.facts import Json

LOWER, UPPER, HEX, WIDE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"

_ALPHABETS = {
    LOWER: "abcdefghijklmnopqrstuvwxyz",
    UPPER: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    HEX: "0123456789abcdef",
    # Enough for one character to be unique by chance: the unified ideographs of Unicode 1.
    WIDE: "".join(map(chr, range(0x4E00, 0x9FA6))),
}
_RUN = re.compile("([\ufdd0-\ufdd3])\\1*")


def holes(value: str) -> int:
    """How many characters of a value are chosen when it is sent."""
    return sum(c in _ALPHABETS for c in value)


class Filling:
    """One way to fill the holes of all the requests of a case."""

    __slots__ = ("_filled", "_random")

    def __init__(self, random: Random) -> None:
        self._random = random
        self._filled: dict[tuple[str, str], str] = {}

    def __call__(self, value: Json, member: str = "") -> Json:
        """A copy of `value`, which belongs to `member`, without holes."""
        if isinstance(value, str):
            return self._string(value, member)
        if isinstance(value, dict):
            return {name: self(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self(inner, member) for inner in value]
        return value

    def _string(self, template: str, member: str) -> str:
        if template.isascii():
            return template
        filled = self._filled.get((member, template))
        if filled is None:
            filled = self._filled[member, template] = _RUN.sub(self._letters, template)
        return filled

    def _letters(self, run: re.Match[str]) -> str:
        return "".join(self._random.choices(_ALPHABETS[run[1]], k=len(run[0])))

    def marks(self, members: Collection[str], least: int) -> Iterator[str]:
        """The longest filled run of each string of those members, where it has at least `least` characters."""
        for (member, template), filled in self._filled.items():
            if member not in members:
                continue
            runs = [filled[m.start() : m.end()] for m in _RUN.finditer(template)]
            longest = max(runs, key=len, default="")
            if len(longest) >= least:
                yield longest


def stand_in(template: Json, sent: Json) -> Json:
    """What is shown instead of `sent`: another filling, in which every chosen character differs."""
    if isinstance(template, str) and isinstance(sent, str):
        return "".join(_other(hole, c) if hole in _ALPHABETS else c for hole, c in zip(template, sent, strict=True))
    if isinstance(template, dict) and isinstance(sent, dict):
        return {name: stand_in(template[name], sent[name]) for name in template}
    if isinstance(template, list) and isinstance(sent, list):
        return [stand_in(t, s) for t, s in zip(template, sent, strict=True)]
    return sent


def _other(hole: str, character: str) -> str:
    shown = _ALPHABETS[hole]
    return shown[0] if character != shown[0] else shown[1]
