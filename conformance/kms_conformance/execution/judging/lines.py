"""Recorded exchanges in JSON Lines, read."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping

from kms_conformance.execution.judging.recorded import Record, record_of
from kms_specification import catalog, service_model
from kms_specification.facts import Json
from kms_targets import TargetError

STATUSES = range(100, 1000)
# Between the name of an operation and that of its service.
_SEPARATORS = re.compile("[.:#/ ]")
# Bytes that were no UTF-8, as `surrogateescape` leaves them.
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


def records(name: str, text: str) -> Iterator[tuple[int, Record | TargetError]]:
    """The records in JSON Lines, by number of the line; of a line that is none, why, in one line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, _record(f"line {number} of {name!r}", line)
        except TargetError as wrong:
            yield number, wrong


def _record(where: str, line: str) -> Record:
    if _NOT_UTF_8.search(line):
        raise TargetError(f"{where} is not UTF-8")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise TargetError(f"{where} is no JSON") from None
    code = data.get("code") if isinstance(data, dict) else 0
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("operation"), str)
        or not ("request" in data or isinstance(data.get("body_base64"), str))
        or type(data.get("status")) is not int
        or not (code is None or isinstance(code, str))
    ):
        raise TargetError(
            f"{where} needs operation, request (or body_base64), status (a number) and code (a string or null)"
        )
    status = data["status"]
    if status not in STATUSES:
        raise TargetError(f"{where}: {status} is no HTTP status")
    operation = operation_of(data["operation"])
    body = _body(where, data)
    # What is null was not recorded, as recorders write it; so is a request without a body.
    answer = _answer(data["response"]) if data.get("response") is not None else None
    if code:
        return Record(operation, body, status, code, answer)
    # The code may stand where the answer had it alone.
    return record_of(operation, body, status, _headers(where, data), answer)


def operation_of(name: str) -> str:
    """The operation that a recorder means, by the name that the wire, IAM, the AWS CLI or an SDK has for it.

    The name as it is where that is none of KMS: many services have a TagResource.
    """
    *service, last = _SEPARATORS.split(name)
    of_kms = not service or any("kms" in word.lower() or word == service_model.target_prefix() for word in service)
    letters = re.sub("[_-]", "", last).lower()
    return next((one for one in catalog.operation_names() if of_kms and one.lower() == letters), name)


def _answer(response: Json) -> bytes:
    """The body of an answer, which many recorders keep as text: KMS answers with no JSON string."""
    text = response if isinstance(response, str) else json.dumps(response)
    return text.encode("utf-8", "surrogatepass")


def _headers(where: str, data: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    headers = data.get("headers") or {}
    if not isinstance(headers, dict):
        raise TargetError(f"{where}: headers is no object")
    return tuple((name, str(value)) for name, value in headers.items())


def _is_body(text: str) -> bool:
    """Whether a text is a body that a recorder kept as text, rather than a JSON string that was sent for an object."""
    try:
        return not text or isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _body(where: str, data: Mapping[str, Json]) -> bytes:
    if "request" in data:
        request = data["request"]
        if isinstance(request, str) and _is_body(request):
            return request.encode("utf-8", "surrogatepass")
        return b"" if request is None else json.dumps(request).encode("ascii")
    try:
        return base64.b64decode(str(data["body_base64"]), validate=True)
    except binascii.Error:
        raise TargetError(f"{where}: body_base64 is no base64") from None
