"""Whether creates and deletes of one name that ran at once can have happened one after the other.

Each has to have happened at one moment between its beginning and its end. A search for an order, with what was tried
remembered (Wing and Gong, Lowe); histories are those of one name, so the state is the store that has it, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal


class Effect(Enum):
    """What a request was answered: the store was made, the name was in use, the store was deleted."""

    MADE = auto()
    REFUSED = auto()
    DELETED = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """One answered request. Times are in seconds of one clock; `store` is the id that it made or deleted.

    `ended` may be later than the answer where what was answered may take effect later.
    """

    began: float
    ended: float
    effect: Effect
    store: str | None = None


def linearizable(history: Sequence[Event]) -> bool:
    """Whether some order of the events, none before one that ended before it began, makes every answer right."""
    everything = (1 << len(history)) - 1
    waiting: list[tuple[int, str | None]] = [(0, None)]
    tried = set(waiting)
    while waiting:
        done, holder = waiting.pop()
        if done == everything:
            return True
        left = [n for n in range(len(history)) if not done >> n & 1]
        first_end = min(history[n].ended for n in left)
        for n in left:
            if history[n].began <= first_end:
                after = _after(history[n], holder)
                if after is not False and (state := (done | 1 << n, after)) not in tried:
                    tried.add(state)
                    waiting.append(state)
    return False


def _after(event: Event, holder: str | None) -> str | Literal[False] | None:
    """The store that has the name after an event; False where its answer would be wrong."""
    if event.effect is Effect.MADE:
        return event.store if holder is None else False
    if event.effect is Effect.REFUSED:
        return holder if holder is not None else False
    return None if holder == event.store else False
