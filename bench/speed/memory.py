"""The memory of a run of many requests, which has to stay as it is: boundary cases, over and over.

python -m bench.speed.memory [--requests 1000000]
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import cycle
from pathlib import Path

from bench.speed.lanes import probes, refused_cases
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_specification.requirements.registry import registry
from kms_targets.reference.http.server import Embedded

STEPS = 10
BATCH = 64  # cases that are sent together
PAGE = 4096  # bytes


def resident() -> float:
    """The memory of this process by now, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def measured(requests: int) -> list[tuple[int, float, float]]:
    """After each tenth: how many requests were sent, the seconds since the start, and the memory in MiB."""
    cases = refused_cases()
    batches = cycle([cases[at : at + BATCH] for at in range(0, len(cases), BATCH)])
    found: list[tuple[int, float, float]] = []
    with (
        Embedded() as endpoint,
        opened(Options(target_url=endpoint.url, depth=Depth.QUICK), frozenset(r.id for r in registry())) as run,
    ):
        sent, start = 0, time.monotonic()
        for step in range(1, STEPS + 1):
            while sent < requests * step // STEPS:
                sent += sum(1 for _ in run.executor.all(probes(next(batches))))
            found.append((sent, time.monotonic() - start, resident()))
            print(f"{sent:10,} requests  {found[-1][1]:8.1f} s  {found[-1][2]:8.1f} MiB", file=sys.stderr, flush=True)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for each tenth; 1 where the second half took more than a tenth more memory."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed.memory", description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=1_000_000)
    found = measured(parser.parse_args(arguments).requests)
    return int(found[-1][2] > 1.1 * found[STEPS // 2 - 1][2])


if __name__ == "__main__":
    sys.exit(main())
