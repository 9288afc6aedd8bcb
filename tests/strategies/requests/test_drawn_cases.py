"""Every strategy of ours has values, and every required member, however deep, is left out of some drawn request."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import registry
from kms_strategies.cases import Case, broken
from kms_strategies.requests import drawn

NESTED = [r.id for r in registry() if r.aspect is Aspect.REQUIRED and "." in r.subject]
OPERATIONS_OF_ALL = sorted({r.operation for r in registry() if r.operation in OPERATIONS})
ALL = list(HealthCheck)
BY_ID = {r.id: r for r in registry()}


@pytest.mark.parametrize("name", NESTED)
def test_a_required_member_inside_another_is_left_out(name: str) -> None:
    strategy = drawn.breaking(BY_ID[name])
    assert strategy is not None

    @settings(max_examples=5, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def draws(case: Case) -> None:
        assert name in broken(OPERATIONS[BY_ID[name].operation], case)

    draws()


@pytest.mark.parametrize("operation", OPERATIONS_OF_ALL)
def test_every_strategy_has_values(operation: str) -> None:
    """A search without any would be an error of ours, and end the run."""
    empty = []
    for requirement in (r for r in registry() if r.operation == operation):
        for made in (drawn.right, drawn.breaking):
            strategy = made(requirement) if requirement.aspect in CONSTRAINTS | {Aspect.RULE} else None
            if strategy is None:
                continue

            @settings(max_examples=1, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=ALL)
            @given(strategy)
            def draws(case: Case) -> None:
                assert case.request is not None

            try:
                draws()
            except Unsatisfiable:
                empty.append((requirement.id, made.__name__))
    assert empty == []
