"""The dialects of JSON Schema that are written, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a schema is written.

    `definitions` is the keyword under which schemas stand that are referred to. `end` is the end of a text in a
    pattern.
    """

    name: str
    uri: str
    definitions: str
    end: str = "$"


_DRAFT_7 = "http://json-schema.org/draft-07/schema#"

JSON_SCHEMA = Dialect("2020-12", "https://json-schema.org/draft/2020-12/schema", "$defs")
DRAFT_7 = Dialect("draft-7", _DRAFT_7, "definitions")
# For tools in Python, whose `$` lets a line end follow.
PYTHON = Dialect("draft-7 as Python reads it", _DRAFT_7, "definitions", end=r"\Z")

DIALECTS = {dialect.name: dialect for dialect in (JSON_SCHEMA, DRAFT_7)}
