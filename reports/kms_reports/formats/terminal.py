"""A run on a terminal: progress while it goes, then what broke, what was skipped and the verdict in one sentence.

Made for 80 columns, with colour or without. Text of the target is shown as text: no markup of it is interpreted and no
control character of it gets through. Commands stand on lines of their own, unwrapped, to be copied.
"""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column
from rich.text import Text

from kms_reports import details, summary
from kms_reports.result import Result, Run
from kms_reports.root_causes import (
    Cause,
    causes,
    compact,
)
from kms_reports.sanitize import count, shown

BODY = 300
"""Characters of an answer's body that are shown."""

MANY = 5
"""As many causes or more are listed once more, a line each, above the verdict."""

TENTHS = 10
REFRESH = 0.1
PLAIN = str.maketrans({"…": "...", "“": '"', "”": '"', "·": "-", "─": "-"})

RED, GREEN, YELLOW, DIM, BOLD = "bold red", "bold green", "yellow", "dim", "bold"


class Terminal:
    """Shows one run. Call `header`, then `advance` for each result, then `report`; `close` if it ends otherwise."""

    def __init__(self, console: Console, total: int = 0) -> None:
        self._console = console
        self._total = total
        self._done = self._broken = 0
        self._drawn = 0.0
        self._progress: Progress | None = None

    def header(self, run: Run) -> None:
        """What is tested, how, and what calibration found out about it."""
        self._print(f"kms-conformance {run.version} · depth {run.depth} · seed {run.seed}", BOLD)
        self._pairs([("target", run.target), *summary.environment(run)])
        self._print()

    def advance(self, result: Result) -> None:
        """One more requirement is done. On a terminal a bar moves; elsewhere each tenth of the run is a line."""
        self._done += 1
        self._broken += result.failed
        if self._console.is_terminal:
            self._draw(result.id)
        elif self._total and self._done * TENTHS // self._total > (self._done - 1) * TENTHS // self._total:
            share = min(self._done * 100 // self._total, 100)
            self._print(f"{share:3} %  {self._done:,} of {count(self._total, 'requirement')}, {self._broken:,} broken")

    def report(self, run: Run) -> None:
        """Everything about the run: causes smallest first, what was skipped, counts, the verdict."""
        self.close()
        found = causes(run.results)
        for number, cause in enumerate(found, 1):
            self._cause(cause, number, len(found))
        self._overview(found)
        self._skipped(run)
        self._summary(run)

    def close(self) -> None:
        """Take the progress bar away. May be called more than once."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _draw(self, current: str) -> None:
        if self._progress is None:
            rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")
            told = TextColumn("{task.description}", markup=False, table_column=rest)
            self._progress = Progress(
                MofNCompleteColumn(),
                BarColumn(24),
                told,
                console=self._console,
                expand=True,
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._progress.add_task("", total=self._total or None)
            self._progress.start()
        if time.monotonic() - self._drawn >= REFRESH:
            self._drawn = time.monotonic()
            now = f"{self._broken:,} broken  {shown(current)}"
            self._progress.update(self._progress.task_ids[0], completed=self._done, description=now, refresh=True)

    def _cause(self, cause: Cause, number: int, of: int) -> None:
        self._rule(f"{number} of {of}  {cause.verdict}")
        smallest = cause.smallest
        if len(cause.results) > 1:
            self._print(_told_once(cause), RED)
            for operation, lines in compact(r.id for r in cause.results).items():
                self._hang(operation, indent=2)
                for line in lines:
                    self._hang(line, indent=4, hang=2)
            self._print("The smallest:")
        self._print(smallest.id, BOLD)
        if len(cause.results) == 1:
            self._print(cause.title, RED)
        self._pairs(details.facts(smallest, body=BODY))
        if smallest.counterexample is not None:
            self._command(details.command(smallest.counterexample.curl, limit=1 << 20))
        self._print()

    def _overview(self, found: list[Cause]) -> None:
        if len(found) >= MANY:
            self._rule("causes")
            self._numbered([(f"{number}", _told_once(cause)) for number, cause in enumerate(found, 1)])
            self._print()

    def _skipped(self, run: Run) -> None:
        for heading, skips in summary.sections(run):
            self._rule(heading)
            self._numbered([(f"{len(skip.ids):,}", f"{skip.verdict}: {skip.reason}") for skip in skips])
            self._print()

    def _summary(self, run: Run) -> None:
        self._rule()
        self._pairs([("verdicts", summary.verdicts(run)), ("cases", summary.cases(run)), ("time", summary.speed(run))])
        for remark in summary.remarks(run):
            self._print(remark, YELLOW)
        self._command(summary.cleanup(run))
        self._print(summary.sentence(run), GREEN if summary.good(run) else RED)

    def _rule(self, title: str = "") -> None:
        self._print(f"{title} ".lstrip() + "─" * (self._console.width - len(title) - bool(title)), DIM)

    def _pairs(self, pairs: list[tuple[str, str]]) -> None:
        width = max(len(label) for label, _ in pairs)
        for label, value in pairs:
            self._hang(value, indent=width + 4, first=self._text(f"  {label:{width}}  ", DIM))

    def _numbered(self, pairs: list[tuple[str, str]]) -> None:
        width = max(len(number) for number, _ in pairs)
        for number, value in pairs:
            self._hang(value, indent=width + 4, first=self._text(f"  {number:>{width}}  "))

    def _hang(self, value: str, *, indent: int, hang: int = 0, first: Text | None = None, style: str = "") -> None:
        """The value with all lines indented; what a line too long goes on with is indented further."""
        lead = Text().append_text(first or Text(" " * indent))
        for line in value.split("\n"):
            inner = len(line) - len(line.lstrip(" "))
            deeper = hang or (inner + 2 if inner else 0)
            room = max(self._console.width - indent - deeper, 20)
            for number, piece in enumerate(
                self._text(line.lstrip(" "), style).wrap(self._console, room, overflow="fold")
            ):
                piece.rstrip()
                lead.append(" " * (deeper if number else inner))
                self._console.print(lead.append_text(piece), soft_wrap=True)
                lead = Text(" " * indent)

    def _command(self, line: str) -> None:
        if line:
            self._console.print(self._text(line, keep=details.KEPT), soft_wrap=True)

    def _print(self, value: str = "", style: str = "") -> None:
        self._hang(value, indent=0, style=style)

    def _text(self, value: str, style: str = "", keep: str = "") -> Text:
        """Text that no markup is read from, in characters that the console can write and that cannot steer it."""
        value = shown(value, keep)
        encoding = self._console.encoding
        if not encoding.lower().startswith("utf"):
            value = value.translate(PLAIN).encode(encoding, "backslashreplace").decode(encoding)
        return Text(value, style, overflow="fold")


def _told_once(cause: Cause) -> str:
    if len(cause.results) == 1:
        return f"{cause.smallest.id}: {cause.title}"
    return f"{count(len(cause.results), 'requirement')}: {cause.title}"
