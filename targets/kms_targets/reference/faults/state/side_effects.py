"""Faults of what an operation on a store does to the rest of it: what is forgotten, renewed, kept or let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference.faults.fault import Fault, Kind
from kms_targets.reference.operations.custom_key_stores.members import OWNER
from kms_targets.reference.operations.custom_key_stores.page import ACCESS_KEY, ENDPOINT, NAME, PATH, SERVICE, TYPE
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
    whatever_state,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Service
from kms_targets.reference.state.stores import Store

_NEW_NAME = f"New{NAME}"
_OK = 200
_LONGEST = 256  # of names


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, operation, instead in _TABLE:
        yield Fault(name, f"{operation}.{requirement}", Kind.STATE, description, instead_of(operation, instead))


def _forget_changes(store: Store) -> None:
    store.values = store.made


def _lose_path(store: Store) -> None:
    if PATH in store.values:
        store.values = {**store.values, PATH: "/kms/xks/v1"}


def _to_others(effect: Callable[[Store, Store], None]) -> Instead:
    """Where the operation succeeds, something happens to every other store of the kind: given the store, and that."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store, result = store_of(endpoint, body), plain(endpoint, body)
        if store is not None and isinstance(result, Answer):
            for _, other in endpoint.account.all():
                if other is not store and other.values.get(TYPE) == store.values.get(TYPE):
                    effect(store, other)
        return result

    return instead


def _alike(*members: str) -> Callable[[Store, Store], None]:
    def effect(store: Store, other: Store) -> None:
        other.values = {**other.values, **{m: store.values[m] for m in members if m in store.values}}

    return effect


def _let_go(store: Store, other: Store) -> None:
    other.state = "DISCONNECTED"


def _name_trimmed(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    name = body.get(_NEW_NAME)
    shorter = isinstance(name, str) and 0 < len(name.strip()) < len(name) <= _LONGEST
    return plain(endpoint, {**body, _NEW_NAME: str(name).strip()} if shorter else body)


def _path_disconnects(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store, result = store_of(endpoint, body), plain(endpoint, body)
    if store is not None and isinstance(result, Answer) and PATH in body:
        store.state = "DISCONNECTED"
    return result


def _endpoint_resets_path(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store, result = store_of(endpoint, body), plain(endpoint, body)
    if store is not None and isinstance(result, Answer) and ENDPOINT in body and PATH not in body:
        _lose_path(store)
    return result


def _service_kept(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """The endpoint service of a store that is public by now stays taken."""
    store = store_of(endpoint, body)
    before = "" if store is None else store.values.get(SERVICE, "")
    result = plain(endpoint, body)
    if store is not None and before and SERVICE not in store.values:
        endpoint.account.claim(SERVICE, (before,))
    return result


def _of_connected(member: str) -> Instead:
    """One member alone is changed as if the store were disconnected."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        if store is None or store.state != "CONNECTED" or {*body} != {"CustomKeyStoreId", member}:
            return plain(endpoint, body)
        return whatever_state(endpoint, body, plain)

    return instead


_LEFT_ALONE = "state.left-alone"


def _answers_null(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    result = plain(endpoint, body)
    return result._replace(body=b"null") if isinstance(result, Answer) and result.status == _OK else result


_TABLE: Table = (
    *(
        (f"{name}-answers-null", "implemented", "a success is answered with null", operation, _answers_null)
        for name, operation in (("update", UPDATE), ("connect", CONNECT), ("delete", DELETE))
    ),
    ("connect-one-at-a-time", "state.left-alone", "no two stores are CONNECTED at once", CONNECT, _to_others(_let_go)),
    ("update-path-of-all", "state.updated", "another path is that of all stores", UPDATE, _to_others(_alike(PATH))),
    (
        "update-credential-of-all",
        "state.updated",
        "another credential is that of all stores",
        UPDATE,
        _to_others(_alike(ACCESS_KEY)),
    ),
    (
        "connect-forgets-changes",
        _LEFT_ALONE,
        "a store that is connected is what it was made as",
        CONNECT,
        afterwards(_forget_changes),
    ),
    ("connect-renews-date", _LEFT_ALONE, "connecting changes CreationDate", CONNECT, afterwards(renew)),
    (
        "disconnect-loses-path",
        _LEFT_ALONE,
        "a store that is disconnected has the usual path",
        DISCONNECT,
        afterwards(_lose_path),
    ),
    ("update-trims-name", "state.updated", "a new name is kept without white space around it", UPDATE, _name_trimmed),
    ("update-path-disconnects", "state.updated", "another path disconnects the store", UPDATE, _path_disconnects),
    (
        "update-endpoint-resets-path",
        "state.updated",
        "another endpoint without a path gives the store the usual path",
        UPDATE,
        _endpoint_resets_path,
    ),
    (
        "update-public-keeps-service",
        "state.updated",
        "a store that is public by now keeps its endpoint service from others",
        UPDATE,
        _service_kept,
    ),
    (
        "update-connected-service",
        f"error.{INVALID_STATE}",
        "the endpoint service of a connected store can be changed",
        UPDATE,
        _of_connected(SERVICE),
    ),
    (
        "update-connected-owner",
        f"error.{INVALID_STATE}",
        "the owner of the endpoint service of a connected store can be changed",
        UPDATE,
        _of_connected(OWNER),
    ),
)
