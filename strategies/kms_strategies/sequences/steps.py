"""Histories: one request after the other to the operations on custom key stores, as data.

A step names stores by their number, in the order in which they were asked for, and is filled when it is played: so a
history can be played again on stores of other names, and one that shrinks stays a history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from kms_specification.facts import Operation
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    NAME,
    NEW_NAME,
    UPDATE,
)
from kms_strategies.requests.distinct import nth, numbered
from kms_strategies.requests.examples import Examples, Request

NOBODY = -1  # the number of a store that there never was


@dataclass(frozen=True, slots=True)
class Step:
    """One request, with holes. `store`: the number of the store whose CustomKeyStoreId it has, or None without one.

    A number that no store has got stands for an id that no store has. `pages`: all pages that a listing has. `anyway`:
    a store is made, however many are left that could not be deleted.
    """

    operation: str
    request: Request = field(default_factory=dict)
    store: int | None = None
    pages: bool = False
    anyway: bool = False


Steps = tuple[Step, ...]


def without(history: Steps, at: int) -> Steps:
    """The history without one step; where that made a store, later ones move up, and so do their numbers."""
    left = history[:at] + history[at + 1 :]
    if history[at].operation != CREATE:
        return left
    number = sum(step.operation == CREATE for step in history[:at])
    return tuple(_renumbered(step, number) for step in left)


def _renumbered(step: Step, number: int) -> Step:
    if step.store is None or step.store < number:
        return step
    return replace(step, store=NOBODY if step.store == number else step.store - 1)


class StepWriter:
    """Writes the steps of histories for stores of the kinds that a target makes, each kind with an ordinary request.

    `fixed` are the members of which the target takes one value alone.
    """

    def __init__(self, operation: Operation, examples: Examples, fixed: Collection[str] = ()) -> None:
        self.operation = operation
        self.examples = examples
        self._fixed = fixed
        self.kinds = sorted(examples)

    def name(self, number: int) -> str:
        """The nth name."""
        examples = self.examples[self.kinds[0]][NAME]
        return str(nth(self.operation, NAME, examples, number))

    def create(self, kind: str, number: int) -> Step:
        """The nth store."""
        return Step(CREATE, {**self.numbered(self.examples[kind], number), NAME: self.name(number)})

    def numbered(self, request: Request, number: int) -> Request:
        """The request with the nth value of all that must be unique."""
        return numbered(self.operation, request, number, self._fixed)

    def create_like(self, kind: str, number: int, other: Request, members: Iterable[str]) -> Step:
        """The nth store, with some values of another."""
        return Step(CREATE, self.create(kind, number).request | {m: other[m] for m in members if m in other})

    def update(self, store: int, made: Request, number: int) -> Step:
        """A change that no connected store allows: the password of a cluster's, the proxy of an external one."""
        if "KeyStorePassword" in made:
            return Step(UPDATE, {"KeyStorePassword": made["KeyStorePassword"]}, store)
        member = "XksProxyUriEndpoint"
        return Step(UPDATE, {member: nth(self.operation, member, made[member], number)}, store)

    def rename(self, store: int, number: int) -> Step:
        """The nth name for a store."""
        return Step(UPDATE, {NEW_NAME: self.name(number)}, store)

    def describe_named(self, number: int) -> Step:
        """A look at the store of the nth name."""
        return Step(DESCRIBE, {NAME: self.name(number)})


def listing(limit: int | None = None) -> Step:
    """A look at all stores, so many a page."""
    return Step(DESCRIBE, {} if limit is None else {"Limit": limit}, pages=True)
