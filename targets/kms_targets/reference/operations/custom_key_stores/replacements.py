"""Ways to do something else in the place of one of the operations on stores that are there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kms_targets.reference import json11
from kms_targets.reference.operations.custom_key_stores.page import BY_ID
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Rules, Service
from kms_targets.reference.state.stores import Entry, Store

DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE = BY_ID
INVALID_STATE = "CustomKeyStoreInvalidStateException"
WRONG_STATE = Problem("KMSInvalidStateException", "The store is in the wrong state.")
Body = Mapping[str, Any]
Change = Callable[[Rules], Rules]
# Name of a fault, the requirement, a description, the operation, and what is done instead.
Table = tuple[tuple[str, str, str, str, Instead], ...]


def instead_of(operation: str, instead: Instead) -> Change:
    """Something else is done in an operation's place."""
    return lambda rules: replace(rules, instead={**rules.instead, operation: instead})


def store_of(endpoint: Service, body: Body) -> Store | None:
    """The store that a request names."""
    return endpoint.account.stores.get(str(body.get("CustomKeyStoreId")))


def of_existing(result: Problem | Answer) -> Instead:
    """A store that is there gets this answer, and nothing is done."""
    return lambda endpoint, body, plain: plain(endpoint, body) if store_of(endpoint, body) is None else result


def afterwards(effect: Callable[[Store], None]) -> Instead:
    """Where the operation succeeds, something happens to its store as well."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store, result = store_of(endpoint, body), plain(endpoint, body)
        if store is not None and isinstance(result, Answer):
            effect(store)
        return result

    return instead


def list_edited(edit: Callable[[Service, Body, list[Entry]], list[Entry]]) -> Instead:
    """Other entries where all stores are asked for."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        result = plain(endpoint, body)
        if isinstance(result, Problem) or body.keys() & {"CustomKeyStoreId", "CustomKeyStoreName"}:
            return result
        shown = json.loads(result.body)
        shown["CustomKeyStores"] = edit(endpoint, body, shown["CustomKeyStores"])
        return result._replace(body=json11.encode(shown).encode())

    return instead


def renew(store: Store) -> None:
    """The store was made a second later."""
    store.created += 1


def whatever_state(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """Every store is changed as if it were disconnected."""
    store = store_of(endpoint, body)
    if store is None:
        return plain(endpoint, body)
    state, store.state = store.state, "DISCONNECTED"
    result = plain(endpoint, body)
    store.state = state
    return result


def problem_as(code: str, other: Problem | Answer) -> Instead:
    """Another answer where an error would be sent."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        result = plain(endpoint, body)
        return other if isinstance(result, Problem) and result.code == code else result

    return instead


def without(member: str) -> Instead:
    """A member of the request is not read."""
    return lambda endpoint, body, plain: plain(endpoint, {m: v for m, v in body.items() if m != member})
