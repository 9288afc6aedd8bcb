"""Faults that only a longer history shows: what one operation forgets of another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import (
    Fault,
    Kind,
    of,
)
from kms_targets.reference.operations.custom_key_stores.page import NAME
from kms_targets.reference.operations.custom_key_stores.replacements import (
    CONNECT,
    DELETE,
    DISCONNECT,
    INVALID_STATE,
    UPDATE,
    Body,
    Table,
    afterwards,
    instead_of,
    renew,
    store_of,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Service
from kms_targets.reference.state.stores import Store, Values

_LATER = 0.002  # seconds
_ROOM = 4  # stores that are kept


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, operation, instead in _TABLE:
        yield Fault(name, of(requirement), Kind.STATE, description, instead_of(operation, instead))
    for name, requirement, description, operation, instead in _OTHERS:
        yield Fault(name, requirement, Kind.STATE, description, instead_of(operation, instead))
    yield Fault(
        "fifth-replaces-first",
        of("state.history"),
        Kind.STATE,
        "of five stores the first is lost when the last is made",
        lambda rules: replace(rules, accepted=_first_lost),
    )


def _disconnect(store: Store) -> None:
    store.state = "DISCONNECTED"


def _last_name_kept(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    result = plain(endpoint, body)
    if store is not None and isinstance(result, Answer) and store.values[NAME] != store.made[NAME]:
        endpoint.account.claim(NAME, (store.values[NAME],))
    return result


def _connected_once(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    if store is not None and store.state == "CONNECTED":
        return Problem(INVALID_STATE, "The store is connected.")
    return plain(endpoint, body)


def _freed_twice(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    result = plain(endpoint, body)
    if store is not None and isinstance(result, Answer):
        asyncio.get_running_loop().call_later(_LATER, endpoint.account.release, NAME, store.values[NAME])
    return result


def _new_name_free(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    result = plain(endpoint, body)
    if store is not None and isinstance(result, Answer) and store.values[NAME] != store.made[NAME]:
        endpoint.account.release(NAME, store.values[NAME])
    return result


def _name_freed(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """The name is free whether the operation succeeds or not."""
    store = store_of(endpoint, body)
    result = plain(endpoint, body)
    if store is not None:
        endpoint.account.release(NAME, store.values[NAME])
    return result


def _first_lost(endpoint: Service, values: Values) -> None:
    stores = list(endpoint.account.stores.values())
    if len(stores) >= _ROOM:
        endpoint.account.remove(stores[0])


def _all_of_them(state: str) -> Instead:
    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        result = plain(endpoint, body)
        for store in endpoint.account.stores.values() if isinstance(result, Answer) else ():
            store.state = state
        return result

    return instead


# The same with a requirement of any operation.
_OTHERS: Table = (
    ("renamed-not-taken", of(f"unique.{NAME}"), "the new name of a store is free", UPDATE, _new_name_free),
    (
        "disconnect-frees-name",
        of(f"unique.{NAME}"),
        "the name of a disconnected store is free",
        DISCONNECT,
        _name_freed,
    ),
    ("refused-delete-frees-name", of(f"unique.{NAME}"), "a store loses its name as it is deleted", DELETE, _name_freed),
    ("update-renews-date", f"{UPDATE}.state.updated", "an update changes CreationDate", UPDATE, afterwards(renew)),
    ("connect-all", f"{CONNECT}.state.connected", "every store is connected", CONNECT, _all_of_them("CONNECTED")),
    (
        "disconnect-all",
        f"{DISCONNECT}.state.disconnected",
        "every store is disconnected",
        DISCONNECT,
        _all_of_them("DISCONNECTED"),
    ),
)
_TABLE: Table = (
    (
        "delete-frees-twice",
        "state.linearizable",
        "a deleted store's name is freed once more a moment later, even if another store has it by then",
        DELETE,
        _freed_twice,
    ),
    (
        "rename-disconnects",
        "state.history",
        "a connected store that is renamed is disconnected",
        UPDATE,
        afterwards(_disconnect),
    ),
    (
        "renamed-keeps-name",
        "state.history",
        "a store that was renamed keeps its last name when it is deleted",
        DELETE,
        _last_name_kept,
    ),
    ("connect-twice", "state.history", "a connected store cannot be connected again", CONNECT, _connected_once),
)
