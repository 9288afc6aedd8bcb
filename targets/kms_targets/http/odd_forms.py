"""Requests in a form that no HTTP library would send: their bytes, signed where they are meant to be."""

from __future__ import annotations

from collections.abc import Sequence

from kms_specification.wire.forms import Framing, Signing
from kms_targets.http.messages import Message, Prepared
from kms_targets.sigv4 import Signer
from kms_targets.url_guard import Endpoint

_TARGET = "X-Amz-Target"


def written(message: Message, endpoint: Endpoint, signer: Signer, more: Sequence[tuple[str, str]] = ()) -> Prepared:
    """The message as the bytes that its form says. `more` are headers that it has as they are, and unsigned."""
    form, body = message.form, message.body
    # One byte: so that a server which reads the rest as another request repeats no secret.
    length = len(body) - 1 if form.framing is Framing.TOO_SHORT else len(body)
    framing = {
        Framing.NO_LENGTH: {},
        Framing.CHUNKED: {"Transfer-Encoding": "chunked"},
        Framing.CONTINUED: {"Content-Length": str(length), "Expect": "100-continue"},
    }.get(form.framing, {"Content-Length": str(length)})
    headers = {**_signed(message, endpoint, signer), **framing}
    headers |= {"Accept-Encoding": "identity", "User-Agent": "kms-conformance"}
    lines = [(name, value) for name, value in headers.items() if name != _TARGET]
    lines += [(_TARGET, value) for value in message.targets]
    lines = [(form.spelling.of(name), value) for name, value in lines]
    written_lines = [f"{name}: {value}" for name, value in (*lines, *more)]
    head = "\r\n".join([f"{form.method} {endpoint.path} HTTP/1.1", *written_lines, "", ""]).encode("ascii")
    if form.framing is Framing.CONTINUED:
        return Prepared(message, head, held=body)
    if form.framing is Framing.CUT_SHORT:
        return Prepared(message, head + body[: length // 2], ends=True)
    return Prepared(message, head + (_chunks(body) if form.framing is Framing.CHUNKED else body))


def _signed(message: Message, endpoint: Endpoint, signer: Signer) -> dict[str, str]:
    headers = {"Host": endpoint.authority}
    if message.form.content_type is not None:
        headers["Content-Type"] = message.form.content_type
    if message.targets:
        headers[_TARGET] = ",".join(value.strip() for value in message.targets)
    signing = message.form.signing
    if signing is Signing.UNSIGNED:
        return headers
    used = {Signing.FORGED: signer.forged, Signing.EXPIRED: signer.of_yesterday}.get(signing, lambda: signer)()
    url = f"{endpoint.scheme}://{endpoint.authority}{endpoint.path}"
    return used.sign(message.form.method, url, headers, message.body)


def _chunks(body: bytes) -> bytes:
    """The body in two chunks, or none where it is empty."""
    half = (len(body) + 1) // 2
    parts = [part for part in (body[:half], body[half:]) if part]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))
