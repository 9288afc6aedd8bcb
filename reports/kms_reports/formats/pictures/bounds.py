"""The picture of a bound: what was accepted and what was refused, in order, with the documented range marked. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kms_reports.result import Scale

MOST = 11  # points that are drawn: those nearest to a bound
STEP = 64  # from one point to the next, in the picture's own units


@dataclass(frozen=True, slots=True)
class Point:
    """One length, size or number. `right`: the target did with it what is documented."""

    label: str
    accepted: bool
    right: bool
    x: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Points from left to right, the ends of the documented range, and the same in words for who does not see it."""

    points: tuple[Point, ...]
    start: int
    end: int
    width: int
    words: str


def picture(scale: Scale) -> Picture | None:
    """The picture; None where there are too few points to compare."""
    chosen = _nearest(scale)
    if len(chosen) < 2:
        return None
    points = tuple(
        Point(f"{size:,}", accepted, accepted == _inside(scale, size), STEP // 2 + STEP * place)
        for place, (size, accepted) in enumerate(chosen)
    )
    inside = [point.x for point, (size, _) in zip(points, chosen, strict=True) if _inside(scale, size)]
    start, end = (inside[0] - STEP // 2, inside[-1] + STEP // 2) if inside else (0, 0)
    return Picture(points, start, end, STEP * len(points), _words(scale, points))


def _nearest(scale: Scale) -> list[tuple[int, bool]]:
    """The points nearest to a bound, in order."""
    bounds = [bound for bound in (scale.least, scale.most) if bound is not None]
    near = sorted(scale.points, key=lambda point: min((abs(point[0] - bound) for bound in bounds), default=0))
    return sorted(near[:MOST])


def _inside(scale: Scale, size: int) -> bool:
    return (scale.least is None or scale.least <= size) and (scale.most is None or size <= scale.most)


def _words(scale: Scale, points: tuple[Point, ...]) -> str:
    said = [
        f"{what}: {', '.join(p.label for p in points if p.accepted is accepted)}"
        for what, accepted in (("accepted", True), ("refused", False))
        if any(p.accepted is accepted for p in points)
    ]
    least = "" if scale.least is None else f"at least {scale.least:,}"
    most = "" if scale.most is None else f"at most {scale.most:,}"
    documented = " and ".join(filter(None, (least, most)))
    return f"{'; '.join(said)}. Documented: {documented} {scale.unit}".rstrip() + "."
