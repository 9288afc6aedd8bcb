"""Every short history of two stores, played against the endpoint, which shares no code with the model."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from kms_specification.oracle import Environment, ReachableOutcome
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    NAME_IN_USE,
    NOT_FOUND,
    UPDATE,
)
from kms_specification.state.account import Account, after
from kms_specification.state.answers import expect_in_account
from kms_specification.state.listing import listing_error
from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.json11 import PREFIX
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.plain_client import hsm, public

ANYTHING = Environment({name: ReachableOutcome() for name in ("cloudhsm", "public-proxy", "vpc-proxy")})
CREATES = (("A", hsm(CustomKeyStoreName="a")), ("B", public(CustomKeyStoreName="b")))
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    *((CREATE, name, request) for name, request in CREATES),
    *((operation, name, {}) for operation in (CONNECT, DISCONNECT, DELETE, DESCRIBE) for name in "AB"),
    *((UPDATE, name, {"NewCustomKeyStoreName": new}) for name, new in (("A", "b"), ("A", "c"), ("B", "a"))),
    (UPDATE, "A", {"KeyStorePassword": "another one"}),
    (UPDATE, "B", {"XksProxyUriEndpoint": "https://other.example.com"}),
    (DESCRIBE, "", {"CustomKeyStoreName": "a"}),
)
Ids = dict[str, str]


def asked(endpoint: Endpoint, operation: str, request: dict[str, Any]) -> tuple[str | None, Any]:
    """The code, None for success, and the body of an answer."""
    answer = asyncio.run(endpoint.answer(PREFIX + operation, json.dumps(request).encode()))
    body = json.loads(answer.body)
    return (None if answer.status == 200 else body["__type"]), body


def histories(endpoint: Endpoint, account: Account, ids: Ids, depth: int, *, look: bool) -> Iterator[tuple[str, Any]]:
    """(what is wrong or "", size of the acceptable set) of each step of each history of up to `depth` steps."""
    for operation, name, members in STEPS:
        if operation == CREATE and name in ids:
            continue
        fork, known, then = copy.deepcopy(endpoint, {id(endpoint.rules): endpoint.rules}), dict(ids), account
        request = (
            members if operation == CREATE or not name else {"CustomKeyStoreId": ids.get(name, "nobody"), **members}
        )
        code, body = asked(fork, operation, request)
        right = {o.code for o in expect_in_account(then, operation, request, ANYTHING).outcomes if not o.inconclusive}
        wrong = "" if code in right else f"{operation} {request} in {account}: {code} instead of {right}"
        if code is None:
            then = after(then, operation, request, body)
            if operation == CREATE:
                known[name] = body["CustomKeyStoreId"]
            if operation == DESCRIBE:
                wrong = wrong or listing_error(then, request, body["CustomKeyStores"]) or ""
        if look:
            everything = asked(fork, DESCRIBE, {})[1]
            wrong = wrong or listing_error(then, {}, everything["CustomKeyStores"]) or ""
            then = after(then, DESCRIBE, {}, everything)
        yield wrong, (code, right)
        if depth > 1:
            yield from histories(fork, then, known, depth - 1, look=look)


def test_the_endpoint_and_the_model_agree_on_every_short_history() -> None:
    found = [wrong for wrong, _ in histories(Endpoint(PAGE), Account(complete=True), {}, 3, look=False)]
    assert len(found) > 3000
    assert [wrong for wrong in found if wrong] == []


def test_where_every_store_is_looked_at_the_model_is_exact() -> None:
    endpoint = Endpoint(PAGE)
    code, body = asked(endpoint, CREATE, CREATES[0][1])
    assert code is None
    start = after(Account(complete=True), CREATE, CREATES[0][1], body)
    found = list(histories(endpoint, start, {"A": body["CustomKeyStoreId"]}, 3, look=True))
    assert [wrong for wrong, _ in found if wrong] == []
    # But for a name that the store has already, and one that is in use for a store that is not there.
    several = {frozenset(right) for _, (_, right) in found if len(right) > 1}
    assert several == {frozenset({None, NAME_IN_USE}), frozenset({NOT_FOUND, NAME_IN_USE})}


@pytest.mark.parametrize(
    "fault",
    [
        "new-failed",
        "connect-does-nothing",
        "connect-twice",
        "disconnect-does-nothing",
        "disconnect-twice",
        "delete-connected",
        "delete-keeps-store",
        "delete-unknown-succeeds",
        "deleted-keeps-CustomKeyStoreName",
        "describe-unknown-wrong-code",
        "describe-ignores-name",
        "update-connected",
        "update-CustomKeyStoreName-taken",
        "update-keeps-old-name",
        "rename-disconnects",
    ],
)
def test_an_endpoint_that_is_wrong_is_found_wrong_in_some_short_history(fault: str) -> None:
    endpoint = Endpoint(FAULTS[fault].change(PAGE))
    found = histories(endpoint, Account(complete=True), {}, 4, look=True)
    assert next((wrong for wrong, _ in found if wrong), "") != ""
