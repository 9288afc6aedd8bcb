"""Words that tell an automaton from every other of as many states, or of some more: the W-method (Chow, Vasilevskii).

A matcher over the same letters that has at most `extra` states more than the minimal automaton either is the same or
errs on one of these words. That is a proof: a word leads to every state, up to `extra` letters more lead to every
state that the matcher has besides, one letter more takes every step, and the words of a set that tells all states
apart show where each step leads.

A target that checks lengths too says nothing of its matcher outside the documented bounds. So words are chosen within
the bounds where there is a choice, and words within them are added that tell apart what otherwise only others would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations, product

from kms_strategies.automata.dfa import START, Automaton
from kms_strategies.automata.distinguishing_sequences import Apart


class WMethod:
    """The words, of one byte for each letter, for a minimal automaton and values of `least` to `most` characters."""

    def __init__(self, automaton: Automaton, least: int, most: int) -> None:
        self._steps = automaton.steps
        # By the length that is added, every state is reached and all states that can be distinguished have been.
        self._least, self._most = least, min(most, least + 4 * len(automaton.steps))
        self._apart = Apart(automaton, self._most)
        self._ends: dict[tuple[int, int], tuple[bytes, ...]] = {}
        self._told: dict[tuple[int, int], dict[int, int]] = {}

    def words(self, extra: int) -> Iterator[bytes]:
        """Every word once."""
        seen: set[bytes] = set()
        alphabet = range(len(self._steps[START]))
        for count in range(extra + 2):
            for start, middle in product(self.access, map(bytes, product(alphabet, repeat=count))):
                before = start + middle
                for end in self._after(self._apart.after(START, before), len(before)):
                    if before + end not in seen:
                        seen.add(before + end)
                        yield before + end

    def deciding(self) -> Iterator[tuple[bytes, int]]:
        """Words within the bounds, and the place in each of a letter that decides.

        In every state and for every letter: where it leads is told from where each other letter leads, and from where
        it would have been left out.
        """
        found: dict[tuple[bytes, int], None] = {}
        for state, words in self._reached.items():
            for letter, right in enumerate(self._steps[state]):
                for wrong in {*self._steps[state], state} - {right}:
                    word = self._deciding(words, letter, right, wrong)
                    if word is not None:
                        found[word] = None
        yield from found

    def _deciding(self, words: dict[int, bytes], letter: int, right: int, wrong: int) -> tuple[bytes, int] | None:
        for length, (at, before) in product(self._apart.lengths(right, wrong), words.items()):
            if self._least <= at + 1 + length <= self._most:
                return before + bytes((letter,)) + self._apart.word(right, wrong, length), at
        return None

    @cached_property
    def access(self) -> tuple[bytes, ...]:
        """No word, and words to every state: so many that every wrong step from it that can be seen is, after one."""
        found = [b""]
        for state, words in self._reached.items():
            shown = {length: self._shown(state, length) for length in words}
            missing = set().union(*shown.values())
            while True:
                best = max(words, key=lambda length: (len(shown[length] & missing), -length))
                found.append(words[best])
                missing -= shown[best]
                if not missing:
                    break
        return tuple(dict.fromkeys(found))

    @cached_property
    def characterising(self) -> tuple[bytes, ...]:
        """Words that tell all states apart; each keeps the bounds after the words to its two states, where one can."""
        length = {self._apart.after(START, word): len(word) for word in reversed(self.access)}
        found: list[bytes] = []
        for q, p in combinations(range(len(self._steps)), 2):
            if not any(q in self._apart.separated(p, word) for word in found):
                near, far = sorted((length[p], length[q]))
                possible = self._apart.lengths(p, q)
                within = [n for n in possible if self._least <= n + near and n + far < self._most]
                found.append(self._apart.word(p, q, (within or possible)[0]))
        return tuple(found)

    def _after(self, state: int, length: int) -> tuple[bytes, ...]:
        """What follows a word of `length` letters to a state: the set, and what it leaves untold within the bounds."""
        if (state, length) not in self._ends:
            within = [end for end in self.characterising if self._least <= length + len(end) <= self._most]
            separated = frozenset[int]().union(*(self._apart.separated(state, end) for end in within))
            added: list[bytes] = []
            for other, least in self._seen(state, length).items():
                if other not in separated:
                    added.append(self._apart.word(state, other, least))
                    separated |= self._apart.separated(state, added[-1])
            self._ends[state, length] = (*self.characterising, *added)
        return self._ends[state, length]

    @cached_property
    def _reached(self) -> dict[int, dict[int, bytes]]:
        """By state and length, a word to it."""
        found: dict[int, dict[int, bytes]] = defaultdict(dict)
        layer = {START: b""}
        for length in range(self._most + 1):
            ahead: dict[int, bytes] = {}
            for state, word in layer.items():
                found[state][length] = word
                for letter, after in enumerate(self._steps[state]):
                    ahead.setdefault(after, word + bytes((letter,)))
            layer = ahead
        return found

    def _shown(self, state: int, length: int) -> set[tuple[int, int]]:
        """The wrong steps, (letter, to), from a state that are seen after a word of `length` letters to it."""
        afters = enumerate(self._steps[state])
        return {(letter, other) for letter, after in afters for other in self._seen(after, length + 1)}

    def _seen(self, state: int, length: int) -> dict[int, int]:
        """The states that a word distinguishes within the bounds after `length` letters; its least length."""
        if (state, length) not in self._told:
            low, high = max(self._least - length, 0), self._most - length
            ways = {other: self._apart.lengths(state, other) for other in range(len(self._steps))}
            within = {other: [n for n in lengths if low <= n <= high] for other, lengths in ways.items()}
            self._told[state, length] = {other: lengths[0] for other, lengths in within.items() if lengths}
        return self._told[state, length]
