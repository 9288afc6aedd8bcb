"""The search for an order, against every order there is, and against histories that were in one."""

from __future__ import annotations

from itertools import count, permutations

from hypothesis import given
from hypothesis import strategies as st

from kms_specification.state.linearizability import (
    Effect,
    Event,
    linearizable,
)

MADE, REFUSED, DELETED = Effect
STORES = "AB"


def by_brute_force(history: list[Event]) -> bool:
    """Some order of all events keeps to the times, and each answer is right in it."""
    for order in permutations(history):
        in_time = all(not later.ended < earlier.began for n, earlier in enumerate(order) for later in order[n + 1 :])
        holder: str | None = None
        for event in order:
            if event.effect is REFUSED:
                right = holder is not None
            elif event.effect is MADE:
                right, holder = holder is None, event.store
            else:
                right, holder = holder == event.store, None
            if not right:
                break
        else:
            if in_time:
                return True
    return False


events = st.builds(
    lambda began, length, effect, store: Event(began, began + length, effect, store),
    st.integers(0, 6),
    st.integers(0, 4),
    st.sampled_from(Effect),
    st.sampled_from(STORES),
)


@given(st.lists(events, max_size=6))
def test_the_search_finds_what_trying_all_orders_finds(history: list[Event]) -> None:
    assert linearizable(history) == by_brute_force(history)


@st.composite
def in_order(draw: st.DrawFn) -> list[Event]:
    """A history that happened in an order, each event at a moment between its beginning and its end."""
    found: list[Event] = []
    ids, holder = count(), ""
    for moment in range(draw(st.integers(0, 30))):
        began, ended = moment - draw(st.floats(0, 5)), moment + draw(st.floats(0, 5))
        if not holder:
            holder = str(next(ids))
            found.append(Event(began, ended, MADE, holder))
        elif draw(st.booleans()):
            found.append(Event(began, ended, REFUSED))
        else:
            found.append(Event(began, ended, DELETED, holder))
            holder = ""
    return draw(st.permutations(found))


@given(in_order())
def test_what_happened_in_an_order_is_linearizable(history: list[Event]) -> None:
    assert linearizable(history)
