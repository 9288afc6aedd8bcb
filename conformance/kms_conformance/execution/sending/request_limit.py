"""How many requests a run may send, those included that find out what the target is and take away what was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kms_conformance.execution.errors import REQUESTS_ARE_SPENT, OutOfTimeError
from kms_targets import TargetError
from kms_targets.http.client import Client

KEPT = 64  # requests that are left for what was begun and for deletions


@dataclass(slots=True)
class RequestLimit:
    """A limit on all requests of a client and of its twins.

    `begun`: the target is known. From then on only what makes something is refused, so that what was made by then can
    be looked at and deleted.
    """

    most: int
    client: Client
    begun: bool = False

    @property
    def reached(self) -> bool:
        """Whether nothing new may be begun."""
        return self.client.sent.total >= self.most - min(KEPT, self.most // 2)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """In the block it is found out what the target is. Raises TargetError where that takes too many requests."""
        try:
            yield
        except OutOfTimeError:
            raise TargetError("--max-requests: too few to find out what the target is") from None
        finally:
            self.begun = True

    def spend(self, *, making: bool) -> None:
        """One request is about to leave. Raises OutOfTimeError for one that would be too many."""
        if self.reached and (making or not self.begun):
            raise OutOfTimeError(REQUESTS_ARE_SPENT)
