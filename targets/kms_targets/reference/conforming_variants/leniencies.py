"""Leniencies that the documents leave open, so that no request shows them to be wrong.

They do not say whether a store has what it has no use for, nor what a parser may take for JSON beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from kms_targets.reference import json11
from kms_targets.reference.conforming_variants.variant import (
    Change,
    Table,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    CLUSTER,
    SERVICE,
    UNIQUES,
    is_external,
)
from kms_targets.reference.rules import Rules
from kms_targets.reference.state.stores import Entry, Keys, Store, Values


def _unique_by(name: str, key: Callable[[Values], Keys]) -> Change:
    return rule(uniques=tuple(replace(u, claims=key, asks=key) if u.name == name else u for u in UNIQUES))


def _cluster_of_any(values: Values) -> Keys:
    return (values[CLUSTER],) if CLUSTER in values else ()


def _service_of_any(values: Values) -> Keys:
    return (values[SERVICE],) if is_external(values) and SERVICE in values else ()


def _constants(body: bytes) -> object:
    return json.loads(body.decode())


def _any_service(target: str) -> str:
    return json11.PREFIX + target.rpartition(".")[2]


def _access_key_hidden(rules: Rules) -> Rules:
    """The service model marks AccessKeyId as sensitive, and DescribeCustomKeyStores as returning it."""

    def described(store: Store) -> Entry:
        entry = rules.describe(store)
        proxy = entry.get("XksProxyConfiguration", {})
        hidden = {member: value for member, value in proxy.items() if member != "AccessKeyId"}
        return {**entry, "XksProxyConfiguration": hidden} if proxy else entry

    return replace(rules, describe=described)


TABLE: Table = (
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
