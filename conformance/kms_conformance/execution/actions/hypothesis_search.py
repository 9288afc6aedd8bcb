"""Hypothesis looks for a case that is judged wrong, and shrinks it. No database: what it finds is in the results."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
R = TypeVar("R")


class _FoundError(Exception):
    """A case that is judged wrong."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """About how many `examples` are drawn from a seed, how many at most are sent `together`, whether to `shrink`."""

    examples: int
    seed: int
    shrink: bool = True
    together: int = 1


def search(
    strategy: SearchStrategy[T], send: Callable[[T], R], wrong: Callable[[R], bool], options: SearchOptions
) -> tuple[list[R], R | None]:
    """All answers in order, and the smallest case that is wrong, or None; the first that is, where not to `shrink`.

    A target that answers the same case differently when it is sent again ends the search with the last wrong answer.
    """

    def in_turn(cases: Iterable[T]) -> Iterator[tuple[T, R]]:
        return ((case, send(case)) for case in cases)

    return search_together(strategy, in_turn, wrong, options)


def search_together(
    strategy: SearchStrategy[T],
    send: Callable[[Sequence[T]], Iterator[tuple[T, R]]],
    wrong: Callable[[R], bool],
    options: SearchOptions,
) -> tuple[list[R], R | None]:
    """As `search`, but one example of Hypothesis, which costs more than a case, is up to so many cases, sent `together`
    as far as the first that is wrong. What is shrunk ends as that case alone. A case that was right is not sent again:
    those before the wrong one cost nothing while it is shrunk. `send` gives each case that it sent with its answer.
    """
    sent: list[R] = []
    right: set[str] = set()

    @_settings(_enough(options.examples, options.together), shrink=options.shrink)
    @hypothesis.seed(options.seed)
    @hypothesis.given(_several(strategy, options.together))
    def one(cases: list[T]) -> None:
        fresh = {key: case for case in cases if (key := repr(case)) not in right}
        keys = {id(case): key for key, case in fresh.items()}
        with contextlib.closing(_generator(send(tuple(fresh.values())))) as answers:
            for case, answer in answers:
                sent.append(answer)
                if wrong(answer):
                    raise _FoundError
                right.add(keys[id(case)])

    try:
        one()
    except (_FoundError, Flaky):
        return sent, next(answer for answer in reversed(sent) if wrong(answer))
    return sent, None


_more = st.integers(0, 63)


@st.composite
def _several(draw: st.DrawFn, strategy: SearchStrategy[T], most: int) -> list[T]:
    cases = [draw(strategy)]
    # A choice before each case, of which the simplest is to end: so the shrinker can take any of them out.
    while len(cases) < most and draw(_more):
        cases.append(draw(strategy))
    return cases


def _enough(examples: int, together: int) -> int:
    """Examples in which there are about so many cases: the first has the simplest case alone, others most of them."""
    return examples if together == 1 else 1 + -(-(examples - 1) * 4 // (together * 3))


def _generator(answers: Iterator[tuple[T, R]]) -> Generator[tuple[T, R]]:
    yield from answers


def explore(
    machine: type[RuleBasedStateMachine],
    *,
    examples: int,
    steps: int,
    seed: int,
    stop: type[Exception],
    foreign: bool = False,
) -> None:
    """Runs a state machine, and shrinks a run that raises `stop` to the fewest steps: the last run that raises it.

    `foreign`: the machine is another generator's. How it draws is its own affair, and nothing is shrunk. Where its
    choices depend on answers that differ, it ends sooner.
    """
    chosen = _settings(examples, steps, shrink=not foreign)
    if foreign:
        chosen = settings(chosen, suppress_health_check=list(HealthCheck))
    with contextlib.suppress(stop, Flaky, Unsatisfiable):
        run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=chosen)


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
