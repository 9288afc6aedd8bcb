"""Hypothesis looks for a case that is judged wrong, and shrinks it. No database: what it finds is in the results."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
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

    def in_turn(cases: Iterable[T]) -> Iterator[R]:
        return map(send, cases)

    return search_together(strategy, in_turn, wrong, examples=examples, seed=seed, shrink=shrink, together=1)


def search_together(
    strategy: SearchStrategy[T],
    send: Callable[[Sequence[T]], Iterator[R]],
    wrong: Callable[[R], bool],
    *,
    examples: int,
    seed: int,
    shrink: bool = True,
    together: int,
) -> tuple[list[R], R | None]:
    """As `search`, but one example of Hypothesis, which costs more than a case, is so many cases, sent `together`.

    Once one is wrong they are drawn one by one as far as the first that is, so that what is shrunk is a single case.
    """
    sent: list[R] = []
    wanted: list[R] = []

    @st.composite
    def several(draw: st.DrawFn) -> list[T]:
        return [draw(strategy) for _ in range(together)]

    def see(cases: Sequence[T]) -> None:
        with contextlib.closing(_generator(send(cases))) as answers:
            for answer in answers:
                sent.append(answer)
                if wrong(answer):
                    wanted.append(answer)
                    raise _FoundError

    @_settings(_enough(examples, together), shrink=shrink)
    @hypothesis.seed(seed)
    @hypothesis.given(st.data())
    def one(data: st.DataObject) -> None:
        if wanted:
            for _ in range(together):
                see([data.draw(strategy)])
        else:
            see(_differing(data.draw(several())))

    try:
        one()
    except (_FoundError, Flaky):
        return sent, wanted[-1]
    return sent, None


def _enough(examples: int, together: int) -> int:
    """Examples in which there are so many cases: the first has the simplest case alone."""
    return examples if together == 1 else 1 + -(-(examples - 1) // together)


def _differing(cases: Sequence[T]) -> list[T]:
    """The cases without repetitions; of the simplest example all are the same."""
    return [case for number, case in enumerate(cases) if case not in cases[:number]]


def _generator(answers: Iterator[R]) -> Generator[R]:
    yield from answers


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
