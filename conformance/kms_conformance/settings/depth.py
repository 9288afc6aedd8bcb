"""How deep a run looks."""

from __future__ import annotations

from enum import StrEnum


class Depth(StrEnum):
    """How much is sent: boundary vectors; with Hypothesis; with the complete sets of the patterns."""

    QUICK = "quick"
    DEFAULT = "default"
    COMPLETE = "complete"


# Hypothesis examples for each side of each requirement.
EXAMPLES = {Depth.QUICK: 0, Depth.DEFAULT: 40, Depth.COMPLETE: 200}
