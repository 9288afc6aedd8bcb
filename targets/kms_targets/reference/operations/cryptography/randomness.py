"""Random bytes."""

from __future__ import annotations

import os
from typing import Any

from kms_targets.reference.operations.calls import invalid, recipient, refuse
from kms_targets.reference.rules import Call


def generate_random(call: Call) -> dict[str, Any]:
    """So many random bytes as are asked for, from a custom key store where one is named."""
    recipient(call)
    number = call.values.get("NumberOfBytes")
    if number is None:
        invalid("NumberOfBytes is required.")
    store_id = call.values.get("CustomKeyStoreId")
    if store_id is not None:
        _require_store(call, store_id)
    return {"Plaintext": os.urandom(number)}


def _require_store(call: Call, store_id: str) -> None:
    store = call.service.account.stores.get(store_id)
    if store is None:
        refuse("CustomKeyStoreNotFoundException", f"Custom key store {store_id} does not exist.")
    if store.values.get("CustomKeyStoreType") == "EXTERNAL_KEY_STORE":
        refuse("UnsupportedOperationException", "An external key store generates no random bytes.")
    if store.state != "CONNECTED":
        refuse("CustomKeyStoreInvalidStateException", f"The ConnectionState of the store is {store.state}.")
