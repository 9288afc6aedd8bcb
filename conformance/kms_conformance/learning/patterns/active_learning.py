"""Active learning of a matcher from nothing but questions: AALpy's KV algorithm, taught by a target.

A target answers only for values of certain lengths. Of a shorter word the same is asked with a letter repeated where
the documented pattern lets it be repeated, so many times that what comes in twos, threes or fours stays so; of what
cannot be asked at all the documented answer is believed. Letters grow in number as the target tells them apart.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from kms_conformance.learning.membership_oracle import UnsettledError
from kms_conformance.learning.patterns.alphabet import Letters, plain
from kms_conformance.learning.patterns.hypotheses import Hypothesis
from kms_conformance.learning.patterns.queries import Questions
from kms_strategies.automata.dfa import (
    START,
    Automaton,
    minimised,
)
from kms_strategies.regex.char_classes import strangeness

SAMPLE = 400  # words of the complete set of a hypothesis that are tried in each round
SPLITS = 40  # letters that are taken apart before learning is given up
_PERIODS = (12, 6, 4, 3, 2, 1)

LWord = tuple[int, ...]


class _SplitError(Exception):
    """A letter has been taken apart: learning begins again, with what is known already."""

    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self.letters = letters


def available() -> bool:
    """Whether the learning library is there. Its import shows no warning that Python has of its source."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import aalpy  # noqa: F401
        except ImportError:
            return False
    return True


def learned(questions: Questions) -> Hypothesis:
    """The matcher that the target's answers have. Raises SpentError, UnsettledError."""
    letters = Letters.of(questions.documented.automaton, secret=questions.member.sensitive)
    for _ in range(SPLITS):
        try:
            return Hypothesis.learned(_kv(Teacher(questions, letters)))
        except _SplitError as split:
            letters = split.letters
    raise UnsettledError("too many characters are treated each in a way of its own")


class Teacher:
    """Answers membership and equivalence queries over letters."""

    def __init__(self, questions: Questions, letters: Letters) -> None:
        self.questions, self.letters = questions, letters
        self._documented = questions.documented.automaton
        room = questions.most - questions.least + 1
        self._period = next(period for period in _PERIODS if period <= max(room, 1))
        loops = {
            state: letter
            for state, row in enumerate(self._documented.steps)
            for letter in sorted(range(len(letters.classes)), key=lambda n: -strangeness(letters.classes[n]))
            if row[self._documented.letter(plain(letters.spelled[letter]))] == state
        }
        # After what can no longer match a letter may be repeated only where there is such a place before that, too.
        self._loops = loops if any(set(self._documented.steps[state]) != {state} for state in loops) else {}

    def member(self, word: LWord) -> bool:
        """Whether a word is accepted, as far as that can be asked."""
        value = self.letters.spell(self._longer(word))
        if self.questions.fits(value):
            return self.questions.taken(value)
        return self._documented.accepts(plain(self.letters.spell(word)))

    def _longer(self, word: LWord) -> LWord:
        """The word, or one that is long enough to be asked."""
        missing = self.questions.least - len(word)
        if missing <= 0:
            return word
        state = START
        for at in range(len(word) + 1):
            if state in self._loops:
                more = -(-missing // self._period) * self._period
                return (*word[:at], *(self._loops[state],) * more, *word[at:])
            if at < len(word):
                state = self._documented.steps[state][self._documented.letter(plain(self.letters.spelled[word[at]]))]
        return word

    def counterexample(self, automaton: Automaton) -> LWord | None:
        """A word that an automaton is wrong about, or None. Raises _SplitError where only one spelling shows it."""
        for value in self._values(automaton):
            if self.questions.fits(value) and self.questions.taken(value) is not automaton.accepts(plain(value)):
                word = self.letters.word(value)
                if self.member(word) is self.questions.taken(value):
                    return word
                raise _SplitError(self._split(value, self.letters.spell(word)))
        return None

    def _values(self, automaton: Automaton) -> Iterator[str]:
        yield from sorted(self.questions.answers, key=len)
        found = Hypothesis.learned(automaton)
        yield from self.questions.usual(found)
        yield from self.questions.complete(found)[0][:SAMPLE]

    def _split(self, value: str, usual: str) -> Letters:
        """The letters, one taken apart: what stands for it is not treated like the character in the value."""
        low, high = 0, len(value)
        answer = self.questions.taken(value)
        while high - low > 1:
            middle = (low + high) // 2
            same = self.questions.taken(usual[:middle] + value[middle:]) is answer
            low, high = (middle, high) if same else (low, middle)
        character = plain(value[low])
        around = usual[:low], value[low + 1 :]
        members = self.letters.members(self.letters.letter(character))
        others = {atom: around[0] + other + around[1] for atom, other in members}
        apart = {atom for atom, v in others.items() if self.questions.fits(v) and self.questions.taken(v) is answer}
        return self.letters.split(apart) if self.letters.atom(character) in apart else self.letters.alone(character)


def _kv(teacher: Teacher) -> Automaton:
    from aalpy.base import SUL, Oracle
    from aalpy.learning_algs import run_KV

    class Membership(SUL):  # type: ignore[misc]
        """AALpy's way to ask for words."""

        def query(self, word: Iterable[int]) -> list[bool | None]:
            found = tuple(word)
            return [*(None,) * (len(found) - 1), teacher.member(found)]

        def pre(self) -> None: ...
        def post(self) -> None: ...
        def step(self, letter: int) -> None: ...

    class Equivalence(Oracle):  # type: ignore[misc]
        """AALpy's way to ask for counterexamples."""

        def find_cex(self, hypothesis: Any) -> LWord | None:
            return teacher.counterexample(_automaton(teacher.letters, hypothesis))

    alphabet, asked = list(range(len(teacher.letters.classes))), Membership()
    found = run_KV(alphabet, asked, Equivalence(alphabet, asked), "dfa", cache_and_non_det_check=False, print_level=0)
    return _automaton(teacher.letters, found)


def _automaton(letters: Letters, found: Any) -> Automaton:
    """AALpy's automaton as one of ours; the start comes first."""
    order = [found.initial_state, *(state for state in found.states if state is not found.initial_state)]
    number = {id(state): n for n, state in enumerate(order)}
    rows = tuple(
        tuple(number[id(state.transitions[letter])] for letter in range(len(letters.classes))) for state in order
    )
    accepting = frozenset(n for n, state in enumerate(order) if state.is_accepting)
    return minimised(letters.automaton(rows, accepting))
