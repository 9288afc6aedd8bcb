"""Faults of keys in custom key stores, one behaviour each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import META
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    faults_of,
    inside,
    named,
    only_if,
    recoded,
    short,
    state_free,
    without,
)
from kms_targets.reference.operations.custom_key_stores.connection import DONE
from kms_targets.reference.operations.custom_key_stores.replacements import instead_of, problem_as
from kms_targets.reference.rules import Call, KeyOperation, Result


def _made_while_disconnected(call: Call, plain: KeyOperation) -> Result:
    store = call.service.account.stores.get(str(call.values.get("CustomKeyStoreId")))
    if store is None:
        return plain(call)
    state, store.state = store.state, "CONNECTED"
    try:
        return plain(call)
    finally:
        store.state = state


def _pairs_anyway(call: Call, plain: KeyOperation) -> Result:
    """It is not looked at where the key is."""
    key = named(call)
    if key is None:
        return plain(call)
    store, key.store = key.store, None
    try:
        return plain(call)
    finally:
        key.store = store


def _shared_externally(call: Call, plain: KeyOperation) -> Result:
    """An external key may be that of many keys."""
    store = str(call.values.get("CustomKeyStoreId"))
    keys = [key for key in call.service.vault.in_store(store) if key.external_key == call.values.get("XksKeyId")]
    for key in keys:
        key.external_key = None
    try:
        return plain(call)
    finally:
        for key in keys:
            key.external_key = call.values["XksKeyId"]


def _random_anyway(call: Call, plain: KeyOperation) -> Result:
    """The kind of a custom key store is not looked at."""
    store = call.service.account.stores.get(str(call.values.get("CustomKeyStoreId")))
    external = store is not None and store.values.get("CustomKeyStoreType") == "EXTERNAL_KEY_STORE"
    return plain(replace(call, values=without("CustomKeyStoreId")(call.values))) if external else plain(call)


def _with_external_key(values: Values) -> Values:
    made = values.get("Origin") == "EXTERNAL_KEY_STORE" and "CustomKeyStoreId" in values
    return {"XksKeyId": secrets.token_hex(8), **values} if made else values


def _origin_of_store(call: Call, plain: KeyOperation) -> Result:
    store = call.service.account.stores.get(str(call.values.get("CustomKeyStoreId")))
    if store is None or store.values.get("CustomKeyStoreType") != "EXTERNAL_KEY_STORE":
        return plain(call)
    more = {"XksKeyId": secrets.token_hex(8), **call.values, "Origin": "EXTERNAL_KEY_STORE"}
    return plain(replace(call, values=more))


_STORES: tuple[Row, ...] = (
    (
        "CreateKey.state.XksKeyId",
        "an external key is described by another id",
        answered(inside(META, changed("XksKeyConfiguration", lambda found: {"Id": "another"})), "CreateKey"),
    ),
    (
        "CreateKey.state.XksKeyId-required",
        "an external key is made up where none is named",
        asked(_with_external_key, "CreateKey"),
    ),
    (
        "CreateKey.state.store-Origin",
        "a key has the origin of its store, whatever is asked for",
        around(_origin_of_store, "CreateKey"),
    ),
    (
        "CreateKey.error.XksKeyAlreadyInUseException",
        "an external key may be that of many keys",
        around(_shared_externally, "CreateKey"),
    ),
    (
        "GenerateRandom.state.store",
        "no custom key store is for random bytes",
        only_if(lambda v: "CustomKeyStoreId" not in v, "CustomKeyStoreInvalidStateException", "GenerateRandom"),
    ),
    (
        "GenerateRandom.error.UnsupportedOperationException",
        "random bytes come from any custom key store",
        around(_random_anyway, "GenerateRandom"),
    ),
    *(
        (
            f"{operation}.state.store",
            "a key in a custom key store makes data key pairs",
            around(_pairs_anyway, operation),
        )
        for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext")
    ),
    (
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        "a custom key store that has keys answers success",
        instead_of("DeleteCustomKeyStore", problem_as("CustomKeyStoreHasCMKsException", DONE)),
    ),
    (
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        "a custom key store that has keys is deleted",
        lambda rules: replace(rules, store_keeps=lambda states: False),
    ),
    (
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        "a custom key store whose keys all wait for their deletion is deleted",
        lambda rules: replace(rules, store_keeps=lambda states: not {*states} <= {"PendingDeletion"}),
    ),
    (
        "CreateKey.state.store",
        "a key in a custom key store is described without it",
        answered(inside(META, without("CustomKeyStoreId")), "CreateKey", "DescribeKey"),
    ),
    *(
        (
            "CreateKey.state.store",
            f"a key in a custom key store is in another cluster, as {operation} has it",
            answered(inside(META, changed("CloudHsmClusterId", lambda found: "cluster-abcdefghijk")), operation),
        )
        for operation in ("CreateKey", "DescribeKey")
    ),
    (
        "CreateKey.state.store-usable",
        "a key in a custom key store decrypts nothing",
        around(lambda call, plain: _not_in_store(call, plain), "Decrypt"),
    ),
    (
        "CreateKey.state.store-KeySpec",
        "KeySpec is not read for a key in a custom key store",
        asked(lambda v: without("KeySpec", "KeyUsage")(v) if "CustomKeyStoreId" in v else v, "CreateKey"),
    ),
    (
        "CreateKey.state.store-MultiRegion",
        "MultiRegion is not read for a key in a custom key store",
        asked(lambda v: without("MultiRegion")(v) if "CustomKeyStoreId" in v else v, "CreateKey"),
    ),
    (
        "CreateKey.error.CustomKeyStoreNotFoundException",
        "a custom key store that does not exist is a NotFoundException",
        recoded("CustomKeyStoreNotFoundException", "NotFoundException", "CreateKey"),
    ),
    (
        "CreateKey.error.CustomKeyStoreInvalidStateException",
        "a key is made in a custom key store that is not connected",
        around(_made_while_disconnected, "CreateKey"),
    ),
    (
        "Encrypt.state.disconnected-store",
        "a key encrypts while its custom key store is disconnected",
        state_free("Encrypt", "Unavailable"),
    ),
    *(
        (
            f"{operation}.state.store",
            "a key in a custom key store is rotated",
            around(lambda call, plain: _rotated_in_store(call, plain), operation),
        )
        for operation in ("EnableKeyRotation", "RotateKeyOnDemand")
    ),
)


def _not_in_store(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    key = call.region.keys.get(short(result["KeyId"]))
    return changed("Plaintext", lambda data: data[:-1])(result) if key is not None and key.store else result


def _rotated_in_store(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    return {} if key is not None and key.store is not None else plain(call)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_STORES)
