"""Evaluation in one process: once for each requirement, until the run is over, whatever the project's warnings."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kms_conformance.execution.errors import TIME_IS_OVER, OutOfTimeError
from kms_conformance.execution.executor import HUNG
from kms_conformance.run.results.serialization import from_text
from kms_conformance.run.run import OpenRun
from kms_conformance.suites.default_warnings import default_warnings
from kms_conformance.suites.evaluation import UNANSWERED, UNANSWERED_LIMIT, Evaluation
from kms_reports.result import Counts, Result, Verdict
from kms_specification.requirements.registry import Requirement, registry

FIRST, SECOND, *OTHERS = registry()


class FakeRun:
    """An open run whose every requirement costs one request."""

    def __init__(self, *, answered: int = 1, out_of_time: bool = False) -> None:
        tracker = SimpleNamespace(redact=SimpleNamespace(result=lambda found: found))
        self.executor = SimpleNamespace(counts=Counts(), transport=SimpleNamespace(hung=False), tracker=tracker)
        self.evaluator = SimpleNamespace(context=SimpleNamespace(executor=self.executor), conclude=self.judge)
        self.evaluated: list[str] = []
        self._answered = answered
        self._out_of_time = out_of_time

    def judge(self, requirement: Requirement) -> Result:
        self.evaluated.append(requirement.id)
        self.executor.counts = self.executor.counts + Counts(planned=1, sent=1, answered=self._answered, judged=1)
        if self._out_of_time:
            raise OutOfTimeError
        return result(requirement)


def result(requirement: Requirement) -> Result:
    return Result(
        id=requirement.id,
        operation=requirement.operation,
        level=str(requirement.level),
        verdict=Verdict.CONFORMS,
        cases=1,
    )


def evaluation(**behaviour: Any) -> tuple[Evaluation, FakeRun]:
    run, found = FakeRun(**behaviour), Evaluation(None)
    found.run = cast(OpenRun, run)
    return found, run


def test_a_requirement_that_is_asked_for_again_is_not_evaluated_again() -> None:
    """pytest-rerunfailures repeats items; the executor has repeated the failure already."""
    evaluate, run = evaluation()
    assert evaluate(FIRST) is evaluate(FIRST)
    assert run.evaluated == [FIRST.id]


def test_what_was_found_is_taken_once() -> None:
    evaluate, _ = evaluation()
    evaluate(FIRST)
    packed = evaluate.take()
    assert packed is not None
    assert from_text(packed)[1] == Counts(planned=1, sent=1, answered=1, judged=1)
    assert evaluate.take() is None


def test_a_target_that_answers_nothing_is_asked_no_more() -> None:
    evaluate, run = evaluation(answered=0)
    for requirement in OTHERS[:UNANSWERED_LIMIT]:
        evaluate(requirement)
    with pytest.raises(pytest.skip.Exception, match=UNANSWERED):
        evaluate(FIRST)
    assert FIRST.id not in run.evaluated


def test_a_target_that_hangs_is_asked_no_more() -> None:
    evaluate, run = evaluation()
    evaluate(OTHERS[0])
    run.executor.transport.hung = True
    evaluate(OTHERS[1])
    with pytest.raises(pytest.skip.Exception, match=HUNG):
        evaluate(FIRST)


def test_nothing_is_begun_when_the_time_is_over() -> None:
    evaluate, run = evaluation(out_of_time=True)
    for requirement in (FIRST, SECOND):
        with pytest.raises(pytest.skip.Exception, match=TIME_IS_OVER):
            evaluate(requirement)
    assert run.evaluated == [FIRST.id]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("category", [DeprecationWarning, ResourceWarning])
def test_a_warning_of_ours_is_no_error_where_a_project_says_so(category: type[Warning]) -> None:
    with pytest.raises(category):
        warnings.warn("a project's", category, stacklevel=1)
    with default_warnings():
        warnings.warn("of ours", category, stacklevel=1)
    with pytest.raises(category):
        warnings.warn("a project's", category, stacklevel=1)
