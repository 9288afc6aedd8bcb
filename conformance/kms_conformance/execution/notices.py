"""What is noticed of every answer of a run, and kept for the requirement that it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kms_conformance.execution.probes.probe import CaseResult

MOST = 8  # results that are kept of each kind

Look = Callable[[CaseResult], bool]


@dataclass(slots=True)
class Notices:
    """Results that somebody is looking for: those of which `looks` say so, at most MOST of each."""

    looks: dict[str, Look] = field(default_factory=dict)
    _kept: dict[str, list[CaseResult]] = field(default_factory=dict)

    def see(self, result: CaseResult) -> None:
        """Looks at a result, and keeps it where it is one of those."""
        for name, look in self.looks.items():
            kept = self._kept.setdefault(name, [])
            if len(kept) < MOST and look(result):
                kept.append(result)

    def of(self, name: str) -> tuple[CaseResult, ...]:
        """What was kept under a name so far."""
        return tuple(self._kept.get(name, ()))
