"""The graph of a pattern: it accepts what `re` does, joins what only leads on, and keeps where a value ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_specification.catalog import OPERATIONS
from kms_strategies.automata.condensed import Graph, condensed

CLUSTER = "cluster-[2-7a-zA-Z]{11,16}"
PATH = r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$"
PATTERNS = sorted({m.pattern.expression for op in OPERATIONS.values() for _, m in op.walk() if m.pattern is not None})


def edges(graph: Graph) -> list[tuple[int, str, int]]:
    return [(edge.start, edge.label, edge.end) for edge in graph.edges]


@given(expression=st.sampled_from(PATTERNS), data=st.data())
def test_it_accepts_what_another_engine_accepts(expression: str, data: st.DataObject) -> None:
    value = data.draw(st.from_regex(expression, fullmatch=True) | st.from_regex(expression) | st.text(max_size=20))
    bare = re.compile(expression.replace("^", "").replace("$", "") if expression != PATH else expression, re.ASCII)
    graph = condensed(expression, value)
    whole = bool(bare.fullmatch(value)) and not (expression == PATH and value.endswith("\n"))
    assert graph.accepted is whole
    assert graph.read <= len(value)
    assert bool(graph.leaves) == (graph.read < len(value))


@given(expression=st.sampled_from(PATTERNS), data=st.data())
def test_the_path_is_a_way_from_the_start_to_the_end(expression: str, data: st.DataObject) -> None:
    value = data.draw(st.from_regex(expression, fullmatch=True))
    graph = condensed(expression, value)
    reached = {0}
    for number in graph.path:
        assert graph.edges[number].start in reached
        reached.add(graph.edges[number].end)
    assert graph.end in reached


def test_runs_of_states_are_one_edge() -> None:
    assert edges(condensed(CLUSTER, "x")) == [(0, "cluster-[2-7A-Za-z]{11,16}", 1)]
    assert edges(condensed("[0-9]{12}", "")) == [(0, "[0-9]{12}", 1)]


def test_an_accepting_run_is_joined_only_to_its_end() -> None:
    found = condensed("ab?b?(c|d+)?", "")
    assert all("{" not in label for _, label, _ in edges(found))


@pytest.mark.parametrize(
    ("value", "end", "read", "leaves"),
    [("cluster-1", 1, 8, "1"), ("cluster-" + "a" * 16 + "\n", 1, 24, r"\n"), ("clus", 1, 4, ""), ("é", 0, 0, r"\xe9")],
)
def test_the_state_where_a_value_ends_is_kept(value: str, end: int, read: int, leaves: str) -> None:
    found = condensed(CLUSTER, value)
    assert (found.read, found.leaves) == (read, leaves)
    assert not found.accepted
    assert found.end == end


def test_long_classes_are_what_is_left_of_the_alphabet() -> None:
    found = condensed(PATH, "/a/kms/xks/v0\n")
    assert (1, "other", 2) in edges(found)
    assert found.other == "[-/0-9A-Z_a-z]"
    assert (12, "[0-9]", 13) in edges(found)
