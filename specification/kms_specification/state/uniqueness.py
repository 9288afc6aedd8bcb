"""The stores that exist, as a pure value, and which of them a new one would clash with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kms_specification.facts import (
    Json,
    Operation,
    Unique,
)
from kms_specification.violations.relations import chosen, variant_of


@dataclass(frozen=True, slots=True)
class State:
    """The requests that made the stores which exist now. `complete`: no other store can be there."""

    stores: tuple[Mapping[str, Json], ...] = ()
    complete: bool = True


EMPTY = State()
UNKNOWN = State(complete=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A uniqueness rule that a request would break; not `certain` where the documents leave open what is the same.

    `seen`: a known store has the values. Otherwise they may belong to a store that nobody has listed.
    """

    rule: Unique
    certain: bool = True
    seen: bool = True


def conflicts(operation: Operation, request: Mapping[str, Json], state: State) -> tuple[Conflict, ...]:
    """The uniqueness rules that a request breaks in a state."""
    return tuple(_conflicts(operation, request, state))


def _conflicts(operation: Operation, request: Mapping[str, Json], state: State) -> Iterator[Conflict]:
    for rule in operation.uniqueness if state.stores or not state.complete else ():
        mine = _values(rule, request)
        if mine is None:
            continue
        others = [s for s in state.stores if _folded(rule, _values(rule, s)) == _folded(rule, mine)]
        compared = [s for s in others if _compared(operation, rule, request, s)]
        if any(_values(rule, s) == mine and _uses(operation, rule, request, s) for s in compared):
            yield Conflict(rule)
        elif compared or any(not _uses(operation, rule, request, s) for s in others):
            yield Conflict(rule, certain=False)
        elif not state.complete:
            yield Conflict(rule, certain=False, seen=False)


def _values(rule: Unique, request: Mapping[str, Json]) -> tuple[str, ...] | None:
    found = tuple(request.get(m) for m in rule.members)
    return tuple(map(str, found)) if all(isinstance(v, str) for v in found) else None


def _folded(rule: Unique, values: tuple[str, ...] | None) -> list[str] | None:
    """The values without the case of a host name, of which no document says whether it matters."""
    if values is None:
        return None
    return [v.lower() if m == rule.host else v for m, v in zip(rule.members, values, strict=True)]


def _compared(operation: Operation, rule: Unique, new: Mapping[str, Json], old: Mapping[str, Json]) -> bool:
    if rule.between is None:
        return True
    kinds = (chosen(operation, new, rule.between), chosen(operation, old, rule.between))
    return any(kinds == pair for pair in rule.pairs)  # what a target has taken for a kind may be any JSON at all


def _uses(operation: Operation, rule: Unique, *stores: Mapping[str, Json]) -> bool:
    """Whether the stores have a use for what the rule compares.

    No document says whether what a store of another kind has no use for is taken by it. Of a request that chooses no
    kind nothing is known: it is refused in any case.
    """
    of_some = {member for variant in operation.variants for member in variant.members}
    names = [variant_of(operation, store) for store in stores]
    return all(
        member in operation.variant(name).members
        for name in names
        if name is not None
        for member in of_some.intersection(rule.members)
    )
