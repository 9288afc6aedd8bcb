"""A client of nothing but `http.client` and `json`, and the valid requests that the other tests start from."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_numbers = count(1)


class Reply(NamedTuple):
    """What came back: `code` is None on success, `result` the JSON value, None where the body is none."""

    status: int
    code: str | None
    result: Any
    headers: dict[str, str]
    body: bytes


class Client:
    """Speaks AWS JSON 1.1 over one connection that is kept."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.path = parts.path or "/"
        self._connection = HTTPConnection(parts.netloc, timeout=10)

    def close(self) -> None:
        self._connection.close()

    def send(self, body: bytes, target: str | None = "TrentService.CreateCustomKeyStore", path: str = "") -> Reply:
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        if target is not None:
            headers["X-Amz-Target"] = target
        self._connection.request("POST", path or self.path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        try:
            result = json.loads(content)
        except ValueError:
            result = None
        code = result.get("__type") if isinstance(result, dict) else None
        return Reply(response.status, code, result, {k.lower(): v for k, v in response.getheaders()}, content)

    def ask(self, operation: str, request: Any, path: str = "") -> Reply:
        return self.send(json.dumps(request).encode(), "TrentService." + operation, path)

    def create(self, request: Any, path: str = "") -> Reply:
        return self.ask("CreateCustomKeyStore", request, path)

    def described(self, store_id: str) -> Any:
        return self.ask("DescribeCustomKeyStores", {"CustomKeyStoreId": store_id}).result["CustomKeyStores"][0]


def mark(number: int, digits: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """A number in so many letters that no two are alike."""
    found = ""
    for _ in range(8):
        number, rest = divmod(number, len(digits))
        found = digits[rest] + found
    return found


def hsm(**changes: Any) -> dict[str, Any]:
    """A valid request for an AWS CloudHSM key store, unlike all before it."""
    word = mark(next(_numbers))
    request = {
        "CustomKeyStoreName": f"store {word}",
        "CloudHsmClusterId": f"cluster-222{word}",
        "KeyStorePassword": "kmsPswd-Xyzzy-1",
        "TrustAnchorCertificate": "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n",
    }
    return changed(request, changes)


def public(**changes: Any) -> dict[str, Any]:
    """A valid request for an external key store with a public endpoint."""
    word = mark(next(_numbers))
    request = {
        "CustomKeyStoreName": f"store {word}",
        "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
        "XksProxyConnectivity": "PUBLIC_ENDPOINT",
        "XksProxyUriEndpoint": f"https://{word}.example.com",
        "XksProxyUriPath": "/kms/xks/v1",
        "XksProxyAuthenticationCredential": {
            "AccessKeyId": "ABCDEFGHIJ234567ABCD",
            "RawSecretAccessKey": "Sesame/Sesame+Sesame=Sesame/Sesame+Sesame=Se",
        },
    }
    return changed(request, changes)


def vpc(**changes: Any) -> dict[str, Any]:
    """A valid request for an external key store behind a VPC endpoint service."""
    word = mark(next(_numbers))
    service = f"com.amazonaws.vpce.us-east-1.vpce-svc-{word}"
    request = public(XksProxyConnectivity="VPC_ENDPOINT_SERVICE", XksProxyVpcEndpointServiceName=service)
    return changed(request, changes)


def changed(request: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The request with other members; Ellipsis leaves one out."""
    return {member: value for member, value in {**request, **changes}.items() if value is not ...}
