"""One endpoint judged as `run` judges it, without pytest around it: what the scoreboard is made of."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from kms_conformance.run.opening import embedded
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_conformance.settings.options import Options
from kms_reports.result import Result
from kms_specification.requirements.registry import registry
from kms_targets import TargetError

# A few hundred endpoints are judged one after the other: nothing of them is worth waiting for.
PROFILE = "timeout = 2.0\nlag = 1.0\ndisposable = true\n" + "".join(
    f"[fixtures.{error}]\n" + "".join(f"{member} = {json.dumps(value)}\n" for member, value in values.items())
    for error, values in embedded.known().fixtures.items()
)


@dataclass(slots=True)
class Found:
    """What a run said of one endpoint. `until`: requests sent before the first failing requirement was done."""

    broken: list[Result] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    judged: int = 0
    requests: int = 0
    until: int | None = None
    seconds: float = 0.0
    refused: str = ""


def judged(
    url: str,
    depth: Depth,
    profile: Path,
    *,
    seed: int = 1,
    only: Sequence[str] = ("*",),
    generators: tuple[Generator, ...] = (Generator.OWN,),
) -> Found:
    """All the requirements that match, judged at one endpoint. A target that cannot be judged is `refused`."""
    found, start = Found(), time.monotonic()
    wanted = [r for r in registry() if any(fnmatchcase(r.id, glob) for glob in only)]
    try:
        ids = frozenset(r.id for r in registry())
        options = Options(url, depth=depth, seed=seed, profile=profile, generator=generators)
        with opened(options, ids) as run:
            for requirement in wanted:
                result = run.judge(requirement)
                found.judged += result.cases > 0
                if result.failed:
                    counts = run.executor.counts
                    found.until = found.until or counts.sent + counts.setup_requests
                    found.broken.append(result)
            counts = run.executor.counts
            found.requests = counts.sent + counts.setup_requests
            if not counts.planned == counts.sent == counts.judged:
                found.flags.append(f"planned {counts.planned}, sent {counts.sent}, judged {counts.judged}")
        if run.left():
            found.flags.append(f"{len(run.left())} resources left")
    except TargetError as unusable:
        found.refused = str(unusable)
    found.seconds = time.monotonic() - start
    return found
