"""What AWS KMS does with an external key store proxy before it makes a store: it asks for its health, over HTTPS.

Written from the page (the API is reached at port 443, under XksProxyUriPath) and from GetHealthStatus in the AWS KMS
External Key Store Proxy API Specification. The request is signed with the credential of the store, by hand.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import ssl
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from kms_targets.reference.rules import Problem, Proxying
from kms_targets.reference.state.stores import Values

SECONDS = 1.0  # how long an answer is waited for
# This endpoint talks to its own machine alone.
_NEAR = re.compile(r"localhost|127\.\d+\.\d+\.\d+")
_MOST = 65_536  # bytes of an answer that are read
_SERVICE, _REGION = "kms-xks-proxy", "us-east-1"

UNREACHABLE = Problem("XksProxyUriUnreachableException", "The proxy cannot be reached.")
UNAVAILABLE = Problem("XksProxyUriUnreachableException", "All external key manager instances are unavailable.")
CREDENTIAL = Problem("XksProxyIncorrectAuthenticationCredentialException", "The proxy rejected the status request.")
RESPONSE = Problem("XksProxyInvalidResponseException", "The response of the proxy cannot be interpreted.")


async def asked(how: Proxying, values: Values) -> Problem | None:
    """What is wrong with the proxy of a request that is right otherwise."""
    external = values.get("CustomKeyStoreType") == "EXTERNAL_KEY_STORE"
    if not external or values.get("XksProxyConnectivity") not in how.kinds:
        return None
    found = await asyncio.to_thread(_asked, how, values)
    return how.instead.get(found, found) if found is not None else None


def _asked(how: Proxying, values: Values) -> Problem | None:
    host = urlsplit(values["XksProxyUriEndpoint"]).hostname or ""
    if not _NEAR.fullmatch(host):
        return UNREACHABLE
    body = json.dumps({"requestMetadata": {"kmsRequestId": "1", "kmsOperation": "CreateCustomKeyStore"}}).encode()
    path = values["XksProxyUriPath"] + "/health"
    if not how.prefixed:
        path = path[path.rindex("/kms/xks/") :]
    headers = {"Content-Type": "application/json", "Host": host}
    if how.signs:
        headers |= _signature(host, path, body, values)
    try:
        context = ssl.create_default_context(cafile=how.ca)
        if not how.verifies:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection(host, how.port, timeout=SECONDS, context=context)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return _read(answer.status, answer.read(_MOST))
        finally:
            connection.close()
    except (OSError, HTTPException, UnicodeError):
        return UNREACHABLE


def _read(status: int, body: bytes) -> Problem | None:
    if status in (401, 403):
        return CREDENTIAL
    if status == 404:
        return UNREACHABLE
    try:
        found: Any = json.loads(body)
        states = [one["healthStatus"] for one in found["ekmFleetDetails"]]
    except (ValueError, TypeError, KeyError):
        return RESPONSE
    if status != 200 or not states:
        return RESPONSE
    return UNAVAILABLE if all(state == "UNAVAILABLE" for state in states) else None


def _signature(host: str, path: str, body: bytes, values: Values) -> dict[str, str]:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{_REGION}/{_SERVICE}/aws4_request"
    signed = "content-type;host;x-amz-date"
    head = f"content-type:application/json\nhost:{host}\nx-amz-date:{stamp}\n"
    canonical = "\n".join(["POST", _normal(path), "", head, signed, hashlib.sha256(body).hexdigest()])
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    credential = "XksProxyAuthenticationCredential"
    key = f"AWS4{values[credential + '.RawSecretAccessKey']}".encode()
    for word in scope.split("/"):
        key = hmac.digest(key, word.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    holder = f"{values[credential + '.AccessKeyId']}/{scope}"
    authorization = f"AWS4-HMAC-SHA256 Credential={holder}, SignedHeaders={signed}, Signature={signature}"
    return {"X-Amz-Date": stamp, "Authorization": authorization}


def _normal(path: str) -> str:
    """A path as it is signed: slashes that follow each other are one."""
    return "/" + "/".join(part for part in path.split("/") if part)
