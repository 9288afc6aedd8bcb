"""Which words tell the states of an automaton apart, by their length: one word for each pair and length.

A word is bytes here, one for each letter.
"""

from __future__ import annotations

from itertools import combinations

from kms_strategies.automata.dfa import Automaton


class Apart:
    """Words of up to `most` letters that lead from one of two states, and not from the other, to acceptance."""

    def __init__(self, automaton: Automaton, most: int) -> None:
        self._steps, self._accepting = automaton.steps, automaton.accepting
        self._all = frozenset(range(len(automaton.steps)))
        self._accepted: dict[bytes, frozenset[int]] = {}  # by word, the states that it leads to acceptance from
        pairs = list(combinations(range(len(automaton.steps)), 2))
        # By length, the first letter of the word for a pair.
        self._first = [{(p, q): 0 for p, q in pairs if (p in self._accepting) != (q in self._accepting)}]
        for _ in range(most):
            self._first.append(self._longer(self._first[-1], pairs))
        self._lengths = {pair: tuple(n for n, first in enumerate(self._first) if pair in first) for pair in pairs}

    def _longer(self, shorter: dict[tuple[int, int], int], pairs: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
        found = {}
        for p, q in pairs:
            for letter, after in enumerate(zip(self._steps[p], self._steps[q], strict=True)):
                if after in shorter or after[::-1] in shorter:
                    found[p, q] = letter
                    break
        return found

    def lengths(self, p: int, q: int) -> tuple[int, ...]:
        """The lengths of the words that tell two states apart."""
        return self._lengths.get((min(p, q), max(p, q)), ())

    def word(self, p: int, q: int, length: int) -> bytes:
        """A word of a length that tells two states apart. Raises KeyError where there is none."""
        found = []
        for left in range(length, 0, -1):
            found.append(self._first[left][min(p, q), max(p, q)])
            p, q = self._steps[p][found[-1]], self._steps[q][found[-1]]
        return bytes(found)

    def separated(self, p: int, word: bytes) -> frozenset[int]:
        """The states that a word tells from a state."""
        accepted = self._accepted.get(word)
        if accepted is None:
            accepted = frozenset(state for state in self._all if self.after(state, word) in self._accepting)
            self._accepted[word] = accepted
        return self._all - accepted if p in accepted else accepted

    def after(self, state: int, word: bytes) -> int:
        """The state that a word leads to."""
        for letter in word:
            state = self._steps[state][letter]
        return state
