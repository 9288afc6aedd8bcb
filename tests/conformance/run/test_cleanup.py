"""What is done about stores that cannot be deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_specification.requirements.registry import registry
from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import serving

NAMES = "CreateCustomKeyStore.CustomKeyStoreName.length.max"


@pytest.mark.parametrize(("fault", "variation"), [("delete-missing", None), (None, "delete-denied")])
def test_a_deletion_that_nobody_may_use_is_tried_once_in_a_run_and_once_at_its_end(
    tmp_path: Path, fault: str | None, variation: str | None
) -> None:
    with (
        Embedded(fault=fault, variation=variation) as endpoint,
        serving(forwarding(url_guard.parse(endpoint.url).port)) as site,
    ):
        options = Options(target_url=site.url, depth=Depth.QUICK, ledger=tmp_path / "ledger")
        with opened(options, frozenset(r.id for r in registry())) as run:
            run.judge(next(r for r in registry() if r.id == NAMES))
        deletions = [request for request in site.requests if b".DeleteCustomKeyStore\r\n" in request]
    left = len(run.executor.tracker.resources)
    assert left > 10 if fault is not None else 0 < left <= 5
    assert len(deletions) == 2
