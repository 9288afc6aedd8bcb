"""Faults of what DescribeCustomKeyStores lists: limits, markers, which stores, and why one is not connected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference import json11
from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    of,
)
from kms_targets.reference.operations.custom_key_stores.replacements import (
    DESCRIBE,
    Body,
    Table,
    instead_of,
    list_edited,
    problem_as,
    store_of,
    without,
)
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Rules, Service
from kms_targets.reference.state.stores import Entry

_CODE = "ConnectionErrorCode"
_SPREADING = ("describe-ignores-id", "paging-end-in-quotes")


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, operation, instead in _TABLE:
        yield _fault(name, requirement, description, instead_of(operation, instead))
    brief = instead_of(DESCRIBE, list_edited(_without_proxy))
    where = of("state.described")
    yield Fault("list-without-proxies", where, Kind.STATE, "the list of all stores has no proxies", brief)
    later = instead_of(DESCRIBE, list_edited(_later_shorter))
    yield _fault("paging-drops-of-later-pages", "state.paging", "a later page of several stores lacks one", later)
    yield Fault(
        "describe-unlisted",
        of("state.described"),
        Kind.STATE,
        "a store is described where it is asked for, and is in no list",
        instead_of(DESCRIBE, _one_or_none),
        spreads=True,
    )
    yield _fault(
        "failed-no-code",
        f"state.{_CODE}",
        "a store that failed to connect does not say why",
        _described(lambda entry: {m: v for m, v in entry.items() if m != _CODE}),
    )
    yield _fault(
        "code-without-failure",
        f"state.{_CODE}",
        "every store has a ConnectionErrorCode",
        _described(lambda entry: {_CODE: "INTERNAL_ERROR", **entry}),
    )


def _fault(name: str, requirement: str, description: str, change: Change) -> Fault:
    return Fault(name, f"{DESCRIBE}.{requirement}", Kind.STATE, description, change, name in _SPREADING)


def _described(edit: Callable[[Entry], Entry]) -> Change:
    def change(rules: Rules) -> Rules:
        return replace(rules, describe=lambda store: edit(rules.describe(store)))

    return change


def _by_both(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    both = store is not None and body.get("CustomKeyStoreName") == store.values["CustomKeyStoreName"]
    return plain(endpoint, {m: v for m, v in body.items() if not both or m != "CustomKeyStoreName"})


def _limit(read_as: Callable[[int], int | None]) -> Instead:
    """Another Limit than the one that was sent; None for none."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        given = body.get("Limit")
        return plain(endpoint, {**body, "Limit": read_as(given)} if type(given) is int else body)

    return instead


def _one_or_none(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    asked_for = body.get("CustomKeyStoreId") is not None or body.get("CustomKeyStoreName") is not None
    return plain(endpoint, body) if asked_for else json11.success({"CustomKeyStores": [], "Truncated": False})


def _by_the_start(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """All stores whose name begins with the one that is asked for."""
    start, result = body.get("CustomKeyStoreName"), plain(endpoint, body)
    if not isinstance(start, str) or isinstance(result, Problem):
        return result
    stores = [store for _, store in endpoint.account.all()]
    shown = [s if isinstance(s, dict) else endpoint.rules.describe(s) for s in stores]
    found = [entry for entry in shown if str(entry["CustomKeyStoreName"]).startswith(start)]
    return json11.success({"CustomKeyStores": found, "Truncated": False})


def _page_without(member: str) -> Instead:
    """A member of the answer is not sent."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        result = plain(endpoint, body)
        if isinstance(result, Problem):
            return result
        shown = json11.object_of(json11.parse(result.body)) or {}
        return json11.success({m: v for m, v in shown.items() if m != member})

    return instead


def _truncated_in_quotes(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    result = plain(endpoint, body)
    if isinstance(result, Problem):
        return result
    shown = json11.object_of(json11.parse(result.body)) or {}
    return json11.success({**shown, "Truncated": str(shown.get("Truncated"))})


def _without_proxy(endpoint: Service, body: Body, stores: list[Entry]) -> list[Entry]:
    return [{m: v for m, v in store.items() if m != "XksProxyConfiguration"} for store in stores]


def _later_shorter(endpoint: Service, body: Body, stores: list[Entry]) -> list[Entry]:
    return stores[1:] if "Marker" in body and len(stores) > 1 else stores


_TABLE: Table = (
    ("limit-0", "Limit.range.min", "a Limit below 1 is none", DESCRIBE, _limit(lambda n: n if n > 0 else None)),
    ("limit-negative", "Limit.range.min", "a Limit below 0 is 1", DESCRIBE, _limit(lambda n: n if n >= 0 else 1)),
    ("limit-1-refused", "Limit.range.min", "a Limit of 1 is refused", DESCRIBE, _limit(lambda n: n if n != 1 else 0)),
    ("limit-1001", "Limit.range.max", "a Limit above 1000 is 1000", DESCRIBE, _limit(lambda n: min(n, 1000))),
    (
        "limit-1000-refused",
        "Limit.range.max",
        "a Limit of 1000 is refused",
        DESCRIBE,
        _limit(lambda n: n if n < 1000 else 1001),
    ),
    (
        "marker-wrong-code",
        "error.InvalidMarkerException",
        "NotFoundException for a marker that is none",
        DESCRIBE,
        problem_as("InvalidMarkerException", Problem("NotFoundException", "There is no such marker.", 404)),
    ),
    (
        "describe-ignores-id",
        "state.selected",
        "all stores are described where an id is given",
        DESCRIBE,
        without("CustomKeyStoreId"),
    ),
    (
        "describe-ignores-name",
        "state.selected",
        "all stores are described where a name is given",
        DESCRIBE,
        without("CustomKeyStoreName"),
    ),
    (
        "describe-by-both",
        "rule.id-or-name",
        "a store that has both the id and the name that are given is described",
        DESCRIBE,
        _by_both,
    ),
    (
        "describe-by-prefix",
        "state.selected",
        "all stores are described whose name begins with the name that is given",
        DESCRIBE,
        _by_the_start,
    ),
    (
        "paging-no-marker",
        "state.paging",
        "a list that goes on does not say where",
        DESCRIBE,
        _page_without("NextMarker"),
    ),
    ("paging-end-in-quotes", "output.types", "Truncated is a string", DESCRIBE, _truncated_in_quotes),
    ("paging-no-end", "state.paging", "a list that goes on does not say so", DESCRIBE, _page_without("Truncated")),
)
