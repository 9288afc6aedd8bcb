"""Several runs side by side: targets × requirements, as Markdown and JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from kms_reports import summary
from kms_reports.formats.markdown import (
    code,
    table,
    text,
)
from kms_reports.result import PASSED, SKIPPED, Result, Run

SIGNS: Mapping[str, str] = {"met": "✓", "broken": "✗", "known": "✗ known", "observed": "✓", "skipped": "·"}
FORMAT = 1
TIERS = ("core", "complete", "strict")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some requirements are met. What was skipped is not met: a gap is a gap."""

    met: int
    total: int

    @classmethod
    def of(cls, results: Iterable[Result]) -> Share:
        """The share that is met."""
        found = [result.verdict in PASSED for result in results]
        return cls(sum(found), len(found))

    @property
    def percent(self) -> int:
        """Whole percent, never rounded up. There have to be requirements."""
        return self.met * 100 // self.total

    def __str__(self) -> str:
        """Whole percent, never rounded up, with the counts; empty where there are no requirements."""
        return f"{self.percent} % ({self.met}/{self.total})" if self.total else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement in every run, in order; None where a run has nothing of it."""

    id: str
    operation: str
    statement: str
    results: tuple[Result | None, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it is in each run: one of `summary.KINDS`, or empty."""
        return tuple(summary.kind(result) if result else "" for result in self.results)

    @property
    def agreed(self) -> bool:
        """Whether it is met wherever it was judged."""
        return set(self.kinds) <= {"met", "observed", "skipped", ""}

    @property
    def tested(self) -> bool:
        """Whether any run has a verdict on it: it was neither skipped nor left out everywhere."""
        return any(result is not None and result.verdict not in SKIPPED for result in self.results)

    @property
    def differs(self) -> bool:
        """Whether it is met by some and not by others."""
        return not self.agreed and bool({"met", "observed"}.intersection(self.kinds))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Runs by the name of their target, at least one."""

    runs: Mapping[str, Run]

    def rows(self) -> Iterator[Row]:
        """Every requirement that any run has, in the order of the first that has it."""
        found = {name: {r.id: r for r in run.everything} for name, run in self.runs.items()}
        for identity in dict.fromkeys(i for by_id in found.values() for i in by_id):
            results = tuple(by_id.get(identity) for by_id in found.values())
            first = next(r for r in results if r is not None)
            yield Row(identity, first.operation, first.statement, results)

    def tier(self, name: str, tier: str) -> Share:
        """What a run meets of a tier."""
        return Share.of(r for r in self.runs[name].everything if r.tier == tier)

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers that occur in any run."""
        found = {r.tier for run in self.runs.values() for r in run.results}
        return tuple(tier for tier in TIERS if tier in found)

    def operation(self, name: str, operation: str) -> Share:
        """What a run meets of the requirements of an operation."""
        return Share.of(r for r in self.runs[name].everything if r.operation == operation)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that occur in any run, in order."""
        return tuple(dict.fromkeys(r.operation for run in self.runs.values() for r in run.everything))

    def count(self, name: str, kind: str) -> int:
        """How many requirements of a run are of a kind."""
        return sum(summary.kind(r) == kind for r in self.runs[name].everything)


def markdown(matrix: Matrix) -> str:
    """Who they are, and every requirement that is broken somewhere; the others are counted."""
    rows = list(matrix.rows())
    differing = [row for row in rows if not row.agreed]
    heads = ["target", *matrix.tiers, *summary.KINDS, "depth", "run"]
    about = [
        (
            text(name),
            *(str(matrix.tier(name, tier)) for tier in matrix.tiers),
            *(str(matrix.count(name, kind)) for kind in summary.KINDS),
            text(run.depth) + ("" if run.complete else ", cut short"),
            text(f"{run.target}, {run.started}"),
        )
        for name, run in matrix.runs.items()
    ]
    lines = ["## KMS conformance, side by side", "", table(tuple(heads), about)]
    shares = [
        (code(operation), *(str(matrix.operation(name, operation)) for name in matrix.runs))
        for operation in matrix.operations
    ]
    if shares:
        lines.append(table(("operation", *map(text, matrix.runs)), shares))
    if differing:
        cells = [(code(row.id), *map(_cell, row.results)) for row in differing]
        lines.append(table(("requirement", *map(text, matrix.runs)), cells))
    lines.append(f"{agreement(rows)} ✓ met, ✗ broken, · not judged.\n")
    return "\n".join(lines)


def agreement(rows: list[Row]) -> str:
    """How many requirements are met wherever they were tested, and how many were tested nowhere."""
    untested = sum(not row.tested for row in rows)
    met = sum(row.tested and row.agreed for row in rows)
    agreed = f"{met} of {len(rows)} requirements are met wherever they were judged"
    return f"{agreed}, {untested} were judged nowhere." if untested else f"{agreed}."


def _cell(result: Result | None) -> str:
    if result is None:
        return ""
    kind = summary.kind(result)
    return f"{SIGNS[kind]} {result.verdict}" if kind == "broken" else SIGNS[kind]


def data(matrix: Matrix) -> str:
    """The same as JSON: the runs, and for each requirement the verdict by target."""
    runs = {
        name: {
            "target": run.target,
            "version": run.version,
            "depth": run.depth,
            "seed": run.seed,
            "started": run.started,
            "complete": run.complete,
            "tiers": {t: asdict(matrix.tier(name, t)) for t in matrix.tiers},
            "operations": {o: asdict(matrix.operation(name, o)) for o in matrix.operations},
            "counts": {kind: matrix.count(name, kind) for kind in summary.KINDS},
        }
        for name, run in matrix.runs.items()
    }
    requirements = [
        {
            "id": row.id,
            "operation": row.operation,
            "statement": row.statement,
            "verdicts": {n: str(r.verdict) for n, r in zip(matrix.runs, row.results, strict=True) if r is not None},
        }
        for row in matrix.rows()
    ]
    return json.dumps({"matrix": FORMAT, "runs": runs, "requirements": requirements}, indent=1) + "\n"
