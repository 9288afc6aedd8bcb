"""Pictures of bounds and patterns: what is drawn, what is right about each, and the same in words."""

from __future__ import annotations

from kms_reports.formats.pictures import automata
from kms_reports.formats.pictures.bounds import MOST, picture
from kms_reports.result import Edge, PatternPath, Scale


def test_a_bound_that_is_not_checked() -> None:
    found = picture(Scale("characters", 1, 256, ((0, True), (1, True), (256, True), (257, True), (1000, True))))
    assert found is not None
    assert [(p.label, p.right) for p in found.points] == [
        ("0", False),
        ("1", True),
        ("256", True),
        ("257", False),
        ("1,000", False),
    ]
    assert found.words == "accepted: 0, 1, 256, 257, 1,000. Documented: at least 1 and at most 256 characters."
    inside = [p.x for p in found.points if found.start < p.x < found.end]
    assert inside == [found.points[1].x, found.points[2].x]


def test_a_number_that_is_refused_though_it_may_be() -> None:
    found = picture(Scale("", None, 1024, ((1023, True), (1024, False), (1025, False))))
    assert found is not None
    assert [p.right for p in found.points] == [True, False, True]
    assert found.words == "accepted: 1,023; refused: 1,024, 1,025. Documented: at most 1,024."


def test_of_many_points_those_nearest_to_a_bound_are_drawn() -> None:
    found = picture(Scale("bytes", 1, 100, tuple((size, size <= 100) for size in range(0, 5000, 10))))
    assert found is not None
    assert len(found.points) == MOST
    assert {"0", "100", "110"} <= {p.label for p in found.points}
    assert found.width == found.points[-1].x + found.points[0].x


def test_one_point_is_no_picture() -> None:
    assert picture(Scale("bytes", 1, 100, ((5, True),))) is None
    assert picture(Scale("bytes", 1, 100, ())) is None


def test_the_way_of_a_value_through_a_pattern_is_marked() -> None:
    way = PatternPath("ab[cd]*", 2, (1,), (Edge(0, 1, "ab"), Edge(1, 1, "[cd]")), (0,), 1, 2, 4, "x")
    drawn = automata.drawing(way)
    assert drawn is not None
    assert [(line.label, line.on_path) for line in drawn.lines] == [("ab", True), ("[cd]", False)]
    assert [(state.on_path, state.accepting) for state in drawn.states] == [(True, False), (True, True)]
    assert (drawn.mark, drawn.leaves, drawn.end_x) == ("x", True, drawn.states[1].x)
    assert automata.words(way).endswith("the first 2 lead to state 1, where no edge takes the next, “x”.")


def test_many_ways_back_are_told_under_their_states() -> None:
    forth = tuple(Edge(n, n + 1, "a") for n in range(6))
    back = tuple(Edge(n, 0, "b") for n in range(1, 7))
    drawn = automata.drawing(PatternPath("x", 7, (6,), forth + back, (0, 6), 0, 2, 2))
    assert drawn is not None
    assert [line.label for line in drawn.lines].count("b") == 1
    assert [text for state in drawn.states for _, text in state.told] == ["b → 0"] * 5
    few = automata.drawing(PatternPath("x", 7, (6,), forth + back[:4], (0,), 1, 1, 1))
    assert few is not None
    assert [line.label for line in few.lines].count("b") == 4


def test_an_automaton_that_is_too_large_is_told_in_words() -> None:
    way = PatternPath("a{99}b*c*", 60, (59,), (), (), 59, 100, 100)
    assert automata.drawing(way) is None
    assert automata.words(way) == (
        "The smallest automaton of a{99}b*c*, runs of states joined, has 60 states: too many to draw. "
        "The value's 100 characters lead to state 59, which is accepting."
    )
