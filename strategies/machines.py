"""A state machine that draws histories step by step. Of the target it knows only how many stores there are by now."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, precondition, rule

from spec.custom_key_stores import CONNECT, DELETE, DESCRIBE, DISCONNECT, UPDATE
from strategies.baselines import Request
from strategies.histories import NOBODY, Step, Writer, listing

MOST = 4  # stores at once
NAMES = 6  # names that are asked for and given


def machine(
    writer: Writer,
    *,
    begin: Callable[[], None],
    perform: Callable[[Step], None],
    end: Callable[[], None],
    standing: Callable[[], int],
) -> type[RuleBasedStateMachine]:
    """A state machine that performs each step as it is drawn; `standing` says how many stores there are by then."""
    numbers = st.integers(0, NAMES - 1)
    rules = [r.members for r in writer.operation.uniqueness]

    class Drawn(RuleBasedStateMachine):
        stores: Bundle[int] = Bundle("stores")

        def __init__(self) -> None:
            super().__init__()
            self.made: list[Request] = []
            begin()

        def teardown(self) -> None:
            end()

        def _create(self, step: Step) -> int:
            self.made.append(step.request)
            perform(step)
            return len(self.made) - 1

        @precondition(lambda self: standing() < MOST)
        @rule(target=stores, kind=st.sampled_from(writer.kinds))
        def create(self, kind: str) -> int:
            return self._create(writer.create(kind, len(self.made)))

        @precondition(lambda self: standing() < MOST)
        @rule(target=stores, kind=st.sampled_from(writer.kinds), store=stores, members=st.sampled_from(rules))
        def create_like(self, kind: str, store: int, members: tuple[str, ...]) -> int:
            return self._create(writer.create_like(kind, len(self.made), self.made[store], members))

        @rule(store=stores)
        def connect(self, store: int) -> None:
            perform(Step(CONNECT, {}, store))

        @rule(store=stores)
        def disconnect(self, store: int) -> None:
            perform(Step(DISCONNECT, {}, store))

        @rule(store=stores)
        def delete(self, store: int) -> None:
            perform(Step(DELETE, {}, store))

        @rule(store=stores)
        def describe(self, store: int) -> None:
            perform(Step(DESCRIBE, {}, store))

        @rule(number=numbers)
        def describe_by_name(self, number: int) -> None:
            perform(writer.describe_named(number))

        @rule(limit=st.none() | st.integers(1, MOST))
        def list_all(self, limit: int | None) -> None:
            perform(listing(limit))

        @rule(store=stores, number=numbers)
        def rename(self, store: int, number: int) -> None:
            perform(writer.rename(store, number))

        @rule(store=stores, number=numbers)
        def update(self, store: int, number: int) -> None:
            perform(writer.update(store, self.made[store], number))

        @rule(operation=st.sampled_from((DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE)), number=numbers)
        def of_nobody(self, operation: str, number: int) -> None:
            perform(writer.rename(NOBODY, number) if operation == UPDATE else Step(operation, {}, NOBODY))

    return Drawn
