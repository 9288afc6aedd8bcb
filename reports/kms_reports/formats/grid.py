"""The table operation × aspect, and below each operation its subjects × aspects. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kms_reports import summary
from kms_reports.identity import ASPECTS
from kms_reports.result import Result


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of the requirements of one operation and aspect. `worst` is a kind of `summary.KINDS`, or empty."""

    met: int = 0
    broken: int = 0
    other: int = 0

    @property
    def worst(self) -> str:
        """Broken if anything is, else met if anything is, else skipped."""
        return "broken" if self.broken else "met" if self.met else "skipped" if self.other else ""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation: a cell an aspect, and for each subject the index of a result an aspect."""

    operation: str
    cells: tuple[Cell, ...]
    subjects: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """`aspects` are the columns: those that occur, known ones first."""

    aspects: tuple[str, ...]
    rows: tuple[OperationRow, ...]


def grid(results: Sequence[Result]) -> Grid:
    """The table of these results; cells of subjects hold indices into them."""
    occurring = dict.fromkeys(result.aspect for result in results)
    aspects = (*(a for a in ASPECTS if a in occurring), *(a for a in occurring if a not in ASPECTS))
    operations: dict[str, dict[str, dict[str, list[int]]]] = {}
    for index, result in enumerate(results):
        subjects = operations.setdefault(result.operation, {})
        subjects.setdefault(result.subject, {}).setdefault(result.aspect, []).append(index)
    rows = []
    for operation, subjects in operations.items():
        table = [(s, tuple(tuple(by.get(a, ())) for a in aspects)) for s, by in subjects.items()]
        columns = [[i for _, cells in table for i in cells[n]] for n in range(len(aspects))]
        rows.append(OperationRow(operation, tuple(_cell([results[i] for i in c]) for c in columns), tuple(table)))
    return Grid(aspects, tuple(rows))


def _cell(results: Sequence[Result]) -> Cell:
    kinds = [summary.kind(result) for result in results]
    met, broken = kinds.count("met"), kinds.count("broken")
    return Cell(met, broken, len(kinds) - met - broken)
