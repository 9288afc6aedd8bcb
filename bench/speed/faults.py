"""How many requests, and how long, it takes until a fault of the scoreboard is caught: at a sample of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.power.board import PROFILE
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_conformance.suites.selection import select
from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.http.server import Embedded

ELSEWHERE = (Kind.PROXY, Kind.RARE)  # kinds that no run without more catches


@dataclass(frozen=True, slots=True)
class Caught:
    """A fault, the first requirement that failed, and what was sent and how long it took by then."""

    fault: str
    requirement: str
    requests: int
    seconds: float


def sample(every: int) -> list[str]:
    """Each so-manieth fault that breaks a requirement of the usual selection."""
    usual = {r.id for r in select(Options())}
    return [name for name, f in FAULTS.items() if f.kind not in ELSEWHERE and f.requirement in usual][::every]


def caught(name: str) -> Caught:
    """A `quick` run at an endpoint with the fault, as far as the first requirement that fails."""
    with TemporaryDirectory() as directory, Embedded(fault=name) as endpoint:
        profile = Path(directory) / "profile.toml"
        profile.write_text(PROFILE)
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, profile=profile, seed=1)
        selected = select(options)
        start = time.monotonic()
        with opened(options, frozenset(r.id for r in selected)) as run:
            for requirement in selected:
                if run.judge(requirement).failed:
                    return Caught(name, requirement.id, run.executor.transport.client.sent.total, _since(start))
            return Caught(name, "", run.executor.transport.client.sent.total, _since(start))


def _since(start: float) -> float:
    return time.monotonic() - start
