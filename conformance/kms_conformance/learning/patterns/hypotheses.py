"""What a target's matcher may be: the documented one, none at all, or what comes of writing it down a little wrong."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kms_conformance.learning.patterns.alphabet import SURROGATES, plain
from kms_specification.facts import Member
from kms_strategies.automata.dfa import Automaton, minimal
from kms_strategies.automata.state_elimination import tree
from kms_strategies.mutation import anchoring, operators
from kms_strategies.mutation.mutants import bounds
from kms_strategies.regex.char_classes import (
    ANY,
    DIGIT,
    IN_LINE,
    LOWER,
    UPPER,
    holds,
    plus,
)
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
    parse,
)
from kms_strategies.regex.printer import legible
from kms_strategies.regex.python_printer import expression
from kms_strategies.regex.tree_edit import places, replaced

DOT = ((0x2E, 0x2E),)
NOTHING = Chars(())  # matches no value
_COUNT = re.compile(r"\d+ to (\d+|any number) times")  # which the expression says better
_WORDS = (Chars((LOWER,)), Chars((LOWER, UPPER)), Chars((LOWER, DIGIT)), Chars((LOWER, UPPER, DIGIT)))


@dataclass(frozen=True)
class Hypothesis:
    """A matcher of whole values. `name` says in words how it differs from the documented one, where that is known."""

    node: Node
    name: str = ""
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def learned(cls, automaton: Automaton) -> Hypothesis:
        """The matcher that an automaton is."""
        return cls(tree(automaton) or NOTHING)

    @cached_property
    def expression(self) -> str:
        """As Python's `re` and `kms_strategies.regex.parser` read it."""
        return expression(replaced(self.node, _closed))

    @cached_property
    def automaton(self) -> Automaton:
        """The smallest automaton of it."""
        return minimal(self.expression)

    @property
    def text(self) -> str:
        """As people read it."""
        return legible(self.node) if self.node is not NOTHING else "nothing"

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        return re.compile(self.expression, re.ASCII)

    def matches(self, value: str) -> bool:
        """Whether a value matches, as a whole."""
        if value not in self._known:
            self._known[value] = self._matcher.fullmatch(plain(value)) is not None
        return self._known[value]


def _closed(slot: Chars) -> Chars:
    """Surrogates are no characters: a class with those around them has them too, so that they are no letter."""
    return plus(slot, SURROGATES) if holds(slot, ((SURROGATES[0] - 1,) * 2, (SURROGATES[1] + 1,) * 2)) else slot


def documented(member: Member) -> Hypothesis:
    """The pattern of a member."""
    assert member.pattern is not None
    return Hypothesis(parse(member.pattern.expression))


def guesses(member: Member) -> Iterator[Hypothesis]:
    """The likeliest first; each once."""
    seen: set[str] = set()
    for found in _guesses(documented(member), bounds(member)[1]):
        if found.expression not in seen:
            seen.add(found.expression)
            yield found


def _guesses(right: Hypothesis, most: int) -> Iterator[Hypothesis]:
    yield right
    yield Hypothesis(Repeat(ANY, 0, None), "not checked at all")
    yield Hypothesis(Repeat(IN_LINE, 0, None), "not checked, but for line breaks")
    # Of the tree of the automaton what several alternatives have in common is one place, and goes wrong in all at once.
    for node in (right.node, tree(right.automaton)):
        assert node is not None
        for name, changed in (*operators.changes(node, most), *anchoring.loosely(node)):
            what = name.partition(" [")[0]
            yield Hypothesis(changed, "" if _COUNT.fullmatch(what) else what)
    for place in places(right.node):
        if isinstance(place.node, Chars) and place.node.literal:
            yield Hypothesis(place.put(IN_LINE), f"any character for {chr(place.node.ranges[0][0])!r}")
    dots = replaced(right.node, lambda slot: IN_LINE if slot.ranges == DOT else slot)
    yield Hypothesis(dots, "dots unescaped")
    yield from map(Hypothesis, _any_words(right.node))
    if isinstance(right.node, Choice):
        first, *middle, last = right.node.options
        for some in (ANY, IN_LINE):
            halves = (Concat((first, Repeat(some, 0, None))), *middle, Concat((Repeat(some, 0, None), last)))
            yield Hypothesis(Choice(halves), "^ holds for the first alternative alone, $ for the last")


def _any_words(node: Node) -> Iterator[Node]:
    """The tree with any word in the place of a word that is written out."""
    for place in places(node):
        parts = place.node.parts if isinstance(place.node, Concat) else ()
        written = "".join(chr(p.ranges[0][0]) if isinstance(p, Chars) and p.literal else "\0" for p in parts)
        for word in re.finditer(f"[{string.ascii_letters}]+", written):
            for slot in _WORDS:
                yield place.put(Concat((*parts[: word.start()], Repeat(slot, 1, None), *parts[word.end() :])))
