"""How long the rest takes is told within a factor of about 1.5 from a fifth on, and not before it can be known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

import pytest

from kms_reports.formats.terminal.pace import ASPECTS, LEAST_SECONDS, Pace, weight
from kms_reports.identity import ASPECTS as KNOWN
from kms_specification.requirements.registry import registry

ALL = [requirement.id for requirement in registry()]


def ratios(costs: Mapping[str, float], order: Iterable[str]) -> list[tuple[float, float]]:
    """At each requirement: the share of the time that is over, and what is said of the rest as a share of it."""
    pace, spent, whole, found = Pace(costs), 0.0, sum(costs.values()), []
    for one in order:
        spent += costs[one]
        pace.done(one, spent)
        left = pace.left(spent)
        if left is not None and whole - spent > whole / 10:
            found.append((spent / whole, left / (whole - spent)))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_from_a_fifth_on_it_is_right_within_a_factor(seed: int) -> None:
    """Costs as of the table, each up to three times less or more by chance; in the order of the registry."""
    random = Random(seed)
    costs = {one: 0.3 * weight(one) * 3 ** random.uniform(-1, 1) for one in ALL}
    told = [ratio for share, ratio in ratios(costs, ALL) if share >= 0.2]
    assert len(told) > 500
    assert all(1 / 1.5 < ratio < 1.5 for ratio in told)


def test_costs_that_differ_would_mislead_a_mere_count() -> None:
    """On one operation, all weights alike are wrong by more: the weights are what makes it right."""
    one_operation = [one for one in ALL if one.startswith("CreateCustomKeyStore.")]
    costs = {one: 0.3 * weight(one) for one in one_operation}
    spent, whole, worst = 0.0, sum(costs.values()), 1.0
    for number, one in enumerate(one_operation, 1):
        spent += costs[one]
        if 0.2 * whole < spent < 0.9 * whole:
            worst = max(worst, spent / number * (len(one_operation) - number) / (whole - spent))
    assert worst > 1.5


def test_nothing_is_said_before_it_can_be_known() -> None:
    pace = Pace(ALL)
    pace.done(ALL[0], 60.0)
    assert pace.left(60.0) is None
    pace = Pace(["A.b.pattern", "A.c.pattern"])
    pace.done("A.b.pattern", LEAST_SECONDS - 1)
    assert pace.left(LEAST_SECONDS - 1) is None
    assert pace.left(8.0) == pytest.approx(8.0)
    pace.done("A.c.pattern", 9.0)
    assert pace.left(9.0) is None


def test_those_that_come_last_have_a_pace_of_their_own() -> None:
    first, last = [f"A.b{n}.pattern" for n in range(10)], [f"A.c{n}.pattern" for n in range(10)]
    pace = Pace([*first, *last], frozenset(last))
    for n, one in enumerate(first, 1):
        assert pace.left(float(n)) is None
        pace.done(one, float(n))
    for n, one in enumerate(last[:5], 1):
        pace.done(one, 10 + 4.0 * n)
    assert pace.left(30.0) == pytest.approx(20.0)


def test_the_table_names_what_there_is() -> None:
    assert set(ASPECTS) <= set(KNOWN)
