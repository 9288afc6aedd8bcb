"""An output member of the wrong type fails the requirement on the types of the output, and no other."""

from __future__ import annotations

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import Verdict
from kms_strategies.sequences.keys import SEQUENCES
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.keys.embedded_port import embedded


@pytest.mark.parametrize(
    ("fault", "behaviour", "why"),
    [
        # A later request would have it.
        ("CreateGrant-output-types", "CreateGrant.state.token-used", "GrantToken is an object, not a string"),
        ("CreateGrant-output-types", "RetireGrant.state.GrantToken", "GrantToken is an object, not a string"),
        # It is compared.
        ("CancelKeyDeletion-output-types", "CancelKeyDeletion.state.KeyId", "KeyId is an array, not a string"),
        ("GenerateRandom-output-types", "GenerateRandom.state.length", "Plaintext is not base64"),
    ],
)
def test_what_rests_on_it_is_not_judged(fault: str, behaviour: str, why: str) -> None:
    played = Run(embedded(FAULTS[fault].change(PAGE))).play(SEQUENCES[behaviour])
    assert played.verdict is Verdict.INAPPLICABLE
    assert played.explanation == f"{fault.partition('-')[0]} answered badly: {why}"


def test_what_does_not_is_judged() -> None:
    fault = FAULTS["CreateGrant-output-types"]
    played = Run(embedded(fault.change(PAGE))).play(SEQUENCES["CreateGrant.state.listed"])
    assert played.verdict is Verdict.CONFORMS, played.explanation


@pytest.mark.parametrize("operation", ["CreateKey", "GenerateRandom"])
def test_nothing_is_asked_for_by_an_empty_id(operation: str) -> None:
    behaviour = f"{operation}.error.CustomKeyStoreInvalidStateException"
    played = Run(embedded(FAULTS["output-id-empty"].change(PAGE))).play(SEQUENCES[behaviour])
    assert (played.verdict, played.explanation) == (
        Verdict.INAPPLICABLE,
        "an answer has an empty made.CustomKeyStoreId",
    )
