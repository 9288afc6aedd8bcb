"""Automata mean what Python's `re` says, are as small as can be, and differ where they are said to."""

import re
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kms_specification.service_model import document
from kms_strategies.automata.dfa import automaton, minimal
from kms_strategies.automata.distinguishing_sequences import Apart
from kms_strategies.automata.separating_words import differences
from kms_strategies.automata.words import (
    Reader,
    read,
    spelled,
    widened,
    written,
)
from kms_strategies.regex.parser import parse
from kms_strategies.regex.python_printer import expression

PATTERNS = {name: shape["pattern"] for name, shape in document()["shapes"].items() if "pattern" in shape}
SMALL = ("a", "ab?", "a{2,3}b", "(a|b)*ab", "(ab|b){1,2}c?", "a*b*", "[ab]+c", "a(b|c){2}", "b|a+", "(a?b){2,}", "")


def matches(pattern, text):
    return re.fullmatch(pattern, text, re.ASCII) is not None


def near(pattern):
    """Strings that match, and strings that nearly do."""
    matching = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).map(lambda s: s[:80])
    odd = st.sampled_from("aAzZ059-_./: \n\x00é٣\u212a😀")

    def edited(drawn):
        text, at, instead = drawn
        at %= len(text) + 1
        return text[:at] + instead + text[at + 1 :]

    return st.one_of(matching, st.tuples(matching, st.integers(0, 80), st.one_of(odd, st.just(""))).map(edited))


@pytest.mark.parametrize("pattern", list(PATTERNS.values()), ids=list(PATTERNS))
def test_an_automaton_accepts_what_re_matches(pattern):
    rewritten = expression(parse(pattern))

    @settings(max_examples=40, deadline=None, database=None)
    @given(near(pattern))
    def check(text):
        if pattern.endswith(".+$") and re.search("[\ud800-\udfff]", text):
            return  # surrogates are no characters of a value
        expected = matches(pattern, text)
        assert automaton(pattern).accepts(text) == expected
        assert minimal(pattern).accepts(text) == expected
        assert (re.fullmatch(rewritten, text) is not None) == expected

    check()


@pytest.mark.parametrize("pattern", SMALL)
def test_all_short_strings(pattern):
    for length in range(6):
        for text in map("".join, product("abcd", repeat=length)):
            assert automaton(pattern).accepts(text) == minimal(pattern).accepts(text) == matches(pattern, text)


@pytest.mark.parametrize("pattern", list(PATTERNS.values()), ids=list(PATTERNS))
def test_no_automaton_has_fewer_states(pattern):
    """Any two states are reached by strings that `re` tells apart by what may follow them."""
    small = minimal(pattern)
    apart = Apart(small, len(small.steps))
    spell = [chr(slot.ranges[0][0]) for slot in small.classes]
    reached = {0: ""}
    for state in range(len(small.steps)):
        for letter, after in enumerate(small.steps[state]):
            reached.setdefault(after, reached[state] + spell[letter])
    assert len(reached) == len(small.steps)
    for p, q in combinations(reached, 2):
        end = "".join(spell[n] for n in apart.word(p, q, apart.lengths(p, q)[0]))
        assert matches(pattern, reached[p] + end) != matches(pattern, reached[q] + end)


@pytest.mark.parametrize("pattern", list(PATTERNS.values()), ids=list(PATTERNS))
def test_letters_are_all_of_unicode_and_all_different(pattern):
    small = minimal(pattern)
    assert sum(high - low + 1 for slot in small.classes for low, high in slot.ranges) == 0x110000
    columns = list(zip(*small.steps, strict=True))
    assert len(set(columns)) == len(columns) == len(small.classes)


@pytest.mark.parametrize(("left", "right"), list(combinations(SMALL, 2)))
def test_differences_are_the_shortest_there_are(left, right):
    for least, most in ((0, 5), (3, 4)):
        for found, ours, theirs in zip(
            differences(automaton(left), automaton(right), least, most), (left, right), (right, left), strict=True
        ):
            texts = (t for n in range(least, most + 1) for t in map("".join, product("abcd", repeat=n)))
            expected = next((t for t in texts if matches(ours, t) and not matches(theirs, t)), None)
            assert (found is None) == (expected is None)
            if found is not None:
                assert len(found) == len(expected)
                text = "".join(chr(slot.ranges[0][0]) for slot in found)
                assert matches(ours, text)
                assert not matches(theirs, text)


def test_a_pattern_does_not_differ_from_itself():
    for pattern in PATTERNS.values():
        assert differences(automaton(pattern), minimal(pattern), 0, 40) == (None, None)


@given(st.sampled_from(sorted(PATTERNS.values())), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None, database=None)
def test_a_widened_word_is_judged_as_all_its_spellings(pattern, random):
    reader = Reader(automaton(pattern))
    word, _ = differences(automaton(pattern), automaton("a"), 0, 60)
    freed = widened(word, lambda w: reader(w) is True)
    assert reader(freed) is True
    assert written(read(written(freed))) == written(freed)
    for hole, letters in (("\ufdd0", "abcxyz"), ("\ufdd1", "ABCXYZ")):
        freed_text = spelled(freed, random).replace(hole, random.choice(letters))
        if not re.search("[\ufdd0\ufdd1]", freed_text):
            assert matches(pattern, freed_text)


def test_a_word_of_which_only_some_spellings_match_has_no_verdict():
    assert Reader(automaton("[a-f]+"))(read("ab[a-z]")) is None
    assert Reader(automaton("[a-f]+"))(read("ab[c-e]")) is True
    assert Reader(automaton("[a-f]+"))(read("ab[g-z]")) is False
    assert spelled(read("ab[g-z]"), Random(0)) == spelled(read("ab[g-z]"), Random(0))
