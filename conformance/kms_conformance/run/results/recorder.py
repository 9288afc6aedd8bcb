"""The run as it is gathered: results as they come, from this process or from others, and the reports at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from rich.console import Console

from kms_conformance.run.results import baseline
from kms_conformance.run.results.baseline import Baseline
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, OURS, USAGE, judged_nothing
from kms_conformance.settings.options import REPORTS, Options
from kms_reports.formats import jsonl
from kms_reports.formats.table import JUNIT, Format
from kms_reports.formats.terminal.pace import Pace
from kms_reports.formats.terminal.report import Terminal
from kms_reports.result import (
    Counts,
    Result,
    Run,
)
from kms_reports.sanitize import count


class Screen(Console):
    """A terminal that may be closed while the run goes on, as by `| head`."""

    def on_broken_pipe(self) -> None:
        """Shows nothing any more. What Rich does here ends the program, and stores would be left."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass(slots=True)
class Record:
    """A run and where it is written to.

    `live`: a terminal that shows it as it goes, or None. `last`: the requirements judged when all others are.
    """

    run: Run
    options: Options
    total: int
    live: Console | None = None
    junitxml: str | None = None
    known: Baseline | None = None
    verbosity: int = 0
    last: Collection[str] = frozenset()
    errors: int = 0
    _start: float = field(default_factory=time.monotonic)
    _writer: jsonl.Writer | None = None
    _terminal: Terminal | None = None

    def begin(self) -> None:
        """Before the first result: the head of the files and of the terminal."""
        if self.options.results:
            self._writer = jsonl.Writer(self.options.results)
            self._writer.run(self.run)
        if self.live:
            pace = Pace((one.id for one in self.run.planned), self.last)
            self._terminal = Terminal(self.live, self.total, self.verbosity, pace)
            self._terminal.header(self.run)

    def add(self, result: Result | None, counts: Counts) -> None:
        """One more requirement is judged, or was begun and not ended in time."""
        self.run.counts = self.run.counts + counts
        if result is None:
            return
        self.run.results.append(result)
        self._write(lambda writer: writer.requirement(result))
        if self._terminal:
            self._terminal.advance(result)

    def notice(self, result: Result) -> None:
        """A requirement is judged whose turn to be added has not come."""
        if self._terminal:
            self._terminal.advance(result)

    def _write(self, line: Callable[[jsonl.Writer], None]) -> None:
        """A line of the results. Where it cannot be written the run goes on, and says so, but is no success."""
        if self._writer is None:
            return
        try:
            line(self._writer)
        except OSError as broken:
            self._writer = None
            self.errors += 1
            self.run.notes.append(f"{str(self.options.results)!r} cannot be written: {broken.strerror or broken}")

    def end(self, status: int, *, short: bool = False) -> int:
        """Writes what was asked for, and says the exit code: `status` is what pytest would end with.

        `short`: much could not be judged though every requirement was reached.
        """
        run = self.run
        run.seconds = time.monotonic() - self._start
        run.complete = len(run.results) == self.total and self.errors == 0 and not short
        status = self._status(status)
        written = self._remembered(status)
        self._write(lambda writer: writer.summary(run))
        self._write(lambda writer: writer.close())
        if self.options.results:
            run.reports["results"] = str(self.options.results)
        for name, path in self.options.reports.items():
            written = self._report(REPORTS[name], path) and written
        written = self.write_junit() and written
        if self._terminal:
            self._terminal.report(run)
        return status if written or status in (INTERRUPTED, USAGE) else OURS

    def _remembered(self, status: int) -> bool:
        """What is to be said of the baseline, and the file where it is brought up to date; says whether it could be."""
        known = self.known
        if known is None:
            return True
        self.run.notes += known.remarks(self.run.results)
        if not known.updating or status in (OURS, USAGE):
            return True
        now = known.updated(self.run.results)
        new, gone = now.entries.keys() - known.entries.keys(), known.entries.keys() - now.entries.keys()
        has = f"{str(self.options.baseline)!r} has {count(len(now.entries), 'failure')}"
        self.run.notes.append(f"{has}: {len(new)} new, {len(gone)} gone.")
        return self._file(lambda _, path: baseline.write(path, now), self.options.baseline)

    def write_junit(self) -> bool:
        """Writes the JUnit file, where one was asked for; says whether it could be written."""
        return not self.junitxml or self._report(JUNIT, Path(self.junitxml).expanduser())

    def _report(self, form: Format, path: Path) -> bool:
        written = self._file(form.write, path)
        if written:
            self.run.reports[form.name] = str(path)
        return written

    def _file(self, write: Callable[[Run, Path], None], path: Path | None) -> bool:
        """A report of its own. One that cannot be written is noted, and the others are not lost."""
        try:
            if path is not None:
                write(self.run, path)
        except OSError as broken:
            self.run.notes.append(f"{str(path)!r} cannot be written: {broken.strerror or broken}")
            return False
        return True

    def _status(self, status: int) -> int:
        counts = self.run.counts
        if status in (INTERRUPTED, OURS, USAGE):
            return status
        if self.errors or (self.run.complete and not counts.planned == counts.sent == counts.judged):
            return OURS
        if self.run.broken or status == BROKEN:
            return BROKEN
        if judged_nothing(self.run):
            return NOTHING
        return OK if self.run.complete else INTERRUPTED

    def summary(self, width: int, *, colour: bool) -> str:
        """The report as text, for a terminal that is somebody else's."""
        file = StringIO()
        terminal = Terminal(
            Console(file=file, width=width, force_terminal=colour, highlight=False),
            self.total,
            verbosity=self.verbosity,
        )
        terminal.header(self.run)
        terminal.report(self.run)
        return file.getvalue()
