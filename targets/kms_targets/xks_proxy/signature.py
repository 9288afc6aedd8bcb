"""Whether a status request is signed with the credential of the key store, worked out with botocore's signer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SERVICE = "kms-xks-proxy"
# "Any requests more than 5 minutes in the past (or future, due to clock drift) SHOULD fail authentication."
RECENT = timedelta(minutes=5)
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/,\s]+)/(\d{8})/([^/,\s]+)/([^/,\s]+)/aws4_request,\s*"
    r"SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})"
)


def mistake(
    method: str, url: str, headers: Mapping[str, str], body: bytes, access_key_id: str, secret: str
) -> str | None:
    """What is wrong with the signature of a request, whose header names are in lower case; None where nothing is."""
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if found is None:
        return "it has no signature of version 4"
    key, day, region, service, signed, signature = found.groups()
    if key != access_key_id:
        return "it is signed with another access key"
    if service != SERVICE:
        return f"it is signed for the service {service!r}, not {SERVICE!r}"
    names = signed.split(";")
    stamp = headers.get("x-amz-date", "")
    if "host" not in names or not set(names) <= headers.keys() or not stamp.startswith(day):
        return "its signed headers or its date are not all there"
    if not _recent(stamp):
        return f"its signature was made more than {RECENT.seconds // 60} minutes before or after now"
    request = AWSRequest(method, url, headers={name: headers[name] for name in names}, data=body)
    request.context["timestamp"] = stamp
    auth = SigV4Auth(Credentials(access_key_id, secret), service, region)
    expected = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return None if compare_digest(expected, signature) else "its signature is not that of the credential"


def _recent(stamp: str) -> bool:
    try:
        made = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(datetime.now(UTC) - made) <= RECENT
