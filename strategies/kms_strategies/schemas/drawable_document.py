"""An OpenAPI document without what schemathesis cannot draw from: it refuses an operation that has one such condition.

Its engine (4.32) gives up where the conditions of a request can be met in too many ways together, and where one asks
for a list of certain entries. The oracle still judges every request by all conditions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kms_strategies.schemas.members import Schema

MOST = 8  # conditions of one request


def drawable(document: Schema) -> Schema:
    """The document, each request with the first few of its conditions."""
    return with_requests(document, _with_few)


def with_requests(document: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The document with every request's schema changed."""
    schemas = document["components"]["schemas"]
    changed = {name: change(schema) if name.endswith("Request") else schema for name, schema in schemas.items()}
    return {**document, "components": {**document["components"], "schemas": changed}}


def _with_few(schema: Schema) -> Schema:
    if "allOf" not in schema:
        return schema
    kept = [one for one in schema["allOf"] if not _asks_for_lists(one.get("if"))]
    left_out = [one for one in kept if "if" in one][MOST:]
    return {**schema, "allOf": [one for one in kept if one not in left_out]}


def _asks_for_lists(schema: Any) -> bool:
    """Whether a list is among the values that a schema names."""
    if isinstance(schema, dict):
        enum = schema.get("enum", ())
        return any(isinstance(value, list) for value in enum) or any(map(_asks_for_lists, schema.values()))
    return isinstance(schema, list) and any(map(_asks_for_lists, schema))
