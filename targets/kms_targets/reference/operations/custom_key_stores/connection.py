"""ConnectCustomKeyStore, DisconnectCustomKeyStore, DeleteCustomKeyStore: one id in, an empty object out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kms_targets.reference.fixtures import CONNECTION_ERRORS
from kms_targets.reference.operations.custom_key_stores.members import checked
from kms_targets.reference.operations.custom_key_stores.xks_client import connection_error
from kms_targets.reference.rules import Answer, Problem, Service
from kms_targets.reference.state.stores import Store

ID = "CustomKeyStoreId"
DONE = Answer(200, b"{}")


def connect(endpoint: Service, body: Mapping[str, Any]) -> Answer | Problem:
    """Connects a store. Not in the state FAILED: that one has to be disconnected first."""
    store = find(endpoint, body, "ConnectCustomKeyStore")
    if not isinstance(store, Store):
        return store
    if store.state == "FAILED":
        return invalid_state(store)
    fixture = CONNECTION_ERRORS.get(store.values.get("XksProxyUriEndpoint", ""))
    found = fixture or connection_error(endpoint.rules.proxying, store.values)
    store.error = found or endpoint.rules.connection_error
    store.state = endpoint.rules.connected if store.error is None else "FAILED"
    endpoint.account.changed()
    return DONE


def disconnect(endpoint: Service, body: Mapping[str, Any]) -> Answer | Problem:
    """Disconnects a store that is connected, or that failed to."""
    store = find(endpoint, body, "DisconnectCustomKeyStore")
    if not isinstance(store, Store):
        return store
    if store.state == "DISCONNECTED":
        return invalid_state(store)
    store.state, store.error = "DISCONNECTED", None
    endpoint.account.changed()
    return DONE


def delete(endpoint: Service, body: Mapping[str, Any]) -> Answer | Problem:
    """Deletes a store that is disconnected."""
    store = find(endpoint, body, "DeleteCustomKeyStore")
    if not isinstance(store, Store):
        return store
    if store.state not in endpoint.rules.deletable:
        return invalid_state(store)
    keys = [endpoint.vault.state(key) for key in endpoint.vault.in_store(store.id)]
    if endpoint.rules.store_keeps(keys):
        return Problem("CustomKeyStoreHasCMKsException", "The custom key store contains KMS keys.")
    endpoint.account.remove(store)
    return DONE


def find(endpoint: Service, body: Mapping[str, Any], operation: str) -> Store | Problem | Answer:
    """The store that CustomKeyStoreId names. Raises WrongTypeError where it is no string."""
    store_id = checked(endpoint, operation, ID, body)
    if not isinstance(store_id, str):
        return store_id or DONE
    store = endpoint.account.stores.get(store_id)
    return store or endpoint.rules.unknown_ids[operation] or DONE


def invalid_state(store: Store) -> Problem:
    """The operation is not valid in the store's ConnectionState."""
    return Problem("CustomKeyStoreInvalidStateException", f"The ConnectionState of the store is {store.state}.")
