"""How answers are sent, what else is in them, and the habits of an account: quotas, lag, throttling, permissions."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from kms_targets.reference import json11
from kms_targets.reference.conforming_variants.variant import Change, Table, rule
from kms_targets.reference.operations.custom_key_stores.create import quota
from kms_targets.reference.rules import Answer, Arrival, Delivery, Operation, Problem, Request, Rules, Service
from kms_targets.reference.state.stores import Entry, Store

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _short_id(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        found = _DIGITS[rest] + found
    return found


def _pretty(store: Store) -> Answer:
    """The first character escaped, white space where JSON allows it."""
    escaped = f"\\u{ord(store.id[0]):04x}{store.id[1:]}"
    body = f'\n{{ "CustomKeyStoreId" :\t"{escaped}" }}\r\n'
    return Answer(200, body.encode(), b"application/json; charset=utf-8")


def _extra_members(rules: Rules) -> Rules:
    def described(store: Store) -> Entry:
        return {**rules.describe(store), "Tags": [], "Account": {"Id": "111122223333"}}

    def created(store: Store) -> Answer:
        return json11.success({"RequestId": "1", "CustomKeyStoreId": store.id, "Arn": None, "Extra": {"Deep": [1]}})

    return replace(rules, describe=described, success_form=created)


def _without_content_type(rules: Rules) -> Rules:
    error, success = rules.error_form, rules.success_form
    return replace(
        rules,
        error_form=lambda problem, values: error(problem, values)._replace(content_type=None),
        success_form=lambda store: success(store)._replace(content_type=None),
    )


def _freed_late(rules: Rules) -> Rules:
    seen = deque([(0.0, 0)])  # when, and how many had been deleted by then

    def step(endpoint: Service, request: Request) -> Problem | None:
        now, there = time.monotonic(), len(endpoint.account.stores)
        deleted = endpoint.account.made - there
        seen.append((now, deleted))
        while seen[1][0] <= now - _LATE:
            seen.popleft()
        if there + deleted - seen[0][1] < _TEN:
            return None
        return Problem("LimitExceededException", "The quota is exceeded.", 400, "error.LimitExceededException")

    return replace(rules, steps=tuple(step if one is quota else one for one in rules.steps))


def _no_empty_list(endpoint: Service, body: Mapping[str, Any], plain: Operation) -> Answer | Problem:
    """The service model requires no member of an answer, so that an empty list may be left out."""
    found = plain(endpoint, body)
    if isinstance(found, Problem) or json.loads(found.body).get("CustomKeyStores") != []:
        return found
    return json11.success({"Truncated": False})


def now_and_then(code: str, status: int) -> Change:
    """One request in 300 gets a fault of the service, which a client is to retry."""
    fault = json11.error_form(Problem(code, "Please retry.", status), {})

    def change(rules: Rules) -> Rules:
        asked = count(1)

        def arrived(arrival: Arrival) -> Arrival | Answer:
            return fault if next(asked) % 300 == 0 else arrival

        return replace(rules, arrived=arrived)

    return change


def _limited(rules: Rules) -> Rules:
    asked = count(1)

    def arrived(arrival: Arrival) -> Arrival | Answer:
        return _TOO_MANY if next(asked) % _TEN == 0 else arrival

    return replace(rules, arrived=arrived)


_TOO_MANY = Answer(503, b"<html><body>Service Temporarily Unavailable</body></html>", b"text/html")
_LATE = 0.1  # seconds
_TEN = 10
_MANY = tuple((b"x-extra-%d" % number, b"v" * 60) for number in range(40))

TABLE: Table = (
    ("closes", "the connection is closed after each answer", rule(delivery=Delivery(close=True))),
    ("closes-unsaid", "a connection is closed when the tenth request arrives on it", rule(delivery=Delivery(most=9))),
    ("chunked", "answers are chunked", rule(delivery=Delivery(chunked=True))),
    ("small-pieces", "answers come 16 bytes at a time, 2 ms apart", rule(delivery=Delivery(piece=16, pause=0.002))),
    (
        "small-chunks",
        "answers come in chunks of 7 bytes, 1 ms apart",
        rule(delivery=Delivery(chunked=True, piece=7, pause=0.001)),
    ),
    ("slow", "answers take 5 ms", rule(delivery=Delivery(delay=0.005))),
    ("many-headers", "answers have forty more headers", rule(delivery=Delivery(headers=_MANY))),
    ("no-content-type", "answers have no content type", _without_content_type),
    (
        "empty-list-absent",
        "a description of no stores has no list",
        lambda rules: replace(rules, instead={**rules.instead, "DescribeCustomKeyStores": _no_empty_list}),
    ),
    ("pretty", "the id stands in JSON with white space and an escape", rule(success_form=_pretty)),
    ("extra-members", "answers have more members than are documented", _extra_members),
    ("ids-of-64", "ids have 64 characters", rule(new_id=lambda number: f"cks-{number:060d}")),
    ("ids-of-1", "ids have one character, then two and more", rule(new_id=_short_id)),
    ("ids-odd", "ids have characters that are no letters", rule(new_id=lambda number: f"stores/é {number}:+")),
    ("throttles", "one request in ten is answered with ThrottlingException", rule(throttled_every=10)),
    ("limited", "one request in ten is answered with 503 and a page, as by a proxy that limits the rate", _limited),
    (
        "faults-now-and-then",
        "one request in 300 is answered with KMSInternalException",
        now_and_then("KMSInternalException", 500),
    ),
    ("quota", "there may be ten stores", rule(quota=10)),
    ("quota-almost-used", "there may be ten stores, and eight are there", rule(quota=10, holds=8)),
    (
        "quota-almost-used-first",
        "there may be ten stores, eight are there, and an eleventh is refused before anything else is looked at",
        lambda rules: replace(rules, quota=10, holds=8, steps=(quota, *rules.steps)),
    ),
    (
        "quota-freed-late",
        "there may be ten stores; a deleted one counts for 0.1 s more",
        _freed_late,
    ),
    ("older-stores", "three stores are there already", rule(holds=3)),
    ("lags", "Describe shows what there was half a second ago", rule(lag=0.5)),
    ("describe-denied", "the caller may not describe", rule(denied=frozenset({"DescribeCustomKeyStores"}))),
    ("delete-denied", "the caller may not delete", rule(denied=frozenset({"DeleteCustomKeyStore"}))),
)
