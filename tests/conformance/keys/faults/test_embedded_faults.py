"""The embedded endpoint shows every behaviour of keys, and each of its faults fails the requirement that it breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import FAILED, Verdict
from kms_strategies.sequences.keys import SEQUENCES
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.keys.embedded_port import embedded
from tests.support.sampling import less_often, sampled

BEHAVIOURS = [name for name, fault in FAULTS.items() if fault.kind is Kind.BEHAVIOUR and fault.requirement in SEQUENCES]
SLOW = "keys-found-late"  # it answers late wherever it finds something
OTHERS = [name for name in VARIATIONS if name.startswith("keys-") and name != SLOW]
# What no target without a custom key store can show, and what an endpoint that has none for others cannot.
UNSHOWN = {Verdict.CONFORMS, Verdict.INAPPLICABLE}


@pytest.fixture(scope="module")
def plain() -> Iterator[Run]:
    """One run for all: shared keys are made once."""
    run = Run(embedded(PAGE))
    yield run
    run.close()


@pytest.mark.parametrize("id", SEQUENCES)
def test_the_embedded_endpoint_conforms(plain: Run, id: str) -> None:
    played = plain.play(SEQUENCES[id])
    assert played.verdict is Verdict.CONFORMS, played.explanation


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_fault_fails_its_requirement(name: str) -> None:
    fault = FAULTS[name]
    played = Run(embedded(fault.change(PAGE))).play(SEQUENCES[fault.requirement])
    assert played.verdict in FAILED, f"{played.verdict}: {played.explanation}"


@pytest.mark.parametrize("name", [*sampled(OTHERS, 3), *less_often([SLOW], SLOW)])
def test_a_server_that_is_right_but_different_fails_nothing(name: str) -> None:
    run = Run(embedded(VARIATIONS[name].change(PAGE)))
    run.port.lag = 1.0  # type: ignore[attr-defined]
    found = {id: run.play(shown) for id, shown in SEQUENCES.items()}
    assert {id: played.explanation for id, played in found.items() if played.verdict in FAILED} == {}
