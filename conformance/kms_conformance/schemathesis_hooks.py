"""What schemathesis has to know to run an exported OpenAPI document by itself: docs/how-to/export.md.

    SCHEMATHESIS_HOOKS=kms_conformance.schemathesis_hooks st run kms.json --url URL

It sends and reads the media type of AWS JSON 1.1, and signs each request with example credentials, which open no door:
the real service refuses them.
"""

from __future__ import annotations

import json
from typing import Any

import schemathesis

from kms_strategies.schemas.drawable_document import drawable
from kms_strategies.schemas.openapi import MEDIA_TYPE
from kms_targets import sigv4

REGION = "us-east-1"

_signer = sigv4.Signer(sigv4.EXAMPLE, REGION)


@schemathesis.deserializer(MEDIA_TYPE)
def read(_: Any, response: Any) -> Any:
    """The body of an answer; one of no bytes is an empty object, as SDKs read it."""
    return json.loads(response.content or b"{}")


@schemathesis.hook
def before_load_schema(_: Any, raw_schema: dict[str, Any]) -> None:
    """Takes out of the document the conditions with which schemathesis would refuse to draw an operation's requests."""
    raw_schema.update(drawable(raw_schema))


def signed(request: Any) -> Any:
    """A prepared request of the library `requests` with a signature of version 4 over the bytes that will leave."""
    body = request.body or b""
    headers = {name: str(request.headers[name]) for name in ("X-Amz-Target", "Content-Type") if name in request.headers}
    headers["Host"] = request.url.split("/")[2]
    url = request.url.partition("#")[0]
    data = body if isinstance(body, bytes) else body.encode("utf-8")
    request.headers.update(_signer.sign(request.method, url, headers, data))
    return request


_auth: Any = schemathesis.auth  # of which its types say too little
_auth.set_from_requests(signed)
schemathesis.serializer.alias(MEDIA_TYPE, "application/json")
