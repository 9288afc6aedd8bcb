"""Lines for people: on a terminal broken at spaces, so that no id is broken in the middle; elsewhere as they are."""

from __future__ import annotations

import shutil
import sys

HANG = 2
"""What a line goes on with stands so much further in."""

LEAST = 20


def say(text: str) -> None:
    """Print it."""
    if not sys.stdout.isatty():
        print(text)
        return
    from kms_reports.formats.terminal.wrap import wrap

    for line in text.split("\n"):
        inner = line.lstrip(" ")
        indent = len(line) - len(inner)
        first, *rest = wrap(inner, max(shutil.get_terminal_size().columns - indent - HANG, LEAST))
        print("\n".join([" " * indent + first, *(" " * (indent + HANG) + piece for piece in rest)]))
