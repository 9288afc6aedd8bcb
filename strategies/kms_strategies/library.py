"""Hypothesis strategies for other people's tests: requests of any operation that are valid, or break one requirement.

    from hypothesis import given
    from kms_strategies import valid, violating

    @given(valid("GenerateRandom"))
    def test_it_is_taken(request): ...

    @given(violating("CreateCustomKeyStore.CloudHsmClusterId.pattern"))
    def test_it_is_refused(request): ...

A request is a JSON object as it goes over the wire: blobs are base64.
"""

from __future__ import annotations

from random import Random
from typing import cast

from hypothesis import strategies as st

from kms_specification import catalog
from kms_specification.facts import Json, Operation
from kms_specification.requirements.registry import Requirement, registry
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vectors

Request = dict[str, Json]


def valid(operation: str) -> st.SearchStrategy[Request]:
    """Requests of an operation, by its name, that break no requirement. Unique names differ from draw to draw.

    Whether they succeed depends on the account: a key that is named need not exist. Raises ValueError for an operation
    that is not known.
    """
    if operation not in catalog.operation_names():
        raise ValueError(f"there is no operation {operation!r}")
    facts = catalog.operation(operation)
    templates = st.one_of([drawn.valid(facts, variant) for variant in facts.variants])
    return _filled(templates).filter(lambda request: not violations(facts, request))


def violating(requirement: str) -> st.SearchStrategy[Request]:
    """Requests that break a requirement, by its id, and as little else as can be.

    Raises ValueError for an id that is not known, and for a requirement that no single request can break, such as one
    of a state.
    """
    known = next((r for r in registry() if r.id == requirement), None)
    if known is None or known.operation not in catalog.operation_names():
        raise ValueError(f"there is no requirement {requirement!r} of an operation")
    facts = catalog.operation(known.operation)
    templates = _breaking(known, facts)
    if templates is None:
        raise ValueError(f"no single request breaks {requirement}")
    return _filled(templates).filter(lambda request: _broken(facts, request, requirement))


def _breaking(requirement: Requirement, facts: Operation) -> st.SearchStrategy[Request] | None:
    seeded = Substitution(Random(0))
    found = [
        case.request
        for case in vectors(requirement)
        if isinstance(case.request, dict) and _broken(facts, cast(Request, seeded(case.request)), requirement.id)
    ]
    more = drawn.breaking(requirement)
    if more is not None:
        requests = more.map(lambda case: cast(Request, case.request)).filter(lambda request: isinstance(request, dict))
        return st.one_of(st.sampled_from(found), requests) if found else requests
    return st.sampled_from(found) if found else None


def _broken(facts: Operation, request: Request, requirement: str) -> bool:
    return any(violation.requirement == requirement and violation.certain for violation in violations(facts, request))


def _filled(templates: st.SearchStrategy[Request]) -> st.SearchStrategy[Request]:
    """Requests whose placeholders have values."""
    seeds = st.integers(0, 2**32 - 1)
    return st.tuples(templates, seeds).map(lambda pair: cast(Request, Substitution(Random(pair[1]))(pair[0])))
