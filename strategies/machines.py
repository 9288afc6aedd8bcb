"""A state machine that draws histories step by step. Of the target it knows only what each step came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from spec.custom_key_stores import CONNECT, CREATE, DELETE, DESCRIBE, DISCONNECT, NAME, UPDATE
from strategies.baselines import Request
from strategies.histories import NOBODY, Step, Writer, listing

MOST = 4  # stores at once
RENAMES = 6  # from this number on names are given to stores that had another


class Choice(NamedTuple):
    """What a step may need: a kind of store, which store, which name, what to share, how many a page."""

    kind: str
    store: int
    name: int
    members: tuple[str, ...]
    limit: int


def machine(
    writer: Writer, *, begin: Callable[[], None], perform: Callable[[Step], bool], end: Callable[[], None]
) -> type[RuleBasedStateMachine]:
    """A state machine that performs each step as it is drawn; `perform` says whether it succeeded."""
    few = st.integers(0, MOST - 1)
    kinds = st.sampled_from(writer.kinds)
    shared = st.sampled_from([r.members for r in writer.operation.uniqueness])
    choices = st.builds(Choice, kinds, few, few, shared, st.integers(1, MOST))

    class Drawn(RuleBasedStateMachine):
        """Stores by number, all that were asked for and those that are there; names by number, those that were used."""

        def __init__(self) -> None:
            super().__init__()
            self.made: list[Request] = []
            self.there: list[int] = []
            self.names: list[int] = []
            begin()

        def teardown(self) -> None:
            end()

        @initialize(choice=choices)
        def first(self, choice: Choice) -> None:
            self.create(choice)

        # One rule for all: of several Hypothesis leaves some out of each run, and runs this short need every one.
        @rule(act=st.sampled_from(ACTS), choice=choices)
        def step(self, act: str, choice: Choice) -> None:
            if act.startswith("create") and len(self.there) >= MOST:
                act = "delete"
            getattr(self, act)(choice)

        def create(self, choice: Choice) -> None:
            self.names.append(len(self.made))
            self._create(writer.create(choice.kind, len(self.made)).request)

        def create_named(self, choice: Choice) -> None:
            self._create({**writer.create(choice.kind, len(self.made)).request, NAME: writer.name(self._name(choice))})

        def create_like(self, choice: Choice) -> None:
            other = self.made[-1 - choice.store % len(self.made)]
            self._create(writer.create_like(choice.kind, len(self.made), other, choice.members).request)

        def connect(self, choice: Choice) -> None:
            perform(Step(CONNECT, {}, self._store(choice)))

        def connect_and_look(self, choice: Choice) -> None:
            self.connect(choice)
            self.describe(choice)

        def disconnect(self, choice: Choice) -> None:
            perform(Step(DISCONNECT, {}, self._store(choice)))

        def delete(self, choice: Choice) -> None:
            store = self._store(choice)
            if perform(Step(DELETE, {}, store)) and store in self.there:
                self.there.remove(store)

        def rename(self, choice: Choice) -> None:
            self.names.append(RENAMES + len(self.names))
            perform(writer.rename(self._store(choice), self.names[-1]))

        def rename_as(self, choice: Choice) -> None:
            perform(writer.rename(self._store(choice), self._name(choice)))

        def update(self, choice: Choice) -> None:
            if self.there:
                store = self._store(choice)
                perform(writer.update(store, self.made[store], choice.name))

        def describe(self, choice: Choice) -> None:
            perform(Step(DESCRIBE, {}, self._store(choice)))

        def describe_named(self, choice: Choice) -> None:
            perform(writer.describe_named(self._name(choice)))

        def list_all(self, choice: Choice) -> None:
            perform(listing(choice.limit))

        def of_nobody(self, choice: Choice) -> None:
            """A request for a store that is gone, or that never was."""
            store = next((n for n in range(choice.store, len(self.made)) if n not in self.there), NOBODY)
            operation = (CONNECT, DISCONNECT, DELETE, DESCRIBE, UPDATE)[choice.name + choice.limit // MOST]
            perform(writer.rename(store, RENAMES) if operation == UPDATE else Step(operation, {}, store))

        def _create(self, request: Request) -> None:
            self.made.append(request)
            if perform(Step(CREATE, request)):
                self.there.append(len(self.made) - 1)

        def _store(self, choice: Choice) -> int:
            return self.there[choice.store % len(self.there)] if self.there else NOBODY

        def _name(self, choice: Choice) -> int:
            return self.names[-1 - choice.name % len(self.names)]

    return Drawn


# What is done in a step, the more often the more it leads to.
ACTS = (
    *("describe", "describe_named", "list_all", "of_nobody"),
    *("create", "create_named", "create_like"),
    *("connect", "connect_and_look", "disconnect", "delete", "delete"),
    *("rename", "rename_as", "rename_as", "update"),
)
