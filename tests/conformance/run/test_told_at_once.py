"""Over several connections, what is judged before its turn is told at once: nobody looks at a bar that stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest

from kms_conformance.run import connections
from kms_conformance.run.connections import Connections, Evaluated, undisturbed
from kms_reports.result import Counts, Result, Verdict
from kms_specification.requirements.registry import Requirement, registry


@dataclass(frozen=True)
class Context:
    """As much of a context as is needed to wait in."""

    def settling(self, settle: Callable[[], None]) -> Context:
        return self


@dataclass(frozen=True)
class Evaluating:
    """As much of an evaluator as is needed to be one of several."""

    context: Context = Context()


def test_what_is_judged_before_its_turn_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = [r for r in registry() if r.operation == "CreateCustomKeyStore" and r.aspect == "length.max"]
    told: list[str] = []
    all_others_told = Event()

    def evaluated(evaluator: Any, requirement: Requirement) -> Evaluated:
        if requirement == first:
            assert all_others_told.wait(30), told
        return Evaluated(Result(requirement.id, "Create", "modelled", Verdict.CONFORMS), Counts(), hung=False)

    def notice(result: Result) -> None:
        told.append(result.id)
        if len(told) == len(others):
            all_others_told.set()

    monkeypatch.setattr(connections, "evaluated", evaluated)
    several: Any = [Evaluating(), Evaluating()]
    found = Connections(several, [first, *others], notice)(first)
    assert found.result is not None
    assert set(told[: len(others)]) == {requirement.id for requirement in others}


def test_most_of_what_comes_last_is_known_before() -> None:
    last = undisturbed(registry())
    assert "CreateCustomKeyStore.state.concurrent" in last
    assert "CreateCustomKeyStore.CustomKeyStoreName.length.max" not in last
    assert "CreateKey.state.defaults" in last
    assert "CreateKey.Description.length.max" not in last
