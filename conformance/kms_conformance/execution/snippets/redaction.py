"""Secrets that were sent, taken out of what is shown or written: a target may repeat them anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kms_reports.result import Result
from kms_specification.facts import Json

REMEMBERED = 100_000  # marks
HEAD = 8  # characters


@dataclass(slots=True)
class Marks:
    """Secrets that are found in a text by how they begin, so that many of different lengths take one walk over it."""

    whole: set[str] = field(default_factory=set)
    heads: dict[int, dict[str, set[int]]] = field(default_factory=dict)  # the lengths of all that begin so

    def add(self, mark: str) -> None:
        """One more; one shorter than a head is its own."""
        head = mark[:HEAD]
        self.whole.add(mark)
        self.heads.setdefault(len(head), {}).setdefault(head, set()).add(len(mark))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a mark begins, and how long it is."""
        # Other threads may add some meanwhile.
        for size, heads in list(self.heads.items()):
            starts = [at for at in range(len(text) - size + 1) if text[at : at + size] in heads]
            for at in starts:
                for length in tuple(heads[text[at : at + size]]):
                    if text[at : at + length] in self.whole:
                        yield at, length


@dataclass(slots=True)
class Redactor:
    """Knows the secrets of a run by the marks in them, and takes them out of a text.

    Those that somebody gave are known for ever; of those that were made up for a request, the last REMEMBERED at least,
    so that a run of millions of requests needs no more memory than one of thousands.
    """

    _given: Marks = field(default_factory=Marks)
    _latest: Marks = field(default_factory=Marks)
    _earlier: Marks = field(default_factory=Marks)

    def keep(self, secrets: Iterable[str]) -> None:
        """These are no secrets that were made up."""
        for secret in secrets:
            self._given.add(secret)

    def add(self, canaries: Iterable[str]) -> None:
        """More secrets are going to be sent."""
        for mark in canaries:
            self._latest.add(mark)
        if len(self._latest.whole) >= REMEMBERED:
            self._earlier, self._latest = self._latest, Marks()

    def __call__(self, text: str) -> str:
        """The text with every letter of a mark replaced by a star. Takes as long for one mark as for a million."""
        places = [place for marks in (self._given, self._earlier, self._latest) for place in marks.places(text)]
        for at, length in places:
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
