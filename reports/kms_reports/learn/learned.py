"""What an endpoint was found to enforce, beside what is documented: the rows, and their JSON and Markdown forms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from kms_reports.sanitize import (
    count,
    cut,
    pretty,
    quoted,
    shown,
)

SCHEMA = 1
CELL = 300
"""Characters of a cell."""


class Found(StrEnum):
    """How what was measured compares with what is documented."""

    SAME = "same"
    DIFFERS = "differs"
    UNSETTLED = "not settled"
    INAPPLICABLE = "inapplicable"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value or a request that shows a difference; stand-ins are in the place of secrets. `note` is it in words."""

    value: Any
    documented: str
    measured: str
    note: str = ""

    def __str__(self) -> str:
        said = [self.note] if self.note else []
        said += [quoted(self.value)] if isinstance(self.value, str) else [] if self.note else [pretty(self.value)]
        return f"{': '.join(said)} is {self.measured}, not {self.documented}"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of one member. `note` says how sure it is, or why it is not settled; `more` is for programs."""

    member: str
    fact: str
    documented: str
    measured: str
    found: Found
    shown: tuple[Shown, ...] = ()
    note: str = ""
    requests: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Learned:
    """All rows of one target. `notes` are sentences about the whole."""

    version: str
    target: str
    operation: str
    started: str
    environment: Mapping[str, Any]
    most: int
    requests: int = 0
    seconds: float = 0.0
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, found: Found) -> int:
        """How many rows are so."""
        return sum(row.found is found for row in self.rows)

    @property
    def pointless(self) -> bool:
        """Whether one reason kept every row from being measured."""
        reasons = {row.note for row in self.rows if row.found is Found.UNSETTLED}
        return bool(self.notes) and self.count(Found.UNSETTLED) == len(self.rows) and len(reasons) == 1

    @property
    def sentence(self) -> str:
        """The whole in a line."""
        if self.pointless:
            return f"nothing was measured; {self.requests:,} of {self.most:,} requests"
        counts = [f"{self.count(found)} {found}" for found in Found if self.count(found)]
        rows = f"{count(len(self.rows), 'row')}: {', '.join(counts) or 'none'}"
        return f"{rows}; {self.requests:,} of {self.most:,} requests"

    def to_json(self) -> str:
        """The rows for programs, one object."""
        head = {"schema": SCHEMA, **{k: v for k, v in asdict(self).items() if k != "rows"}}
        return json.dumps({**head, "rows": [asdict(row) for row in self.rows]}, indent=1) + "\n"

    def to_markdown(self) -> str:
        """A table for a pull request or a step summary."""
        lines = [
            f"# What {_cell(self.target)} enforces of {self.operation}",
            "",
            f"{self.sentence}, in {self.seconds:.0f} s. kms-conformance {self.version}, {self.started}.",
            "",
            *(f"- {_cell(f'{name}: {what}')}" for name, what in self.environment.items()),
            *(f"- **{_cell(note)}**" for note in self.notes),
            "",
            "| member | fact | documented | measured | | shown by |",
            "|---|---|---|---|---|---|",
        ]
        for row in self.rows:
            cells = (row.member, row.fact, row.documented, row.measured, _mark(row.found), evidence(row))
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
        return "\n".join(lines) + "\n"


def evidence(row: Row, most: int = 3) -> str:
    """What stands in the last column: what shows the difference, then how sure it is."""
    lines = [cut(shown(str(one), keep="\n"), CELL) for one in row.shown[:most]]
    lines += [f"and {len(row.shown) - most} more"] if len(row.shown) > most else []
    return "\n".join([*lines, *([shown(row.note)] if row.note else [])])


def _mark(found: Found) -> str:
    return str(found) if found is Found.SAME else f"**{found}**"


def _cell(text: str) -> str:
    """Text that no Markdown is read from."""
    text = "".join(f"\\{c}" if c in "\\|*_`<>[]#~&$" else c for c in shown(cut(text, CELL * 3), keep="\n"))
    return text.replace("\n", "<br>")


def order(rows: Iterable[Row], facts: Iterable[tuple[str, str]]) -> list[Row]:
    """The rows member by member, as the facts come."""
    place = {fact: n for n, fact in enumerate(facts)}
    first: dict[str, int] = {}
    for (member, _), n in place.items():
        first.setdefault(member, n)
    return sorted(rows, key=lambda row: (first[row.member], place[row.member, row.fact]))
