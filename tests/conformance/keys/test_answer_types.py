"""Answers of another type, or that their request denies, are found in any operation, and told from other causes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.catalog import OPERATIONS
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded
from tests.support.judging import BY_ID
from tests.support.sampling import sampled

TYPES, CONTENTS = "output.types", "output.contents"
WRONG = {name: fault.requirement for name, fault in FAULTS.items() if fault.requirement.endswith((TYPES, CONTENTS))}


def judged(tmp_path: Path, requirement: str, fault: str | None = None) -> Result:
    with Embedded(fault=fault) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, ledger=tmp_path / "ledger")
        with opened(options, frozenset({requirement})) as run:
            return run.judge(BY_ID[requirement])


def test_every_operation_that_answers_with_something_is_looked_at() -> None:
    wanted = {f"{name}.{TYPES}" for name, found in OPERATIONS.items() if found.output and not found.exact}
    assert wanted == {identity for identity in BY_ID if identity.endswith(TYPES)}
    assert len(WRONG) >= 70


@pytest.mark.parametrize("fault", sampled(WRONG, 3))
def test_a_wrong_answer_is_found(tmp_path: Path, fault: str) -> None:
    found = judged(tmp_path, WRONG[fault], fault)
    assert found.verdict is Verdict.MALFORMED_RESPONSE
    assert found.counterexample is not None
    assert found.counterexample.operation == WRONG[fault].partition(".")[0]


@pytest.mark.parametrize("operation", ["CreateKey", "Decapsulate", "DescribeCustomKeyStores", "ListKeyRotations"])
def test_a_right_endpoint_is_right(tmp_path: Path, operation: str) -> None:
    found = judged(tmp_path, f"{operation}.{TYPES}")
    assert (found.verdict, found.counterexample) == (Verdict.CONFORMS, None)
    assert found.cases > 0


@pytest.mark.parametrize("requirement", [identity for identity in BY_ID if identity.endswith(CONTENTS)])
def test_a_right_endpoint_says_what_is_so(tmp_path: Path, requirement: str) -> None:
    found = judged(tmp_path, requirement)
    assert (found.verdict, found.counterexample) == (Verdict.CONFORMS, None)
    assert found.cases > 0
