"""Rounds of histories over real sockets: what each finds at a fault of its kind, and that none accuses the endpoint."""

from __future__ import annotations

from random import Random

import pytest

from kms_conformance.fuzzing.histories import Histories, possible
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_conformance.suites.selection import select
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_targets.reference.http.server import Embedded

STORES = tuple(name for name in OPERATIONS if "CustomKeyStore" in name)


def found(fault: str, id: str, *, rounds: int) -> list[Verdict]:
    """The verdicts of the failures that so many rounds of one requirement find."""
    with Embedded(fault=fault) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, operations=("*CustomKeyStore*",))
        with opened(options, frozenset(r.id for r in select(options))) as run:
            histories = Histories(Random(1))
            (requirement,) = (r for r in possible(STORES) if r.id == id)
            return [r.verdict for _ in range(rounds) for r in histories.played(run.evaluator, requirement)]


@pytest.mark.parametrize(
    ("fault", "id"),
    [
        ("delete-frees-twice", "CreateCustomKeyStore.state.linearizable"),
        ("race", "CreateCustomKeyStore.state.concurrent"),
    ],
)
def test_a_round_finds_a_fault_of_its_kind(fault: str, id: str) -> None:
    assert Verdict.STATE_VIOLATION in found(fault, id, rounds=1)


@pytest.mark.parametrize("id", [r.id for r in possible(STORES)])
def test_a_round_says_nothing_against_an_endpoint_that_is_right(id: str) -> None:
    assert found("", id, rounds=2) == []


def test_a_kind_is_played_only_where_all_that_it_calls_is_chosen() -> None:
    assert {r.id.partition(".state.")[2] for r in possible(STORES)} == {"history", "linearizable", "concurrent"}
    assert [r.id for r in possible(["CreateCustomKeyStore"])] == []
    assert [r.id for r in possible(["CreateCustomKeyStore", "DeleteCustomKeyStore"])] == [
        "CreateCustomKeyStore.state.linearizable",
        "CreateCustomKeyStore.state.concurrent",
    ]
