"""What values of a member really have to look like: a hypothesis that is asked about until nothing speaks against it.

At first it is the documented pattern. Where an answer speaks against it, the likeliest mistake takes its place that all
answers fit, and where there is none, what active learning makes of the target. Then its complete set is asked for, as
far as the requests go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kms_conformance.learning.budget import Budget, SpentError
from kms_conformance.learning.patterns import active_learning
from kms_conformance.learning.patterns.alphabet import Letters
from kms_conformance.learning.patterns.class_survey import surveyed
from kms_conformance.learning.patterns.hypotheses import Hypothesis, guesses
from kms_conformance.learning.patterns.queries import Questions
from kms_reports.learn.learned import (
    Found,
    Row,
    Shown,
)
from kms_strategies.automata.separating_words import differences
from kms_strategies.placeholders import Substitution

TRIES = 6  # hypotheses that may fail for the values that were to show them
BATCH = 256  # values of the complete set that are asked for before another member has its turn


@dataclass(slots=True)
class _Proof:
    """The complete set of a hypothesis, of which the first have been asked for."""

    values: list[str]
    next: int


class Pattern:
    """Finds out about one pattern. `settled`: nothing of what had to be asked speaks against the hypothesis."""

    def __init__(self, questions: Questions, budget: Budget) -> None:
        self.questions, self._budget = questions, budget
        self._guesses: list[Hypothesis] | None = None
        self._proof: _Proof | None = None
        self.hypothesis: Hypothesis | None = questions.documented
        self.settled = False
        self._letters = Letters.of(questions.documented.automaton, secret=questions.member.sensitive)
        self._survey = False
        self._shown: tuple[Shown, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether something is known to be otherwise than documented."""
        return bool(self._shown)

    def settle(self, requests: int) -> None:
        """Asks what has to be asked. Learning from nothing takes at most so many requests. Raises SpentError."""
        for _ in range(TRIES):
            self._asked_about(requests)
            if self.hypothesis is None or self._confirmed():
                self.settled = self.hypothesis is not None
                return
            self._revise(requests)
        self.hypothesis = None

    def _asked_about(self, requests: int) -> None:
        """Changes the hypothesis until the usual values do not speak against it."""
        while self.hypothesis is not None and self._counterexample(self._usual(self.hypothesis)) is not None:
            self._revise(requests)

    def _usual(self, found: Hypothesis) -> Iterator[str]:
        yield from list(self.questions.answers)
        yield from self.questions.usual(found)
        self._proof = None
        yield from self._steps(found)

    def _steps(self, found: Hypothesis) -> Iterator[str]:
        """Values that take every step of the hypothesis: the start of its complete set."""
        values, first = self.questions.complete(found)
        self._proof = _Proof(values, first)
        yield from values[:first]

    def _counterexample(self, values: Iterable[str]) -> str | None:
        """The first value about which the hypothesis is wrong."""
        assert self.hypothesis is not None
        fit = (v for v in values if self.questions.fits(v))
        return next((v for v in fit if self.questions.taken(v) is not self.hypothesis.matches(v)), None)

    def _revise(self, requests: int) -> None:
        """Another hypothesis that all answers fit."""
        self.hypothesis = self._guess() or self._surveyed()
        if self.hypothesis is None:
            with self._budget.share(requests):
                try:
                    self.hypothesis = active_learning.learned(self.questions)
                except SpentError:
                    self.hypothesis = None

    def _surveyed(self) -> Hypothesis | None:
        """The documented pattern with its classes and counts as they are, if all answers fit that."""
        if self._survey:
            return None
        self._survey = True
        found = surveyed(self.questions, self._letters)
        return found if found is not None and self._fits(found) else None

    def _fits(self, found: Hypothesis) -> bool:
        return all(found.matches(value) is taken for value, taken in self.questions.answers.items())

    def _guess(self) -> Hypothesis | None:
        """The likeliest of the usual mistakes: values that tell two of them apart are asked for until one is left."""
        questions = self.questions
        if self._guesses is None:
            self._guesses = list(guesses(questions.member))
        fit = [guess for guess in self._guesses if self._fits(guess)]
        while len(fit) > 1:
            words = differences(fit[0].automaton, fit[1].automaton, questions.least, questions.most)
            values = [v for word in words if word is not None and questions.fits(v := questions.spelled(word))]
            telling = [v for v in values if fit[0].matches(v) is not fit[1].matches(v)]
            if telling:
                fit = [g for g in fit if g.matches(telling[0]) is questions.taken(telling[0])]
            else:
                del fit[1]
        self._guesses = fit
        return fit[0] if fit else None

    def _confirmed(self) -> bool:
        """Whether the shortest values on which hypothesis and documented pattern differ are answered as they should."""
        assert self.hypothesis is not None
        questions, found = self.questions, self.hypothesis
        words = differences(questions.documented.automaton, found.automaton, questions.least, questions.most)
        values = [None if word is None else questions.spelled(word) for word in words]
        if self._counterexample(v for v in values if v is not None) is not None:
            return False
        self._shown = tuple(self._example(v) for v in values if v is not None)
        return True

    def _example(self, value: str) -> Shown:
        right = self.questions.documented.matches(value)
        says = ("accepted", "refused") if right else ("refused", "accepted")
        return Shown(Substitution(self.questions.random)(value), *says)

    def prove(self, requests: int) -> bool:
        """Asks for more of the complete set; says whether there is more of it. Raises SpentError."""
        exhaustive_cases = self._proof
        if not self.settled or exhaustive_cases is None or exhaustive_cases.next >= len(exhaustive_cases.values):
            return False
        some = exhaustive_cases.values[exhaustive_cases.next : exhaustive_cases.next + BATCH]
        exhaustive_cases.next += BATCH
        if self._counterexample(some) is not None:
            self.settled = False
            self._revise(requests)
            self.settle(requests)
        return True

    def row(self, why: str = "") -> Row:
        """What has been found out. `why`: what kept more from being asked."""
        questions, found = self.questions, self.hypothesis
        assert questions.member.pattern is not None
        odd = questions.odd()
        shown, measured, verdict = self._shown, "", Found.UNSETTLED
        if found is not None and self.settled:
            verdict = Found.DIFFERS if shown else Found.SAME
            measured = found.text if shown else questions.member.pattern.expression
        elif odd:
            shown = tuple(self._example(v) for v in _both(odd, questions.documented))
            verdict, measured = Found.DIFFERS, "something else, of which no automaton was made"
        return Row(
            questions.path,
            "pattern",
            questions.member.pattern.expression,
            measured,
            verdict,
            shown,
            self._note(why),
            more=self._more(verdict),
        )

    def _note(self, why: str) -> str:
        notes = [self.hypothesis.name] if self.settled and self.hypothesis is not None and self.hypothesis.name else []
        if self.settled and self._proof is not None:
            notes.append(self._proved())
        elif why or not self.settled:
            notes.append(why or "the requests do not suffice for its automaton")
        return "; ".join(notes)

    @property
    def asked(self) -> tuple[int, int]:
        """How many values of the complete set have been asked for, and how many there are."""
        values = self._proof.values if self._proof else []
        return sum(value in self.questions.answers for value in values), len(values)

    def _proved(self) -> str:
        asked, of = self.asked
        states = len(self.hypothesis.automaton.steps) if self.hypothesis else 0
        if not of:
            return f"as {len(self.questions.answers):,} values show"
        if asked == of:
            return f"proved for matchers of up to {states} states ({of:,} values)"
        return f"{asked:,} of the {of:,} values that would prove it for matchers of up to {states} states"

    def _more(self, verdict: Found) -> dict[str, object]:
        found = self.hypothesis if self.settled else None
        more: dict[str, object] = {"values": len(self.questions.answers)}
        if found is not None:
            more |= {
                "expression": found.expression,
                "states": len(found.automaton.steps),
                "mistake": found.name or None,
            }
            asked, of = self.asked
            more |= {"complete_set": of, "asked": asked, "proved": asked == of > 0}
        return more


def _both(odd: list[str], documented: Hypothesis) -> list[str]:
    """The shortest value of each side."""
    found = {documented.matches(value): value for value in reversed(odd)}
    return sorted(found.values(), key=len)
