"""Cases that Hypothesis draws many at a time: about as many as were asked for, and a wrong one shrunk to itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import strategies as st

from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search_together


class Target:
    """Answers a number with itself, and keeps what was sent together."""

    def __init__(self) -> None:
        self.sent: list[list[int]] = []

    def __call__(self, cases: Sequence[int]) -> Iterator[tuple[int, int]]:
        self.sent.append([])
        for case in cases:
            self.sent[-1].append(case)
            yield case, case


@pytest.mark.parametrize("together", [1, 7, 20])
def test_as_many_cases_are_sent_as_were_asked_for(together: int) -> None:
    target = Target()
    answers, wrong = search_together(
        st.integers(0, 2**40), target, lambda _: False, SearchOptions(examples=40, seed=1, together=together)
    )
    assert wrong is None
    assert answers == [case for cases in target.sent for case in cases]
    assert 30 <= len(answers) <= 80
    assert all(len(set(cases)) == len(cases) <= together for cases in target.sent)
    assert max(map(len, target.sent)) == together


def test_a_wrong_case_is_shrunk_by_itself() -> None:
    target = Target()
    answers, wrong = search_together(
        st.integers(0, 2**40), target, lambda n: n >= 1717, SearchOptions(examples=40, seed=1, together=20)
    )
    assert wrong == 1717
    first = next(number for number, cases in enumerate(target.sent) if any(n >= 1717 for n in cases))
    assert [n >= 1717 for n in target.sent[first]].index(True) == len(target.sent[first]) - 1  # nothing after it
    assert target.sent[-1] == [1717]
    assert len(answers) < 400


def test_no_case_that_was_right_is_sent_again_while_a_wrong_one_is_shrunk() -> None:
    target = Target()
    answers, wrong = search_together(
        st.integers(0, 2**40), target, lambda n: n % 53 == 7, SearchOptions(examples=200, seed=1, together=20)
    )
    right = [answer for answer in answers if answer % 53 != 7]
    assert wrong is not None
    assert len(right) == len(set(right))


def test_without_shrinking_the_first_wrong_case_is_it() -> None:
    target = Target()
    answers, wrong = search_together(
        st.integers(0, 2**40),
        target,
        lambda n: n >= 1717,
        SearchOptions(examples=40, seed=1, shrink=False, together=20),
    )
    assert wrong == next(answer for answer in answers if answer >= 1717)
