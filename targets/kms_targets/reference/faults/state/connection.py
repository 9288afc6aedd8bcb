"""Faults of connecting, disconnecting and deleting; and of operations that are not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    verb,
)
from kms_targets.reference.operations.custom_key_stores.connection import DONE
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import BY_ID
from kms_targets.reference.operations.custom_key_stores.replacements import (
    CONNECT,
    DELETE,
    DISCONNECT,
    INVALID_STATE,
    UPDATE,
    WRONG_STATE,
    Body,
    Table,
    instead_of,
    of_existing,
    problem_as,
    store_of,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Service

_ERROR = f"error.{INVALID_STATE}"
_SPREADING = (
    "describe-missing",
    "delete-missing",
    "delete-keeps-store",
    "delete-all",
    "delete-refused",
    "delete-disconnected-refused",
)


def faults() -> Iterator[Fault]:
    """All of them."""
    missing = Problem("UnknownOperationException", "X-Amz-Target names no operation.")
    for operation in BY_ID:
        slug = verb(operation)
        nothing = instead_of(operation, lambda endpoint, body, plain: missing)
        yield _fault(f"{slug}-missing", f"{operation}.implemented", f"{operation} is not there", nothing)
    for name, requirement, description, operation, instead in _TABLE:
        yield _fault(name, f"{operation}.{requirement}", description, instead_of(operation, instead))
    yield _fault(
        "connect-odd-state",
        f"{CONNECT}.state.connected",
        "a store that was connected is ACTIVE",
        lambda rules: replace(rules, connected="ACTIVE"),
    )
    for operation, slug in ((CONNECT, "connect"), (UPDATE, "update"), (DELETE, "delete")):
        yield _fault(
            f"{slug}-disconnected-refused",
            f"{operation}.state.while-DISCONNECTED",
            f"{operation} is refused once the store was connected and disconnected again",
            _refused_after(CONNECT, operation, "DISCONNECTED"),
        )
    yield _fault(
        "disconnect-again-refused",
        f"{DISCONNECT}.state.while-CONNECTED",
        "a store is disconnected once, and never again",
        _refused_after(DISCONNECT, DISCONNECT, "CONNECTED"),
    )
    yield _fault(
        "delete-refused",
        f"{DELETE}.state.while-DISCONNECTED",
        "no store can be deleted",
        instead_of(DELETE, of_existing(Problem(INVALID_STATE, "The store is not disconnected."))),
    )
    refused = instead_of(DISCONNECT, _in_state("CONNECTING", Problem(INVALID_STATE, "The store is connecting.")))
    yield _fault(
        "disconnect-connecting-refused",
        f"{DISCONNECT}.state.while-CONNECTED",
        "a store that is connecting cannot be disconnected",
        lambda rules: replace(refused(rules), connected="CONNECTING"),
    )
    yield _fault(
        "disconnect-keeps-code",
        "DescribeCustomKeyStores.state.ConnectionErrorCode",
        "a store that failed to connect keeps its ConnectionErrorCode when it is disconnected",
        instead_of(DISCONNECT, _code_kept),
    )
    yield _fault(
        "delete-failed",
        f"{DELETE}.state.while-FAILED",
        "a store that failed to connect can be deleted",
        lambda rules: replace(rules, deletable=rules.deletable | {"FAILED"}),
    )


def _fault(name: str, requirement: str, description: str, change: Change) -> Fault:
    return Fault(name, requirement, Kind.STATE, description, change, name in _SPREADING)


def _gone_but_described(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    result = plain(endpoint, body)
    if store is not None and isinstance(result, Answer):
        endpoint.account.stores[store.id] = store
    return result


def _all_gone(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    result = plain(endpoint, body)
    if isinstance(result, Answer):
        for store in list(endpoint.account.stores.values()):
            endpoint.account.remove(store)
    return result


def _code_kept(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    error = None if store is None else store.error
    result = plain(endpoint, body)
    if store is not None:
        store.error = error
    return result


def _connect_with_wrong_codes(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    wrong = store is not None and store.state in ("CONNECTED", "FAILED")
    return WRONG_STATE if wrong else plain(endpoint, body)


def _disconnected_with_error(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    failed = store is not None and store.state == "FAILED"
    result = plain(endpoint, body)
    return Problem(INVALID_STATE, "The store is not connected.") if failed else result


def _failed_again(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    return DONE if store is not None and store.state == "FAILED" else plain(endpoint, body)


def _in_state(state: str, result: Answer | Problem) -> Instead:
    """A store in one state gets this answer, and nothing is done."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        return result if store is not None and store.state == state else plain(endpoint, body)

    return instead


def _refused_after(before: str, operation: str, state: str) -> Change:
    """An operation is refused in a state in which it is valid, once another one has been done before."""
    known: set[str] = set()

    def refused(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        again = store is not None and store.id in known and store.state == state
        return Problem(INVALID_STATE, "The store is in another state.") if again else plain(endpoint, body)

    def noted(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        result = refused(endpoint, body, plain) if operation == before else plain(endpoint, body)
        store = store_of(endpoint, body)
        if store is not None and isinstance(result, Answer):
            known.add(store.id)
        return result

    return lambda rules: replace(rules, instead={**rules.instead, operation: refused, before: noted})


_TABLE: Table = (
    ("delete-all", "state.deleted", "a deletion takes all stores", DELETE, _all_gone),
    (
        "connect-connected-refused",
        "state.while-CONNECTED",
        "a store that is connected cannot be connected again",
        CONNECT,
        _in_state("CONNECTED", Problem(INVALID_STATE, "The store is connected.")),
    ),
    (
        "connect-wrong-codes",
        "state.while-CONNECTED",
        "KMSInvalidStateException for a store that is connected or failed to connect",
        CONNECT,
        _connect_with_wrong_codes,
    ),
    (
        "disconnect-connected-refused",
        "state.while-CONNECTED",
        "a store that is connected cannot be disconnected",
        DISCONNECT,
        _in_state("CONNECTED", Problem(INVALID_STATE, "The store is connected.")),
    ),
    (
        "disconnect-failed-refused",
        "state.while-FAILED",
        "a store that failed to connect is disconnected, and the answer is an error",
        DISCONNECT,
        _disconnected_with_error,
    ),
    (
        "delete-failed-wrong-code",
        "state.while-FAILED",
        "KMSInvalidStateException for the deletion of a store that failed to connect",
        DELETE,
        _in_state("FAILED", WRONG_STATE),
    ),
    (
        "update-failed",
        "state.while-FAILED",
        "an update of a store that failed to connect succeeds",
        UPDATE,
        _in_state("FAILED", DONE),
    ),
    (
        "connect-refused",
        "implemented",
        "no store can be connected",
        CONNECT,
        of_existing(Problem(VALIDATION, "The request is not valid.")),
    ),
    (
        "connect-failed",
        _ERROR,
        "a store that failed to connect can be connected again",
        CONNECT,
        _failed_again,
    ),
    (
        "connect-failed-wrong-code",
        _ERROR,
        "KMSInvalidStateException for a store that failed to connect",
        CONNECT,
        problem_as(INVALID_STATE, WRONG_STATE),
    ),
    (
        "disconnect-does-nothing",
        "state.disconnected",
        "a store that was disconnected stays as it is",
        DISCONNECT,
        of_existing(DONE),
    ),
    (
        "disconnect-twice",
        _ERROR,
        "a store that is disconnected can be disconnected",
        DISCONNECT,
        problem_as(INVALID_STATE, DONE),
    ),
    (
        "disconnect-wrong-code",
        _ERROR,
        "KMSInvalidStateException for a store that is disconnected",
        DISCONNECT,
        problem_as(INVALID_STATE, WRONG_STATE),
    ),
    (
        "delete-connected-wrong-code",
        _ERROR,
        "KMSInvalidStateException for a connected store",
        DELETE,
        problem_as(INVALID_STATE, WRONG_STATE),
    ),
    (
        "delete-keeps-store",
        "state.deleted",
        "a store that was deleted is still described",
        DELETE,
        _gone_but_described,
    ),
)
