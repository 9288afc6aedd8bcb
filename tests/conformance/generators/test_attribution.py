"""Which requirement a case of another generator speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kms_conformance.checks.generated.attribution import attributed
from kms_conformance.checks.generated.campaign import KEPT, SUSPECTS, Found
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_reports.result import Verdict
from kms_specification.oracle import expect
from kms_specification.state.uniqueness import EMPTY, State
from kms_strategies.cases import Case
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation

NAME = "CreateCustomKeyStore.CustomKeyStoreName"
VALID = {
    "CustomKeyStoreName": "a",
    "CloudHsmClusterId": "cluster-22222222222",
    "KeyStorePassword": "0000000",
    "TrustAnchorCertificate": "0",
}
TWO = {**VALID, "CustomKeyStoreName": "a" * 257, "KeyStorePassword": "0"}


def result(request: dict[str, Any], verdict: Verdict, state: State = EMPTY) -> CaseResult:
    """A result with that verdict, whatever was answered."""
    case = Case(request, "cloudhsm")
    probe = Probe(operation="CreateCustomKeyStore", sent=case)
    expectation = expect(facts(probe.operation), request, state)
    seen = Observation(Exchange(200, (), b"{}", 0.0))
    body = repr(request).encode()
    return CaseResult(probe.operation, case, body, lambda: (request,), seen, expectation, verdict, "", probe)


@pytest.mark.parametrize(
    ("request_", "verdict", "ids"),
    [
        (VALID, Verdict.REJECTED_VALID, ["CreateCustomKeyStore.implemented"]),
        (VALID, Verdict.CONFORMS, ["CreateCustomKeyStore.implemented"]),
        (TWO, Verdict.ACCEPTED_INVALID, [f"{NAME}.length.max", "CreateCustomKeyStore.KeyStorePassword.length.min"]),
        (TWO, Verdict.WRONG_CODE, [f"{NAME}.length.max"]),
        # A refusal does not say for which of the two.
        (TWO, Verdict.CONFORMS, []),
        ({**VALID, "CustomKeyStoreName": 1}, Verdict.CONFORMS, [f"{NAME}.type"]),
        # What the documents leave open belongs to no constraint.
        ({**VALID, "Unknown": 1}, Verdict.SERVER_FAULT, ["CreateCustomKeyStore.implemented"]),
    ],
)
def test_the_requirements_that_the_oracle_names(request_: dict[str, Any], verdict: Verdict, ids: list[str]) -> None:
    assert list(attributed(result(request_, verdict))) == ids


def test_a_name_that_is_taken_belongs_to_the_rule_of_uniqueness() -> None:
    found = attributed(result(VALID, Verdict.ACCEPTED_INVALID, State((VALID,))))
    assert found == ("CreateCustomKeyStore.unique.CustomKeyStoreName",)


def test_of_what_is_wrong_the_smallest_is_kept_and_not_everything_that_is_right() -> None:
    found = Found()
    for number in range(KEPT + 5):
        found.add(result({**VALID, "CustomKeyStoreName": "a" * (number + 1)}, Verdict.CONFORMS))
        found.add(replace(result(VALID, Verdict.REJECTED_VALID), body=b"x" * (100 - number)))
    kept = found.of("CreateCustomKeyStore.implemented")
    assert len(kept) == KEPT + SUSPECTS
    assert [len(one.body) for one in kept[:SUSPECTS]] == [56, 57, 58, 59]
    assert found.of(f"{NAME}.type") == []
