"""Signature version 4 checked by the endpoint: who signed, with which secret, and when. Nothing here makes one."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from kms_targets.reference.rules import Answer, Arrival

SECRETS = {"AKIAIOSFODNN7EXAMPLE": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
LATEST = timedelta(minutes=5)  # how old a signature may be, and how far ahead of this clock
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


def _refusal(code: str) -> Answer:
    return Answer(403, b'{"__type":"%b","message":"The request is not signed as it has to be."}' % code.encode())


UNSIGNED = _refusal("MissingAuthenticationTokenException")
UNKNOWN = _refusal("UnrecognizedClientException")
WRONG = _refusal("InvalidSignatureException")
EXPIRED = _refusal("RequestExpired")


def refusal(arrival: Arrival) -> Answer | None:
    """Why the signature of a request is not accepted, or None where it is."""
    found = _AUTHORIZATION.fullmatch(_only(arrival, b"authorization"))
    if found is None:
        return UNSIGNED
    secret = SECRETS.get(found["key"])
    if secret is None:
        return UNKNOWN
    stamp = _only(arrival, b"x-amz-date")
    scope = f"{found['day']}/{found['region']}/{found['service']}/aws4_request"
    canonical = hashlib.sha256(_canonical(arrival, found["headers"]).encode("latin-1")).hexdigest()
    signed = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, canonical))
    key = f"AWS4{secret}".encode()
    for word in (found["day"], found["region"], found["service"], "aws4_request", signed):
        key = hmac.digest(key, word.encode(), "sha256")
    if not hmac.compare_digest(key.hex(), found["signature"]):
        return WRONG
    try:
        made = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return WRONG
    return EXPIRED if abs(datetime.now(UTC) - made) > LATEST or not stamp.startswith(found["day"]) else None


def _canonical(arrival: Arrival, names: str) -> str:
    """The canonical request: what the signature is of. There is no query here."""
    headers = [f"{name}:{','.join(_values(arrival, name))}\n" for name in names.split(";")]
    digest = hashlib.sha256(arrival.body).hexdigest()
    return "\n".join((arrival.method, quote(arrival.path, safe="/-_.~") or "/", "", "".join(headers), names, digest))


def _values(arrival: Arrival, name: str) -> list[str]:
    return [" ".join(value.decode("latin-1").split()) for value in arrival.values(name.encode("latin-1"))]


def _only(arrival: Arrival, name: bytes) -> str:
    found = arrival.values(name)
    return found[0].decode("latin-1") if len(found) == 1 else ""
