"""One requirement judged at an embedded endpoint, as a run judges it."""

from __future__ import annotations

from pathlib import Path

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result
from kms_specification.requirements.registry import registry
from kms_targets.reference.http.server import Embedded

BY_ID = {r.id: r for r in registry()}


def judged(
    tmp_path: Path,
    profile: str,
    wanted: str,
    *,
    fault: str | None = None,
    variation: str | None = None,
    leaves: bool = False,
) -> Result:
    path = tmp_path / "profile.toml"
    path.write_text(profile)
    with Embedded(fault=fault, variation=variation) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, profile=path, ledger=tmp_path / "ledger")
        with opened(options, frozenset(BY_ID)) as run:
            found = run.judge(BY_ID[wanted])
            counts = run.executor.counts
            assert counts.planned == counts.sent == counts.judged
            assert bool(run.executor.tracker.resources) == leaves
    return found
