"""How far reads of a target may be behind its writes: the one place where that is learned."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from kms_reports.result import Verdict

CATCHES_UP = 0.25  # seconds in which a target catches up that has never been seen to be behind
PAUSE = 0.05  # seconds between two looks at a target whose reads lag behind its writes
# What an answer may be said to be that knows nothing yet of the last change.
BEHIND = (Verdict.ACCEPTED_INVALID, Verdict.REJECTED_VALID, Verdict.WRONG_CODE, Verdict.STATE_VIOLATION)


@dataclass(slots=True)
class ReadLag:
    """`most` is how long, in seconds, a read may be behind a write at all.

    `longest` is the longest time after which one has caught up; `in_vain`: a wrong answer has stayed wrong for as long
    as reads may be behind. `changed` is when a sequence last changed something, of `time.monotonic`.
    """

    most: float
    longest: float = 0.0
    in_vain: bool = False
    changed: float = -math.inf

    @property
    def patience(self) -> float:
        """For how many seconds after a write a wrong answer may be behind it: where that was in vain before, for as
        long as it ever took."""
        return min(self.most, 2 * self.longest + CATCHES_UP) if self.in_vain else self.most

    def caught_up(self, waited: float, *, right: bool) -> bool:
        """Whether an answer is final, so many seconds after a write: it is right, or can no longer be behind it."""
        if right:
            self.longest = max(self.longest, waited)
        elif waited >= self.most:
            self.in_vain = True
        return right or waited >= self.patience

    def change(self) -> None:
        """Notes that something was changed just now."""
        self.changed = time.monotonic()

    @property
    def since_change(self) -> float:
        """Seconds since something was changed last."""
        return time.monotonic() - self.changed
