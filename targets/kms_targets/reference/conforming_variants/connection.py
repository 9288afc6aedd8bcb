"""Other ways to connect, disconnect, change and list stores that the documents leave open."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace

from kms_targets.reference.conforming_variants.variant import (
    Change,
    Table,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.describe import MARKER
from kms_targets.reference.operations.custom_key_stores.page import (
    BY_ID,
    CREDENTIAL,
    NAME,
    PATH,
)
from kms_targets.reference.operations.custom_key_stores.replacements import (
    CONNECT,
    DESCRIBE,
    DISCONNECT,
    INVALID_STATE,
    UPDATE,
    Body,
    instead_of,
    store_of,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Rules, Service
from kms_targets.reference.state.stores import Entry, Store

_BUSY = Problem(INVALID_STATE, "The store is still busy.")
_SOON = 0.2  # seconds that connecting and disconnecting take


def _late(meanwhile: str, finally_: str) -> Change:
    """A state is reached only a while after the operation that leads to it was answered."""
    since: dict[str, float] = {}

    def settled(instead: Instead | None) -> Instead:
        def after_a_while(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
            for store in endpoint.account.stores.values():
                if store.state == meanwhile and time.monotonic() - since.get(store.id, 0.0) > _SOON:
                    store.state = finally_
            return plain(endpoint, body) if instead is None else instead(endpoint, body, plain)

        return after_a_while

    def begun(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        if store is not None and store.state == "DISCONNECTING":
            return _BUSY
        before = None if store is None else store.state
        result = plain(endpoint, body)
        if isinstance(result, Answer) and store is not None and store.state == finally_ != before:
            store.state, since[store.id] = meanwhile, time.monotonic()
        return result

    def change(rules: Rules) -> Rules:
        return replace(rules, instead={n: settled(begun if n in (CONNECT, DISCONNECT) else None) for n in BY_ID})

    return change


def _refused_where(wrong: Callable[[Service, Body], bool], problem: Problem) -> Instead:
    """A request is refused that the plain endpoint grants."""
    return lambda endpoint, body, plain: problem if wrong(endpoint, body) else plain(endpoint, body)


def _changes_the_proxy_of_a_connected_store(endpoint: Service, body: Body) -> bool:
    store = store_of(endpoint, body)
    return store is not None and store.state == "CONNECTED" and bool({PATH, CREDENTIAL} & body.keys())


def _gives_the_name_it_has(endpoint: Service, body: Body) -> bool:
    store = store_of(endpoint, body)
    return store is not None and store.values.get(NAME) == body.get(f"New{NAME}")


def _any_marker(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    marker = body.get("Marker")
    valid = isinstance(marker, str) and re.fullmatch("[\\x20-\\xff]{1,1024}", marker) is not None
    made_up = valid and not str(marker).startswith(MARKER)
    return plain(endpoint, {**body, "Marker": f"{MARKER}0"} if made_up else body)


def _owner_known_once_connected(rules: Rules) -> Rules:
    plain = rules.describe

    def describe(store: Store) -> Entry:
        shown = plain(store)
        proxy = shown.get("XksProxyConfiguration")
        if not isinstance(proxy, dict) or "VpcEndpointServiceName" not in proxy or store.state != "CONNECTED":
            return shown
        return {**shown, "XksProxyConfiguration": {**proxy, "VpcEndpointServiceOwner": "111122223333"}}

    return replace(rules, describe=describe)


TABLE: Table = (
    (
        "owner-once-connected",
        "the owner of an endpoint service is known while the store is connected",
        _owner_known_once_connected,
    ),
    ("never-connects", "no store can be connected: each is FAILED", rule(connection_error="NETWORK_ERRORS")),
    ("connecting", "a store that was connected stays CONNECTING", rule(connected="CONNECTING")),
    ("connects-late", "connecting takes 0.2 s", _late("CONNECTING", "CONNECTED")),
    ("disconnects-late", "disconnecting takes 0.2 s", _late("DISCONNECTING", "DISCONNECTED")),
    (
        "proxy-of-connected",
        "path and credential of a connected store cannot be changed",
        instead_of(
            UPDATE, _refused_where(_changes_the_proxy_of_a_connected_store, Problem(INVALID_STATE, "It is connected."))
        ),
    ),
    (
        "own-name-in-use",
        "the name that a store has already is in use",
        instead_of(
            UPDATE,
            _refused_where(_gives_the_name_it_has, Problem("CustomKeyStoreNameInUseException", "It is in use.")),
        ),
    ),
    ("any-marker", "a marker that was made up begins at the first store", instead_of(DESCRIBE, _any_marker)),
    ("fewer-a-page", "a page has half as many stores as it may have", rule(limit=lambda asked: (asked + 1) // 2)),
)
