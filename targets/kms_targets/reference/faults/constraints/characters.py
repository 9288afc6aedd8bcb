"""Faults of free text: the server fails where a text has a character that it did not expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import CRASH, SLUGS, Change, Fault, Kind, of
from kms_targets.reference.operations.custom_key_stores.page import ANCHOR, NAME
from kms_targets.reference.rules import Problem, Request, Rules, Service

_CHARACTERS = (
    ("nul", "\x00", "U+0000"),
    ("escape", "\x1b", "a control character, U+001B"),
    ("next-line", "\x85", "a control character, U+0085"),
    ("line-separator", "\u2028", "a line separator, U+2028"),
    ("right-to-left", "\u202e", "a bidirectional mark, U+202E"),
    ("noncharacter", "\uffff", "a noncharacter, U+FFFF"),
    ("private", "\ue000", "a private character, U+E000"),
    ("combining", "\u0301", "a combining mark, U+0301"),
    ("joiner", "\u200d", "an emoji of several characters"),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member in (NAME, ANCHOR):
        for slug, character, described in _CHARACTERS:
            yield Fault(
                f"{SLUGS[member]}-{slug}-500",
                of(f"{member}.length.min"),
                Kind.WIRE,
                f"{member} with {described} gets 500",
                _fails(member, character),
                spreads=slug == "combining",  # a text that is as long as may be has one as well
            )


def _fails(member: str, character: str) -> Change:
    def fail(endpoint: Service, request: Request) -> Problem | None:
        return CRASH if character in request.values.get(member, "") else None

    def change(rules: Rules) -> Rules:
        return replace(rules, steps=(fail, *rules.steps))

    return change
