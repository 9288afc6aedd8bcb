"""A gallery of endpoints, each right, different, or wrong in one way, and what judges requirements there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result
from kms_specification.requirements.registry import Requirement
from kms_targets.reference.http.server import Embedded
from tests.support.store_requirements import BY_ID, Judge

_tokens = count(1)


@pytest.fixture(scope="module")
def gallery_url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def judge(gallery_url: str, tmp_path: Path) -> Judge:
    """Judges requirements at a place of the gallery, on an account of its own."""

    def judge(place: str, *wanted: Requirement, depth: Depth = Depth.QUICK, lag: float = 0.1) -> list[Result]:
        profile = tmp_path / "profile.toml"
        fixture = (
            'XksProxyConnectivity = "VPC_ENDPOINT_SERVICE"\nXksProxyUriEndpoint = "https://unreachable.xks.example"'
        )
        profile.write_text(f"lag = {lag}\n[fixtures.FAILED]\n{fixture}\n")
        token = next(_tokens)
        target, ledger = f"{gallery_url}/{place}/{token}", tmp_path / f"{token}.ledger"
        options = Options(target_url=target, depth=depth, seed=1, profile=profile, ledger=ledger)
        with opened(options, frozenset(BY_ID)) as run:
            found = [run.judge(requirement) for requirement in wanted]
            counts = run.executor.counts
        assert counts.planned == counts.sent == counts.judged
        assert run.executor.tracker.resources == {} or "disconnect" in place or "delete" in place
        return found

    return judge
