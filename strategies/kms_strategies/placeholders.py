"""Requests with holes, filled anew each time a request leaves.

Whatever has to be unique (a name, a cluster, a secret) is written with holes, which are filled when the request is
sent. So an example that Hypothesis replays or shrinks never collides with itself, each secret sent is a mark of its
own, and what is shown instead of a secret breaks the same requirements as what was sent. A hole is one character of a
Unicode noncharacter, which no documented value contains. Of a run of holes the start is random and the rest one and
the same letter, so that long values stay readable; equal runs of one member are filled alike in a case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from random import Random

from kms_specification.facts import Json

LOWER, UPPER, HEX, WIDE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"

_ALPHABETS = {
    # No edge of any character class: which of those are taken is for the vectors to ask, one at a time.
    LOWER: "bcde",
    UPPER: "BCDE",
    HEX: "3456bcde",
    # Enough for one character to be unique by chance: the unified ideographs of Unicode 1.
    WIDE: "".join(map(chr, range(0x4E00, 0x9FA6))),
}
# What a secret is filled with: letters that no name, id or number of ours holds, so that a mark is in nothing else.
_SECRET = {LOWER: "ghjkmnpqrstvw", UPPER: "GHJKMNPQRSTVW"}
_RUN = re.compile("([\ufdd0-\ufdd3])\\1*")
RANDOM = 12  # characters of a run that are chosen at random


def placeholders(value: str) -> int:
    """How many characters of a value are chosen when it is sent."""
    return sum(c in _ALPHABETS for c in value)


class Substitution:
    """One way to fill the holes of all the requests of a case."""

    __slots__ = ("_filled", "_random", "_secret")

    def __init__(self, random: Random, secret: Collection[str] = frozenset()) -> None:
        self._random = random
        self._secret = secret
        self._filled: dict[tuple[str, str, int], str] = {}

    def __call__(self, value: Json, member: str = "") -> Json:
        """A copy of `value`, which belongs to `member`, without holes."""
        if isinstance(value, str):
            return self._string(value, member)
        if isinstance(value, dict):
            # What NewCustomKeyStoreName is to be is filled as a CustomKeyStoreName is.
            return {self._string(name, member): self(inner, name.removeprefix("New")) for name, inner in value.items()}
        if isinstance(value, list):
            return [self(inner, member) for inner in value]
        return value

    def _string(self, template: str, member: str) -> str:
        if template.isascii():
            return template
        found: list[str] = []
        at = 0
        for number, run in enumerate(_RUN.finditer(template)):
            found += (template[at : run.start()], self._letters(member, run[0], number))
            at = run.end()
        return "".join(found) + template[at:]

    def _letters(self, member: str, run: str, number: int) -> str:
        filled = self._filled.get((member, run, number))
        if filled is None:
            alphabet = _SECRET.get(run[0], _ALPHABETS[run[0]]) if member in self._secret else _ALPHABETS[run[0]]
            chosen = _chosen(self._random, alphabet, min(len(run), RANDOM))
            filled = self._filled[member, run, number] = chosen + alphabet[0] * (len(run) - len(chosen))
        return filled

    def canaries(self, members: Collection[str], least: int) -> Iterator[str]:
        """The random part of each run of those members, and its start, where it has at least `least` characters."""
        for (member, _, _), filled in self._filled.items():
            if member in members and len(filled) >= least:
                yield from dict.fromkeys((filled[:RANDOM], filled[:least]))


def _chosen(random: Random, alphabet: str, length: int) -> str:
    if len(alphabet) > 256:
        return "".join(random.choices(alphabet, k=length))
    return random.randbytes(length).translate(_table(alphabet)).decode("ascii")


@cache
def _table(alphabet: str) -> bytes:
    """A letter for each byte: nearly as often as each other, and many times faster than one choice a letter."""
    return bytes(ord(alphabet[n % len(alphabet)]) for n in range(256))


def stand_in(template: Json, sent: Json) -> Json:
    """What is shown instead of `sent`: another filling, in which every chosen character differs."""
    if isinstance(template, str) and isinstance(sent, str):
        return "".join(_other(hole, c) if hole in _ALPHABETS else c for hole, c in zip(template, sent, strict=True))
    if isinstance(template, dict) and isinstance(sent, dict):
        # The keys of a map may have placeholders too; both have them in the same order.
        pairs = zip(template.items(), sent.items(), strict=True)
        return {str(stand_in(name, as_sent)): stand_in(inner, other) for (name, inner), (as_sent, other) in pairs}
    if isinstance(template, list) and isinstance(sent, list):
        return [stand_in(t, s) for t, s in zip(template, sent, strict=True)]
    return sent


def _other(hole: str, character: str) -> str:
    shown = _ALPHABETS[hole]
    return shown[0] if character != shown[0] else shown[1]
