"""Whether the operation is there at all, and takes an ordinary request of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conformance.sending import Judged
from conformance.session import Session
from reports.result import Verdict
from spec.requirements import Requirement
from strategies.baselines import baseline
from strategies.cases import Case


def implemented(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """The ordinary requests: of a target that does not know the operation the first says so."""
    operation, calibration = session.sender.operation, session.calibration
    ordinary = calibration.ordinary or {v.name: baseline(operation, v) for v in operation.variants}
    for judged in session.each(Case(request, name) for name, request in ordinary.items()):
        if not calibration.implemented and judged.failed:
            yield replace(
                judged, verdict=Verdict.NOT_IMPLEMENTED, explanation=f"unknown operation: {calibration.answer}"
            )
        else:
            yield judged
