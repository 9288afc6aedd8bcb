"""What is known of the stores of an account after a request that succeeded."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    UPDATE,
    Connection,
)
from kms_specification.state.account import (
    Account,
    Store,
    after,
    changed,
    connection,
    made_as,
)
from tests.support.plain_client import hsm

CONNECTED, CONNECTING, FAILED, DISCONNECTED, DISCONNECTING = (
    Connection(s) for s in ("CONNECTED", "CONNECTING", "FAILED", "DISCONNECTED", "DISCONNECTING")
)
S = {"CustomKeyStoreId": "s"}
MADE, ELSE = hsm(CustomKeyStoreName="a"), hsm(CustomKeyStoreName="b")
ACCOUNT = Account({"s": Store(MADE), "t": Store(ELSE)})


def described(account: Account, state: Any, **more: Any) -> Account:
    return after(account, DESCRIBE, {}, {"CustomKeyStores": [S | {"ConnectionState": state}], **more})


def test_a_new_store_is_disconnected_and_as_it_was_asked_for() -> None:
    made = after(Account(), CREATE, MADE, S)
    assert made.stores == {"s": Store(MADE, frozenset({DISCONNECTED}))}
    assert made.state.stores == (MADE,)
    assert after(made, CREATE, ELSE, {"CustomKeyStoreId": "t"}).state.stores == (MADE, ELSE)


def test_a_deleted_store_is_gone_until_one_of_its_id_is_made() -> None:
    gone = after(ACCOUNT, DELETE, S, {})
    assert (gone.stores, gone.gone) == ({"t": Store(ELSE)}, {"s"})
    again = after(gone, CREATE, MADE, S)
    assert again.gone == frozenset()
    assert set(again.stores) == {"s", "t"}
    assert after(gone, DELETE, {"CustomKeyStoreId": "t"}, {}).gone == {"s", "t"}


@pytest.mark.parametrize(
    ("operation", "states"),
    [
        (CONNECT, {CONNECTING, CONNECTED, FAILED}),
        (DISCONNECT, {DISCONNECTING, DISCONNECTED}),
    ],
)
def test_connecting_and_disconnecting_may_be_under_way(operation: str, states: set[Connection]) -> None:
    seen = described(ACCOUNT, "DISCONNECTED")
    then = after(seen, operation, S, {})
    assert then.stores["s"] == Store(MADE, frozenset(states))
    assert then.stores["t"] == ACCOUNT.stores["t"]


@pytest.mark.parametrize(
    ("seen", "now"),
    [
        (CONNECTED, {CONNECTED}),
        (FAILED, {FAILED}),
        (DISCONNECTED, {DISCONNECTED}),
        (CONNECTING, {CONNECTING, CONNECTED, FAILED}),
        (DISCONNECTING, {DISCONNECTING, DISCONNECTED}),
    ],
)
def test_a_state_that_passes_by_itself_may_have_passed(seen: Connection, now: set[Connection]) -> None:
    store = Store(MADE, frozenset(Connection), seen)
    assert store.now == now
    assert described(Account({"s": Store(MADE, frozenset(Connection))}), str(seen)).stores["s"] == store


def test_a_state_that_cannot_be_is_not_believed() -> None:
    for state in ("CONNECTED", "odd", "", None, 1, ["DISCONNECTED"], {}):
        assert described(ACCOUNT, state) == ACCOUNT
    assert described(ACCOUNT, "DISCONNECTED").stores["s"].seen is DISCONNECTED


def test_what_is_described_of_others_changes_nothing() -> None:
    for entry in ({"CustomKeyStoreId": "u", "ConnectionState": "CONNECTED"}, {}, None, "s", ["s"]):
        assert after(ACCOUNT, DESCRIBE, {}, {"CustomKeyStores": [entry]}) == ACCOUNT
    for listed in (None, {}, "s"):
        assert after(ACCOUNT, DESCRIBE, {}, {"CustomKeyStores": listed}) == ACCOUNT
    assert after(ACCOUNT, DESCRIBE, S, None) == ACCOUNT


def test_where_listings_ended_is_remembered() -> None:
    once = described(ACCOUNT, None, NextMarker="m")
    assert once == Account(ACCOUNT.stores, markers=frozenset({"m"}))
    assert described(once, None, NextMarker="n").markers == {"m", "n"}
    assert described(once, None, NextMarker=1).markers == {"m"}


def test_what_names_no_store_of_ours_changes_nothing() -> None:
    for operation in (UPDATE, CONNECT, DISCONNECT, DELETE):
        for store in ("u", None, 1, ["s"]):
            assert after(ACCOUNT, operation, {"CustomKeyStoreId": store}, {}) == ACCOUNT
    for body in ({}, None, [], {"CustomKeyStoreId": 1}):
        assert after(ACCOUNT, CREATE, S, body) == ACCOUNT


def test_an_update_changes_what_it_names_and_nothing_else() -> None:
    then = after(ACCOUNT, UPDATE, S | {"NewCustomKeyStoreName": "c", "KeyStorePassword": None}, {})
    assert then.stores["s"].request == MADE | {"CustomKeyStoreName": "c"}
    assert then.stores["t"] == ACCOUNT.stores["t"]
    assert changed({"KeyStorePassword": "password"}, {"KeyStorePassword": ""}) == {}
    seen = after(described(ACCOUNT, "DISCONNECTED"), UPDATE, S | {"KeyStorePassword": "other"}, {})
    assert seen.stores["s"].seen is DISCONNECTED
    assert [made_as(m) for m in ("NewCustomKeyStoreName", "KeyStorePassword")] == [
        "CustomKeyStoreName",
        "KeyStorePassword",
    ]


def test_a_store_is_found_by_its_name_and_left_out_by_its_id() -> None:
    assert [ACCOUNT.named(n) for n in ("a", "b", "c", 1)] == ["s", "t", None, None]
    assert ACCOUNT.besides("s").stores == (ELSE,)
    assert ACCOUNT.besides("u").stores == (MADE, ELSE)
    assert ACCOUNT.state.complete
    assert not Account().complete


@pytest.mark.parametrize(
    ("state", "right"),
    [("CONNECTED", CONNECTED), ("FAILED", FAILED), ("connected", None), (None, None), (1, None), ([], None)],
)
def test_the_state_in_which_a_store_is_described(state: Any, right: Connection | None) -> None:
    assert connection({"ConnectionState": state}) is right
