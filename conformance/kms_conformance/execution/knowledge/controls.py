"""Answers that say nothing about the request, and the valid requests by which it is found out whether one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

TRIES = 2  # how often such an answer is asked for again
CONTROLS = 6  # valid requests by which it is found out whether what stands behind the target varies


def says_nothing(seen: Observation) -> str:
    """The code of an answer that is about the caller or the service and not about the request; empty for any other."""
    codes = set(seen.codes.values())
    if seen.success or seen.failure is not None:
        return ""
    if codes and codes <= REFUSED_CALLER:
        return next(iter(codes))
    return seen.fault_to_retry


@dataclass(slots=True)
class Controls:
    """By operation and variant, valid requests: those that get somewhere or, where all are refused, those that are."""

    _known: dict[str, Mapping[str, Request]] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _varying: set[tuple[str, str, str | None]] = field(default_factory=set)

    def learn(self, operation: str, accepted: Mapping[str, Request], examples: Mapping[str, Request]) -> None:
        """What calibration found of an operation: the valid requests that get somewhere, and one for each variant."""
        self._known[operation] = accepted or examples
        if not accepted:
            self._refused.add(operation)

    def refused(self, operation: str) -> bool:
        """Whether calibration found every valid request of an operation refused."""
        return operation in self._refused

    def of(self, operation: str, variant: str) -> Request | None:
        """A valid request of the variant, or else of any; None where none is known."""
        known = self._known.get(operation, {})
        return known.get(variant) or next(iter(known.values()), None)

    def vary(self, operation: str, variant: str, code: str | None) -> None:
        """Notes that a valid request got this code, or success, where calibration got something else."""
        self._varying.add((operation, variant, code))

    def varies(self, operation: str, variant: str, code: str | None) -> bool:
        """Whether a valid request got this code, or success, since calibration."""
        return (operation, variant, code) in self._varying
