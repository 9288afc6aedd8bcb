"""Recorded traffic as browsers and proxies write it: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kms_conformance.execution.judging.recorded import Record, record_of
from kms_specification import service_model
from kms_targets import TargetError


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
        except (KeyError, TypeError, AttributeError, binascii.Error) as wrong:
            yield number, TargetError(f"entry {number} of {name!r} is no HAR entry: {wrong!r}")
            continue
        if found is not None:
            yield number, found


def _exchange(entry: Mapping[str, Any]) -> Record | None:
    request, response = entry["request"], entry["response"]
    prefix, _, operation = _header(request["headers"], "x-amz-target").rpartition(".")
    data = request.get("postData") or {}
    unseen = data.get("text") is None and request.get("bodySize") != 0  # -1: not known
    call = prefix == service_model.target_prefix() and request.get("method") != "OPTIONS"
    if not call or not response["status"] or unseen:
        return None
    headers = tuple((str(one["name"]), str(one["value"])) for one in response["headers"])
    content = response.get("content") or {}
    answer = _bytes(content) if content.get("text") is not None else None
    return record_of(operation, _bytes(data), response["status"], headers, answer)


def _header(headers: Sequence[Mapping[str, Any]], wanted: str) -> str:
    return next((str(one["value"]) for one in headers if one["name"].lower() == wanted), "").strip()


def _bytes(content: Mapping[str, Any]) -> bytes:
    text = str(content.get("text") or "")
    return base64.b64decode(text) if content.get("encoding") == "base64" else text.encode("utf-8", "surrogatepass")
