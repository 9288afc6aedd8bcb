"""A state machine that draws histories step by step. Of the target it knows only how many stores there are by now."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, precondition, rule

from spec.custom_key_stores import CONNECT, CREATE, DELETE, DESCRIBE, DISCONNECT, NAME, UPDATE
from strategies.baselines import Request
from strategies.histories import NOBODY, Step, Writer, listing

MOST = 4  # stores at once
RENAMES = 6  # from this number on names are given to stores that had another


def machine(
    writer: Writer,
    *,
    begin: Callable[[], None],
    perform: Callable[[Step], None],
    end: Callable[[], None],
    standing: Callable[[], int],
) -> type[RuleBasedStateMachine]:
    """A state machine that performs each step as it is drawn; `standing` says how many stores there are by then."""
    kinds = st.sampled_from(writer.kinds)
    compared = st.sampled_from([r.members for r in writer.operation.uniqueness])

    class Drawn(RuleBasedStateMachine):
        # The number of a store is that of its first name as well.
        stores: Bundle[int] = Bundle("stores")
        names: Bundle[int] = Bundle("names")
        # Stores that somebody has tried to delete.
        gone: Bundle[int] = Bundle("gone")

        def __init__(self) -> None:
            super().__init__()
            self.made: list[Request] = []
            self.renames = RENAMES
            begin()

        def teardown(self) -> None:
            end()

        def _create(self, request: Request) -> int:
            self.made.append(request)
            perform(Step(CREATE, request))
            return len(self.made) - 1

        @initialize(targets=(stores, names), kind=kinds)
        def first(self, kind: str) -> int:
            return self._create(writer.create(kind, 0).request)

        @precondition(lambda self: standing() < MOST)
        @rule(targets=(stores, names), kind=kinds)
        def create(self, kind: str) -> int:
            return self._create(writer.create(kind, len(self.made)).request)

        @precondition(lambda self: standing() < MOST)
        @rule(target=stores, kind=kinds, name=names)
        def create_named(self, kind: str, name: int) -> int:
            return self._create({**writer.create(kind, len(self.made)).request, NAME: writer.name(name)})

        @precondition(lambda self: standing() < MOST)
        @rule(target=stores, kind=kinds, store=stores, members=compared)
        def create_like(self, kind: str, store: int, members: tuple[str, ...]) -> int:
            return self._create(writer.create_like(kind, len(self.made), self.made[store], members).request)

        @rule(store=stores, look=st.booleans())
        def connect(self, store: int, look: bool) -> None:
            perform(Step(CONNECT, {}, store))
            if look:
                perform(Step(DESCRIBE, {}, store))

        @rule(store=stores)
        def disconnect(self, store: int) -> None:
            perform(Step(DISCONNECT, {}, store))

        @rule(target=gone, store=consumes(stores))
        def delete(self, store: int) -> int:
            perform(Step(DELETE, {}, store))
            return store

        @rule(target=names, store=stores)
        def rename(self, store: int) -> int:
            self.renames += 1
            perform(writer.rename(store, self.renames))
            return self.renames

        @rule(store=stores, name=names)
        def rename_as(self, store: int, name: int) -> None:
            perform(writer.rename(store, name))

        @rule(store=stores)
        def update(self, store: int) -> None:
            perform(writer.update(store, self.made[store], len(self.made)))

        @rule(store=stores)
        def describe(self, store: int) -> None:
            perform(Step(DESCRIBE, {}, store))

        @rule(name=names)
        def describe_named(self, name: int) -> None:
            perform(writer.describe_named(name))

        @rule(limit=st.none() | st.integers(1, MOST))
        def list_all(self, limit: int | None) -> None:
            perform(listing(limit))

        @rule(store=gone | st.just(NOBODY), operation=st.sampled_from((DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE)))
        def once_more(self, store: int, operation: str) -> None:
            perform(writer.rename(store, RENAMES) if operation == UPDATE else Step(operation, {}, store))

    return Drawn
