"""A run on a terminal: first a screen that says what matters, then one short exhibit a cause.

Made for 80 columns, with colour or without. Text of the target is shown as text: no markup of it is interpreted and no
control character of it gets through. Commands stand on lines of their own, unwrapped, to be copied; ids, paths and URLs
are never broken in the middle.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from kms_reports import details, summary
from kms_reports.formats.terminal.pace import Pace
from kms_reports.formats.terminal.progress import Progress
from kms_reports.formats.terminal.wrap import first_pieces
from kms_reports.result import OURS, Result, Run
from kms_reports.root_causes import Cause, causes, compact, headline
from kms_reports.sanitize import count, shown

BODY = 300
"""Characters of an answer's body that are shown."""

MOST_CAUSES = 7
"""As many causes are listed on the first screen, and shown with their evidence where there are more than FEW."""

FEW = 12
"""So many causes are all shown with their evidence."""

LINES = 2
"""As many lines a cause has in a list, and one more where all are listed."""

MOST_REASONS, REASONS_BESIDE_CAUSES = 6, 3
"""As many reasons for skipping are listed; fewer, and shortly, where something is broken."""

EVERY_LINE = 1 << 30

QUIET, NORMAL, REQUIREMENTS, EXCHANGES = -1, 0, 1, 2
"""Verbosity: the verdict alone, the report, with every requirement, with every exchange that shows a failure."""

PLAIN = str.maketrans({"…": "...", "“": '"', "”": '"', "·": "-", "─": "-"})

RED, GREEN, YELLOW, DIM, BOLD = "bold red", "bold green", "yellow", "dim", "bold"
STYLES = {"met": "green", "broken": "red", "known": "magenta", "observed": "yellow", "skipped": "dim"}


class Terminal:
    """Shows one run. Call `header`, then `advance` for each result, then `report`; `close` if it ends otherwise."""

    def __init__(self, console: Console, total: int = 0, verbosity: int = NORMAL, pace: Pace | None = None) -> None:
        self._console = console
        self._verbosity = verbosity
        self._progress = Progress(console, total, self._print, pace)

    def header(self, run: Run) -> None:
        """What is tested, how, and what calibration found out about it."""
        if self._verbosity > QUIET:
            self._print(f"kms-conformance {run.version} · depth {run.depth} · seed {run.seed}", BOLD)
            self._pairs([("target", run.target), *summary.environment(run)])

    def advance(self, result: Result) -> None:
        """One more requirement is done."""
        if self._verbosity > QUIET:
            self._progress.advance(result)

    def close(self) -> None:
        """Take the live line away. May be called more than once."""
        self._progress.close()

    def report(self, run: Run) -> None:
        """Everything about the run; its last line is the verdict."""
        self.close()
        found = causes(run.results)
        if self._verbosity == QUIET:
            for note in (note for note in run.notes if note.startswith(OURS)):
                self._print(note, RED)
        elif summary.operation_unknown(run):
            if len(found[0].results) > 1:
                self._print(found[0].sentence, RED)
            self._remarks(run)
            self._pairs(list(run.reports.items()))
        else:
            self._screen(run, found)
            self._requirements(run)
            self._exhibits(run, found)
            self._rule()
        self._print(summary.sentence(run), GREEN if summary.good(run) else RED)

    def _screen(self, run: Run, found: list[Cause]) -> None:
        self._rule("summary")
        self._print(summary.sentence(run), GREEN if summary.good(run) else RED)
        self._pairs(
            [
                ("requirements", summary.counted(run)),
                ("cases", summary.cases(run)),
                ("time", summary.speed(run)),
            ]
        )
        top = found if len(found) <= MOST_CAUSES + 1 else found[:MOST_CAUSES]
        self._causes(top, LINES if len(found) > len(top) else LINES + 1)
        if len(found) > len(top):
            rest = found[len(top) :]
            self._hang(f"and {count(len(rest), 'more cause')}: {summary.by_verdict(rest)}", indent=2)
        self._skipped(run, shortly=bool(found) and self._verbosity < REQUIREMENTS)
        self._pairs(list(run.reports.items()))
        self._remarks(run)
        for what, command in summary.next_steps(run, found):
            self._print(f"{what}:")
            self._command(command)

    def _causes(self, found: list[Cause], most: int) -> None:
        most = most if self._verbosity < REQUIREMENTS else EVERY_LINE
        self._numbered([(f"{len(cause.results):,}", _one_line(cause)) for cause in found], most)

    def _skipped(self, run: Run, *, shortly: bool) -> None:
        for heading, skips in summary.sections(run):
            self._print(f"{heading}:")
            most = REASONS_BESIDE_CAUSES if shortly else MOST_REASONS
            most = most if self._verbosity < REQUIREMENTS else len(skips)
            reasons = [(f"{len(skip.ids):,}", f"{skip.verdict}: {skip.reason}") for skip in skips[:most]]
            self._numbered(reasons, LINES if shortly else EVERY_LINE)
            if len(skips) > most:
                self._print(f"  and {count(sum(len(s.ids) for s in skips[most:]), 'more requirement')} (-v lists all)")

    def _remarks(self, run: Run) -> None:
        for remark in summary.remarks(run):
            self._print(remark, YELLOW)
        self._command(summary.cleanup(run))

    def _requirements(self, run: Run) -> None:
        if self._verbosity >= REQUIREMENTS:
            self._rule("requirements")
            longest = max((len(result.verdict) for result in run.everything), default=0)
            for result in run.everything:
                style, verdict = STYLES[summary.kind(result)], f"  {result.verdict.ljust(longest)}  "
                if len(verdict) + len(result.id) > self._console.width:
                    self._print(verdict.rstrip(), style)
                    verdict = "    "  # an id that has no room there stands on a line of its own
                self._hang(shown(result.id), indent=len(verdict), first=self._text(verdict, style), style=style)

    def _exhibits(self, run: Run, found: list[Cause]) -> None:
        """The causes that explain most with their evidence, the others in a line or two each."""
        whole = found if len(found) <= FEW or self._verbosity >= REQUIREMENTS else found[:MOST_CAUSES]
        for number, cause in enumerate(whole, 1):
            self._exhibit(cause, number, len(found))
        if len(found) > len(whole):
            self._rule(f"{len(found) - len(whole):,} more causes")
            self._causes(found[len(whole) :], LINES)
            again = summary.all_evidence(run)
            self._print("-v shows the evidence of each, as does the HTML report" + (":" if again else "."))
            self._command(again)

    def _exhibit(self, cause: Cause, number: int, of: int) -> None:
        self._rule(f"cause {number} of {of}")
        self._print(cause.sentence, RED)
        if len(cause.results) > 1 and self._verbosity >= REQUIREMENTS:
            for operation, lines in compact(r.id for r in cause.results).items():
                self._hang(operation, indent=2)
                for line in lines:
                    self._hang(line, indent=4, hang=2)
        every = self._verbosity >= EXCHANGES
        for result in cause.results if every else cause.results[:1]:
            self._exchange(result, full=self._verbosity >= REQUIREMENTS)

    def _exchange(self, result: Result, *, full: bool) -> None:
        self._print(result.id, BOLD)
        self._pairs(details.facts(result, body=BODY) if full else details.short(result, body=BODY))
        if result.counterexample is not None:
            self._command(details.command(result.counterexample.curl, limit=1 << 20))

    def _rule(self, title: str = "") -> None:
        self._print(f"{title} ".lstrip() + "─" * (self._console.width - len(title) - bool(title)), DIM)

    def _pairs(self, pairs: list[tuple[str, str]]) -> None:
        width = max((len(label) for label, _ in pairs), default=0)
        for label, value in pairs:
            self._hang(value, indent=width + 4, first=self._text(f"  {label:{width}}  ", DIM))

    def _numbered(self, pairs: list[tuple[str, str]], most: int = EVERY_LINE) -> None:
        width = max((len(number) for number, _ in pairs), default=0)
        for number, value in pairs:
            self._hang(value, indent=width + 4, first=self._text(f"  {number:>{width}}  "), most=most)

    def _hang(
        self,
        value: str,
        *,
        indent: int,
        hang: int = 0,
        first: Text | None = None,
        style: str = "",
        most: int = EVERY_LINE,
    ) -> None:
        """The value with all lines indented; what a line too long goes on with is indented further.

        Of each line of the value at most `most` are printed; an ellipsis stands for the others.
        """
        lead = Text().append_text(first or Text(" " * indent))
        for line in value.split("\n"):
            inner = len(line) - len(line.lstrip(" "))
            deeper = hang or (inner + 2 if inner else 0)
            room = max(self._console.width - indent - deeper, 20)
            for number, piece in enumerate(first_pieces(self._text(line.lstrip(" ")).plain, room, most)):
                lead.append(" " * (deeper if number else inner))
                lead.append_text(Text(piece.rstrip(), style))
                lead.rstrip()
                self._console.print(lead, soft_wrap=True)
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


def _one_line(cause: Cause) -> str:
    """What a cause is; by its requirement where no rule says more."""
    return cause.sentence if cause.rule else f"{cause.example.id}: {headline(cause.example)}"
