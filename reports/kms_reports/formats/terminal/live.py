"""Where a line can be drawn anew."""

from __future__ import annotations

import os

from rich.console import Console


def live(console: Console) -> bool:
    """Whether the console is a terminal. One that FORCE_COLOR alone makes of a log has colours, and no live line."""
    return console.is_terminal and (console.file.isatty() or not os.environ.get("FORCE_COLOR"))
