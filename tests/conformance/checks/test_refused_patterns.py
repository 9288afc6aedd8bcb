"""Whether a target refuses other values of a pattern, which is asked once a member."""

from __future__ import annotations

import re
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from kms_conformance.checks.requests.patterns import refuses_others
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import UPDATE
from kms_strategies.placeholders import Substitution

PATH = "XksProxyUriPath"


@pytest.fixture
def context() -> Any:
    return SimpleNamespace(memory={})


@pytest.mark.parametrize(
    ("verdict", "refused"),
    [(Verdict.REJECTED_VALID, True), (Verdict.CONFORMS, False), (Verdict.WRONG_CODE, False), (None, False)],
)
def test_a_valid_value_is_asked_for_once(context: Any, verdict: Verdict | None, refused: bool) -> None:
    asked: list[str] = []

    def ask(value: str) -> Any:
        asked.append(value)
        return verdict and SimpleNamespace(verdict=verdict)

    assert [refuses_others(context, UPDATE, PATH, ask) for _ in range(3)] == [refused] * 3
    assert len(asked) == 1
    member = OPERATIONS[UPDATE].member(PATH)
    assert member.pattern is not None
    assert re.fullmatch(member.pattern.expression, Substitution(Random(0))(asked[0]))
    assert member.length is not None
    assert member.length.min < len(asked[0]) < member.length.max


def test_each_member_is_asked_by_itself(context: Any) -> None:
    ask = {PATH: Verdict.REJECTED_VALID, "CloudHsmClusterId": Verdict.CONFORMS}
    found = {
        path: refuses_others(context, UPDATE, path, lambda _, v=verdict: SimpleNamespace(verdict=v))
        for path, verdict in ask.items()
    }
    assert found == {PATH: True, "CloudHsmClusterId": False}


def test_a_member_without_a_pattern_has_no_other_values_of_it(context: Any) -> None:
    assert not refuses_others(context, UPDATE, "NewCustomKeyStoreName", pytest.fail)
