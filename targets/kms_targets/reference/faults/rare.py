"""Faults that no boundary case shows: two bounds at once, a rare sequence, and about one in five hundred values.

They are for a search without end to find, and left out where each fault has to be caught by a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault, Kind, of
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import ANCHOR, NAME, PASSWORD
from kms_targets.reference.operations.custom_key_stores.replacements import (
    CONNECT,
    DELETE,
    DISCONNECT,
    INVALID_STATE,
    UPDATE,
    Body,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Request, Rules, Service, Step

LONGEST_NAME, LONGEST_PASSWORD = 256, 32
ONE_IN, LEFT = 500, 137  # the lengths that leave so much when they are divided by so much
LIFE = (CONNECT, DISCONNECT, UPDATE, CONNECT)
_REFUSED = Problem(VALIDATION, "The request is not valid.")


def faults() -> Iterator[Fault]:
    """All of them."""
    yield Fault(
        "rare-two-bounds",
        of(f"{PASSWORD}.length.max"),
        Kind.RARE,
        "a longest name and a longest password are refused together, and each alone is taken",
        _refusing(_both_longest),
    )
    yield Fault(
        "rare-sequence",
        of("state.history"),
        Kind.RARE,
        "a store that was connected, disconnected and changed, one after the other, cannot be connected again",
        _remembering,
    )
    yield Fault(
        "rare-value",
        of(f"{ANCHOR}.length.max"),
        Kind.RARE,
        f"a certificate is refused whose length leaves {LEFT} when it is divided by {ONE_IN}",
        _refusing(_rare_length),
    )


def _refusing(step: Step) -> Change:
    return lambda rules: replace(rules, steps=(*rules.steps, step))


def _both_longest(endpoint: Service, request: Request) -> Problem | None:
    lengths = len(request.values.get(NAME, "")), len(request.values.get(PASSWORD, ""))
    return _REFUSED if lengths == (LONGEST_NAME, LONGEST_PASSWORD) else None


def _rare_length(endpoint: Service, request: Request) -> Problem | None:
    return _REFUSED if len(request.values.get(ANCHOR, "")) % ONE_IN == LEFT else None


def _remembering(rules: Rules) -> Rules:
    """What was done to each store is remembered, as much of it as matters."""
    lives: dict[str, tuple[str, ...]] = {}

    def noting(operation: str) -> Instead:
        def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
            store = str(body.get("CustomKeyStoreId"))
            life = (*lives.get(store, ()), operation)[-len(LIFE) :]
            if life == LIFE:
                return Problem(INVALID_STATE, "The store cannot be connected.")
            result = plain(endpoint, body)
            if isinstance(result, Answer):
                lives[store] = life
            if operation == DELETE:
                lives.pop(store, None)
            return result

        return instead

    changing = (CONNECT, DISCONNECT, UPDATE, DELETE)
    return replace(rules, instead={**rules.instead, **{operation: noting(operation) for operation in changing}})
