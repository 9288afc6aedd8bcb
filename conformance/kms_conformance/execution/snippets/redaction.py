"""Secrets that were sent, taken out of what is shown or written: a target may repeat them anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kms_reports.result import Result
from kms_specification.facts import Json

REMEMBERED = 100_000  # marks
Marks = dict[int, set[str]]  # by their length


@dataclass(slots=True)
class Redactor:
    """Knows the secrets of a run by the marks in them, and takes them out of a text.

    Those that somebody gave are known for ever; of those that were made up for a request, the last REMEMBERED at least,
    so that a run of millions of requests needs no more memory than one of thousands.
    """

    _given: Marks = field(default_factory=dict)
    _latest: Marks = field(default_factory=dict)
    _earlier: Marks = field(default_factory=dict)
    _number: int = 0

    def keep(self, secrets: Iterable[str]) -> None:
        """These are no secrets that were made up."""
        for secret in secrets:
            self._given.setdefault(len(secret), set()).add(secret)

    def add(self, canaries: Iterable[str]) -> None:
        """More secrets are going to be sent."""
        for mark in canaries:
            self._latest.setdefault(len(mark), set()).add(mark)
            self._number += 1
        if self._number >= REMEMBERED:
            self._earlier, self._latest, self._number = self._latest, {}, 0

    def __call__(self, text: str) -> str:
        """The text with every letter of a mark replaced by a star. Takes as long for one mark as for a million."""
        known = (self._given, self._earlier, self._latest)
        # Other threads may add some meanwhile.
        for length, canaries in [entry for marks in known for entry in list(marks.items())]:
            starts = [at for at in range(len(text) - length + 1) if text[at : at + length] in canaries]
            for at in starts:
                text = text[:at] + "*" * length + text[at + length :]
        return text

    def result(self, result: Result) -> Result:
        """A result in which what the target said is redacted: in answers, and in requests that name what it made."""
        shown = result.counterexample
        if shown is not None:
            shown = replace(
                shown,
                code=None if shown.code is None else self(shown.code),
                explanation=self(shown.explanation),
                answer=self(shown.answer),
                request=self._json(shown.request),
                before=tuple({name: self._json(value) for name, value in call.items()} for call in shown.before),
                curl=self(shown.curl),
                aws_cli=self(shown.aws_cli),
                boto3=self(shown.boto3),
            )
        return replace(result, reason=self(result.reason), counterexample=shown)

    def _json(self, value: Json) -> Json:
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {name: self._json(inner) for name, inner in value.items()}
        return [self._json(inner) for inner in value] if isinstance(value, list) else value
