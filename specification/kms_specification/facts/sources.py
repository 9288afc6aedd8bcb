"""Where a fact stands, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a requirement is known; all but OBSERVED turn a run red."""

    DOCUMENTED = "documented"
    MODELLED = "modelled"
    PROTOCOL = "protocol"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: the document, the section in it, and the sentence itself."""

    document: str
    section: str
    sentence: str
    level: Level = Level.DOCUMENTED

    def __str__(self) -> str:
        return f"{self.document}, {self.section}: “{self.sentence}”"
