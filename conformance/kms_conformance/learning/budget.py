"""How many requests may be sent, and the names of the stores they may make, which are written down in good time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kms_conformance.execution.resource_tracker import LedgerLike
from kms_targets.ledger import Entry

KEPT = 48  # requests that are left for taking away what was made last
AHEAD = 64  # names that are written down at once: a disk takes its time for each


class SpentError(Exception):
    """There are no requests left for what was going to be asked."""


@dataclass(slots=True)
class Budget:
    """Counts every request. What may make a store is refused when few are left; what takes one away never is.

    `tell` hears of each.
    """

    most: int
    spent: int = 0
    tell: Callable[[int], None] = lambda spent: None
    _until: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many requests may still be sent."""
        return max(min([self.most - min(KEPT, self.most // 2), *self._until]) - self.spent, 0)

    def spend(self, *, making: bool) -> None:
        """One request is about to leave. Raises SpentError."""
        if making and not self.left:
            raise SpentError
        self.spent += 1
        self.tell(self.spent)

    @contextmanager
    def share(self, requests: int) -> Iterator[None]:
        """In the block no more than so many requests are sent."""
        self._until.append(self.spent + requests)
        try:
            yield
        finally:
            self._until.pop()


@dataclass(slots=True)
class Ahead:
    """A ledger in which names of one type of resource are written before it is known what for."""

    ledger: LedgerLike
    kind: str
    _ahead: set[str] = field(default_factory=set)
    _names: deque[str] = field(default_factory=deque)

    def names(self, made: Iterator[str]) -> str:
        """A name that is in the ledger already; more are taken from `made` when there is none left."""
        if not self._names:
            self._names.extend(next(made) for _ in range(AHEAD))
            self.ledger.intend(self.kind, self._names)
            self._ahead.update(self._names)
        return self._names.popleft()

    def intend(self, kind: str, names: Iterable[str]) -> None:
        """Before requests leave."""
        new = [name for name in names if kind != self.kind or name not in self._ahead]
        if new:
            self.ledger.intend(kind, new)

    def created(self, made: Entry) -> None:
        """A resource was made."""
        self._ahead.discard(made.name)
        self.ledger.created(made)

    def refused(self, kind: str, name: str) -> None:
        """A request was answered, and nothing made."""
        self._ahead.discard(name)
        self.ledger.refused(kind, name)

    def deleted(self, gone: Entry) -> None:
        """A resource is gone."""
        self.ledger.deleted(gone)

    def close(self) -> None:
        """Ends the writing; the names that were never sent are crossed out."""
        for name in self._names:
            self.ledger.refused(self.kind, name)
        self.ledger.close()
