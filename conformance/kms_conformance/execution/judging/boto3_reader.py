"""What boto3 makes of an answer: read by the installed botocore's own parser, raised by its own exception classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kms_targets.http.response import Observation

# What a parser that meets what it does not expect may raise; a user of boto3 gets it as it is.
_RAISED = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)
_FIRST_ERROR = 301  # the status from which on botocore takes an answer for an error


@dataclass(frozen=True, slots=True)
class Read:
    """What boto3 reads in an answer.

    `raised` is the exception with which it fails to read it, or empty. `code` is the error code that it reads, None in
    a success; `typed` says that the exception it raises is a class of that code, and not botocore's ClientError.
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
        return Read()
    code = str(parsed.get("Error", {}).get("Code", ""))
    return Read(code=code, typed=code in tools.typed)


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
