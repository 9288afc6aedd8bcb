"""What a length is counted in: characters, units of UTF-16, bytes of UTF-8; and what is not counted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kms_conformance.learning.membership_oracle import MembershipOracle
from kms_reports.learn.learned import Shown
from kms_reports.sanitize import count
from kms_specification.facts import Member
from kms_strategies.cases import Case
from kms_strategies.placeholders import (
    LOWER,
    Substitution,
    placeholders,
)
from kms_strategies.requests.examples import having
from kms_strategies.values.boundaries import (
    WIDTHS,
    composed,
    of_length,
)

WIDE = WIDTHS[1:]  # characters of 2, 3 and 4 bytes; the last is two units of UTF-16
_UNITS: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("units of UTF-16", lambda value: len(value.encode("utf-16-le")) // 2),
    ("bytes of UTF-8", lambda value: len(value.encode())),
)
_OPEN = "units of UTF-16"  # of which the documents leave open whether they are what they call characters


@dataclass(frozen=True, slots=True)
class Odd:
    """How a bound is counted otherwise than in characters. `shown` is empty where the documents leave that open."""

    text: str
    shown: tuple[Shown, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """Finds out what one member's length is counted in. Only of a member without a pattern can it be seen."""

    oracle: MembershipOracle
    path: str
    member: Member
    variant: str

    def odd(self, bound: int, *, least: bool) -> Odd | None:
        """What is odd about a bound that was measured with characters of one byte, or None."""
        if self.member.pattern is not None:
            return None
        side = "at least" if least else "at most"
        wrong = [shown for shown in self._wide(bound, least=least) if shown is not None]
        if not wrong:
            return self._uncounted(bound, least=least)
        for name, size in _UNITS:
            if all(self._fits(bound, character, size, least=least) for character in WIDE):
                if name == _OPEN:
                    return Odd(f"{bound:,} {name}", note="the documents leave open whether those are characters")
                return Odd(f"{bound:,} {name}", tuple(wrong[:1]))
        return Odd(f"{bound:,} characters, {side} of one byte: wider ones are counted in some other way", tuple(wrong))

    def _wide(self, bound: int, *, least: bool) -> Iterator[Shown | None]:
        """Values of wide characters at the bound that are refused, and those past the least that are taken."""
        for character in WIDE:
            yield self._example(of_length(self.member, bound, character), right=True)
            if least and bound > 1:
                yield self._example(of_length(self.member, bound - 1, character), right=False)

    def _fits(self, bound: int, character: str, size: Callable[[str], int], *, least: bool) -> bool:
        """Whether values of a character are taken and refused just where a bound in a unit would have it."""

        def weight(length: int) -> int:
            return size(self._plain(of_length(self.member, length, character)))

        if least:
            edge = bisect_left(range(bound), bound, key=weight)
            return self._taken(edge, character) and not (edge > 1 and self._taken(edge - 1, character))
        edge = bisect_right(range(bound + 1), bound, key=weight) - 1
        return self._taken(edge, character) and not self._taken(edge + 1, character)

    def _uncounted(self, bound: int, *, least: bool) -> Odd | None:
        """White space at the end that is not counted, or characters that combine with the one before."""
        size = bound if least else bound + 1
        for what, value in (
            ("white space around them", LOWER * (size - 1) + " "),
            ("those that combine", composed(size)),
        ):
            shown = self._example(value, right=least) if size > 1 or value.isspace() else None
            if shown:
                return Odd(f"{count(bound, 'character')}, {what} not counted", (shown,))
        return None

    def _example(self, value: str, *, right: bool) -> Shown | None:
        """What shows that a value is not treated as it should be, or None."""
        case = Case(having(self.oracle.examples[self.variant], self.path, value), self.variant)
        if self.oracle.sure(case, right, self.path).taken is right:
            return None
        says = ("accepted", "refused") if right else ("refused", "accepted")
        return Shown(Substitution(self.oracle.random)(value), *says, note=count(len(value), "character"))

    def _taken(self, length: int, character: str) -> bool:
        value = of_length(self.member, length, character)
        return self.oracle.value(self.path, value, self.variant).taken

    @staticmethod
    def _plain(value: str) -> str:
        """The value with a letter of one byte in every hole."""
        return "".join("b" if placeholders(c) else c for c in value)
