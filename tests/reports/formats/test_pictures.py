"""The picture of a bound: which points are drawn, what is right about each, and the same in words."""

from __future__ import annotations

from kms_reports.formats.pictures import MOST, picture
from kms_reports.result import Scale


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
