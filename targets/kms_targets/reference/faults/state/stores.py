"""Faults of what is there after an answer: stores that should not be, keys that are not free, false descriptions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from kms_targets.reference.faults.fault import (
    OPERATION,
    Change,
    Fault,
    Kind,
    of,
    rule,
    verb,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    ANCHOR,
    BY_ID,
    NAME,
    UNIQUES,
)
from kms_targets.reference.rules import Answer, Operation, Problem, Rules, Service
from kms_targets.reference.state.stores import Entry, Store, Values

_NOT_FOUND = "error.CustomKeyStoreNotFoundException"
_DESCRIBED = f"{OPERATION}.state.described"


def faults() -> Iterator[Fault]:
    """All of them."""
    yield from _rejections()
    for state in ("CONNECTED", "CONNECTING", "FAILED", "UNKNOWN"):
        yield _fault(
            f"new-{state.lower()}", of("state.disconnected"), f"a new store is {state}", rule(first_state=state)
        )
    for unique in UNIQUES:
        yield _fault(
            f"deleted-keeps-{unique.name}",
            of(f"unique.{unique.name}"),
            f"a deleted store keeps its {unique.name}",
            rule(kept=frozenset({unique.name})),
        )
    yield from _descriptions()
    yield from _others()


def _fault(name: str, requirement: str, description: str, change: Change, *, spreads: bool = False) -> Fault:
    return Fault(name, requirement, Kind.STATE, description, change, spreads)


def _rejections() -> Iterator[Fault]:
    for slug, causes in (
        ("constraint", (".length", ".pattern", ".enum")),
        ("condition", ("rule.",)),
        ("in-use", ("unique.",)),
        ("environment", ("error.",)),
    ):
        yield _fault(
            f"rejected-{slug}-leaves-store",
            of("state.atomic"),
            f"a request rejected for a {slug} leaves a store",
            rule(rejected=_for(causes, lambda endpoint, values: endpoint.account.add(values))),
        )
        yield _fault(
            f"rejected-{slug}-takes-keys",
            of("state.atomic"),
            f"a request rejected for a {slug} takes the name it asked for, and all that must be unique",
            rule(rejected=_for(causes, _claim)),
        )

    yield _fault(
        "rejected-name-takes-the-rest",
        of("state.atomic"),
        "a request whose name is in use takes all else that must be unique",
        rule(rejected=_for((f"unique.{NAME}",), _claim_the_rest)),
    )
    for slug, description, act in (
        ("changes-store", "gets the certificate that was asked for", _overwrite),
        ("deletes-store", "is deleted", _delete),
    ):
        yield _fault(
            f"rejected-in-use-{slug}",
            of("state.atomic"),
            f"where a name is in use, the store that has it {description}",
            rule(rejected=_for(("unique.CustomKeyStoreName",), act)),
            spreads=True,
        )


def _claim_the_rest(endpoint: Service, values: Values) -> None:
    for unique in UNIQUES:
        if unique.name != NAME:
            endpoint.account.claim(unique.name, unique.claims(values))


def _overwrite(endpoint: Service, values: Values) -> None:
    store = endpoint.account.named(values[NAME])
    if store is not None and ANCHOR in values:
        endpoint.account.change(store, {**store.values, ANCHOR: f"{values[ANCHOR]}2"})


def _delete(endpoint: Service, values: Values) -> None:
    store = endpoint.account.named(values[NAME])
    if store is not None:
        endpoint.account.remove(store)


def _for(
    causes: tuple[str, ...], act: Callable[[Service, Values], object]
) -> Callable[[Service, Problem, Values], None]:
    def rejected(endpoint: Service, problem: Problem, values: Values) -> None:
        if any(cause in problem.cause for cause in causes) and NAME in values:
            act(endpoint, values)

    return rejected


def _claim(endpoint: Service, values: Values) -> None:
    for unique in endpoint.rules.uniques:
        endpoint.account.claim(unique.name, unique.claims(values))


def _descriptions() -> Iterator[Fault]:
    for member in ("CustomKeyStoreName", "CustomKeyStoreType", "CloudHsmClusterId", "TrustAnchorCertificate"):
        yield _described(f"loses-{member}", f"{member} is not described", _without(member))
    yield _described("loses-XksProxyConfiguration", "the proxy is not described", _without("XksProxyConfiguration"))
    yield _described("loses-UriPath", "the path of the proxy is not described", _without_inner("UriPath"))
    yield _described(
        "loses-VpcEndpointServiceName", "the service is not described", _without_inner("VpcEndpointServiceName")
    )
    yield _described("owner-of-public", "a public proxy is described with the owner of a service", _owned)
    yield _described("folds-name", "a name is described in lower case", _changed(NAME, str.lower))
    yield _described("trims-name", "a name is described without white space around it", _changed(NAME, str.strip))
    yield _described(
        "trims-anchor",
        "a certificate is described without white space around it",
        _changed("TrustAnchorCertificate", str.strip),
    )
    yield _described("escapes-name", "a name is described as HTML has it", _changed(NAME, html.escape))
    yield _described("decodes-name", "a name is described as if it stood in a URL", _changed(NAME, unquote))
    yield _described(
        "name-of-one-plane",
        "characters outside the basic plane are described as question marks",
        _changed(NAME, lambda name: re.sub("[^\x00-\uffff]", "?", name)),
    )
    yield _described(
        "anchor-line-ends",
        "line ends of a certificate are described as one character",
        _changed(ANCHOR, lambda anchor: anchor.replace("\r\n", "\n")),
    )
    for slug, description, shown in (
        ("milliseconds", "in milliseconds", lambda seconds: round(seconds * 1000)),
        ("text", "as text", lambda seconds: f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"),
    ):
        yield _fault(
            f"describe-date-{slug}",
            of("state.CreationDate"),
            f"CreationDate is described {description}",
            _described_by(_changed("CreationDate", shown)),
        )
    for slug, description, days in (("1970", "the beginning of 1970", None), ("yesterday", "a day too early", 1)):
        yield _fault(
            f"describe-date-{slug}",
            "DescribeCustomKeyStores.state.CreationDate",
            f"CreationDate is described as {description}",
            _described_by(_changed("CreationDate", _earlier(days))),
        )
    yield _fault(
        "describes-no-state",
        of("state.disconnected"),
        "the ConnectionState is not described",
        _described_by(_without("ConnectionState")),
    )


def _earlier(days: int | None) -> Callable[[float], float]:
    return lambda seconds: 0 if days is None else seconds - days * 86_400


def _described(slug: str, description: str, edit: Callable[[Entry], Entry]) -> Fault:
    return _fault(f"describe-{slug}", _DESCRIBED, description, _described_by(edit))


def _described_by(edit: Callable[[Entry], Entry]) -> Change:
    def change(rules: Rules) -> Rules:
        plain = rules.describe

        def describe(store: Store) -> Entry:
            return edit(plain(store))

        return replace(rules, describe=describe)

    return change


def _without(member: str) -> Callable[[Entry], Entry]:
    return lambda entry: {m: v for m, v in entry.items() if m != member}


def _without_inner(member: str) -> Callable[[Entry], Entry]:
    def edit(entry: Entry) -> Entry:
        proxy = entry.get("XksProxyConfiguration")
        return entry if proxy is None else {**entry, "XksProxyConfiguration": _without(member)(proxy)}

    return edit


def _owned(entry: Entry) -> Entry:
    proxy = entry.get("XksProxyConfiguration")
    if proxy is None:
        return entry
    return {**entry, "XksProxyConfiguration": {**proxy, "VpcEndpointServiceOwner": "123456789012"}}


def _changed(member: str, reading: Callable[[Any], object]) -> Callable[[Entry], Entry]:
    return lambda entry: {m: reading(v) if m == member else v for m, v in entry.items()}


def _others() -> Iterator[Fault]:
    invalid_state = "DeleteCustomKeyStore.error.CustomKeyStoreInvalidStateException"
    either = frozenset({"DISCONNECTED", "CONNECTED"})
    yield _fault("delete-connected", invalid_state, "a connected store can be deleted", rule(deletable=either))
    yield _fault(
        "connect-does-nothing",
        "ConnectCustomKeyStore.state.connected",
        "a store that was connected stays DISCONNECTED",
        rule(connected="DISCONNECTED"),
    )
    for operation in BY_ID:
        slug = verb(operation)
        requirement = f"{operation}.{_NOT_FOUND}"
        yield _fault(
            f"{slug}-unknown-succeeds", requirement, f"{operation} of an unknown id succeeds", _unknown(operation, None)
        )
        other = Problem("NotFoundException", "There is no such custom key store.", 404)
        yield _fault(
            f"{slug}-unknown-wrong-code",
            requirement,
            f"{operation} of an unknown id gets NotFoundException",
            _unknown(operation, other),
        )
    paging = "DescribeCustomKeyStores.state.paging"
    yield _fault("paging-one-truncated", paging, "a store asked for by id is not the last", _truncated)
    yield _fault("paging-drops-one", paging, "each page begins one store too late", rule(turn=lambda shown: shown + 1))
    yield _fault(
        "paging-repeats-one",
        paging,
        "each page begins with the last store of the one before",
        rule(turn=lambda shown: shown - 1),
    )
    yield _fault("paging-starts-over", paging, "each page is the first", rule(turn=lambda shown: 0))
    yield _fault(
        "paging-one-more", paging, "a page has one store more than was asked for", rule(limit=lambda asked: asked + 1)
    )


def _unknown(operation: str, problem: Problem | None) -> Change:
    return lambda rules: replace(rules, unknown_ids={**rules.unknown_ids, operation: problem})


def _truncated(rules: Rules) -> Rules:
    """What is described of one store is said to go on, and not where."""

    def instead(endpoint: Service, body: Mapping[str, Any], plain: Operation) -> Answer | Problem:
        result = plain(endpoint, body)
        if isinstance(result, Problem) or "CustomKeyStoreId" not in body:
            return result
        return result._replace(body=result.body.replace(b'"Truncated":false', b'"Truncated":true'))

    return replace(rules, instead={**rules.instead, "DescribeCustomKeyStores": instead})
