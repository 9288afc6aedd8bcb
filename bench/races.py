"""How often a race of a millisecond is seen by a run, of so many runs at an endpoint of its own.

python -m bench.races [--runs 20]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.power.board import judged
from kms_conformance.settings.depth import Depth
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded

RACES = ("race", "delete-frees-twice")


def seen(fault: str, runs: int) -> int:
    """In how many runs the requirement that the fault breaks has failed."""
    requirement = FAULTS[fault].requirement
    with TemporaryDirectory() as directory, Embedded(gallery=True) as gallery:
        found = 0
        for number in range(runs):
            profile = Path(directory) / f"{number}.toml"
            profile.write_text("")
            result = judged(f"{gallery.url}/fault/{fault}/{number}", Depth.QUICK, profile, only=(requirement,))
            found += bool(result.broken)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for each race; 1 where one was missed more than once in twenty runs."""
    parser = argparse.ArgumentParser(prog="python -m bench.races", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args(arguments).runs
    found = {fault: seen(fault, runs) for fault in RACES}
    for fault, times in found.items():
        print(f"{fault:20} seen in {times} of {runs} runs")
    return int(any(times < runs * 0.95 for times in found.values()))


if __name__ == "__main__":
    sys.exit(main())
