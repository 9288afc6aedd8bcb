"""Templates that break one requirement: boundary cases first, then what Hypothesis draws."""

from __future__ import annotations

from hypothesis import strategies as st

from kms_specification.facts import Operation
from kms_specification.requirements.registry import Requirement
from kms_strategies.library.fitting import Fits, filled, surely_broken
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.paths import Request
from kms_strategies.values.drawn import one_of_these


def breaking(requirement: Requirement, operation: Operation, fits: Fits) -> st.SearchStrategy[Request] | None:
    """Templates that break the requirement, and no more besides than they must. None where no boundary case does."""
    cases = (case.request for case in vectors(requirement) if isinstance(case.request, dict))
    broken = [(request, surely_broken(operation, request)) for request in cases if fits(filled(request))]
    own = [(request, wrong) for request, wrong in broken if requirement.id in wrong]
    if not own:
        return None
    fewest = min(len(wrong) for _, wrong in own)

    def breaks_no_more(request: Request) -> bool:
        wrong = surely_broken(operation, request)
        return requirement.id in wrong and len(wrong) <= fewest and fits(filled(request))

    clean = one_of_these([request for request, wrong in own if len(wrong) == fewest])
    more = drawn.breaking(requirement)

    # A function, whose strategies are not written out where it is shown: some are megabytes long.
    @st.composite
    def requests(draw: st.DrawFn) -> Request:
        if more is not None and draw(st.booleans()):
            request = draw(more).request
            if isinstance(request, dict) and breaks_no_more(request):
                return request
        return draw(clean)

    return requests()
