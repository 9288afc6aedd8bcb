"""Recorded traffic as browsers and proxies write it: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/.

Recorders keep what they can of an exchange: bodies may be left out, cut short, or kept in files of their own. Nothing
is said of what was not recorded.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from kms_conformance.execution.judging.lines import STATUSES
from kms_conformance.execution.judging.recorded import Record, record_of
from kms_specification import service_model
from kms_targets import TargetError

_FRAMES = (32 + zlib.MAX_WBITS, -zlib.MAX_WBITS)  # gzip or zlib, as the data say, and none, as some send deflate
_BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def exchanges(name: str, text: str) -> Iterator[tuple[int, Record | TargetError]]:
    """The exchanges with KMS, each by the number of its entry; of an entry that is none, why, in one line.

    Raises TargetError, one line, for what is no HAR.

    Left out are entries of other services, what a browser asks beforehand (OPTIONS), those without an answer, and
    those whose request body was not recorded.
    """
    try:
        entries = json.loads(text)["log"]["entries"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise TargetError(f"{name!r} is no HAR file") from None
    for number, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        try:
            found = _exchange(entry)
        except ValueError as wrong:
            yield number, TargetError(f"entry {number} of {name!r} is no HAR entry: {wrong}")
            continue
        if found is not None:
            yield number, found


def is_har(text: str) -> bool:
    """Whether a text is a HAR file as a whole."""
    try:
        return "entries" in json.loads(text)["log"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return False


def _exchange(entry: Any) -> Record | None:
    """The record of an entry; None for one that is left out. Raises ValueError for what is no entry."""
    request, response = _member(entry, "request", dict), _optional(entry, "response", dict)
    prefix, _, operation = _target(request).rpartition(".")
    if prefix != service_model.target_prefix() or request.get("method") == "OPTIONS":
        return None
    status = response.get("status", 0)
    if type(status) is not int:
        raise ValueError(f"{status!r} is no HTTP status")
    if status <= 0:
        return None  # so recorders say that no answer came
    if status not in STATUSES:
        raise ValueError(f"{status} is no HTTP status")
    sent = _sent(request)
    if sent is None:
        return None
    answer = _answer(response)
    return record_of(operation, sent, status, _headers(response), answer, recorded=answer is not None)


def _target(request: Mapping[str, Any]) -> str:
    return next((value for name, value in _headers(request) if name.lower() == "x-amz-target"), "").strip()


def _headers(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = _member(message, "headers", list)
    return tuple((str(_member(one, "name", str)), str(one.get("value", ""))) for one in found)


def _sent(request: Mapping[str, Any]) -> bytes | None:
    """The body of a request; None where it was not recorded, or only a part of it.

    A body may be kept in a file, with an empty text beside it. A size of -1 is not known.
    """
    data, size = _optional(request, "postData", dict), _size(request, "bodySize")
    if not data.get("text"):
        return b"" if size == 0 else None
    body = _bytes(data)
    return None if "_file" in data or _is_part(body, size) else body


def _answer(response: Mapping[str, Any]) -> bytes | None:
    """The body of an answer; None where it was not recorded, or only a part of it."""
    content = _optional(response, "content", dict)
    if content.get("text") is None:
        sizes = (_size(content, "size"), _size(response, "bodySize"))
        return b"" if 0 in sizes and max(sizes) <= 0 else None
    body = _bytes(content)
    # The size of some recorders is that of the compressed body, which is the larger one of short texts.
    size = _size(content, "size") + min(_size(content, "compression", absent=0), 0)
    headers = {name.lower(): value.strip().lower() for name, value in _headers(response)}
    if headers.get("content-encoding", "identity") not in ("", "identity"):
        if not (_is_json(body) or _is_text(body)):
            return None  # still compressed, in a way that cannot be undone here, or that the recorder has spoilt
    else:
        length = headers.get("content-length", "")
        size = max(size, _size(response, "bodySize"), int(length) if length.isdecimal() else 0)
    return None if "_file" in content or _is_part(body, size) else body


def _is_part(body: bytes, size: int) -> bool:
    """Whether a body is shorter than it was. One that is whole JSON is not, whatever its size counts."""
    return len(body) < size and not _is_json(body)


def _is_text(body: bytes) -> bool:
    """Whether a body is text: without what stands in compressed data, or in the place of what was no text."""
    try:
        return _BINARY.search(body.decode()) is None
    except UnicodeDecodeError:
        return False


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _bytes(content: Mapping[str, Any]) -> bytes:
    """A recorded body, decoded; some recorders leave the compression to the reader."""
    text: str = _member(content, "text", str)
    if str(content.get("encoding")).lower() != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        found = base64.b64decode(text)
    except binascii.Error:
        raise ValueError("text is no base64") from None
    for frame in () if _is_text(found) else _FRAMES:
        with suppress(zlib.error):
            return zlib.decompress(found, frame)
    return found


def _size(message: Mapping[str, Any], name: str, absent: int = -1) -> int:
    found = message.get(name)
    return found if type(found) is int else absent


def _member(found: Any, name: str, kind: type) -> Any:
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {'not there' if value is None else _OTHER[kind]}")
    return value


def _optional(found: Any, name: str, kind: type) -> Any:
    return kind() if found.get(name) is None else _member(found, name, kind)


_OTHER: Mapping[type, str] = {dict: "no object", list: "no list", str: "no string"}
