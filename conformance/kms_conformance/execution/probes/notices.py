"""What is noticed of every answer of a run, and kept for the requirement that it concerns."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from kms_conformance.execution.probes.probe import CaseResult

MOST = 8  # results that are kept of each kind
UNSEEN = 64  # results that wait to be looked at, where no request leaves meanwhile

Look = Callable[[CaseResult], bool]


@dataclass(slots=True)
class Notices:
    """Results that somebody is looking for: those of which `looks` say so, at most MOST of each.

    What is seen is looked at later, while the target is at work on the next request.
    """

    looks: dict[str, Look] = field(default_factory=dict)
    _seen: deque[CaseResult] = field(default_factory=deque)
    _kept: dict[str, list[CaseResult]] = field(default_factory=dict)
    _looking: Lock = field(default_factory=Lock)

    def see(self, result: CaseResult) -> None:
        """Takes a result in."""
        self._seen.append(result)
        if len(self._seen) > UNSEEN:
            self.catch_up()

    def catch_up(self) -> None:
        """Looks at all that was taken in, and keeps what somebody is looking for."""
        with self._looking:  # connections of their own share the notices
            while self._seen:
                self._look_at(self._seen.popleft())

    def of(self, name: str) -> tuple[CaseResult, ...]:
        """What was kept under a name so far."""
        self.catch_up()
        return tuple(self._kept.get(name, ()))

    def _look_at(self, result: CaseResult) -> None:
        for name, look in self.looks.items():
            kept = self._kept.setdefault(name, [])
            if len(kept) < MOST and look(result):
                kept.append(result)
