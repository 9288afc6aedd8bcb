"""What a search found and tried, written as it goes in the format of `run --results`: one record a finding."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from kms_conformance.fuzzing.fuzzer import Tried
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, OURS, USAGE
from kms_conformance.settings.options import Options
from kms_reports.formats import jsonl
from kms_reports.formats.terminal.hunting import Hunting
from kms_reports.result import Counts, Result, Run
from kms_reports.sanitize import count


@dataclass(slots=True)
class Record:
    """A search as it is reported.

    `gone` says how the target does not answer any more; `stopped`: whoever started it has ended it.
    """

    run: Run
    options: Options
    screen: Hunting
    gone: str = ""
    stopped: bool = False
    _writer: jsonl.Writer | None = None
    _unwritable: bool = False
    _start: float = field(default_factory=time.monotonic)

    def begin(self) -> None:
        """Writes the head of the results. Raises OSError where it cannot."""
        if self.options.results:
            self._writer = jsonl.Writer(self.options.results)
            self._writer.run(self.run)

    def found(self, result: Result) -> None:
        """One more finding, on disk before the search goes on."""
        self.run.results.append(result)
        self.screen.found(result)
        if self._writer is not None:
            try:
                self._writer.requirement(result)
            except OSError as broken:
                self._lost(broken)

    def end(self, counts: Counts, tried: Tried, notes: list[str], leaked: list[str]) -> int:
        """Writes what was tried, and says the exit code."""
        run = self.run
        run.counts, run.leaked = counts, leaked
        run.seconds = time.monotonic() - self._start
        run.complete = not self.gone and not self.stopped and not self._unwritable
        run.notes += [_tried(tried), *notes, *([f"The target is gone: {self.gone}"] if self.gone else [])]
        if self._writer is not None:
            try:
                self._writer.summary(run)
                self._writer.close()
            except OSError as broken:
                self._lost(broken)
        return self._status(tried)

    def _status(self, tried: Tried) -> int:
        if self.gone:
            return USAGE
        if self.run.broken:
            return BROKEN
        if self._unwritable:
            return OURS
        if self.stopped:
            return INTERRUPTED
        return OK if sum(tried.drafts.values()) else NOTHING

    def _lost(self, broken: OSError) -> None:
        self._writer, self._unwritable = None, True
        self.run.notes.append(f"{str(self.options.results)!r} cannot be written: {broken.strerror or broken}")


def _tried(tried: Tried) -> str:
    kinds = ", ".join(f"{name} {number:,}" for name, number in tried.drafts.items()) or "nothing"
    late = f" {count(tried.late, 'answer')} came too late, and in time when asked for again." if tried.late else ""
    return f"Tried, by kind: {kinds}; {count(tried.signatures, 'new signature')}.{late}"
