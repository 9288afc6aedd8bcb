"""Faults that any service has now and then: while they are rare they say nothing, given often they are findings.

They are errors of the service that the documents allow to retry, and answers that come too late: no document promises
when a request is answered, and SDKs send it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kms_targets.http.messages import Failure
from kms_targets.http.response import Observation

ALWAYS = 1  # so many are passed over in any run
ONE_IN = 200  # and one more in so many answers


@dataclass(slots=True)
class RareFaults:
    """How many of them there were."""

    seen: int = 0

    def pass_over(self, answers: Iterable[Observation], answered: int) -> bool:
        """Whether one of the answers is such a fault, and still a rare one among so many: all is asked for anew."""
        if not any(seen.fault_to_retry or seen.failure is Failure.TIMEOUT for seen in answers):
            return False
        self.seen += 1
        return self.seen <= ALWAYS + answered // ONE_IN
