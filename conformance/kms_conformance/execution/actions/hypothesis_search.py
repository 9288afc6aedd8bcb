"""Hypothesis looks for a case that is judged wrong, and shrinks it. No database: what it finds is in the results."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
R = TypeVar("R")


class _FoundError(Exception):
    """A case that is judged wrong."""


def search(
    strategy: SearchStrategy[T],
    send: Callable[[T], R],
    wrong: Callable[[R], bool],
    *,
    examples: int,
    seed: int,
    shrink: bool = True,
) -> tuple[list[R], R | None]:
    """All answers in order, and the smallest case that is wrong, or None; the first that is, where not to `shrink`.

    A target that answers the same case differently when it is sent again ends the search with the last wrong answer.
    """
    sent: list[R] = []

    @_settings(examples, shrink=shrink)
    @hypothesis.seed(seed)
    @hypothesis.given(strategy)
    def one(drawn: T) -> None:
        answer = send(drawn)
        sent.append(answer)
        if wrong(answer):
            raise _FoundError

    try:
        one()
    except (_FoundError, Flaky):
        return sent, next(answer for answer in reversed(sent) if wrong(answer))
    return sent, None


def explore(
    machine: type[RuleBasedStateMachine], *, examples: int, steps: int, seed: int, stop: type[Exception]
) -> None:
    """Runs a state machine, and shrinks a run that raises `stop` to the fewest steps: the last run that raises it."""
    with contextlib.suppress(stop, Flaky):
        run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=_settings(examples, steps))


def _settings(examples: int, steps: int = 1, *, shrink: bool = True) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        # Time is spent on the target, not on drawing; everything else stays on.
        suppress_health_check=(HealthCheck.too_slow,),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )
