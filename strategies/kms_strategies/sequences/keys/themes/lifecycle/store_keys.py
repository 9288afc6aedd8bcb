"""How keys in custom key stores are made, used, and in the way."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    different,
    equal,
    given,
    refused,
    shows,
    size,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id, valid
from kms_strategies.sequences.keys.resources import in_store
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_NOT_FOUND, _INVALID_STATE = "CustomKeyStoreNotFoundException", "CustomKeyStoreInvalidStateException"
_UNSUPPORTED, _NO_STORE = "UnsupportedOperationException", "cks-0123456789abcdef0"
_STORE, _IDLE = "{store.made.CustomKeyStoreId}", "{idle-store.made.CustomKeyStoreId}"
_EXTERNAL = "{external-store.made.CustomKeyStoreId}"
_LEFT = "{left-store.made.CustomKeyStoreId}"  # disconnected again, with a key in it
_LEFT_EXTERNAL = "{left-external-store.made.CustomKeyStoreId}"  # likewise


_AS_LISTED = Check(
    "KeyMetadata",
    Relation.AGREES,
    {"of": "{s.CustomKeyStores.0}", "members": ["CustomKeyStoreId", "CloudHsmClusterId"]},
)


# Another sequence connects the store, and another schedules the deletion of its key: that would be another reason.
_LEFT_ALONE = (
    tried("DisconnectCustomKeyStore", {"CustomKeyStoreId": _LEFT}),
    tried("CancelKeyDeletion", {"KeyId": key_id("left-store.key")}),
    tried("EnableKey", {"KeyId": key_id("left-store.key")}),
)


def _connection_of(store: Template, state: str) -> Step:
    described = equal("CustomKeyStores.0.ConnectionState", state)
    return given("DescribeCustomKeyStores", {"CustomKeyStoreId": store}, described)


def _kept(*last: Step) -> tuple[Step, ...]:
    """A key in the shared store."""
    return (given("CreateKey", in_store(_STORE), name="key"), *last)


_EXTERNAL_KEY: dict[str, Template] = {
    "Origin": "EXTERNAL_KEY_STORE",
    "CustomKeyStoreId": _EXTERNAL,
    "XksKeyId": "kms-{unique}",
}

STORE_KEYS: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.store",
        (
            then(
                "CreateKey",
                in_store(_STORE),
                equal("KeyMetadata.CustomKeyStoreId", _STORE),
                equal("KeyMetadata.Origin", "{fixture.store_key.Origin}"),
            ),
        ),
        _kept(
            given("DescribeCustomKeyStores", {"CustomKeyStoreId": _STORE}, name="s"),
            then("DescribeKey", KEY, _AS_LISTED),
            then("CreateKey", in_store(_STORE), _AS_LISTED),
        ),
        # In any state.
        _kept(
            given("DescribeCustomKeyStores", {"CustomKeyStoreId": _STORE}, name="s"),
            given("DisableKey", KEY),
            then("DescribeKey", KEY, _AS_LISTED),
        ),
    ),
    shows(
        "CreateKey.state.store-usable",
        _kept(
            then("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
            then("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
        ),
    ),
    shows(
        "CreateKey.state.store-KeySpec",
        _kept(refused("CreateKey", in_store(_STORE, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"))),
        _kept(refused("CreateKey", in_store(_STORE, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"))),
    ),
    shows("CreateKey.state.store-MultiRegion", _kept(refused("CreateKey", in_store(_STORE, MultiRegion=True)))),
    shows(
        f"CreateKey.error.{_NOT_FOUND}",
        # A target without custom key stores may say so.
        (refused("CreateKey", {"CustomKeyStoreId": _NO_STORE, "Origin": "AWS_CLOUDHSM"}, _NOT_FOUND, _UNSUPPORTED),),
    ),
    shows(f"CreateKey.error.{_INVALID_STATE}", (refused("CreateKey", in_store(_IDLE), _INVALID_STATE),)),
    shows(
        "Encrypt.state.disconnected-store",
        (
            *_LEFT_ALONE,
            given("DescribeKey", {"KeyId": key_id("left-store.key")}, different("KeyMetadata.KeyState", "Disabled")),
            refused("Encrypt", {"KeyId": key_id("left-store.key"), "Plaintext": MESSAGE}),
        ),
    ),
    shows(
        "Decrypt.state.reconnected-store",
        (
            *_LEFT_ALONE,
            tried("ConnectCustomKeyStore", {"CustomKeyStoreId": _LEFT}),
            _connection_of(_LEFT, "CONNECTED"),
            then("Decrypt", {"CiphertextBlob": "{left-store.ciphertext.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
        ),
    ),
    shows(
        "UpdateKeyDescription.state.disconnected-store",
        (
            *_LEFT_ALONE,
            _connection_of(_LEFT, "DISCONNECTED"),
            given(
                "DescribeKey", {"KeyId": key_id("left-store.key")}, different("KeyMetadata.KeyState", "PendingDeletion")
            ),
            then("UpdateKeyDescription", {"KeyId": key_id("left-store.key"), "Description": "{unique}"}),
            then("DescribeKey", {"KeyId": key_id("left-store.key")}, equal("KeyMetadata.Description", "{unique}")),
        ),
    ),
    *(
        shows(f"{operation}.state.store", _kept(refused(operation, KEY)))
        for operation in ("EnableKeyRotation", "RotateKeyOnDemand")
    ),
    *(
        shows(
            f"{operation}.state.store",
            _kept(
                given("GenerateDataKey", valid("GenerateDataKey", key=key_id("key"))),
                refused(operation, valid(operation, key=key_id("key"))),
            ),
        )
        for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext")
    ),
    shows(
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        (*_LEFT_ALONE, refused("DeleteCustomKeyStore", {"CustomKeyStoreId": _LEFT}, "CustomKeyStoreHasCMKsException")),
        (refused("DeleteCustomKeyStore", {"CustomKeyStoreId": _LEFT_EXTERNAL}, "CustomKeyStoreHasCMKsException"),),
        # "After they are deleted, you can delete the custom key store": a key that waits for it is there still.
        (
            *_LEFT_ALONE,
            given("ScheduleKeyDeletion", {"KeyId": key_id("left-store.key"), "PendingWindowInDays": 7}),
            refused("DeleteCustomKeyStore", {"CustomKeyStoreId": _LEFT}, "CustomKeyStoreHasCMKsException"),
        ),
    ),
    shows(
        "CreateKey.state.XksKeyId",
        (
            then("CreateKey", _EXTERNAL_KEY, equal("KeyMetadata.XksKeyConfiguration.Id", "kms-{unique}"), name="key"),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.XksKeyConfiguration.Id", "kms-{unique}"),
                equal("KeyMetadata.CustomKeyStoreId", _EXTERNAL),
            ),
        ),
    ),
    shows(
        "CreateKey.state.XksKeyId-required",
        (
            given("CreateKey", _EXTERNAL_KEY),
            refused("CreateKey", {m: value for m, value in _EXTERNAL_KEY.items() if m != "XksKeyId"}),
        ),
    ),
    shows(
        "CreateKey.state.store-Origin",
        (
            given("CreateKey", _EXTERNAL_KEY),
            refused("CreateKey", {"Origin": "AWS_CLOUDHSM", "CustomKeyStoreId": _EXTERNAL}),
        ),
    ),
    shows(
        "CreateKey.error.XksKeyAlreadyInUseException",
        (given("CreateKey", _EXTERNAL_KEY), refused("CreateKey", _EXTERNAL_KEY, "XksKeyAlreadyInUseException")),
    ),
    shows(
        "GenerateRandom.state.store",
        (then("GenerateRandom", {"NumberOfBytes": 32, "CustomKeyStoreId": _STORE}, size("Plaintext", 32)),),
    ),
    shows(
        f"GenerateRandom.error.{_UNSUPPORTED}",
        (refused("GenerateRandom", {"NumberOfBytes": 32, "CustomKeyStoreId": _EXTERNAL}, _UNSUPPORTED),),
    ),
    shows(
        f"GenerateRandom.error.{_INVALID_STATE}",
        (
            refused(
                "GenerateRandom",
                {"NumberOfBytes": 32, "CustomKeyStoreId": _IDLE},
                _INVALID_STATE,
                "UnsupportedOperationException",
            ),
        ),
    ),
)
