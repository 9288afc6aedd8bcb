"""The custom key stores of one account and Region, and the keys they claim while they exist."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Values = dict[str, str]
Keys = tuple[object, ...]
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unique:
    """A store claims keys while it exists; a new one is refused with `error` where a key it asks for is claimed."""

    name: str
    error: str
    claims: Callable[[Values], Keys]
    asks: Callable[[Values], Keys]
    message: Callable[[Values], str] = lambda values: "The resource is already associated with a custom key store."


class Store:
    """One custom key store. `number` grows with every store and is never used again; `made` are its first values."""

    __slots__ = ("created", "error", "id", "made", "number", "state", "values")

    def __init__(self, number: int, store_id: str, values: Values, state: str) -> None:
        self.number = number
        self.id = store_id
        self.values = self.made = values
        self.state = state
        self.created = round(time.time(), 3)
        self.error: str | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How an account keeps its stores. `kept` names the uniqueness rules whose keys outlive a deleted store; `lag` is
    in seconds."""

    new_id: Callable[[int], str]
    first_state: str
    kept: frozenset[str]
    lag: float
    describe: Callable[[Store], Entry]


class Account:
    """All stores by id. Nothing is awaited in here: each call is one step that no other request sees half done."""

    def __init__(self, uniques: tuple[Unique, ...], habits: Habits) -> None:
        self.uniques = uniques
        self._habits = habits
        self.stores: dict[str, Store] = {}
        self.made = 0
        self._claimed: dict[tuple[str, object], int] = {}
        self._named: dict[str | None, dict[str, Store]] = {}
        self._past: deque[tuple[float, list[tuple[int, Entry]]]] = deque([(0.0, [])])

    def add(self, values: Values) -> Store:
        """A new store with these values; nothing is checked."""
        self.made += 1
        store = Store(self.made, self._habits.new_id(self.made), values, self._habits.first_state)
        while store.id in self.stores:
            self.made += 1
            store.number, store.id = self.made, self._habits.new_id(self.made)
        self.stores[store.id] = store
        self._hold(store, self.uniques)
        self.changed()
        return store

    def remove(self, store: Store) -> None:
        """The store is gone, and its keys are free but for those the rules keep."""
        del self.stores[store.id]
        self._let_go(store, [rule for rule in self.uniques if rule.name not in self._habits.kept])
        self.changed()

    def change(self, store: Store, values: Values) -> None:
        """The store has these values from now on."""
        self._let_go(store, self.uniques)
        store.values = values
        self._hold(store, self.uniques)
        self.changed()

    def clash(self, values: Values, own: Values | None = None) -> Unique | None:
        """The first uniqueness rule that a store with these values would break; `own` are claimed by itself."""
        for rule in self.uniques:
            mine = rule.claims(own) if own is not None else ()
            for key in rule.asks(values):
                if self._claimed.get((rule.name, key), 0) > mine.count(key):
                    return rule
        return None

    def claim(self, name: str, keys: Iterable[object]) -> None:
        """Keys that are taken from now on though no store has them."""
        for key in keys:
            self._claimed[name, key] = self._claimed.get((name, key), 0) + 1

    def release(self, name: str, key: object) -> None:
        """A key is free from now on, whichever store has it."""
        self._claimed.pop((name, key), None)

    def named(self, name: str) -> Store | None:
        """The store of that name."""
        return next(iter(self._named.get(name, {}).values()), None)

    def all(self) -> list[tuple[int, Store]]:
        """Every store with its number, oldest first."""
        return [(store.number, store) for store in self.stores.values()]

    def changed(self) -> None:
        """Remember how things stand, where reads lag behind."""
        if self._habits.lag:
            self._past.append((time.monotonic(), [(s.number, self._habits.describe(s)) for s in self.stores.values()]))

    def past(self) -> list[tuple[int, Entry]]:
        """How things stood as long ago as reads lag."""
        then = time.monotonic() - self._habits.lag
        while len(self._past) > 1 and self._past[1][0] <= then:
            self._past.popleft()
        return self._past[0][1]

    def _hold(self, store: Store, uniques: Iterable[Unique]) -> None:
        for rule in uniques:
            self.claim(rule.name, rule.claims(store.values))
        self._named.setdefault(store.values.get("CustomKeyStoreName"), {})[store.id] = store

    def _let_go(self, store: Store, uniques: Iterable[Unique]) -> None:
        for rule in uniques:
            for key in rule.claims(store.values):
                left = self._claimed.get((rule.name, key), 0) - 1
                if left > 0:
                    self._claimed[rule.name, key] = left
                else:
                    self._claimed.pop((rule.name, key), None)
        name = store.values.get("CustomKeyStoreName")
        namesakes = self._named.get(name, {})
        namesakes.pop(store.id, None)
        if not namesakes:
            self._named.pop(name, None)
