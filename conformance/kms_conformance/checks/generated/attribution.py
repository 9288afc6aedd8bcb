"""Which requirements a case of another generator speaks of: those that the oracle names for the request as it was sent.

Pure. A request that was accepted although it surely breaks something shows each of these unenforced. Another wrong
answer belongs to the first of them, or, where nothing is broken, to the operation itself.
"""

from __future__ import annotations

from kms_conformance.execution.probes.probe import CaseResult
from kms_reports.result import Verdict
from kms_specification.aspects import Aspect
from kms_specification.requirements.registry import find


def attributed(result: CaseResult) -> tuple[str, ...]:
    """The ids of the requirements that a result shows something of, in the order of the request's members."""
    broken = tuple(v.requirement for v in result.expectation.violated if v.certain)
    broken = tuple(identity for identity in broken if find(identity) is not None)
    if result.expectation.rejected and not broken:
        # It conflicts with what exists: the rule of uniqueness is named by the outcome.
        broken = tuple(r for o in result.expectation.outcomes for r in o.requirements if find(r) is not None)[:1]
    if not broken:
        return (f"{result.probe.operation}.{Aspect.IMPLEMENTED}",)
    if result.verdict is Verdict.ACCEPTED_INVALID or len(broken) == 1:
        return broken
    # Of several broken requirements a refusal does not say which was seen.
    return broken[:1] if result.failed else ()
