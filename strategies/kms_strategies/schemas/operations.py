"""The requests of operations as JSON Schema: one operation, or a document of many."""

from __future__ import annotations

from collections.abc import Iterable

from kms_specification import service_model
from kms_specification.facts import Operation
from kms_strategies.schemas.dialects import Dialect
from kms_strategies.schemas.members import REQUIREMENTS, Schema, structure
from kms_strategies.schemas.rules import rules

COMMENT = (
    f"The constraints of AWS KMS requests, from its API Reference and from the {service_model.DOCUMENT}. Patterns are "
    "read as the whole value and with the classes of ASCII; lengths are in code points, and those of blobs in "
    "characters of base64. A null member counts as absent. x-requirements has the id of the requirement that each "
    "keyword stands for. What the documents leave open is decided here one way: see docs/how-to/export.md."
)


def request_schema(operation: Operation, dialect: Dialect) -> Schema:
    """The schema of an operation's request."""
    found: Schema = {"type": "object", **structure(operation.members, operation.name, dialect)}
    required = found.get("required", ())
    if required:
        found[REQUIREMENTS] = {"required": {name: f"{operation.name}.{name}.required" for name in required}}
    more = rules(operation, dialect)
    return {**found, "allOf": more} if more else found


def document(operations: Iterable[Operation], dialect: Dialect) -> Schema:
    """A schema of objects with `operation` and `request`, as `kms-conformance judge` reads them.

    The request of an operation alone is at `#/$defs/OPERATION` (`#/definitions/OPERATION` in draft 7).
    """
    schemas = {operation.name: request_schema(operation, dialect) for operation in operations}
    return {
        "$schema": dialect.uri,
        "$comment": COMMENT,
        "type": "object",
        "properties": {"operation": {"enum": list(schemas)}, "request": True},
        "required": ["operation"],
        "allOf": [
            {
                "if": {"properties": {"operation": {"const": name}}, "required": ["operation"]},
                "then": {"properties": {"request": {"$ref": f"#/{dialect.definitions}/{name}"}}},
            }
            for name in schemas
        ],
        dialect.definitions: schemas,
    }
