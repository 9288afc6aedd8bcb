"""The word `Variation`, and how one changes the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kms_targets.reference.rules import Rules

Change = Callable[[Rules], Rules]
Table = tuple[tuple[str, str, Change], ...]


@dataclass(frozen=True, slots=True)
class Variation:
    """One server that differs from the plain one and breaks nothing."""

    name: str
    description: str
    change: Change


def rule(**changes: Any) -> Change:
    """Other values of some rules."""
    return lambda rules: replace(rules, **changes)


def text(member: str, **changes: Any) -> Change:
    """Other constraints on one member."""

    def change(rules: Rules) -> Rules:
        return replace(rules, texts={**rules.texts, member: replace(rules.texts[member], **changes)})

    return change
