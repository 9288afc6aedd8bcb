"""No fault is one that nobody can see: each changes some answer in a long list of requests, asked without a socket."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from kms_targets.reference.endpoint import CREATE, Endpoint
from kms_targets.reference.faults import (
    FAULTS,
    Fault,
    Kind,
)
from kms_targets.reference.fixtures import FIXTURES
from kms_targets.reference.json11 import PREFIX
from kms_targets.reference.operations.custom_key_stores.page import BY_ID, PAGE
from kms_targets.reference.rules import Answer, Rules
from tests.support.page_requests import INVALID, VALID
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)
from tests.support.store_pairs import PAIRS

Exchange = tuple[str, bytes]
_KEYS = public()["XksProxyAuthenticationCredential"]


_TYPES = ("AWS_CLOUDHSM", "aws_cloudhsm", " AWS_CLOUDHSM", "AWS-CLOUDHSM", "EXTERNAL", "AWS_CLOUDHSMS", "")
_CONNECTIVITIES = ("public_endpoint", "PUBLIC_ENDPOINT ", "PUBLIC-ENDPOINT", "PRIVATE_ENDPOINT", "PUBLIC_ENDPOINTS")


def _wrong_types() -> Iterator[dict[str, Any]]:
    for made in (hsm, vpc):
        for member, value in made().items():
            yield made() | {member: [value]}
    yield from (hsm(CustomKeyStoreName=value) for value in (True, {"a": 1}, 5))
    yield from (hsm(TrustAnchorCertificate=value) for value in (True, {"a": 1}, 5))
    yield from (hsm(KeyStorePassword=1234567), hsm(CustomKeyStoreType=5), hsm(CustomKeyStoreType=["AWS_CLOUDHSM"]))
    yield public(XksProxyVpcEndpointServiceName=5)
    yield from (public(XksProxyAuthenticationCredential=value) for value in ([_KEYS], json.dumps(_KEYS), "x"))
    yield from (public(XksProxyAuthenticationCredential=_KEYS | {key: [_KEYS[key]]}) for key in _KEYS)


def _structure() -> Iterator[dict[str, Any]]:
    for made in (hsm, public, vpc):
        for member in made():
            yield made(**{member: ...})
            yield made(**{member: None})
    for key in _KEYS:
        yield public(XksProxyAuthenticationCredential={k: v for k, v in _KEYS.items() if k != key})
        yield public(XksProxyAuthenticationCredential=_KEYS | {key: None})
    yield public(XksProxyAuthenticationCredential={})
    yield public(XksProxyAuthenticationCredential={key.lower(): value for key, value in _KEYS.items()})
    needed = ("CloudHsmClusterId", "KeyStorePassword", "TrustAnchorCertificate")
    yield from (hsm(CustomKeyStoreType=None, **{member: ...}) for member in needed)
    for member in public():
        if member.startswith("XksProxyUri"):
            yield hsm(CustomKeyStoreType=..., **{member: "!" * 20})
    odd = {"AccessKeyId": "!" * 20, "RawSecretAccessKey": "!" * 43}
    yield from (hsm(XksProxyAuthenticationCredential=_KEYS | {key: value}) for key, value in odd.items())
    yield from (hsm(CloudHsmClusterId="!" * 20), hsm(XksProxyVpcEndpointServiceName="!" * 40))
    yield hsm(CustomKeyStoreName="x" * 257)
    yield dict(reversed(hsm().items()))
    yield public(CustomKeyStoreName="x" * 257)
    yield from ({"CustomKeyStoreName": "alone", **kind} for kind in ({}, {"CustomKeyStoreType": "EXTERNAL_KEY_STORE"}))
    yield hsm(XksProxyUriPath=None)
    yield public(KeyStorePassword=None)
    yield {**public(), **hsm(CustomKeyStoreType="EXTERNAL_KEY_STORE"), "CloudHsmClusterId": "cluster-aaaaaaaaaaa"}
    yield from (hsm(CustomKeyStoreType=value) for value in _TYPES)
    yield from (public(XksProxyConnectivity=value) for value in _CONNECTIVITIES)


def _broken() -> Iterator[dict[str, Any]]:
    for key, values in {"AccessKeyId": ("A" * 19, "1" * 20), "RawSecretAccessKey": ("b" * 65, "!" * 43)}.items():
        yield from (public(XksProxyAuthenticationCredential=_KEYS | {key: value}) for value in values)
    yield vpc(XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-" + "z" * 30)
    yield vpc(XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc--")


def _same() -> Iterator[dict[str, Any]]:
    """Pairs that only a wrong comparison takes for the same, or for different."""
    for other in ("Straße ﬁ", "STRASSE FI", "Straße fi", " Straße ﬁ ", "Straße  ﬁ", "Straße ﬁ"):
        yield hsm(CustomKeyStoreName=other)
    yield public(CustomKeyStoreName="Straße ﬁ")
    yield from (hsm(CustomKeyStoreName=other) for other in ("name x", "name _", "nul\0x", "nul\0y"))
    yield from (hsm(CustomKeyStoreName=other) for other in ("A-%41", "A_%41", "A-A", "a/語", "b/語", "b/字"))
    yield from (hsm(CustomKeyStoreName=first + "x" * 64) for first in "yz")
    yield hsm(CustomKeyStoreName="name x")
    yield from (hsm(CloudHsmClusterId=cluster) for cluster in ("cluster-zzzzzzzzzzz", "cluster-Zzzzzzzzzzz"))
    host = {"XksProxyUriEndpoint": "https://same.example.com"}
    for path in ("/p/kms/xks/v1", "/P/kms/xks/v1", "/p//kms/xks/v1"):
        yield public(**host, XksProxyUriPath=path)
    yield public(XksProxyUriPath="/p/kms/xks/v1")
    for region in ("us-east-1", "us-west-2"):
        yield vpc(XksProxyVpcEndpointServiceName=f"com.amazonaws.vpce.{region}.vpce-svc-same")
    yield public(XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-other")
    yield vpc(XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-other")


def _creations() -> list[dict[str, Any]]:
    fixtures = [
        {"CloudHsmClusterId": hsm, "XksProxyUriEndpoint": public}.get(f.member, vpc)(**{f.member: f.value})
        for f in FIXTURES
    ]
    broken = [request for request, _ in INVALID.values()]
    anchored = hsm(CloudHsmClusterId="cluster-anchoredcluster")
    odd = "\x00\x1b\x85\u2028\u202e\uffff\ue000\u0301\u200d"
    texts = [hsm(CustomKeyStoreName=odd), hsm(TrustAnchorCertificate=odd)]
    once = [*texts, *_wrong_types(), *_structure(), *_broken(), *_same(), *fixtures, *broken, *VALID.values(), anchored]
    # A rejected request is sent once more with the password mended, in case it took its name.
    return [*once, *(request | {"KeyStorePassword": "mended one"} for request in broken), *fixtures]


_SECRET = b'{"KeyStorePassword": "hunter2", '
_BODIES = (
    *(b"", b"{", b"[]", b"null", b"1", b'"{}"', b"\xff", b"[" * 100_000, _SECRET),
    *(urlencode({m: v for m, v in hsm().items() if isinstance(v, str)}).encode(), b'{"CustomKeyStoreName": "\\ud800"}'),
    *(b'{"customkeystorename": "x"}', b'{"custom_key_store_name": "x"}', b'{"CustomKeyStoreName ": "x"}'),
    *(b'{"Unknown": 0x10}', b'{"Unknown": +1}', b'{"customKeyStoreName": "x"}'),
    *(b" {}", b"{\n\t}", b"\xef\xbb\xbf{}", b'{"Other": 1, "Other": 1}', b'{"Other": 1e400}', b'{"Other": "\\ud83d"}'),
    *(b'{"Other": %b}' % (b"1" * 4000), b'{"Other": %b}' % (b"[" * 60_000 + b"]" * 60_000), b"{%b}" % (b" " * 2**20)),
    *(b'{"CustomKeyStoreName": "n", "CustomKeyStoreName": "n"}', b'{"CustomKeyStoreName": NaN}'),
    rb'{"\u0043ustomKeyStoreName": "n", "\u0043ustomKeyStoreType": "x"}',
    *(b'{"Unknown": 010}', b'{"Unknown": 1 /* one */}', b"{Unknown: 1}", '{"Unknown": 1}'.encode("utf-16")),
    *(b'{"CustomKeyStoreName": "\xe9"}', b'{"CustomKeyStoreName": "a\nb"}', b'{"Unknown": NaN}', b'{"Unknown": 1,}'),
    *(b'{"Unknown": None}', b'{"Unknown": 1,, "Other": 1}'),
)
_TARGETS = ("", "TrentService.Nonsense", "Trent.CreateCustomKeyStore", "trentservice.createcustomkeystore")


def _exchanges() -> list[Exchange]:
    found: list[Exchange] = [(CREATE, json.dumps(request).encode()) for request in _creations()]
    found += [(CREATE, body) for body in _BODIES]
    whole = json.dumps(hsm()).encode()
    found += [(CREATE, b"[" + whole + b"]"), (CREATE, whole[:-1]), (CREATE, whole + b"x"), (CREATE, whole[:-1] + b",}")]
    found += [(CREATE, json.dumps(json.dumps(hsm())).encode()), *((target, whole) for target in _TARGETS)]
    found += [(PREFIX + operation, b'{"CustomKeyStoreId": "nobody"}') for operation in BY_ID]
    found.append((PREFIX + "DescribeCustomKeyStores", b""))
    return found


def _lives() -> list[tuple[str, ...]]:
    """Whole lives of stores, on an account where nothing else is; each is described after every step."""
    return [
        *(("Connect", "Delete"), ("Connect", "Disconnect", "Delete"), ("Connect", "Disconnect")),
        *(("Delete",), ("Update", "Delete")),
    ]


async def _transcript(rules: Rules, exchanges: list[Exchange], kept: dict[str, dict[str, Any]]) -> list[Any]:
    rules = replace(rules, new_id=lambda number: f"cks-{number:017x}")
    endpoint = Endpoint(rules)
    answers: list[Any] = [_seen(await endpoint.answer(*exchange)) for exchange in exchanges]
    answers.append(_seen(await endpoint.answer(PREFIX + "DescribeCustomKeyStores", b"{}")))
    page = await endpoint.answer(PREFIX + "DescribeCustomKeyStores", b'{"Limit": 3}')
    marker = json.loads(page.body).get("NextMarker")
    follow = json.dumps({"Limit": 3, "Marker": marker}).encode()
    answers += [_seen(page), _seen(await endpoint.answer(PREFIX + "DescribeCustomKeyStores", follow))]
    for life in _lives():
        for request in kept.values():
            answers += await _lived(Endpoint(rules), request, life)
    for first, second, _ in PAIRS.values():
        answers += await _paired(Endpoint(rules), json.dumps(first).encode(), json.dumps(second).encode())
    twin = json.dumps(kept["twin"]).encode()
    both = await asyncio.gather(*(endpoint.answer(CREATE, twin) for _ in range(2)))
    return [*answers, *map(_seen, both)]


async def _lived(endpoint: Endpoint, request: dict[str, Any], life: tuple[str, ...]) -> list[Any]:
    body = json.dumps(request).encode()
    answers = [_seen(await endpoint.answer(CREATE, body))]
    one = {"CustomKeyStoreId": f"cks-{1:017x}"}
    for operation in life:
        asked = one | ({"NewCustomKeyStoreName": "another"} if operation == "Update" else {})
        answers.append(_seen(await endpoint.answer(f"{PREFIX}{operation}CustomKeyStore", json.dumps(asked).encode())))
        answers.append(_seen(await endpoint.answer(PREFIX + "DescribeCustomKeyStores", b"{}")))
    return [*answers, _seen(await endpoint.answer(CREATE, body))]


async def _paired(endpoint: Endpoint, first: bytes, second: bytes) -> list[Any]:
    """Two stores that may not exist together, and the second again once the first is gone."""
    gone = (PREFIX + "DeleteCustomKeyStore", json.dumps({"CustomKeyStoreId": f"cks-{1:017x}"}).encode())
    return [_seen(await endpoint.answer(*ask)) for ask in ((CREATE, first), (CREATE, second), gone, (CREATE, second))]


def _seen(answer: Answer) -> Any:
    """All of an answer but the time it was made, in seconds."""
    body = re.sub(rb'"CreationDate":[0-9]{10}(\.[0-9]+)?,?', b"", answer.body)
    return (answer.status, body, answer.content_type, answer.headers)


_EXCHANGES = _exchanges()
_KEPT = {
    "hsm": hsm(CustomKeyStoreName=" <Name> %41 \U0001f511 ", TrustAnchorCertificate="c\r\nc\n"),
    "public": public(),
    "vpc": vpc(),
    "twin": hsm(),
}


@pytest.fixture(scope="module")
def plain() -> list[Any]:
    return asyncio.run(_transcript(PAGE, _EXCHANGES, _KEPT))


# Those of bounds and patterns are in test_fault_witnesses; a proxy, an HTTP message, or what
# only a search finds is not for this transcript.
_ELSEWHERE = (Kind.BOUNDS, Kind.PATTERN, Kind.PROXY, Kind.MESSAGE, Kind.RARE)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in _ELSEWHERE])
def test_each_fault_of_this_kind_shows_in_some_answer(plain: list[Any], kind: Kind) -> None:
    faults: list[Fault] = [fault for fault in FAULTS.values() if fault.kind is kind and not fault.of_keys]
    # What only a longer history, or several at once, show is not for this transcript to show.
    created = [f for f in faults if f.requirement.startswith(("CreateCustomKeyStore.", "protocol."))]
    # A connection shows the first, an update the second.
    created = [f for f in created if f.name not in ("first-500", "renamed-not-taken")]
    short = [f for f in created if not f.requirement.endswith((".history", ".linearizable"))]
    hidden = [f.name for f in short if asyncio.run(_transcript(f.change(PAGE), _EXCHANGES, _KEPT)) == plain]
    assert hidden == []


def test_the_plain_endpoint_says_the_same_twice(plain: list[Any]) -> None:
    assert asyncio.run(_transcript(PAGE, _EXCHANGES, _KEPT)) == plain
