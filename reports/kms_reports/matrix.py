"""Several runs side by side: targets × requirements, as Markdown and JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kms_reports import summary
from kms_reports.formats.markdown import (
    code,
    table,
    text,
)
from kms_reports.result import Result, Run

SIGNS: Mapping[str, str] = {"met": "✓", "broken": "✗", "known": "✗ known", "observed": "✓", "skipped": "·"}
FORMAT = 1


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
    def differs(self) -> bool:
        """Whether it is met by some and not by others."""
        return not self.agreed and bool({"met", "observed"}.intersection(self.kinds))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Runs by the name of their target, at least one."""

    runs: Mapping[str, Run]

    def rows(self) -> Iterator[Row]:
        """Every requirement that any run has, in the order of the first that has it."""
        found = {name: {r.id: r for r in run.results} for name, run in self.runs.items()}
        for identity in dict.fromkeys(i for by_id in found.values() for i in by_id):
            results = tuple(by_id.get(identity) for by_id in found.values())
            first = next(r for r in results if r is not None)
            yield Row(identity, first.operation, first.statement, results)

    def count(self, name: str, kind: str) -> int:
        """How many requirements of a run are of a kind."""
        return sum(summary.kind(r) == kind for r in self.runs[name].results)


def markdown(matrix: Matrix) -> str:
    """Who they are, and every requirement that is broken somewhere; the others are counted."""
    rows = list(matrix.rows())
    told = [row for row in rows if not row.agreed]
    heads = ["target", *summary.KINDS, "depth", "run"]
    about = [
        (
            text(name),
            *(str(matrix.count(name, kind)) for kind in summary.KINDS),
            text(run.depth) + ("" if run.complete else ", cut short"),
            text(f"{run.target}, {run.started}"),
        )
        for name, run in matrix.runs.items()
    ]
    lines = ["## KMS conformance, side by side", "", table(tuple(heads), about)]
    if told:
        cells = [(code(row.id), *map(_cell, row.results)) for row in told]
        lines.append(table(("requirement", *map(text, matrix.runs)), cells))
    rest = len(rows) - len(told)
    lines.append(f"{rest} of {len(rows)} requirements are broken nowhere. ✓ met, ✗ broken, · not judged.\n")
    return "\n".join(lines)


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
