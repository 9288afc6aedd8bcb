"""What AWS KMS does with an external key store proxy: it asks for its health, over HTTPS.

Written from the page (the API is reached at port 443, under XksProxyUriPath) and from GetHealthStatus and the table of
failure scenarios in the AWS KMS External Key Store Proxy API Specification. The request is signed by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from kms_targets.reference.rules import Problem, Proxying
from kms_targets.reference.state.stores import Values

# This endpoint talks to its own machine alone.
_NEAR = re.compile(r"localhost|127\.\d+\.\d+\.\d+")
_MOST = 65_536  # bytes of an answer that are read
_SERVICE, _REGION = "kms-xks-proxy", "us-east-1"

_URI = "XksProxyUriUnreachableException"
UNREACHABLE = Problem(_URI, "AWS KMS cannot communicate with the external key store proxy.")
UNTRUSTED = Problem(_URI, "AWS KMS cannot establish a TLS connection to the external key store proxy.")
TIMED_OUT = Problem(_URI, "The external key store proxy did not respond in time.")
THROTTLED = Problem(_URI, "The external key store proxy rejected the request due to a very high request rate.")
DEPENDENCY = Problem(_URI, "The external key store proxy did not respond to the request in the time allotted.")
UNAVAILABLE = Problem(_URI, "All external key manager instances are unavailable.")
CREDENTIAL = Problem(
    "XksProxyIncorrectAuthenticationCredentialException",
    "The external key store proxy could not authenticate AWS KMS.",
)
CONFIGURATION = Problem(
    "XksProxyInvalidConfigurationException",
    "The external key store proxy rejected the request because of an invalid URI path.",
)
RESPONSE = Problem(
    "XksProxyInvalidResponseException", "AWS KMS cannot interpret the response from the external key store proxy."
)
INTERNAL = Problem(
    "XksProxyInvalidResponseException", "The external key store proxy cannot communicate with the key manager."
)

# By the errorName of the proxy, whatever the status; all others are a response that cannot be interpreted.
NAMES: Mapping[str, Problem] = {
    "AuthenticationFailedException": CREDENTIAL,
    "AccessDeniedException": CREDENTIAL,
    "InvalidUriPathException": CONFIGURATION,
    "ThrottlingException": THROTTLED,
    "DependencyTimeoutException": DEPENDENCY,
    "InternalException": INTERNAL,
    "ValidationException": RESPONSE,
}
# What a store that could not be connected says.
CONNECTION_ERRORS: Mapping[Problem, str] = {
    UNREACHABLE: "XKS_PROXY_NOT_REACHABLE",
    UNAVAILABLE: "XKS_PROXY_NOT_REACHABLE",
    THROTTLED: "XKS_PROXY_NOT_REACHABLE",
    UNTRUSTED: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    TIMED_OUT: "XKS_PROXY_TIMED_OUT",
    DEPENDENCY: "XKS_PROXY_TIMED_OUT",
    CREDENTIAL: "XKS_PROXY_ACCESS_DENIED",
    CONFIGURATION: "XKS_PROXY_INVALID_CONFIGURATION",
    RESPONSE: "XKS_PROXY_INVALID_RESPONSE",
    INTERNAL: "XKS_PROXY_INVALID_RESPONSE",
}

_ENTRIES = "ekmFleetDetails"
STATUSES = ("ACTIVE", "DEGRADED", "UNAVAILABLE")


def _has_text(member: str) -> Callable[[Any], bool]:
    return lambda found: isinstance(found.get(member), str)


def _every(right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda found: all(map(right, found[_ENTRIES]))


# What has to hold of a health status, in this order.
HEALTH: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda found: isinstance(found, dict),
    "size-present": lambda found: "xksProxyFleetSize" in found,
    "size-integer": lambda found: type(found.get("xksProxyFleetSize", 1)) is int,
    "size-positive": lambda found: not isinstance(size := found.get("xksProxyFleetSize"), int) or size > 0,
    "proxy-vendor": _has_text("xksProxyVendor"),
    "proxy-model": _has_text("xksProxyModel"),
    "ekm-vendor": _has_text("ekmVendor"),
    "fleet": lambda found: isinstance(found.get(_ENTRIES), list) and all(isinstance(e, dict) for e in found[_ENTRIES]),
    "fleet-least": lambda found: len(found[_ENTRIES]) >= 1,
    "fleet-most": lambda found: len(found[_ENTRIES]) <= 10,
    "entry-id": _every(_has_text("id")),
    "entry-model": _every(_has_text("model")),
    "entry-status": _every(lambda entry: "healthStatus" in entry),
    "status-text": _every(lambda entry: isinstance(entry.get("healthStatus", ""), str)),
    "status-known": _every(lambda entry: entry.get("healthStatus") in (*STATUSES, None)),
}


def serving(statuses: list[Any]) -> bool:
    """Whether a fleet can serve: not all of its key managers are UNAVAILABLE."""
    return not statuses or any(status != "UNAVAILABLE" for status in statuses)


async def asked(how: Proxying, values: Values) -> Problem | None:
    """What is wrong with the proxy of a CreateCustomKeyStore that is right otherwise."""
    external = values.get("CustomKeyStoreType") == "EXTERNAL_KEY_STORE"
    if not external or values.get("XksProxyConnectivity") not in how.kinds:
        return None
    return await asyncio.to_thread(health_problem, how, values, "CreateCustomKeyStore")


def update_problem(how: Proxying | None, after: Values) -> Problem | None:
    """What is wrong with the proxy of a store as it would be after an update of its proxy. Blocks."""
    if how is None or after.get("XksProxyConnectivity") not in how.kinds:
        return None
    return health_problem(how, after, "UpdateCustomKeyStore")


def connection_error(how: Proxying | None, values: Values) -> str | None:
    """The ConnectionErrorCode of a store whose proxy is not well, or None. Of whatever connectivity. Blocks."""
    if how is None or values.get("CustomKeyStoreType") != "EXTERNAL_KEY_STORE":
        return None
    problem = health_problem(how, values, "ConnectCustomKeyStore")
    return None if problem is None else CONNECTION_ERRORS[problem]


def health_problem(how: Proxying, values: Values, operation: str) -> Problem | None:
    """What is wrong with the proxy of an external key store, asked on behalf of an operation of KMS. Blocks."""
    found = _asked(how, values, operation)
    return None if found is None else how.instead.get(found, found)


def _asked(how: Proxying, values: Values, operation: str) -> Problem | None:
    host = urlsplit(values["XksProxyUriEndpoint"]).hostname or ""
    if not _NEAR.fullmatch(host):
        return UNREACHABLE
    body = json.dumps({"requestMetadata": {"kmsRequestId": "1", "kmsOperation": operation}}).encode()
    path = values["XksProxyUriPath"] + "/health"
    if not how.prefixed:
        path = path[path.rindex("/kms/xks/") :]
    headers = {"Content-Type": "application/json", "Host": host}
    if how.signs:
        headers |= _signature(host, path, body, values)
    context = ssl.create_default_context(cafile=how.ca)
    if not how.verifies:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection(host, how.port, timeout=how.seconds, context=context)
    try:
        connection.connect()
        return _exchanged(how, connection, path, body, headers)
    except ssl.SSLError:
        return UNTRUSTED
    except TimeoutError:
        return TIMED_OUT
    except (OSError, UnicodeError):
        return UNREACHABLE
    finally:
        connection.close()


def _exchanged(
    how: Proxying, connection: HTTPSConnection, path: str, body: bytes, headers: Mapping[str, str]
) -> Problem | None:
    """What an answer says, all of which has to be there in time."""
    late, connected = threading.Event(), connection.sock
    connected.settimeout(None)

    def end() -> None:
        late.set()
        with contextlib.suppress(OSError):  # it may be closed already
            # Not SSLSocket's own, which takes the TLS away from a reader.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(how.seconds, end)
    timer.start()
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        status, text = answer.status, answer.read(_MOST)
    except (OSError, HTTPException):
        return TIMED_OUT if late.is_set() else UNREACHABLE
    finally:
        timer.cancel()
        timer.join()
    return TIMED_OUT if late.is_set() else _read(how, status, text)


def _read(how: Proxying, status: int, body: bytes) -> Problem | None:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if status != 200:
        name = found.get("errorName") if isinstance(found, dict) else None
        unnamed = how.statuses.get(status, RESPONSE)
        return (how.names or NAMES).get(name, unnamed) if isinstance(name, str) else unnamed
    if not all(right(found) for right in (how.health or HEALTH).values()):
        return RESPONSE
    return None if (how.serves or serving)([entry.get("healthStatus") for entry in found[_ENTRIES]]) else UNAVAILABLE


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
