"""Servers that are right but different, asked without a socket: the oracle takes what each says of random histories.

Requests have any number of things wrong with them, so that the order in which a server looks at them shows.
"""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import Any

import pytest

from kms_specification.catalog import operation as operation_of
from kms_specification.pages.custom_key_stores import CONNECT, CREATE, DELETE, DESCRIBE, DISCONNECT, ID, UPDATE
from kms_specification.state.account import Account, after
from kms_specification.state.answers import expect_in_account
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.json11 import PREFIX
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.plain_client import hsm, public, vpc

STEPS = 60
NAMES = ("a", "b", "c", " a", "A", "é", "n" * 256, "n" * 257, "")
VALUES: dict[str, tuple[Any, ...]] = {
    "CustomKeyStoreName": NAMES,
    "NewCustomKeyStoreName": NAMES,
    "CloudHsmClusterId": ("cluster-eebeeddebbbeb", "cluster-aaaaaaaaaaa", "x", "", None),
    "KeyStorePassword": ("p" * 7, "p" * 32, "p" * 6, "p" * 33, None),
    "TrustAnchorCertificate": ("x", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "", None),
    "CustomKeyStoreType": ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE", "X", None),
    "XksProxyUriEndpoint": ("https://a.example.com", "https://A.example.com", "http://a.example.com", "x", None),
    "XksProxyUriPath": ("/kms/xks/v1", "/a/kms/xks/v1", "/x", None),
    "XksProxyVpcEndpointServiceName": ("com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "x", "", None),
    "XksProxyVpcEndpointServiceOwner": ("111122223333", "x", None),
    "XksProxyConnectivity": ("PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE", "X", None),
    "XksProxyAuthenticationCredential": ({"AccessKeyId": "x", "RawSecretAccessKey": "y"}, {}, None),
    "Limit": (1, 2, 0, 1001, None),
    "Marker": ("x", None),
}
OPERATIONS = (*[CREATE] * 5, *[UPDATE] * 6, DELETE, CONNECT, CONNECT, DISCONNECT, DESCRIBE)
# These report the environment, a full account or a denied caller first: a run learns that by calibration.
CALIBRATED = {
    *("nothing-behind-first", "half-behind-first", "clusters-first", "nothing-behind-after-constraints"),
    *("nothing-behind", "quota-almost-used-first", "delete-denied", "describe-denied"),
}
# Not every request is answered, or an answer shows what was.
AT_TIMES = {"slow", "lags", "throttles", "limited", "connects-late", "disconnects-late"}
RIGHT = sorted({n for n in VARIATIONS if not n.startswith("keys-")} - CALIBRATED - AT_TIMES)


def drawn(random: Random, operation: str, stores: list[str]) -> dict[str, Any]:
    """A request, mostly with something wrong about it."""
    members = [member.name for member in operation_of(operation).members if member.name in VALUES]
    if operation == CREATE:
        request, changes = random.choice((hsm, public, vpc))(CustomKeyStoreName=random.choice("abc")), (0, 0, 1, 2, 3)
    else:
        named = operation != DESCRIBE or random.random() < 0.4
        request = {ID: random.choice([*stores[-4:], "cks-1234567890abcdef0", "a", ""])} if named else {}
        changes = (1, 2, 3) if members else (0,)
    for member in random.choices(members, k=random.choice(changes)) if members else ():
        request[member] = random.choice(VALUES[member])
    return request


def code_of(body: Any, headers: dict[str, str]) -> str | None:
    """The code of an error, wherever it stands."""
    found = body if isinstance(body, dict) else {}
    said = found.get("__type") or headers.get("x-amzn-errortype") or found.get("code") or found.get("Code")
    return None if said is None else str(said).rpartition("#")[2].partition(":")[0]


@pytest.mark.parametrize("name", RIGHT)
def test_every_answer_is_one_that_is_right(name: str) -> None:
    random, endpoint = Random(name), Endpoint(VARIATIONS[name].change(PAGE))
    account, stores, judged = Account(complete=True), list[str](), 0
    for _ in range(STEPS):
        operation = random.choice(OPERATIONS)
        request = drawn(random, operation, stores)
        answer = asyncio.run(endpoint.answer(PREFIX + operation, json.dumps(request).encode()))
        body = json.loads(answer.body or b"{}")
        headers = {name.decode().lower(): value.decode() for name, value in answer.headers}
        code = None if answer.status == 200 else code_of(body, headers)
        right = {outcome.code for outcome in expect_in_account(account, operation, request).outcomes}
        assert code in right, (operation, request, account)
        judged += code is not None
        if code is None:
            account = after(account, operation, request, body)
            stores += [body[ID]] if operation == CREATE else []
    assert stores
    assert judged > STEPS / 4
