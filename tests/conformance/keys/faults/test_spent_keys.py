"""Requests that spend their key: the nearest wrong value is seen, though a right request came before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import registry
from kms_targets.reference.http.server import Embedded

ONE_OFF = (
    "ScheduleKeyDeletion.PendingWindowInDays.range.min",
    "ScheduleKeyDeletion.PendingWindowInDays.range.max",
    "TagResource.Tags.size.max",
)


@pytest.mark.parametrize("name", ONE_OFF)
@pytest.mark.parametrize("broken", [True, False])
def test_what_one_request_did_to_a_key_hides_nothing_of_the_next(name: str, broken: bool, tmp_path: Path) -> None:
    requirement = next(r for r in registry() if r.id == name)
    fault = f"{name.replace('.', '-')}-one-off" if broken else None
    with Embedded(fault=fault) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, ledger=tmp_path / "ledger", seed=1)
        with opened(options, frozenset({name})) as run:
            found = run.judge(requirement)
    assert found.verdict is (Verdict.ACCEPTED_INVALID if broken else Verdict.CONFORMS)
    assert run.executor.tracker.resources == {}
