"""Questions about one member's pattern: values that are asked for once, and those that are worth asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from kms_conformance.learning.membership_oracle import MembershipOracle
from kms_conformance.learning.patterns.alphabet import (
    SURROGATES,
    plain,
    sampled,
)
from kms_conformance.learning.patterns.hypotheses import Hypothesis, documented
from kms_specification.facts import Json, Member
from kms_specification.violations.requests import violations
from kms_strategies.automata.dfa import (
    START,
    Automaton,
    Word,
)
from kms_strategies.automata.words import FREE, PLACEHOLDERS
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.regex.char_classes import holds, usual
from kms_strategies.regex.parser import Chars
from kms_strategies.requests.boundary_cases import pattern_values
from kms_strategies.requests.examples import (
    at,
    having,
    seeded,
)
from kms_strategies.values.boundaries import secretive
from kms_strategies.values.exhaustive import complete

EDITED = 64  # values that are made by changing some that were accepted


@dataclass
class Questions:
    """What has been asked about a pattern, between two lengths, and what came back. Values may have holes.

    `first` are values that are to be asked for before all others.
    """

    oracle: MembershipOracle
    path: str
    member: Member
    variant: str
    least: int
    most: int
    first: tuple[str, ...] = ()
    answers: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.documented = documented(self.member)
        self.random = seeded(self.oracle.context.seed, self.path)

    def widen(self, least: int, most: int) -> bool:
        """Values may be of other lengths from now on; says whether that makes a difference."""
        wider = least < self.least or most > self.most
        self.least, self.most = min(least, self.least), max(most, self.most)
        return wider

    def fits(self, value: str) -> bool:
        """Whether a value can be asked for: of a length that shows its pattern, and no secret that is no mark."""
        return self.least <= len(value) <= self.most and (not self.member.sensitive or secretive(value))

    def taken(self, value: str) -> bool:
        """Whether a value is accepted. What the documents leave open counts as they say, and is not asked for."""
        if value not in self.answers:
            right = self.documented.matches(value)
            self.answers[value] = right if self._open(value) else self._asked(value, right)
        return self.answers[value]

    def _asked(self, value: str, right: bool) -> bool:
        return self.oracle.sure(self._case(value), right, f"{self.path}.pattern").taken

    def _case(self, value: str) -> Case:
        return Case(having(self.oracle.examples[self.variant], self.path, value), self.variant)

    def _open(self, value: str) -> bool:
        request: Json = Substitution(Random(0))(self._case(value).request)
        name = f"{self.oracle.operation.name}.{self.path}."
        found = [v for v in violations(self.oracle.operation, request) if v.requirement.startswith(name)]
        return bool(found) and not any(v.certain for v in found)

    def odd(self) -> list[str]:
        """The values that were not answered as documented, the shortest first."""
        return sorted((v for v, t in self.answers.items() if t is not self.documented.matches(v)), key=_size)

    def usual(self, found: Hypothesis) -> Iterator[str]:
        """The values that give every mutant of the documented pattern away, and some like those that were accepted."""
        substitution = Substitution(self.random)
        examples = str(at(self.path, self.oracle.examples[self.variant]))  # which is known to be accepted
        for template in (examples, *self.first, *pattern_values(self.member)):
            yield sampled(template if self.member.sensitive else str(substitution(template, self.member.name)))
        accepted = sorted(v for v, taken in self.answers.items() if taken)
        letters = [chr(usual(slot).ranges[0][0]) for slot in found.automaton.classes if slot.ranges != (SURROGATES,)]
        for _ in range(EDITED if accepted else 0):
            yield self._edited(self.random.choice(accepted), letters)

    def _edited(self, value: str, letters: list[str]) -> str:
        """A value with something put in, left out or doubled in one or two places."""
        for _ in range(self.random.randint(1, 2)):
            at, other = sorted(self.random.choices(range(len(value) + 1), k=2))
            middle = self.random.choice(("", self.random.choice(letters), value[at:other] * 2))
            value = value[:at] + middle + value[other if middle == "" or len(middle) > 1 else at :]
        return value

    def complete(self, found: Hypothesis) -> tuple[list[str], int]:
        """The complete set of a hypothesis in any order, and how many take every step of it: they come first."""
        assert self.member.pattern is not None
        assert self.member.length is not None
        like = replace(
            self.member,
            pattern=replace(self.member.pattern, expression=found.expression),
            length=replace(self.member.length, min=self.least, max=self.most),
        )
        try:
            known = dict.fromkeys(map(sampled, complete(like, seed=self.oracle.context.seed)))
        except (KeyError, IndexError):
            return [], 0  # it has states that no value of these lengths leads to, or tells apart
        values = [value for value in known if self.fits(value)]
        self.random.shuffle(values)
        first = set(_covering(found.automaton, values))
        return sorted(values, key=lambda value: value not in first), len(first)

    def spelled(self, word: Word) -> str:
        """A usual value of a word, with holes in a secret."""
        return sampled("".join(self._hole(slot) or chr(usual(slot).ranges[0][0]) for slot in word))

    def _hole(self, slot: Chars) -> str | None:
        found = (PLACEHOLDERS[free.ranges] for free in FREE[:2] if holds(slot, free.ranges))
        return next(found, None) if self.member.sensitive else None


def _covering(automaton: Automaton, values: list[str]) -> Iterator[str]:
    """Values that take a step which none before them took."""
    seen: set[tuple[int, int]] = set()
    for value in values:
        state, new = START, False
        for letter in map(automaton.letter, plain(value)):
            new = new or (state, letter) not in seen
            seen.add((state, letter))
            state = automaton.steps[state][letter]
        if new:
            yield value


def _size(value: str) -> tuple[int, str]:
    return len(value), value
