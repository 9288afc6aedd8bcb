"""Histories of one name, of which it is known whether they can have happened one after the other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kms_specification.state.linearizability import (
    Effect,
    Event,
    linearizable,
)

MADE, REFUSED, DELETED = Effect


@pytest.mark.parametrize(
    ("history", "right"),
    [
        ([Event(0, 1, MADE, "A"), Event(2, 3, MADE, "B")], False),
        ([Event(0, 1, MADE, "A"), Event(0, 1, MADE, "B")], False),
        ([Event(0, 1, MADE, "A"), Event(2, 5, DELETED, "A"), Event(3, 4, MADE, "B")], True),
        ([Event(0, 1, MADE, "A"), Event(2, 3, DELETED, "A"), Event(4, 5, REFUSED)], False),
        ([Event(0, 1, MADE, "A"), Event(2, 9, DELETED, "A"), Event(4, 5, REFUSED)], True),
        ([Event(0, 1, MADE, "A"), Event(2, 3, DELETED, "A"), Event(3, 4, REFUSED)], True),
        ([Event(0, 1, REFUSED)], False),
        # What begins as another ends may have happened before it.
        ([Event(0, 1, REFUSED), Event(1, 2, MADE, "A")], True),
        ([Event(0, 1, REFUSED), Event(1.5, 2, MADE, "A")], False),
        ([Event(1, 1, MADE, "A")], True),
        ([Event(0, 1, MADE, "A"), Event(2, 3, DELETED, "A"), Event(2, 3, DELETED, "A")], False),
    ],
)
def test_histories_that_are_known(history: list[Event], right: bool) -> None:
    assert linearizable(history) is right


def test_a_long_history_is_searched_in_no_time() -> None:
    """Six hands at once, a hundred turns: what was tried is not tried again."""
    stores = [(Event(n, n + 3, MADE, str(n)), Event(n + 0.5, n + 3.5, DELETED, str(n))) for n in range(60)]
    history = [event for pair in stores for event in pair]
    assert linearizable(history)
    assert all(a.began <= b.began for a, b in pairwise(history[::2]))
