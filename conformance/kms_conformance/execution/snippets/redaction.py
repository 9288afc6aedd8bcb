"""Secrets that were sent, taken out of what is shown or written: a target may repeat them anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kms_reports.result import Result


@dataclass(slots=True)
class Redactor:
    """Knows every secret of a run by the marks in it, and takes them out of a text."""

    _marks: dict[int, set[str]] = field(default_factory=dict)

    def add(self, canaries: Iterable[str]) -> None:
        """More secrets are going to be sent."""
        for mark in canaries:
            self._marks.setdefault(len(mark), set()).add(mark)

    def __call__(self, text: str) -> str:
        """The text with every letter of a mark replaced by a star. Takes as long for one mark as for a million."""
        for length, canaries in list(self._marks.items()):  # other threads may add some meanwhile
            starts = [at for at in range(len(text) - length + 1) if text[at : at + length] in canaries]
            for at in starts:
                text = text[:at] + "*" * length + text[at + length :]
        return text

    def result(self, result: Result) -> Result:
        """A result in which the target's own words are blotted."""
        shown = result.counterexample
        if shown is not None:
            code = None if shown.code is None else self(shown.code)
            explanation, answer = self(shown.explanation), self(shown.answer)
            shown = replace(shown, code=code, explanation=explanation, answer=answer)
        return replace(result, reason=self(result.reason), counterexample=shown)
