"""Leniencies that the documents leave open, so that no request shows them to be wrong.

They do not say whether a member of another kind of store is looked at, nor what a parser may take for JSON beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from targets.reference import wire
from targets.reference.page import ANCHOR, CLUSTER, ENDPOINT, PASSWORD, PATH, SERVICE, UNIQUES, is_external
from targets.reference.rules import Entry, Keys, Request, Rules, Values
from targets.reference.store import Store
from targets.reference.variations.variation import Change, Table, rule, text

_SLUGS = {
    CLUSTER: "cluster",
    PASSWORD: "password",
    ANCHOR: "anchor",
    ENDPOINT: "endpoint",
    PATH: "path",
    SERVICE: "service",
}


def _empty_is_absent(member: str) -> Change:
    def not_empty(needed: str, request: Request) -> bool:
        return bool(request.values.get(needed))

    def change(rules: Rules) -> Rules:
        plain = rules.texts[member]
        matches = plain.matches
        lenient = replace(
            plain,
            size=lambda value: plain.size(value) or plain.least,
            matches=None if matches is None else (lambda value: value == "" or matches(value)),
        )
        needs = tuple(replace(n, met=not_empty) if n.member == member else n for n in rules.needs)
        return replace(rules, texts={**rules.texts, member: lenient}, needs=needs)

    return change


def _unique_by(name: str, key: Callable[[Values], Keys]) -> Change:
    return rule(uniques=tuple(replace(u, claims=key, asks=key) if u.name == name else u for u in UNIQUES))


def _cluster_of_any(values: Values) -> Keys:
    return (values[CLUSTER],) if CLUSTER in values else ()


def _service_of_any(values: Values) -> Keys:
    return (values[SERVICE],) if is_external(values) and SERVICE in values else ()


def _constants(body: bytes) -> object:
    return json.loads(body.decode())


def _any_service(target: str) -> str:
    return wire.PREFIX + target.rpartition(".")[2]


def _access_key_hidden(rules: Rules) -> Rules:
    """The service model marks AccessKeyId as sensitive, and DescribeCustomKeyStores as returning it."""

    def described(store: Store) -> Entry:
        entry = rules.describe(store)
        proxy = entry.get("XksProxyConfiguration", {})
        hidden = {member: value for member, value in proxy.items() if member != "AccessKeyId"}
        return {**entry, "XksProxyConfiguration": hidden} if proxy else entry

    return replace(rules, describe=described)


TABLE: Table = (
    *(
        (f"{slug}-empty-is-absent", f"an empty {member} is taken for none", _empty_is_absent(member))
        for member, slug in _SLUGS.items()
    ),
    (
        "service-wrong-is-absent",
        "an XksProxyVpcEndpointServiceName that is no string is taken for none",
        text(SERVICE, read=lambda value: value if isinstance(value, str) else None),
    ),
    (
        "cluster-unique-of-any",
        "a cluster is in use by an external store that names it",
        _unique_by(CLUSTER, _cluster_of_any),
    ),
    (
        "service-unique-of-any",
        "an endpoint service is in use by a public store that names it",
        _unique_by(SERVICE, _service_of_any),
    ),
    ("nan-accepted", "NaN is taken for a JSON value, as Python's own parser does", rule(parse=_constants)),
    ("any-service", "the service in X-Amz-Target is not looked at", rule(target=_any_service)),
    ("access-key-hidden", "a store is described without its AccessKeyId", _access_key_hidden),
)
