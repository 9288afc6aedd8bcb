"""A KMS that answers as documented meets every requirement, and one answer that is wrong is seen in each sequence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import FAILED, Verdict
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import Check, Demonstration, Outcome, Step
from tests.support.fake_kms.kms import FakeKms

CASES = [
    pytest.param(shown.id, steps, id=f"{shown.id}-{number}")
    for shown in SEQUENCES.values()
    for number, steps in enumerate(shown.sequences)
]


@dataclass
class Twisted(FakeKms):
    """The fake, of which one answer is another: that to the nth request from now on, counted down."""

    remaining: int = 0
    other: tuple[int, dict[str, Any]] = (200, {})

    def answer(
        self, operation: str, request: Mapping[str, Any], region: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        right = super().answer(operation, request, region)
        self.remaining -= 1
        return self.other if self.remaining == 0 else right


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """One run for all: shared keys are made once."""
    made = Run(Twisted())
    yield made
    made.close()


@pytest.mark.parametrize(("id", "steps"), CASES)
def test_a_right_kms_conforms_and_one_wrong_answer_is_seen(run: Run, id: str, steps: tuple[Step, ...]) -> None:
    alone = Demonstration(id, (steps,))
    played = run.play(alone)
    assert (played.verdict, played.explanation) == (Verdict.CONFORMS, "as it has to be")
    assert isinstance(run.port, Twisted)
    for other in _wrong(steps[-1]):
        run.port.remaining, run.port.other = len(played.sent), other
        assert run.play(alone).verdict in FAILED, f"not seen: {other}"
    for key in run.port.state.keys.values():
        key.tags.clear()  # a run adds fewer than a key may have, and this plays each sequence many times


def _wrong(last: Step) -> Iterator[tuple[int, dict[str, Any]]]:
    """Answers to the last step of a sequence that are never right."""
    yield 500, {"__type": "KMSInternalException"}
    if last.outcome is Outcome.SUCCESS:
        yield 400, {"__type": "ValidationException"}
        if not all(_may_be_left_out(check) for check in last.checks):
            yield 200, {}
        for check in last.checks:
            if check.value is False:
                yield 200, {check.member: True}
    elif last.outcome is Outcome.EITHER:
        yield 400, {"__type": _unfit(last)}
    else:
        if last.outcome is Outcome.ERRORS:
            yield 400, {"__type": _unfit(last)}
        else:
            yield 400, {}
        yield 200, {}  # the last: what it has spoilt is made anew, by more requests than are counted


def _unfit(step: Step) -> str:
    """An error that is not one of those which a step accepts."""
    return next(code for code in ("LimitExceededException", "NotFoundException") if code not in step.errors)


def _may_be_left_out(check: Check) -> bool:
    """Whether a member meets a check by not being there: what is false or a list without entries is left out."""
    names = {"ABSENT", "LACKS", "DIFFERENT_OR_ABSENT", "LISTS_ONLY", "LISTS_AT_MOST_ONE", "DISTINCT"}
    return check.relation.name in names or check.value is False or check.value == []


def test_what_was_made_is_removed() -> None:
    port = FakeKms()
    run = Run(port)
    for shown in SEQUENCES.values():
        run.play(shown)
    run.close()
    stores = {resource.made_by for resource in port.open}
    assert stores <= {"CreateCustomKeyStore"}, "a store that has keys pending deletion cannot be deleted"
    assert len(port.open) <= 4
    assert all("Deletion" in key.state for key in port.state.keys.values())
    assert port.state.aliases == {}
