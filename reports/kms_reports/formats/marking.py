"""A request as it is shown, with the member marked that a requirement is about. Pure."""

from __future__ import annotations

import re

Piece = tuple[bool, str]
"""Whether it is marked, and the text."""

_VALUE = r'(?:"(?:[^"\\]|\\.)*"(?: \([\d,]+ characters\))?|\[[^\[\]]*\]|\{[^{}]*\}|[^\s,\[\]{}]+)'


def marked(written: str, subject: str) -> list[list[Piece]]:
    """The lines of a request that is one member a line or, where it is short, on one line; each in pieces.

    `subject` is a member's path. Of an element of a list, or a key of a map, all of that list or map is marked.
    """
    member = next((part for part in reversed(subject.split(".")) if part[:1].isupper()), None)
    if member is None:
        return [[(False, line)] for line in written.split("\n")]
    found: list[list[Piece]] = []
    within: int | None = None  # the indent of the marked member whose value goes on
    start = f'"{member}":'
    inside = re.compile(f"({re.escape(start)} {_VALUE})")
    for line in written.split("\n"):
        indent = len(line) - len(line.lstrip())
        if within is not None:
            found.append([(True, line)])
            within = None if indent <= within else within
        elif line.lstrip().startswith(start):
            found.append([(True, line)])
            within = indent if line.endswith(("{", "[")) else None
        else:
            pieces = inside.split(line)
            found.append([(at % 2 == 1, piece) for at, piece in enumerate(pieces) if piece])
    return found
