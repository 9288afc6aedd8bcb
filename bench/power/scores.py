"""What the rows of the scoreboard add up to, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from bench.power.tasks import Row
from kms_conformance.settings.depth import Depth
from kms_targets.reference.faults import FAULTS

OTHERS = 2  # other requirements that may fail beside the one that a fault breaks


def table(found: Sequence[Row], seconds: float) -> tuple[str, bool]:
    """The board, and whether all faults were caught and no right server accused."""
    alone = [r for r in found if r.task.kind == "fault" and r.task.depth and not r.task.whole]
    whole = [r for r in found if r.task.kind == "fault" and r.task.whole]
    yard = [r for r in found if r.task.depth is None]
    right = [r for r in found if r.task.kind == "variation"]
    quick = {r.task.name for r in alone if r.named and r.task.depth is Depth.QUICK}
    deep = quick | {r.task.name for r in alone if r.named}
    lines = ["| class | faults | `quick` | `default` | diagnosed | schemathesis |", "| --- |" + " ---: |" * 5]
    kinds = sorted({str(FAULTS[r.task.name].kind) for r in alone})
    for kind in (*kinds, "all"):
        names = {r.task.name for r in alone if kind in ("all", FAULTS[r.task.name].kind)}
        cells = [len(names), len(names & quick), len(names & deep), _share(whole, names, diagnosed)]
        cells.append(_share(yard, names, lambda r: bool(r.broken)))
        lines.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    accused = [r for r in right if r.broken or any(n.startswith("refused") for n in r.notes)]
    lines += [
        "",
        f"Servers that are right but different: {len({r.task.name for r in right})}; accused: {len(accused)}.",
    ]
    until = [r.until for r in whole if r.until is not None]
    if until:
        lines.append(
            f"Requests until the first failure of a run is known: median {median(until):g}, worst {max(until)}."
        )
    if yard:
        rate = sum(r.requests for r in yard) / sum(r.seconds for r in yard)
        lines.append(f"schemathesis: {_share(yard, None, lambda r: bool(r.broken))} faults, {rate:.0f} cases a second.")
    lines.append(f"The board took {seconds / 60:.0f} minutes.")
    missed = sorted({r.task.name for r in alone} - deep)
    lines += _listed("Not caught at `default`", missed)
    lines += _listed("Caught at `default` only", sorted(deep - quick))
    lines += _listed("Not diagnosed", sorted(f"{r.task.name} ({len(r.broken)})" for r in whole if not diagnosed(r)))
    lines += _listed("Accused", sorted(f"{r.task.name}: {'; '.join((*r.broken, *r.notes))}" for r in accused))
    return "\n".join(lines), not missed and not accused


def diagnosed(row: Row) -> bool:
    """Whether the broken requirement is named, and at most two others are; a fault that spreads may show anywhere."""
    return row.named and (FAULTS[row.task.name].spreads or len(row.broken) <= OTHERS + 1)


def _share(found: Iterable[Row], names: set[str] | None, good: Callable[[Row], bool]) -> str:
    some = [r for r in found if names is None or r.task.name in names]
    return f"{sum(map(good, some))} of {len(some)}"


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return ["", f"{title} ({len(names)}):", "", *(f"- {name}" for name in names)] if names else []
