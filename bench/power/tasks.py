"""What is done for the scoreboard, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_conformance.settings.depth import Depth


@dataclass(frozen=True, slots=True)
class Task:
    """What is done at one fault or variation. `depth` None: schemathesis."""

    name: str
    kind: str
    depth: Depth | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a task. `until`: requests sent before the first failing requirement was done."""

    task: Task
    requirement: str
    broken: tuple[str, ...] = ()
    until: int | None = None
    requests: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())

    @property
    def named(self) -> bool:
        """Whether the requirement that is broken is among those that failed."""
        return any(line.split(": ")[0] == self.requirement for line in self.broken)
