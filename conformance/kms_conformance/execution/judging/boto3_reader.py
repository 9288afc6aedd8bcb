"""What boto3 makes of an answer: read by the installed botocore's own parser, raised by its own exception classes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kms_targets.http.response import Observation

# What a parser that meets what it does not expect may raise; a user of boto3 gets it as it is.
_RAISED = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)
_NAMES = re.compile("[^A-Za-z]+")
_BASE64 = re.compile("[A-Za-z0-9+/]*=*")
_FIRST_ERROR = 301  # the status from which on botocore takes an answer for an error


@dataclass(frozen=True, slots=True)
class Read:
    """What boto3 reads in an answer.

    `raised` is the exception with which it fails to read it, or what it gives instead without one, or empty. `code` is
    the error code that it reads, None in a success; `typed` says that the exception it raises is a class of that code,
    and not botocore's ClientError.
    """

    raised: str = ""
    code: str | None = None
    typed: bool = False


def read(operation: str, seen: Observation) -> Read:
    """What boto3 reads in an answer to an operation of the installed model. Pure, and total for any answer."""
    tools = _tools()
    status = seen.status or 0
    response = {
        "status_code": status,
        "headers": tools.headers(dict(seen.exchange.headers)),
        "body": seen.exchange.body,
    }
    try:
        parsed = tools.parser.parse(response, tools.model.operation_model(operation).output_shape)
    except (*_RAISED, tools.parser_error) as raised:
        return Read(raised=f"{type(raised).__name__}: {raised}")
    if status < _FIRST_ERROR:
        return Read(raised=_misread(tools.model.operation_model(operation).output_shape, seen.exchange.body))
    code = str(parsed.get("Error", {}).get("Code", ""))
    return Read(code=code, typed=code in tools.typed)


def meant(code: str) -> str | None:
    """The code of an exception class of boto3 that an error code is, but for its case and what stands before it."""
    last = _NAMES.split(code.strip())[-1].casefold()
    return next((name for name in _tools().typed if name.casefold() == last), None)


def _misread(shape: Any, body: bytes) -> str:
    """What boto3 takes a success for without a word: a body that is no JSON for none, bytes for others.

    botocore passes over what is no character of base64, and over what follows the padding.
    """
    if shape is None or not shape.members or not body:
        return ""
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        return "the body is no JSON, and boto3 gives no member"
    wrong = next((path for path, blob in _blobs(shape, found) if _read_otherwise(blob)), None)
    return "" if wrong is None else f"what {wrong} has is no base64, and boto3 gives other bytes"


def _blobs(shape: Any, value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The blobs of a value as they are written, by their paths."""
    if shape.type_name == "blob" and isinstance(value, str):
        yield path, value
    elif shape.type_name == "structure" and isinstance(value, dict):
        for name, inner in value.items():
            if name in shape.members:
                yield from _blobs(shape.members[name], inner, f"{path}.{name}".lstrip("."))
    elif shape.type_name == "list" and isinstance(value, list):
        for inner in value:
            yield from _blobs(shape.member, inner, path)


def _read_otherwise(blob: str) -> bool:
    return _BASE64.fullmatch("".join(blob.split())) is None


def modelled(code: str) -> bool:
    """Whether boto3 has an exception class for an error code of KMS."""
    return code in _tools().typed


@dataclass(frozen=True, slots=True)
class _Tools:
    model: Any
    parser: Any
    headers: Any
    parser_error: type[Exception]
    typed: Mapping[str, type[Exception]]


@cache
def _tools() -> _Tools:
    """The parts of botocore that a client of KMS reads answers with."""
    from botocore.awsrequest import HeadersDict
    from botocore.errorfactory import ClientExceptionsFactory
    from botocore.parsers import ResponseParserError, create_parser
    from botocore.session import Session

    model = Session().get_service_model("kms")
    classes = ClientExceptionsFactory().create_client_exceptions(model)
    typed = {shape.error_code: classes.from_code(shape.error_code) for shape in model.error_shapes}
    return _Tools(model, create_parser(model.protocol), HeadersDict, ResponseParserError, typed)
