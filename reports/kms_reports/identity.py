"""The parts of a requirement's id: the operation, what of it is meant, and the aspect. Pure.

An id is `<Operation>.<member path>.<aspect>` or `<Operation>.<aspect>.<subject>`; a file may hold ids that follow
neither, and those are parsed as well as they can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

MEMBER_ASPECTS = (
    "required",
    "type",
    "length.min",
    "length.max",
    "size.min",
    "size.max",
    "range.min",
    "range.max",
    "pattern",
    "enum",
    "default",
)
"""Aspects of a request member, as they end an id."""

OTHER_ASPECTS = ("implemented", "rule", "unique", "error", "output", "state", "protocol")
"""Aspects that follow the operation in an id; `protocol` stands for the ids of the wire protocol."""

ASPECTS = ("implemented", *MEMBER_ASPECTS, *OTHER_ASPECTS[1:])
"""Every aspect, in the order of a table's columns."""

PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject` is the member path, the condition, the error or the behaviour; empty where the operation itself is."""

    operation: str
    subject: str
    aspect: str


@lru_cache(maxsize=8192)
def parse(identity: str) -> Identity:
    """The parts of an id. Of an id in another form the aspect is its last word."""
    operation, _, rest = identity.partition(".")
    if operation == PROTOCOL:
        return Identity(operation, rest.partition(".")[2] or rest, PROTOCOL)
    head, _, tail = rest.partition(".")
    if head in OTHER_ASPECTS:
        return Identity(operation, tail, head)
    for aspect in MEMBER_ASPECTS:
        if rest.endswith(f".{aspect}"):
            return Identity(operation, rest[: -len(aspect) - 1], aspect)
    subject, _, aspect = rest.rpartition(".")
    return Identity(operation, subject, aspect)
