"""The stores of an account, as requests that succeed make, change and delete them. A pure value.

Honest where the documents are open: a store that was connected may be connecting, connected or failed until it is
described, and one that was disconnected may still be about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECTED_ONLY,
    FOLLOWS,
    ID,
    LEADS_TO,
    NAME,
    NEW_NAME,
    UPDATE,
    Connection,
)
from kms_specification.state.uniqueness import State

_CONNECTIVITY, _SERVICE = "XksProxyConnectivity", "XksProxyVpcEndpointServiceName"


@dataclass(frozen=True, slots=True)
class Store:
    """A store that exists: the request that would make it as it is now, and the states it may be in.

    `seen` is the state in which it was described since it was last connected or disconnected.
    """

    request: Mapping[str, Json]
    states: frozenset[Connection] = DISCONNECTED_ONLY
    seen: Connection | None = None

    @property
    def now(self) -> frozenset[Connection]:
        """The states it may be in by now."""
        return self.states if self.seen is None else FOLLOWS.get(self.seen, frozenset({self.seen}))


@dataclass(frozen=True, slots=True)
class Account:
    """Stores by id, the ids of those that were deleted, and the markers that listings have ended with.

    `complete`: no other client has a store there.
    """

    stores: Mapping[str, Store] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    markers: frozenset[str] = frozenset()
    complete: bool = False

    @property
    def state(self) -> State:
        """The same as CreateCustomKeyStore sees it."""
        return State(tuple(store.request for store in self.stores.values()))

    def named(self, name: Json) -> str | None:
        """The id of the store of a name, or None."""
        return next((store for store, known in self.stores.items() if known.request.get(NAME) == name), None)

    def besides(self, store: str) -> State:
        """The other stores, as a request that changes this one sees them."""
        return State(tuple(known.request for other, known in self.stores.items() if other != store))


def after(account: Account, operation: str, request: Mapping[str, Json], body: Json) -> Account:
    """The account once a request has succeeded with `body`; one that is refused changes nothing."""
    members = body if isinstance(body, dict) else {}
    store = members.get(ID) if operation == CREATE else request.get(ID)
    if operation == DESCRIBE:
        return _described(account, members)
    if not isinstance(store, str):
        return account
    if operation == CREATE:
        return _with(account, store, Store(request))
    if store not in account.stores:
        return account
    known = account.stores[store]
    if operation == DELETE:
        left = {other: found for other, found in account.stores.items() if other != store}
        return replace(account, stores=left, gone=account.gone | {store})
    if operation == UPDATE:
        return _with(account, store, replace(known, request=changed(known.request, request)))
    return _with(account, store, Store(known.request, LEADS_TO[operation]))


def changed(before: Mapping[str, Json], update: Mapping[str, Json]) -> dict[str, Json]:
    """The request that would make a store as it is after an update. An empty string takes a member away.

    Of a store that becomes public “a null or empty string” takes the name of its endpoint service away.
    """
    changes = {made_as(m): v for m, v in update.items() if m != ID and v is not None}
    gone = _SERVICE if update.get(_CONNECTIVITY) == "PUBLIC_ENDPOINT" and not update.get(_SERVICE) else ""
    return {m: v for m, v in {**before, **changes}.items() if v != "" and m != gone}


def made_as(member: str) -> str:
    """What CreateCustomKeyStore calls a member of an update."""
    return NAME if member == NEW_NAME else member


def connection(entry: Mapping[str, Json]) -> Connection | None:
    """The state in which a store is described, or None where that is no state."""
    state = entry.get("ConnectionState")
    return Connection(state) if isinstance(state, str) and state in Connection.__members__ else None


def _with(account: Account, store: str, known: Store) -> Account:
    return replace(account, stores={**account.stores, store: known}, gone=account.gone - {store})


def _described(account: Account, members: Mapping[str, Json]) -> Account:
    """What is known of the stores that a listing shows, and of where it goes on."""
    listed, marker = members.get("CustomKeyStores"), members.get("NextMarker")
    for entry in listed if isinstance(listed, list) else ():
        store = entry.get(ID) if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(store, str) and store in account.stores:
            known, state = account.stores[store], connection(entry)
            if state in known.states:
                account = _with(account, store, replace(known, seen=state))
    return replace(account, markers=account.markers | {marker}) if isinstance(marker, str) else account
