"""The stores that exist, as a pure value, and which of them a new one would clash with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kms_specification.facts import (
    Json,
    Operation,
    Unique,
)
from kms_specification.violations.relations import chosen


@dataclass(frozen=True, slots=True)
class State:
    """The requests that made the stores which exist now. `complete`: no other store can be there."""

    stores: tuple[Mapping[str, Json], ...] = ()
    complete: bool = True


EMPTY = State()
UNKNOWN = State(complete=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A uniqueness rule that a request would break; not `certain` where the documents leave open what is the same."""

    rule: Unique
    certain: bool = True


def conflicts(operation: Operation, request: Mapping[str, Json], state: State) -> tuple[Conflict, ...]:
    """The uniqueness rules that a request breaks in a state."""
    return tuple(_conflicts(operation, request, state))


def _conflicts(operation: Operation, request: Mapping[str, Json], state: State) -> Iterator[Conflict]:
    for rule in operation.uniqueness if state.stores or not state.complete else ():
        mine = _values(rule, request)
        if mine is None:
            continue
        others = [s for s in state.stores if _compared(operation, rule, request, s)]
        if any(_values(rule, s) == mine for s in others):
            yield Conflict(rule)
        elif any(_alike(rule, _values(rule, s), mine) for s in others) or (
            not state.complete and _can_conflict(operation, rule, request)
        ):
            yield Conflict(rule, certain=False)


def _values(rule: Unique, request: Mapping[str, Json]) -> tuple[str, ...] | None:
    found = tuple(request.get(m) for m in rule.members)
    return tuple(map(str, found)) if all(isinstance(v, str) for v in found) else None


def _alike(rule: Unique, theirs: tuple[str, ...] | None, mine: tuple[str, ...]) -> bool:
    """Whether the values are the same but for the case of a host name."""
    return theirs is not None and rule.host is not None and _folded(rule, theirs) == _folded(rule, mine)


def _folded(rule: Unique, values: tuple[str, ...]) -> list[str]:
    return [v.lower() if m == rule.host else v for m, v in zip(rule.members, values, strict=True)]


def _compared(operation: Operation, rule: Unique, new: Mapping[str, Json], old: Mapping[str, Json]) -> bool:
    if rule.between is None:
        return True
    kinds = (chosen(operation, new, rule.between), chosen(operation, old, rule.between))
    return any(kinds == pair for pair in rule.pairs)  # what a target has taken for a kind may be any JSON at all


def _can_conflict(operation: Operation, rule: Unique, request: Mapping[str, Json]) -> bool:
    """Whether any store at all could clash with this request."""
    return rule.between is None or any(chosen(operation, request, rule.between) == new for new, _ in rule.pairs)
