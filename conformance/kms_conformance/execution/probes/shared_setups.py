"""What probes that are sent together share: made when the first of them needs it, until a request may change it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from kms_conformance.execution.probes.probe import Setup
from kms_conformance.execution.resource_tracker import Resource, ResourceTracker
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@dataclass(frozen=True, slots=True)
class SetUp:
    """A setup that has succeeded: its request as it was sent, the answer, what it made and when (`time.monotonic`)."""

    request: Request
    seen: Observation
    resource: Resource | None
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class SharedSetups:
    """The setups that are there for the next probe."""

    _there: list[tuple[Setup, SetUp]] = field(default_factory=list)

    def of(self, setup: Setup) -> SetUp | None:
        """What a setup has made for an earlier probe; None where that is not there."""
        return next((done for one, done in self._there if one == setup), None)

    def keep(self, setup: Setup, done: SetUp) -> None:
        """What a setup has made is there for later probes."""
        self._there.append((setup, done))

    def give_up(self, resource: Resource) -> None:
        """A resource is not as it was made, or may not be: no later probe gets it."""
        self._there = [(one, done) for one, done in self._there if done.resource != resource]

    def delete_from(self, tracker: ResourceTracker) -> None:
        """Deletes all that is there."""
        gone, self._there = self._there, []
        for _, done in reversed(gone):
            if done.resource is not None and done.resource.key in tracker.resources:
                tracker.delete(done.resource)
