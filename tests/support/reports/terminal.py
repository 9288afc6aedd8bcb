"""A run as it is printed."""

from __future__ import annotations

import io

from rich.console import Console

from kms_reports.formats.terminal.report import NORMAL, Terminal
from kms_reports.result import (
    Run,
)


def printed(
    run: Run, *, terminal: bool = False, advance: bool = False, width: int = 80, verbosity: int = NORMAL
) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    shown = Terminal(console, total=len(run.results), verbosity=verbosity)
    shown.header(run)
    if advance:
        for result in run.results:
            shown.advance(result)
    shown.report(run)
    return out.getvalue()
