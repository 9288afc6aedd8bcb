"""Answers that say nothing about the request, and the valid requests by which it is found out whether one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_conformance.execution.verdicts import INTERNAL
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

TRIES = 2  # how often such an answer is asked for again
# The model marks it as a fault of the service and lists it for every operation.
_SERVICE_FAULT = "KMSInternalException"


def says_nothing(seen: Observation) -> str:
    """The code of an answer that is about the caller or the service and not about the request; empty for any other."""
    codes = set(seen.codes.values())
    if seen.success or seen.failure is not None:
        return ""
    if seen.status == INTERNAL and codes == {_SERVICE_FAULT}:
        return _SERVICE_FAULT
    return next(iter(codes)) if codes and codes <= REFUSED_CALLER else ""


@dataclass(slots=True)
class Controls:
    """By operation, the requests that calibration found to get somewhere, by variant."""

    _known: dict[str, Mapping[str, Request]] = field(default_factory=dict)

    def learn(self, operation: str, examples: Mapping[str, Request]) -> None:
        """What calibration found of an operation."""
        self._known[operation] = examples

    def of(self, operation: str, variant: str) -> Request | None:
        """A valid request of the variant, or else of any; None where none is known."""
        known = self._known.get(operation, {})
        return known.get(variant) or next(iter(known.values()), None)
