"""Every required member, however deep, is left out of some drawn request."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from kms_specification.aspects import Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements import registry
from kms_strategies.cases import Case, broken
from kms_strategies.requests import drawn

NESTED = [r.id for r in registry() if r.aspect is Aspect.REQUIRED and "." in r.subject]
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
