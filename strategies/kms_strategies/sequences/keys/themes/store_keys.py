"""How keys in custom key stores are made, used, and in the way."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Demonstration,
    Made,
    Maker,
    Step,
    Template,
    equal,
    given,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE
from kms_strategies.sequences.keys.themes.key_states import KEY

_NOT_FOUND, _INVALID_STATE = "CustomKeyStoreNotFoundException", "CustomKeyStoreInvalidStateException"
_STORE, _IDLE = "{store.made.CustomKeyStoreId}", "{idle-store.made.CustomKeyStoreId}"


def _in(store: Template, **more: Template) -> Template:
    """A request for a key in a store, as the target takes them."""
    return Made(Maker.MERGED, ("{fixture.store_key}", {"CustomKeyStoreId": store, **more}))


def _kept(*last: Step) -> tuple[Step, ...]:
    """A key in the shared store."""
    return (given("CreateKey", _in(_STORE), name="key"), *last)


_OWN: dict[str, Template] = {"CustomKeyStoreId": "{own.CustomKeyStoreId}"}


def _in_state(state: str) -> Step:
    return given("DescribeCustomKeyStores", _OWN, equal("CustomKeyStores.0.ConnectionState", state))


def _own_store() -> tuple[Step, ...]:
    """A key in a store of its own."""
    return (
        given("CreateCustomKeyStore", "{fixture.other_store}", name="own"),
        given("ConnectCustomKeyStore", _OWN),
        _in_state("CONNECTED"),
        given("CreateKey", _in("{own.CustomKeyStoreId}"), name="key"),
    )


def _disconnected() -> tuple[Step, ...]:
    return (given("DisconnectCustomKeyStore", _OWN), _in_state("DISCONNECTED"))


STORE_KEYS: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.store",
        (
            then(
                "CreateKey",
                _in(_STORE),
                equal("KeyMetadata.CustomKeyStoreId", _STORE),
                equal("KeyMetadata.Origin", "{fixture.store_key.Origin}"),
            ),
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
        _kept(refused("CreateKey", _in(_STORE, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"))),
        _kept(refused("CreateKey", _in(_STORE, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"))),
    ),
    shows("CreateKey.state.store-MultiRegion", _kept(refused("CreateKey", _in(_STORE, MultiRegion=True)))),
    shows(
        f"CreateKey.error.{_NOT_FOUND}",
        (refused("CreateKey", {"CustomKeyStoreId": "cks-0123456789abcdef0", "Origin": "AWS_CLOUDHSM"}, _NOT_FOUND),),
    ),
    shows(f"CreateKey.error.{_INVALID_STATE}", (refused("CreateKey", _in(_IDLE), _INVALID_STATE),)),
    shows(
        "Encrypt.state.disconnected-store",
        (
            *_own_store(),
            given("Encrypt", KEY | {"Plaintext": MESSAGE}),
            *_disconnected(),
            refused("Encrypt", KEY | {"Plaintext": MESSAGE}),
        ),
    ),
    shows("EnableKeyRotation.state.store", _kept(refused("EnableKeyRotation", KEY))),
    shows(
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        (
            *_own_store(),
            *_disconnected(),
            refused("DeleteCustomKeyStore", _OWN, "CustomKeyStoreHasCMKsException"),
        ),
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
