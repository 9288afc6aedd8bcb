"""Faults of keys in custom key stores, one behaviour each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import META, forget_material
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
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.operations.custom_key_stores.connection import DONE
from kms_targets.reference.operations.custom_key_stores.replacements import Body, instead_of, problem_as, store_of
from kms_targets.reference.rules import Answer, Call, KeyOperation, Operation, Problem, Result, Service


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


def _external_with_keys(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """The keys of an external key store are not counted."""
    store, result = store_of(endpoint, body), plain(endpoint, body)
    kept = isinstance(result, Problem) and result.code == "CustomKeyStoreHasCMKsException"
    if store is None or not kept or store.values.get("CustomKeyStoreType") != "EXTERNAL_KEY_STORE":
        return result
    endpoint.account.remove(store)
    return DONE


def _keys_lost(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store, result = store_of(endpoint, body), plain(endpoint, body)
    for key in [] if store is None else endpoint.vault.in_store(store.id):
        forget_material(key)
    return result


def _only_connected(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and call.service.vault.state(key) == "Unavailable":
        refuse("KMSInvalidStateException", f"{key.arn} is unavailable.")
    return plain(call)


def _without_external_store(key: Values) -> Values:
    return without("CustomKeyStoreId")(key) if "XksKeyConfiguration" in key else key


def _cluster_while_enabled(key: Values) -> Values:
    return key if key["KeyState"] == "Enabled" else without("CloudHsmClusterId")(key)


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


_KEPT: tuple[Row, ...] = (
    (
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        "an external key store that has keys can be deleted",
        instead_of("DeleteCustomKeyStore", _external_with_keys),
    ),
    (
        "Decrypt.state.reconnected-store",
        "the keys of a store that is disconnected are lost",
        instead_of("DisconnectCustomKeyStore", _keys_lost),
    ),
    (
        "UpdateKeyDescription.state.disconnected-store",
        "a key is not changed while its store is disconnected",
        around(_only_connected, "UpdateKeyDescription", "TagResource"),
    ),
    (
        "CreateKey.state.XksKeyId",
        "a key in an external key store is described without its store",
        answered(inside(META, _without_external_store), "DescribeKey"),
    ),
    (
        "CreateKey.state.store",
        "a key that is not enabled is described without its cluster",
        answered(inside(META, _cluster_while_enabled), "DescribeKey"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_STORES + _KEPT)
