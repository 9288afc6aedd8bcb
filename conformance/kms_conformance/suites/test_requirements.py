"""Every requirement of the registry, held against the target: `pytest --pyargs conformance --target-url URL`."""

import pytest

from kms_conformance.plugin import Judging
from kms_reports.result import SKIPPED
from kms_specification.requirements import Requirement


def test_requirement(requirement: Requirement, kms_judging: Judging) -> None:
    """The target meets the requirement."""
    result = kms_judging(requirement)
    if result.failed:
        pytest.fail(f"{result.verdict}: {result.reason}", pytrace=False)
    if result.verdict in SKIPPED:
        pytest.skip(f"{result.verdict}: {result.reason}")
