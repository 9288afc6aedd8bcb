"""An automaton written as a tree, and a tree written for people, match what they did before."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_strategies.automata.dfa import minimal
from kms_strategies.automata.separating_words import differences
from kms_strategies.automata.state_elimination import tree
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

WRITTEN = {
    "cluster-[2-7a-zA-Z]{11,16}": "cluster-[2-7A-Za-z]{11,16}",
    "^https://[a-zA-Z0-9.-]+$": "https://[.0-9A-Za-z-]+",
    "(a|b)*abb": "[ab]*abb",
    "a{3,5}b+|a{2}c": "aa(?:c|a{1,3}b+)",
    "x(yz)?": "x(?:yz)?",
    r"\.[^\n]*": r"\..*",
    r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$": (
        "(?:/+(?:[0-9A-Z_a-z-]/*)*[/-9A-Z_a-z-])?/kms/xks/v[0-9]{1,2}"
    ),
}


@pytest.mark.parametrize("pattern", WRITTEN)
def test_it_is_written_as_tidily_as_it_was_before(pattern: str) -> None:
    found = tree(minimal(pattern.replace(r"[^\n]", ".")))
    assert found is not None
    assert legible(found) == WRITTEN[pattern]


def test_an_automaton_that_accepts_nothing_has_no_tree() -> None:
    assert tree(minimal(expression(Concat((parse("a"), Chars(())))))) is None


CHARS = st.sampled_from([parse(one) for one in ("a", "b", "[ab]", "[^ab]", r"\.")])
TREES: st.SearchStrategy[Node] = st.recursive(
    CHARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda nodes: Concat(tuple(nodes))),
        st.lists(inner, min_size=1, max_size=3).map(lambda nodes: Choice(tuple(nodes))),
        st.builds(
            lambda node, least, more: Repeat(node, least, least + more), inner, st.integers(0, 2), st.integers(0, 2)
        ),
        st.builds(lambda node, least: Repeat(node, least, None), inner, st.integers(0, 1)),
    ),
    max_leaves=6,
)


@given(TREES)
def test_any_tree_comes_back_as_one_that_matches_the_same(node: Node) -> None:
    before = minimal(expression(node))
    found = tree(before)
    assert found is not None
    assert differences(before, minimal(expression(found)), 0, 40) == (None, None)


@given(TREES, st.text("abx.\n", max_size=6))
def test_what_people_read_matches_the_same(node: Node, value: str) -> None:
    written, plain = re.compile(legible(node)), re.compile(expression(node))
    assert (written.fullmatch(value) is None) is (plain.fullmatch(value) is None)
