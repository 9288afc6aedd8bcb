"""A state machine that draws histories step by step. Of the target it knows only what each step came to.

A step is drawn from few choices, so that Hypothesis can leave it out of a history as a whole when it shrinks one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    NAME,
    UPDATE,
)
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import (
    NOBODY,
    Step,
    StepWriter,
    listing,
)

MOST = 4  # stores at once
RENAMES = 6  # from this number on names are given to stores that had another
_FEW = st.integers(0, MOST - 1)
_ABOUT_ONE = st.sampled_from((DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE))
# What is done in a step, the more often the more it leads to.
ACTS = (
    *("describe", "describe_named", "list_all", "of_nobody"),
    *("create", "create_named", "create_like"),
    *("connect", "connect_and_look", "disconnect", "delete", "delete"),
    *("rename", "rename_as", "rename_as", "update"),
)


@dataclass(frozen=True, slots=True)
class _Target:
    """What stores are made of and how steps are performed: see `machine`."""

    writer: StepWriter
    begin: Callable[[], None]
    perform: Callable[[Step], bool]
    end: Callable[[], None]


class _Actions(RuleBasedStateMachine):
    """Stores by number, all that were asked for and those that are there; names by number, those that were used."""

    def __init__(self, target: _Target) -> None:
        super().__init__()
        self.target = target
        self.writer, self.perform = target.writer, target.perform
        self.kinds = st.sampled_from(target.writer.kinds)
        self.shared = st.sampled_from([rule.members for rule in target.writer.operation.uniqueness])
        self.made: list[Request] = []
        self.there: list[int] = []
        self.names: list[int] = []
        target.begin()

    def teardown(self) -> None:
        self.target.end()

    @initialize(data=st.data())
    def first(self, data: st.DataObject) -> None:
        self.create(data)

    # One rule for all: of several Hypothesis leaves some out of each run, and runs this short need every one.
    @rule(act=st.sampled_from(ACTS), data=st.data())
    def step(self, act: str, data: st.DataObject) -> None:
        full = act.startswith("create") and len(self.there) >= MOST
        getattr(self, "delete" if full else act)(data)

    def create(self, data: st.DataObject) -> None:
        self.names.append(len(self.made))
        self._create(self.writer.create(data.draw(self.kinds), len(self.made)).request)

    def create_named(self, data: st.DataObject) -> None:
        request = self.writer.create(data.draw(self.kinds), len(self.made)).request
        self._create({**request, NAME: self.writer.name(self._name(data))})

    def create_like(self, data: st.DataObject) -> None:
        other = self.made[-1 - data.draw(_FEW) % len(self.made)]
        step = self.writer.create_like(data.draw(self.kinds), len(self.made), other, data.draw(self.shared))
        self._create(step.request)

    def connect(self, data: st.DataObject) -> int:
        store = self._store(data)
        self.perform(Step(CONNECT, {}, store))
        return store

    def connect_and_look(self, data: st.DataObject) -> None:
        self.perform(Step(DESCRIBE, {}, self.connect(data)))

    def disconnect(self, data: st.DataObject) -> None:
        self.perform(Step(DISCONNECT, {}, self._store(data)))

    def delete(self, data: st.DataObject) -> None:
        store = self._store(data)
        if self.perform(Step(DELETE, {}, store)) and store in self.there:
            self.there.remove(store)

    def rename(self, data: st.DataObject) -> None:
        self.names.append(RENAMES + len(self.names))
        self.perform(self.writer.rename(self._store(data), self.names[-1]))

    def rename_as(self, data: st.DataObject) -> None:
        self.perform(self.writer.rename(self._store(data), self._name(data)))

    def update(self, data: st.DataObject) -> None:
        store = self._store(data)
        if store != NOBODY:
            self.perform(self.writer.update(store, self.made[store], data.draw(_FEW)))

    def describe(self, data: st.DataObject) -> None:
        self.perform(Step(DESCRIBE, {}, self._store(data)))

    def describe_named(self, data: st.DataObject) -> None:
        self.perform(self.writer.describe_named(self._name(data)))

    def list_all(self, data: st.DataObject) -> None:
        self.perform(listing(data.draw(_FEW) or None))

    def of_nobody(self, data: st.DataObject) -> None:
        """A request for a store that is gone, or that never was."""
        gone = [number for number in range(len(self.made)) if number not in self.there]
        store = [NOBODY, *gone][data.draw(_FEW) % (len(gone) + 1)]
        operation = data.draw(_ABOUT_ONE)
        self.perform(self.writer.rename(store, RENAMES) if operation == UPDATE else Step(operation, {}, store))

    def _create(self, request: Request) -> None:
        self.made.append(request)
        if self.perform(Step(CREATE, request)):
            self.there.append(len(self.made) - 1)

    def _store(self, data: st.DataObject) -> int:
        return self.there[data.draw(_FEW) % len(self.there)] if self.there else NOBODY

    def _name(self, data: st.DataObject) -> int:
        return self.names[-1 - data.draw(_FEW) % len(self.names)]


def machine(
    writer: StepWriter, *, begin: Callable[[], None], perform: Callable[[Step], bool], end: Callable[[], None]
) -> type[RuleBasedStateMachine]:
    """A state machine that performs each step as it is drawn; `perform` says whether it succeeded."""
    target = _Target(writer, begin, perform, end)

    class History(_Actions):
        def __init__(self) -> None:
            super().__init__(target)

    return History
