"""Lines broken at spaces only where that can be: an id, a path or a URL is never broken in the middle."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

LONGEST = 240
"""A word of more cells is broken all the same: it is no id."""

MORE = " ..."

_HALF_SAID = re.compile(r" and( \d[\d,]*)?$")
"""Half of `and 14 more`, which says nothing at the end of what is cut."""

_WHOLE = re.compile(r"[\w.\-/:\[\]{}~,'\"()<>=*?&%+@]+", re.ASCII)


def wrap(line: str, room: int) -> list[str]:
    """The line in pieces of at most `room` cells; a word that is longer and may not be broken is a piece by itself."""
    pieces: list[str] = []
    current = ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if cell_len(longer) <= room:
            current = longer
            continue
        if current:
            pieces.append(current)
        if cell_len(word) > room and not (len(word) <= LONGEST and _WHOLE.fullmatch(word)):
            *whole, word = chop_cells(word, room)
            pieces += whole
        current = word
    return [*pieces, current]


def first_pieces(line: str, room: int, most: int) -> list[str]:
    """The first `most` pieces of the line, the last of them with three dots where there are more."""
    pieces = wrap(line, room)
    if len(pieces) <= most:
        return pieces
    last, *_ = wrap(pieces[most - 1], room - len(MORE))
    return [*pieces[: most - 1], _HALF_SAID.sub("", last.rstrip()) + MORE]
