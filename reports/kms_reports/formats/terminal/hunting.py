"""A search without end as it goes: one live line on a terminal, elsewhere a line every ten seconds at most.

A finding is a line of its own at once, wherever it is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.live import Live
from rich.text import Text

from kms_reports.formats.terminal.live import live
from kms_reports.formats.terminal.progress import EVERY, REFRESH
from kms_reports.result import Result
from kms_reports.sanitize import count, cut, shown

LONGEST = 300  # characters of a finding's reason
RED, DIM = "red", "dim"


class Hunting:
    """Shows a search. Call `advance` as often as there is news, `found` for each finding, and `close`."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._clock = console, clock
        self._start = self._shown = clock()
        self._found: float | None = None
        self._findings = 0
        self._live: Live | None = None

    def advance(self, requests: int, signatures: int) -> None:
        """So many requests were sent, and so many of their answers were new."""
        now = self._clock()
        if live(self._console):
            self._draw(now, requests, signatures)
        elif now - self._shown >= EVERY:
            self._shown = now
            self._console.print(Text(self.line(now, requests, signatures)), soft_wrap=True)

    def line(self, now: float, requests: int, signatures: int) -> str:
        """Requests, rate, new signatures, findings and the time since the last, in a line."""
        spent = max(now - self._start, 1e-9)
        parts = [count(requests, "request"), f"{requests / spent:,.0f}/s", count(signatures, "signature")]
        parts.append(count(self._findings, "finding"))
        if self._found is not None:
            parts.append(f"the last {now - self._found:,.0f} s ago")
        return ", ".join(parts)

    def found(self, result: Result) -> None:
        """One more finding."""
        self._findings += 1
        self._found = self._clock()
        line = f"{result.id}: {result.verdict}: {cut(result.reason, LONGEST)}"
        self._console.print(Text(shown(line), style=RED), soft_wrap=True)

    def close(self) -> None:
        """Takes the live line away. May be called more than once."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _draw(self, now: float, requests: int, signatures: int) -> None:
        if self._live is None:
            self._live = Live(
                console=self._console,
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()
            self._shown = now - REFRESH
        if now - self._shown >= REFRESH:
            self._shown = now
            text = Text(self.line(now, requests, signatures), style=DIM, no_wrap=True, overflow="ellipsis")
            self._live.update(text, refresh=True)
