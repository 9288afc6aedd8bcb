"""What was measured of speed, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from bench.speed.faults import Caught
from bench.speed.growth import Cost
from bench.speed.lanes import CEILING

TARGETS = {"boundary cases, judged": 0.9, "drawn by Hypothesis, judged": 0.4}
WHOLE_TARGET = 0.7


@dataclass(frozen=True, slots=True)
class Measured:
    """`rates`: requests a second by round. `whole`: requests, seconds of a run, and of the bare loop, by round.

    `memory`: requests so far, seconds, MiB.
    """

    rates: Mapping[str, Sequence[float]]
    whole: Sequence[tuple[int, float, float]]
    caught: Sequence[Caught]
    costs: Sequence[Cost]
    memory: Sequence[tuple[int, float, float]]
    versions: Mapping[str, str]


def document(found: Measured) -> str:
    """All of it."""
    day = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
    cores, load = os.cpu_count(), os.getloadavg()[2]
    versions = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    parts = [
        "# Benchmarks",
        f"Made on {day} by `tox -e bench`, against the embedded endpoint in a process of its own.\n"
        f"Machine: {platform.machine()}, {cores} processors, {platform.system()}, Python {platform.python_version()}; "
        f"{load:.0f} processes were at work on it.\n{versions}.",
        "On a machine that others use only the ratios mean anything: in each round all take turns, the ratio is taken\n"
        "within the round, and what stands here is the median of the rounds. What is wanted stands beside it, reached "
        "or\nnot.",
        "## Ways to send requests",
        _rates(found.rates),
        "The bare loop sends the bodies of the boundary cases over one kept-alive connection: not signed, not judged.",
        "## A whole `quick` run",
        _whole(found.whole),
        "The bare loop sends the very requests of the run, those that open it, make, delete and read stores too. The\n"
        "run writes the names of all stores to disk before it asks for them, which the bare loop does not.",
        "## Until a fault is caught",
        _caught(found.caught),
        "## As depth, operations, connections and processes grow",
        _costs(found.costs),
        "However many connections a run has, it makes at most five custom key stores at once, so that more than ten\n"
        "bring little. The verdicts of all runs with late answers were the same.",
        "## Memory",
        _table(("requests", "seconds", "MiB"), [(f"{n:,}", f"{s:.0f}", f"{m:.1f}") for n, s, m in found.memory], 0),
        "`python -m bench.speed.memory` sends a million boundary cases in the same way, and ends with 1 where the "
        "second\nhalf needed more than a tenth more memory than the first.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A table of which so many columns hold words, and the others numbers."""
    aligned = [*["---"] * words, *["---:"] * (len(head) - words)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, aligned, *rows))


def _rates(rates: Mapping[str, Sequence[float]]) -> str:
    rows = []
    for name, measured in rates.items():
        ratio = median(m / c for m, c in zip(measured, rates[CEILING], strict=True))
        wanted = f"{TARGETS[name]:.0%}" if name in TARGETS else ""
        rows.append((name, f"{median(measured):,.0f}", f"{ratio:.0%}", wanted))
    return _table(("", "requests a second", "of the bare loop", "wanted"), rows)


def _whole(rounds: Sequence[tuple[int, float, float]]) -> str:
    ratio = median(bare / run for _, run, bare in rounds)
    row = (
        f"{rounds[0][0]:,}",
        f"{median(run for _, run, _ in rounds):.1f}",
        f"{median(bare for *_, bare in rounds):.1f}",
        f"{ratio:.0%}",
        f"{WHOLE_TARGET:.0%}",
    )
    return _table(("requests", "seconds", "seconds of the bare loop", "of its speed", "wanted"), [row], 0)


def _caught(found: Sequence[Caught]) -> str:
    rows = [(c.fault, c.requirement or "not caught", f"{c.requests:,}", f"{c.seconds:.1f}") for c in found]
    missed = sum(not c.requirement for c in found)
    middle = f"{median(c.requests for c in found):,.0f}", f"{median(c.seconds for c in found):.1f}"
    last = (f"median of {len(found)}", f"{missed} not caught" if missed else "", *middle)
    return _table(("fault", "first requirement that fails", "requests until then", "seconds"), [*rows, last], 2)


def _costs(costs: Sequence[Cost]) -> str:
    rows = [
        (c.name, f"{c.cases:,}", f"{c.requests:,}", f"{c.seconds:.1f}", f"{c.requests / c.seconds:,.0f}") for c in costs
    ]
    return _table(("run", "cases", "requests", "seconds", "requests a second"), rows)
