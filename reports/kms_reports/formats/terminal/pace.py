"""How long the rest of a run takes: by what requirements of its kind cost, and by what was spent so far in this run.

Requirements cost very differently: a pattern has hundreds of cases, an error one. So each has a weight, and what is
left is told by weight. Where several connections judge, those that must not be disturbed come last, one after the
other: that part has a pace of its own, which cannot be known before it has begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kms_reports import identity

ASPECTS = {
    "implemented": 0.2,
    "required": 0.4,
    "type": 0.8,
    "length.min": 2.4,
    "length.max": 2.0,
    "pattern": 3.8,
    "enum": 4.1,
    "default": 0.2,
    "rule": 0.5,
    "unique": 4.8,
    "error": 0.2,
    "output": 0.9,
    "state": 0.5,
    "size.max": 1.6,
    "size.min": 0.2,
    "range.min": 0.6,
    "range.max": 0.6,
    "protocol": 0.3,
}
"""Seconds of a requirement relative to the mean of all: measured on runs of all operations, at two depths, against the
embedded endpoint and an emulator."""

LEAST_SHARE = 0.1
"""So much of the weight must be done before anything is said of the rest."""

LEAST_SECONDS = 5.0


def weight(requirement: str) -> float:
    """The cost of a requirement, by its id, relative to the mean."""
    return ASPECTS.get(identity.parse(requirement).aspect, 1.0)


class Pace:
    """The pace of one run. `last`: those of the requirements that are begun when all others are done."""

    def __init__(self, requirements: Iterable[str], last: Collection[str] = frozenset()) -> None:
        weights = {one: weight(one) for one in requirements}
        self._left = (
            {one: cost for one, cost in weights.items() if one not in last},
            {one: cost for one, cost in weights.items() if one in last},
        )
        self._total = tuple(sum(part.values()) for part in self._left)
        self._begun: float | None = None  # seconds, when the last ones are begun

    def done(self, requirement: str, spent: float) -> None:
        """A requirement has its result, so many seconds after the start."""
        for part in self._left:
            part.pop(requirement, None)
        if self._begun is None and not self._left[0]:
            self._begun = spent

    def left(self, spent: float) -> float | None:
        """Seconds until the end, so many seconds after the start; None where that cannot be known yet."""
        first, last = self._left
        if first and last:
            return None
        part, total = (last, self._total[1]) if last else (first, self._total[0])
        spent -= (self._begun or 0.0) if last else 0.0
        rest = sum(part.values())
        if not rest or total - rest < LEAST_SHARE * total or spent < LEAST_SECONDS:
            return None
        return spent / (total - rest) * rest
