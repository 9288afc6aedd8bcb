"""DescribeCustomKeyStores: what is shown of a store, which ones, and how many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kms_targets.reference import json11
from kms_targets.reference.operations.custom_key_stores.members import (
    VALIDATION,
    broken,
    first_of,
    read,
)
from kms_targets.reference.rules import Answer, Problem, Service, Text, WrongTypeError
from kms_targets.reference.state.stores import Entry, Store, Values

OPERATION = "DescribeCustomKeyStores"
MOST = 1000  # items in one answer, and the greatest Limit
MARKER = "after-"
_TEXTS = {"CustomKeyStoreId": Text(1, 64), "CustomKeyStoreName": Text(1, 256), "Marker": Text(1, 1024)}
_READ = tuple((name, name, text) for name, text in _TEXTS.items())


def entry(store: Store) -> Entry:
    """A store as it is described; never its password nor its secret key."""
    values = store.values
    shown: Entry = {"CustomKeyStoreId": store.id, "CustomKeyStoreName": values.get("CustomKeyStoreName")}
    shown["CustomKeyStoreType"] = values.get("CustomKeyStoreType")
    if values.get("CustomKeyStoreType") == "EXTERNAL_KEY_STORE":
        shown["XksProxyConfiguration"] = _proxy(values)
    else:
        shown["CloudHsmClusterId"] = values.get("CloudHsmClusterId")
        shown["TrustAnchorCertificate"] = values.get("TrustAnchorCertificate")
    shown["ConnectionState"] = store.state
    if store.error is not None:
        shown["ConnectionErrorCode"] = store.error
    shown["CreationDate"] = store.created
    return shown


def limit(asked: int) -> int:
    """How many stores are shown at once where so many are asked for."""
    return asked


def turn(shown: int) -> int:
    """The number after which the next page begins, given that of the last store shown."""
    return shown


def _proxy(values: Values) -> Entry:
    shown: Entry = {
        "Connectivity": values.get("XksProxyConnectivity"),
        "AccessKeyId": values.get("XksProxyAuthenticationCredential.AccessKeyId"),
        "UriEndpoint": values.get("XksProxyUriEndpoint"),
        "UriPath": values.get("XksProxyUriPath"),
    }
    if values.get("XksProxyConnectivity") == "VPC_ENDPOINT_SERVICE":
        shown["VpcEndpointServiceName"] = values.get("XksProxyVpcEndpointServiceName")
    return shown


def describe(endpoint: Service, body: Mapping[str, Any]) -> Answer | Problem:
    """One store by id or by name, or all of them page by page."""
    given = body.get("Limit")
    most = MOST if given is None else given
    if type(most) is not int:
        raise WrongTypeError
    values = read(body, _READ, frozenset())
    problems = [p for path, value in values.items() for p in broken(path, _TEXTS[path], value)]
    if not 1 <= most <= MOST:
        problems.append(_out_of_range(most))
    problem = first_of(problems)
    if problem is not None:
        return problem
    if "CustomKeyStoreId" in values and "CustomKeyStoreName" in values:
        return Problem(VALIDATION, "Give either CustomKeyStoreId or CustomKeyStoreName, but not both.")
    if "CustomKeyStoreId" in values or "CustomKeyStoreName" in values:
        return _one(endpoint, values)
    return _page(endpoint, endpoint.rules.limit(most), values.get("Marker"))


def _out_of_range(given: int) -> Problem:
    bound = "greater than or equal to 1" if given < 1 else f"less than or equal to {MOST}"
    message = f"Value '{given}' at 'limit' failed to satisfy constraint: Member must have value {bound}"
    return Problem(VALIDATION, message)


def _one(endpoint: Service, values: Values) -> Answer | Problem:
    shown = _found(endpoint, values)
    if shown is not None:
        return json11.success({"CustomKeyStores": [shown], "Truncated": False})
    return endpoint.rules.unknown_ids[OPERATION] or json11.success({"CustomKeyStores": [], "Truncated": False})


def _found(endpoint: Service, values: Values) -> Entry | None:
    if endpoint.rules.lag:
        past = (e for _, e in endpoint.account.past() if all(e.get(m) == v for m, v in values.items() if m != "Marker"))
        return next(past, None)
    by_id = values.get("CustomKeyStoreId")
    if by_id is None:
        store = endpoint.account.named(values["CustomKeyStoreName"])
    else:
        store = endpoint.account.stores.get(by_id)
    return None if store is None else endpoint.rules.describe(store)


def _page(endpoint: Service, most: int, marker: str | None) -> Answer | Problem:
    after = 0
    if marker is not None:
        number = marker.removeprefix(MARKER)
        if number == marker or not (number.isascii() and number.isdigit()):
            return Problem("InvalidMarkerException", "The marker is not valid.")
        after = int(number[:18])
    rest = [item for item in _everything(endpoint) if item[0] > after]
    page = [s if isinstance(s, dict) else endpoint.rules.describe(s) for _, s in rest[:most]]
    result: Entry = {"CustomKeyStores": page, "Truncated": len(rest) > most}
    if len(rest) > most:
        result["NextMarker"] = f"{MARKER}{endpoint.rules.turn(rest[most - 1][0])}"
    return json11.success(result)


def _everything(endpoint: Service) -> Sequence[tuple[int, Store | Entry]]:
    return endpoint.account.past() if endpoint.rules.lag else endpoint.account.all()
