"""The answers that one requirement got, as they come: however many they are, only what is reported of them is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.run.pictures.scale import Points
from kms_conformance.run.results.plainness import PLAIN, plainness
from kms_reports.result import Verdict

SUSPECTS = 4  # wrong answers that are kept, the gravest, plainest and smallest first

# Of several kinds of failure the one that is told: what a user would mind most first.
_GRAVITY = (
    Verdict.NOT_IMPLEMENTED,
    Verdict.SECRET_DISCLOSED,
    Verdict.STATE_VIOLATION,
    Verdict.ACCEPTED_INVALID,
    Verdict.REJECTED_VALID,
    Verdict.SERVER_FAULT,
    Verdict.TIMEOUT,
    Verdict.WRONG_CODE,
    Verdict.WRONG_STATUS,
    Verdict.MALFORMED_ERROR,
    Verdict.MALFORMED_RESPONSE,
)


@dataclass(slots=True)
class Tally:
    """`cases` are how many there were. `hidden` is the first that was inconclusive, `conclusive`: some were not.

    `rejecting`: some had to be refused, and `showing`: some of those were conclusive. `points` are the sizes that were
    sent.
    """

    points: Points
    cases: int = 0
    suspects: list[CaseResult] = field(default_factory=list)
    hidden: CaseResult | None = None
    conclusive: bool = False
    rejecting: bool = False
    showing: bool = False

    def add(self, judged: CaseResult) -> None:
        """One more answer."""
        self.cases += 1
        self.points.add(judged)
        if judged.failed:
            self.suspects = sorted([*self.suspects, judged], key=self._first)[:SUSPECTS]
        if judged.inconclusive:
            self.hidden = self.hidden or judged
        else:
            self.conclusive = True
        if judged.rejects:
            self.rejecting = True
            self.showing = self.showing or not judged.inconclusive

    def _first(self, judged: CaseResult) -> tuple[int, int, tuple[bool, int], int, bytes]:
        plain = PLAIN
        if judged.verdict is Verdict.ACCEPTED_INVALID and judged.evidence is not None:
            plain = plainness(self.points.requirement, judged.evidence.request)
        return _GRAVITY.index(judged.verdict), _before(judged), plain, len(judged.body), judged.body


def _before(judged: CaseResult) -> int:
    """How many requests have to come before the one that is judged."""
    if judged.script:
        return len(judged.script) - 1
    return len(judged.evidence.prepared.before) if judged.evidence is not None else 0
