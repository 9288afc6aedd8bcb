"""The lives of one store: every order of the operations, each kind of store, the short ones first."""

from __future__ import annotations

from itertools import islice, product
from random import Random

from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CONNECT, CREATE, DELETE, DESCRIBE, DISCONNECT, UPDATE
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import example_requests
from kms_strategies.sequences.lives import SHORTEST, lives
from kms_strategies.sequences.steps import Steps, StepWriter

WRITER = StepWriter(OPERATIONS[CREATE], example_requests(OPERATIONS[CREATE]))
ENOUGH = 4_000  # more than there are of the shortest lives and of those that are one longer


def shown(seed: int, number: int) -> list[Steps]:
    return list(islice(lives(WRITER, Random(seed)), number))


def acts(life: Steps) -> tuple[str, ...]:
    return tuple(step.operation for step in life[1::2])


def test_every_order_of_four_operations_is_tried_on_every_kind_of_store() -> None:
    found = shown(1, ENOUGH)
    for kind in WRITER.kinds:
        made = WRITER.create(kind, 0).request.keys()
        orders = {acts(life) for life in found if life[0].request.keys() == made}
        assert orders >= set(product((CONNECT, DISCONNECT, UPDATE), repeat=SHORTEST + 1))
        assert (CONNECT, DISCONNECT, UPDATE, DELETE) in orders


def test_a_store_is_looked_at_after_each_step() -> None:
    for life in shown(1, 50):
        assert {step.operation for step in life[2::2]} == {DESCRIBE}
        assert len(life[1::2]) == len(life[2::2]) == SHORTEST


def test_the_requests_break_nothing_by_themselves() -> None:
    for life in shown(1, 200):
        fill = Substitution(Random(1))
        for step in life:
            id_of_it = {} if step.store is None else {"CustomKeyStoreId": "cks-1"}
            request = fill(step.request)
            assert isinstance(request, dict)
            assert violations(OPERATIONS[step.operation], id_of_it | request) == ()


def test_the_same_seed_gives_the_same_lives_and_another_seed_another_order() -> None:
    assert shown(7, 40) == shown(7, 40) != shown(8, 40)
