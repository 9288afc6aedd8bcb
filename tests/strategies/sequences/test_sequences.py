"""Histories as data: stores side by side, steps left out, and what the state machine draws."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random

import pytest

from kms_conformance.execution.actions.hypothesis_search import explore
from kms_specification.catalog import OPERATIONS as PAGES
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    NAME,
    UPDATE,
)
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.distinct import (
    nth,
    numbered,
    side_by_side,
)
from kms_strategies.requests.examples import Request, example_requests
from kms_strategies.sequences.scenarios import scenarios
from kms_strategies.sequences.state_machine import MOST, machine
from kms_strategies.sequences.steps import (
    NOBODY,
    Step,
    Steps,
    StepWriter,
    without,
)

PAGE = PAGES[CREATE]
WRITER = StepWriter(PAGE, example_requests(PAGE))


def filled(request: Request, substitution: Substitution | None = None) -> Request:
    found = (substitution or Substitution(Random(1)))(request)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("kind", WRITER.kinds)
def test_numbered_requests_are_valid_alike_and_clash_with_none_of_the_others(kind: str) -> None:
    substitution = Substitution(Random(1))
    requests = [filled(numbered(PAGE, WRITER.examples[kind], n), substitution) for n in range(8)]
    for request in requests:
        assert violations(PAGE, request) == ()
    for one, other in combinations(requests, 2):
        assert conflicts(PAGE, one, State((other,))) == ()
        assert {m: len(str(v)) for m, v in one.items() if m != "XksProxyUriPath"} == {
            m: len(str(v)) for m, v in other.items() if m != "XksProxyUriPath"
        }


def test_a_value_that_somebody_gave_is_left_as_it_is_and_so_is_what_is_compared_with_it() -> None:
    given = WRITER.examples["public-proxy"] | {"XksProxyUriEndpoint": "https://proxy.example.com"}
    other = numbered(PAGE, given, 1)
    assert {m for m in given if given[m] != other[m]} == {NAME}
    assert nth(PAGE, "CloudHsmClusterId", "cluster-bcdebcdebcd", 3) == "cluster-bcdebcdebcd"


def test_stores_side_by_side_are_of_one_kind_where_that_can_be() -> None:
    assert [kind for kind, _ in side_by_side(PAGE, WRITER.examples, 3)] == ["cloudhsm"] * 3
    fixed = {**WRITER.examples, "cloudhsm": WRITER.examples["cloudhsm"] | {"CloudHsmClusterId": "cluster-bcdebcdebcd"}}
    assert [kind for kind, _ in side_by_side(PAGE, fixed, 3)] == ["cloudhsm", "public-proxy", "public-proxy"]
    assert [kind for kind, _ in side_by_side(PAGE, {"cloudhsm": fixed["cloudhsm"]}, 3)] == ["cloudhsm"]


def test_a_name_is_filled_alike_in_every_operation() -> None:
    substitution = Substitution(Random(1))
    made = filled(WRITER.create("cloudhsm", 1).request, substitution)
    renamed = filled(WRITER.rename(0, 1).request, substitution)
    assert (
        made[NAME] == renamed["NewCustomKeyStoreName"] == filled(WRITER.describe_named(1).request, substitution)[NAME]
    )


def test_a_step_left_out_leaves_the_others_with_the_stores_that_they_had() -> None:
    first, second = WRITER.create("cloudhsm", 0), WRITER.create("cloudhsm", 1)
    history: Steps = (first, second, Step(CONNECT, {}, 0), Step(DELETE, {}, 1))
    assert without(history, 2) == (first, second, Step(DELETE, {}, 1))
    assert without(history, 1) == (first, Step(CONNECT, {}, 0), Step(DELETE, {}, NOBODY))
    assert without(history, 0) == (second, Step(CONNECT, {}, NOBODY), Step(DELETE, {}, 0))


def drawn(examples: int, seed: int = 1) -> list[list[Step]]:
    """Histories of the machine, on an account in which everything succeeds."""
    found: list[list[Step]] = []

    def perform(step: Step) -> bool:
        found[-1].append(step)
        return True

    explore(
        machine(WRITER, begin=lambda: found.append([]), perform=perform, end=lambda: None),
        examples=examples,
        steps=12,
        seed=seed,
        stop=KeyError,
    )
    return found


def test_the_machine_draws_requests_that_break_nothing_by_themselves() -> None:
    for history in drawn(30):
        substitution = Substitution(Random(1))
        for step in history:
            identified = {} if step.store is None else {"CustomKeyStoreId": "cks-1"}
            page = PAGE if step.operation == CREATE else PAGES[step.operation]
            found = violations(page, identified | filled(step.request, substitution))
            assert [one for one in found if one.certain] == []  # members of another kind of store may be refused


def test_the_machine_calls_every_operation_and_never_has_more_stores_than_it_may() -> None:
    histories = drawn(60)
    calls = Counter(step.operation for history in histories for step in history)
    assert min(calls[o] for o in (CREATE, DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE)) >= 6
    for history in histories:
        there: set[int] = set()
        made = 0
        for step in history:
            if step.operation == CREATE:
                there.add(made)
                made += 1
            elif step.operation == DELETE and step.store is not None:
                there.discard(step.store)
            assert len(there) <= MOST
            assert step.store is None or step.store < made


def test_the_machine_draws_the_same_for_the_same_seed() -> None:
    assert drawn(5, seed=7) == drawn(5, seed=7)
    assert drawn(5, seed=7) != drawn(5, seed=8)


def test_a_failing_history_shrinks_to_the_steps_that_matter() -> None:
    """Here: a store that is deleted while it is connected."""
    found: list[list[Step]] = []
    connected: set[int | None] = set()

    def begin() -> None:
        found.append([])
        connected.clear()

    def perform(step: Step) -> bool:
        found[-1].append(step)
        if step.operation == CONNECT and step.store != NOBODY:
            connected.add(step.store)
        if step.operation == DELETE and step.store in connected:
            raise KeyError
        return True

    drawn_machine = machine(WRITER, begin=begin, perform=perform, end=lambda: None)
    explore(drawn_machine, examples=60, steps=12, seed=1, stop=KeyError)
    assert [step.operation for step in found[-1]] == [CREATE, CONNECT, DELETE]


def test_the_usual_histories_call_every_operation() -> None:
    steps = [step for history in scenarios(WRITER) for step in history]
    assert {s.operation for s in steps} == {CREATE, DESCRIBE, UPDATE, CONNECT, DISCONNECT, DELETE}
    assert max(len(history) for history in scenarios(WRITER)) <= 14
