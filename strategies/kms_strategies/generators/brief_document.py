"""An OpenAPI document to draw sequences from, which have many requests each: with short values, and few conditions.

A sequence is given up where one value of one request cannot be drawn at once. It is about what exists, and not about
the forms of values: of the conditions those are left that say which members go together.
"""

from __future__ import annotations

from typing import Any

from kms_specification.catalog import operation as facts
from kms_specification.pages.resources import TYPES
from kms_strategies.requests.member_values import example
from kms_strategies.schemas.drawable_document import drawable, with_requests
from kms_strategies.schemas.members import Schema

SHORT, FEW = 48, 2  # characters of a value, and entries of a list or a map
_BOUNDS = {"maxLength": "minLength", "maxItems": "minItems", "maxProperties": "minProperties"}
_OF_VALUES = frozenset({"minLength", "maxLength", "pattern", "const", "contentMediaType"})


def brief(document: Schema) -> Schema:
    """The document, each request with short values, without unknown members, and with ordinary names.

    Names that the caller chooses are made unique when they are sent.
    """
    return with_requests(drawable(with_requests(document, _without_values)), _shortened)


def _without_values(schema: Schema) -> Schema:
    if "allOf" not in schema:
        return schema
    return {**schema, "allOf": [one for one in schema["allOf"] if not _OF_VALUES & set(_keywords(one))] or [{}]}


def _keywords(schema: Any) -> list[str]:
    """Every keyword that stands anywhere in a schema."""
    if isinstance(schema, dict):
        return [*schema, *(keyword for inner in schema.values() for keyword in _keywords(inner))]
    return [keyword for inner in schema for keyword in _keywords(inner)] if isinstance(schema, list) else []


def _shortened(schema: Schema) -> Schema:
    names = _names()
    properties = {name: names.get(name, _short(inner)) for name, inner in schema.get("properties", {}).items()}
    return {**schema, "properties": properties, "additionalProperties": False}


def _short(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_short(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    found = {keyword: _short(inner) for keyword, inner in schema.items()}
    for most, least in _BOUNDS.items():
        if isinstance(found.get(most), int):
            found[most] = min(found[most], max(found.get(least, 0), SHORT if most == "maxLength" else FEW))
    return found


def _names() -> dict[str, Schema]:
    """By member, an ordinary name of a resource whose name is its id."""
    chosen = [kind for kind in TYPES.values() if kind.chosen_id]
    return {k.id_member: {"enum": [example(facts(k.create).member(k.id_member), 0)]} for k in chosen}
