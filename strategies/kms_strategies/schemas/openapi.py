"""Operations as an OpenAPI 3.1 document.

On the wire all of them are `POST /`, told apart by X-Amz-Target; OpenAPI has one POST a path. So each has a path of its
own that differs in its fragment, which HTTP clients do not send.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from kms_specification import service_model
from kms_specification.error_meanings import SERIALIZATION
from kms_specification.facts import Error, Kind, Member, Operation
from kms_specification.state.links import Link, Value, links
from kms_strategies.schemas.dialects import JSON_SCHEMA
from kms_strategies.schemas.members import TYPES, Schema
from kms_strategies.schemas.operations import COMMENT, request_schema

MEDIA_TYPE = "application/x-amz-json-1.1"
_ERROR: Schema = {
    "description": "An error; what comes before # and after : in __type is not part of its code.",
    "type": "object",
    "properties": {"__type": {"type": "string"}, "code": {"type": "string"}, "message": {"type": ["string", "null"]}},
}


def openapi(operations: Iterable[Operation], endpoint: str = "http://127.0.0.1:8080") -> Schema:
    """The document. `endpoint` is the URL of the server that it names."""
    some = tuple(operations)
    names = {operation.name for operation in some}
    errors = {error.name: error for operation in some for error in _errors(operation)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "AWS Key Management Service",
            "version": service_model.document()["metadata"]["apiVersion"],
            "description": f"{COMMENT} Written by kms-conformance {version('kms-conformance')}.",
        },
        "servers": [{"url": endpoint}],
        "paths": {path(operation.name): {"post": _operation(operation, names)} for operation in some},
        "components": {
            "schemas": {
                **{f"{operation.name}Request": request_schema(operation, JSON_SCHEMA) for operation in some},
                **{f"{operation.name}Response": answer_schema(operation) for operation in some if operation.output},
                **{name: _error(error) for name, error in errors.items()},
                "Error": _ERROR,
            },
        },
    }


def path(operation: str) -> str:
    """The path of an operation."""
    return f"/#{operation}"


def answer_schema(operation: Operation) -> Schema:
    """The schema of an answer: the types alone, since what else the model says of answers is not promised."""
    found = _object(operation.output)
    required = [m.name for m in operation.output if m.required] if operation.exact else []
    return {**found, "required": required} if required else found


def _object(members: Iterable[Member]) -> Schema:
    return {"type": "object", "properties": {m.name: _answered(m) for m in members}}


def _answered(member: Member) -> Schema:
    found: Schema = {"type": [TYPES[member.kind], "null"]}
    if member.kind is Kind.STRUCTURE:
        found["properties"] = {m.name: _answered(m) for m in member.members}
    if member.kind is Kind.BLOB:
        found["contentEncoding"] = "base64"
    if member.item is not None:
        found["items"] = _answered(member.item)
    if member.value is not None:
        found["additionalProperties"] = _answered(member.value)
    return found


def _operation(operation: Operation, among: Collection[str]) -> Schema:
    target = f"{service_model.target_prefix()}.{operation.name}"
    return {
        "operationId": operation.name,
        "summary": service_model.summary(operation.name),
        "parameters": [
            {"name": "X-Amz-Target", "in": "header", "required": True, "schema": {"type": "string", "enum": [target]}}
        ],
        "requestBody": {"required": True, "content": _content(f"{operation.name}Request")},
        "responses": _responses(operation, among),
    }


def _content(*schemas: str) -> Schema:
    references = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    return {MEDIA_TYPE: {"schema": references[0] if len(references) == 1 else {"anyOf": references}}}


def _responses(operation: Operation, among: Collection[str]) -> Mapping[str, Any]:
    """The success, the errors by their status, and any other error: throttling, a missing permission, and the like.

    The success says which of the operations of the document can follow.
    """
    success: Schema = {"description": operation.success_source.sentence}
    if operation.output:
        success["content"] = _content(f"{operation.name}Response")
    following = {link.name: _link(link) for link in links(operation.name) if link.target in among}
    if following:
        success["links"] = following
    by_status: dict[int, list[str]] = {}
    for error in _errors(operation):
        by_status.setdefault(error.status, []).append(error.name)
    return {
        str(operation.success_status): success,
        **{str(status): _refusal(status, names) for status, names in sorted(by_status.items())},
        "default": {"description": "An error that is common to all operations.", "content": _content("Error")},
    }


def _link(link: Link) -> Schema:
    """A request that can follow, and the members that it takes of the request or the answer before."""
    return {"operationId": link.target, "requestBody": {m: _expression(v) for m, v in link.members.items()}}


def _expression(value: Value) -> str | list[str]:
    """A value as a runtime expression."""
    found = f"${'request' if value.in_request else 'response'}.body#/{value.path.replace('.', '/')}"
    return [found] if value.listed else found


def _refusal(status: int, codes: list[str]) -> Schema:
    return {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(codes)}, or what is common to all operations.",
        "content": _content(*codes, "Error"),
    }


def _errors(operation: Operation) -> tuple[Error, ...]:
    """Those that the operation lists, and those of requests that break a constraint."""
    validation = operation.validation_error
    serialization = Error(SERIALIZATION, validation.status, validation.source)
    listed = {error.name: error for error in (*operation.errors, validation, serialization)}
    return tuple(listed.values())


def _error(error: Error) -> Schema:
    return {
        "description": error.source.sentence,
        "type": "object",
        "properties": {
            **_ERROR["properties"],
            "__type": {"type": "string", "pattern": f"(?:^|#){error.name}(?::|$)"},
        },
        "required": ["__type"],
    }
