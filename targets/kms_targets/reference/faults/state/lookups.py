"""Faults of how a store is found: by what is not its id, or not its whole name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kms_targets.reference.faults.fault import Fault, Kind, verb
from kms_targets.reference.operations.custom_key_stores.page import BY_ID
from kms_targets.reference.operations.custom_key_stores.replacements import Change, instead_of
from kms_targets.reference.state.stores import Store

_ID, _NAME, _DESCRIBE = "CustomKeyStoreId", "CustomKeyStoreName", "DescribeCustomKeyStores"
_LOOKED_AT = 64  # characters of a name


def faults() -> Iterator[Fault]:
    """All of them."""
    for operation in BY_ID:
        slug = verb(operation)
        yield _fault(operation, f"{slug}-id-is-name", "the name of a store for its id", instead_of(operation, _by_name))
        yield _fault(operation, f"{slug}-id-any-case", "an id in capitals for the id", instead_of(operation, _any_case))
    yield _fault(_DESCRIBE, "describe-id-prefix", "the beginning of an id for the id", _beginning(_ID))
    alike = "a store is shown whose name begins with the same 64 characters"
    cut = instead_of(_DESCRIBE, _cut)
    yield Fault("describe-name-cut", f"{_DESCRIBE}.state.selected", Kind.STATE, alike, cut)
    yield _fault(_DESCRIBE, "describe-name-prefix", "the beginning of a name for the name", _beginning(_NAME))


def _fault(operation: str, name: str, description: str, change: Change) -> Fault:
    requirement = f"{operation}.error.CustomKeyStoreNotFoundException"
    return Fault(name, requirement, Kind.STATE, f"{operation} takes {description}", change)


def _by_name(endpoint: Any, body: Mapping[str, Any], plain: Any) -> Any:
    named = {store.values[_NAME]: store.id for store in endpoint.account.stores.values()}
    return plain(endpoint, {**body, _ID: named[body[_ID]]} if body.get(_ID) in named else body)


def _any_case(endpoint: Any, body: Mapping[str, Any], plain: Any) -> Any:
    stores = {store.lower(): store for store in endpoint.account.stores}
    found = stores.get(str(body.get(_ID)).lower())
    return plain(endpoint, body if found is None else {**body, _ID: found})


def _beginning(member: str) -> Change:
    def instead(endpoint: Any, body: Mapping[str, Any], plain: Any) -> Any:
        given = str(body.get(member) or "")
        stores = endpoint.account.stores.values() if given else ()
        found = next((s for s in stores if _whole(s, member).startswith(given)), None)
        return plain(endpoint, body if found is None else {**body, member: _whole(found, member)})

    return instead_of(_DESCRIBE, instead)


def _cut(endpoint: Any, body: Mapping[str, Any], plain: Any) -> Any:
    start = str(body.get(_NAME) or "")[:_LOOKED_AT]
    names = (store.values[_NAME] for store in endpoint.account.stores.values())
    found = next((name for name in names if len(start) == _LOOKED_AT and name.startswith(start)), None)
    return plain(endpoint, body if found is None else {**body, _NAME: found})


def _whole(store: Store, member: str) -> str:
    return store.id if member == _ID else store.values[_NAME]
