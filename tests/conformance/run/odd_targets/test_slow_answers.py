"""A target that is slow to answer is not taken for one whose reads lag: its wrong answers are not waited for."""

from __future__ import annotations

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from kms_targets.reference.http.server import Embedded

LATE = 0.06  # seconds
READING = [
    "CreateCustomKeyStore.state.described",
    "EnableKey.state.enabled",
    "CreateKey.state.history",
]


@pytest.mark.parametrize("name", READING)
def test_a_right_answer_that_takes_long_was_not_behind(name: str) -> None:
    requirement = find(name)
    assert requirement is not None
    with Embedded(latency=LATE) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, seed=1)
        with opened(options, frozenset({name})) as run:
            assert run.judge(requirement).verdict is Verdict.CONFORMS
            assert run.executor.lag.longest < LATE
