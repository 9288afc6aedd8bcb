"""The scoreboard: single faults caught and named, and servers that are right but different left in peace.

    python -m bench.power [--depth quick] [--only GLOB] [--named] [--jobs 2] [--json FILE] [--markdown FILE]

Every fault and variation of the embedded endpoint is served over a real socket and judged as `run` judges it. With
`--named` only the requirement that a fault breaks is judged: a quick look at what is caught, not a board.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.board import PROFILE, judged
from conformance.session import Depth
from targets.reference.faults import FAULTS
from targets.reference.server import Embedded
from targets.reference.variations import VARIATIONS

OTHERS = 2  # other requirements that may fail beside the one that a fault breaks


@dataclass(frozen=True, slots=True)
class Row:
    """One fault or variation and what was said of it."""

    name: str
    kind: str
    requirement: str
    spreads: bool
    broken: tuple[str, ...]
    until: int | None
    requests: int
    seconds: float
    notes: tuple[str, ...]

    @property
    def caught(self) -> bool:
        """Whether anything at all failed."""
        return bool(self.broken)

    @property
    def named(self) -> bool:
        """Whether the requirement that is broken is among those that failed."""
        return any(line.split(":")[0] == self.requirement for line in self.broken)

    @property
    def diagnosed(self) -> bool:
        """Whether it is named, and at most two others are; a fault that spreads may show anywhere."""
        return self.named and (self.spreads or len(self.broken) <= OTHERS + 1)


def row(kind: str, name: str, depth: str, named: bool, url: str, profile: str) -> Row:
    """One line of the board."""
    fault = FAULTS[name] if kind == "fault" else None
    only = (fault.requirement,) if fault and named else ("*",)
    found = judged(f"{url}/{kind}/{name}/{depth}", Depth(depth), Path(profile), only=only)
    broken = tuple(f"{r.id}: {r.verdict}: {r.reason}" for r in found.broken)
    return Row(
        name,
        str(fault.kind) if fault else "variation",
        fault.requirement if fault else "",
        bool(fault and fault.spreads),
        broken,
        found.until,
        found.requests,
        found.seconds,
        (*found.flags, *([f"refused: {found.refused}"] if found.refused else [])),
    )


def rows(chosen: list[tuple[str, str]], depth: str, *, named: bool, jobs: int) -> Iterator[Row]:
    """The lines as they come, judged by a few processes at once, all at one gallery."""
    with TemporaryDirectory() as directory, Embedded(gallery=True) as gallery, ProcessPoolExecutor(jobs) as pool:
        profiles = []
        for number, (kind, _) in enumerate(chosen):
            profile = Path(directory) / f"{number}.toml"
            # What provokes an error is known of the plain endpoint; of one that is different nothing is.
            profile.write_text(PROFILE if kind == "fault" else "")
            profiles.append(str(profile))
        tasks = [
            pool.submit(row, kind, name, depth, named, gallery.url, profile)
            for (kind, name), profile in zip(chosen, profiles, strict=True)
        ]
        for task in tasks:
            yield task.result()


def table(found: list[Row]) -> str:
    """The board as Markdown."""
    lines = ["| class | faults | caught | named | diagnosed |", "| --- | ---: | ---: | ---: | ---: |"]
    faults = [r for r in found if r.kind != "variation"]
    for kind in [*sorted({r.kind for r in faults}), "all"]:
        some = [r for r in faults if kind in (r.kind, "all")]
        cells = (len(some), sum(r.caught for r in some), sum(r.named for r in some), sum(r.diagnosed for r in some))
        lines.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    right = [r for r in found if r.kind == "variation"]
    accused = sum(r.caught or bool(r.notes) for r in right)
    until = [r.until for r in faults if r.until is not None]
    if right:
        lines += ["", f"Servers that are right but different: {len(right)}; accused: {accused}."]
    if until:
        lines.append(f"Requests until the first failure is known: median {median(until):g}, worst {max(until)}.")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the board and what was missed; 1 where a fault is missed or a right server accused."""
    parser = argparse.ArgumentParser(prog="python -m bench.power", description=__doc__.partition("\n")[0])
    parser.add_argument("--depth", default="quick", choices=list(Depth))
    parser.add_argument("--only", default="*", metavar="GLOB", help="faults and variations whose name matches")
    parser.add_argument("--every", default=1, type=int, metavar="N", help="only each Nth of them")
    parser.add_argument("--kind", choices=["fault", "variation"], help="only faults, or only servers that are right")
    parser.add_argument("--named", action="store_true", help="judge only the requirement that a fault breaks")
    parser.add_argument("--jobs", default=2, type=int)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    everything = [("fault", f) for f in FAULTS] + [("variation", v) for v in VARIATIONS]
    wanted = [(k, n) for k, n in everything if fnmatchcase(n, options.only) and options.kind in (None, k)]
    chosen = wanted[:: options.every]
    found: list[Row] = []
    for line in rows(chosen, options.depth, named=options.named, jobs=options.jobs):
        found.append(line)
        trouble = line.notes or (line.caught if line.kind == "variation" else not line.diagnosed)
        if trouble:
            said = "; ".join((*line.notes, *line.broken[:4])) or "nothing failed"
            print(f"{line.name} ({line.kind}, {line.requirement}) {len(line.broken)}: {said}"[:400], flush=True)
    print(table(found))
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in found], indent=1))
    if options.markdown:
        options.markdown.write_text(table(found) + "\n")
    return int(any(r.caught if r.kind == "variation" else not r.caught for r in found))


if __name__ == "__main__":
    sys.exit(main())
