"""Valid requests sent beside a case, which show whether its answer is about the request or about what is around it."""

from __future__ import annotations

from dataclasses import dataclass

from kms_conformance.execution.actions.asking import full_instead, says_full
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import varying
from kms_conformance.execution.knowledge.controls import CONTROLS, Controls, says_nothing
from kms_conformance.execution.probes.preparation import Preparer, as_object
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_specification.oracle import Expectation
from kms_specification.pages.resources import created_by
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@dataclass(frozen=True, slots=True)
class ControlRequests:
    """The valid requests of one operation and variant. What one makes is deleted before the next is sent."""

    tracker: ResourceTracker
    controls: Controls
    preparer: Preparer
    operation: str
    variant: str

    def unrelated(self, seen: Observation) -> str:
        """Why an answer that says nothing about its request is none to it: a valid one is answered so too. Or empty."""
        valid = self.controls.of(self.operation, self.variant)
        # A service that fails every valid request is broken; that it does so for a while says nothing.
        broken = bool(seen.fault_to_retry) and self.controls.refused(self.operation)
        if valid is None or broken or not says_nothing(self._sent(valid)):
            return ""
        return f"{says_nothing(seen)} says nothing about the request: a valid one gets it too"

    def no_room(self, right: Expectation, seen: Observation) -> bool:
        """Whether an answer is about a full account, which may come before anything that a request breaks."""
        if not full_instead(self.operation, right, seen):
            return False
        valid = self.controls.of(self.operation, self.variant)
        return valid is not None and says_full(self.operation, self._sent(valid))

    def varying(self, right: Expectation, seen: Observation) -> str:
        """Why an answer is about the environment of the target: valid requests get it now and then. Or empty.

        A cluster or a proxy may come and go, and what one host name leads to says nothing of another.
        """
        if seen.failure is not None:
            return ""
        if says_full(self.operation, seen):
            # Several valid requests at once would fill an account that has room.
            full = self.no_room(right, seen)
            said = next(iter(seen.codes.values()))
            return f"{said} is about what the account holds: a valid request gets it too" if full else ""
        for variant in varying(self.operation, self.variant, right, seen.code):
            if self.controls.varies(self.operation, variant, seen.code) or self._seen_again(variant, seen):
                self.controls.vary(self.operation, variant, seen.code)
                said = seen.code or "success"
                return f"{said} is about the environment of the target: valid requests get it now and then"
        return ""

    def _seen_again(self, variant: str, seen: Observation) -> bool:
        valid = self.controls.of(self.operation, variant)
        if valid is None:
            return False
        answers = (self._sent(valid) for _ in range(CONTROLS))
        return any(one.failure is None and one.code == seen.code for one in answers)

    def _sent(self, valid: Request) -> Observation:
        why = self.tracker.deletions.too_many(created_by(self.operation), 1)
        if why is not None:
            raise NotJudgedError(why)
        request = as_object(self.preparer.substitution(self.operation)(valid))
        self.tracker.intend([(self.operation, request)])
        seen, resource = self.tracker.call(self.operation, request)
        if resource is not None:
            self.tracker.delete(resource)
        return seen
