"""Faults of what a store is described with that it does not have: members of another kind, codes that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    of,
)
from kms_targets.reference.rules import Rules
from kms_targets.reference.state.stores import Entry, Store

_CODE = "ConnectionErrorCode"
_PROXY = "XksProxyConfiguration"


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, edit in _TABLE:
        yield Fault(name, requirement, Kind.STATE, description, _described(edit))


def _described(edit: Callable[[Entry], Entry]) -> Change:
    def change(rules: Rules) -> Rules:
        plain = rules.describe

        def describe(store: Store) -> Entry:
            return edit(plain(store))

        return replace(rules, describe=describe)

    return change


def _of_kind(kind: str, **members: Any) -> Callable[[Entry], Entry]:
    """Members that only the stores of one kind get."""
    return lambda entry: {**entry, **members} if entry.get("CustomKeyStoreType") == kind else entry


def _public_with_service(entry: Entry) -> Entry:
    proxy = entry.get(_PROXY)
    if not isinstance(proxy, dict) or proxy.get("Connectivity") != "PUBLIC_ENDPOINT":
        return entry
    return {**entry, _PROXY: {**proxy, "VpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-none"}}


def _coded(read_as: Callable[[str], str]) -> Callable[[Entry], Entry]:
    return lambda entry: {**entry, _CODE: read_as(entry[_CODE])} if _CODE in entry else entry


_DESCRIBED, _ERROR_CODE = of("state.described"), f"DescribeCustomKeyStores.state.{_CODE}"
_CLUSTER_KIND, _EXTERNAL = "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"
_TABLE: tuple[tuple[str, str, str, Callable[[Entry], Entry]], ...] = (
    (
        "describe-cluster-with-proxy",
        _DESCRIBED,
        "an AWS CloudHSM store has an XksProxyConfiguration",
        _of_kind(_CLUSTER_KIND, **{_PROXY: {"Connectivity": "PUBLIC_ENDPOINT"}}),
    ),
    (
        "describe-external-with-cluster",
        _DESCRIBED,
        "an external store has a CloudHsmClusterId",
        _of_kind(_EXTERNAL, CloudHsmClusterId="cluster-1a23b4cdefg"),
    ),
    (
        "describe-external-with-anchor",
        _DESCRIBED,
        "an external store has an empty TrustAnchorCertificate",
        _of_kind(_EXTERNAL, TrustAnchorCertificate=""),
    ),
    (
        "describe-public-with-service",
        _DESCRIBED,
        "a store with a public endpoint has a VpcEndpointServiceName",
        _public_with_service,
    ),
    ("failed-unknown-code", _ERROR_CODE, "ConnectionErrorCode is UNKNOWN", _coded(lambda code: "UNKNOWN")),
    ("failed-lower-case-code", _ERROR_CODE, "ConnectionErrorCode is in lower case", _coded(str.lower)),
)
