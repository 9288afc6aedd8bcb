"""Values on both sides of a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.facts import (
    Member,
)
from kms_specification.violations.values import compiled
from kms_strategies.mutation.killing_set import killing_set
from kms_strategies.requests.examples import (
    example,
)
from kms_strategies.values import boundaries
from kms_strategies.values.special import special_values

_BEYOND_LATIN_1 = "\u0100\u2014\u8a9e"


def json_texts(member: Member) -> Iterator[str]:
    """A JSON text with a wrong character in one of its words: any other text is refused for not being JSON."""
    value = example(member)
    if member.pattern is None or not isinstance(value, str) or not value.startswith("{"):
        return
    for wrong in _BEYOND_LATIN_1:
        changed = boundaries.with_inside_a_word(value, wrong)
        if compiled(member.pattern.expression).fullmatch(changed) is None:
            yield changed


def pattern_values(member: Member, seed: int = 0) -> tuple[str, ...]:
    """Values on both sides of a member's pattern: every mutant falls for one of them, and people for some."""
    return tuple(dict.fromkeys((*killing_set(member, seed), *special_values(member), *boundaries.foreign(member))))
