"""How far a run has come: one live line on a terminal, elsewhere a line every ten seconds at most."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich import progress
from rich.console import Console
from rich.table import Column

from kms_reports.formats.terminal.live import live
from kms_reports.formats.terminal.pace import Pace
from kms_reports.result import Result

REFRESH = 0.1  # seconds
EVERY = 10.0  # seconds between two lines where there is no terminal
GREEN, RED = "green", "red"
WIDEST, NARROWEST = 24, 4  # columns of the bar: it makes room for what is said beside it


class Progress:
    """Counts results of `total` requirements, each once. `say` prints a line where the console is no terminal.

    `pace` knows how long the rest takes; without one nothing is said of that.
    """

    def __init__(
        self,
        console: Console,
        total: int,
        say: Callable[[str], None],
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pace, self._seen = pace, set[str]()
        self._console, self._total, self._say, self._clock = console, total, say, clock
        self._start = self._shown = clock()
        self._done = self._cases = self._failed = 0
        self._live: progress.Progress | None = None
        self._bar = progress.BarColumn(WIDEST, complete_style=GREEN, finished_style=GREEN, pulse_style=GREEN)

    def advance(self, result: Result) -> None:
        """A requirement has its result. Said again, it is not counted again."""
        if result.id in self._seen:
            return
        self._seen.add(result.id)
        self._done += 1
        self._cases += result.cases
        self._failed += result.failed
        now = self._clock()
        if self._pace is not None:
            self._pace.done(result.id, now - self._start)
        if live(self._console):
            self._draw(now)
        elif now - self._shown >= EVERY:
            self._shown = now
            self._say(self.line(now))

    def line(self, now: float) -> str:
        """Done, rate, failures so far and, where it can be known, the time left, in a line."""
        spent = max(now - self._start, 1e-9)
        parts = [f"{self._done:,} of {self._total:,} requirements" if self._total else f"{self._done:,} requirements"]
        parts += [f"{self._cases / spent:,.0f} cases/s", f"{self._failed:,} broken"]
        left = self._pace.left(now - self._start) if self._pace is not None else None
        if left is not None:
            parts.append(f"about {_duration(left)} left")
        return ", ".join(parts)

    def close(self) -> None:
        """Take the live line away. May be called more than once."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _draw(self, now: float) -> None:
        if self._live is None:
            rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")
            self._live = progress.Progress(
                self._bar,
                progress.TextColumn("{task.description}", markup=False, table_column=rest),
                console=self._console,
                expand=True,
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.add_task("", total=self._total or None)
            self._live.start()
            self._shown = now - 2 * REFRESH
        if now - self._shown >= REFRESH:
            self._shown = now
            self._bar.complete_style = self._bar.finished_style = RED if self._failed else GREEN
            line = self.line(now)
            room = max(self._console.width - len(line) - 1, NARROWEST)
            self._bar.bar_width = min(room, self._bar.bar_width or WIDEST)
            self._live.update(self._live.task_ids[0], completed=self._done, description=line, refresh=True)


def _duration(seconds: float) -> str:
    """In words, no finer than an estimate is."""
    if seconds < 60:
        return f"{max(round(seconds / 5) * 5, 5)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
