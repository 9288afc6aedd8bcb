"""A run as one HTML file that needs nothing else: no font, no picture, no script from elsewhere.

Needs jinja2, the extra `report`. All text is escaped by the template; a content security policy in the file lets only
its own script run, and nothing load. The page of 2,000 requirements stays below 1 MB: beyond a budget evidence is left
out, and the page says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from kms_reports import (
    details,
    files,
    summary,
)
from kms_reports.formats.grid import Grid, grid
from kms_reports.formats.marking import Piece, marked
from kms_reports.formats.pictures import automata
from kms_reports.formats.pictures.bounds import Picture, picture
from kms_reports.result import Counterexample, Result, Run
from kms_reports.root_causes import Cause, causes, compact, headline
from kms_reports.sanitize import cut, shown
from kms_reports.several_runs.matrix import SIGNS, Matrix, agreement
from kms_reports.summary import brief

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


class JinjaIsMissing(ImportError):
    """The extra is not installed. The message says how to install it."""


PAGE_SIZE = 920_000
"""Bytes of a page, about; what its rows leave of them is for evidence."""

CAUSE = 1_800
"""Characters that a cause takes beside its evidence, about."""

LINE = 300
"""Characters that a state or an edge of a picture takes, about."""

ROW = 235
"""Characters that a requirement takes in the tables, about."""

LEAST_EVIDENCE = 120_000

UNFOLDED = 5
"""The causes, the first ones, whose evidence is open when the page is."""

STATEMENT, REASON = 80, 160
ANSWER = 1_500
"""Characters of an answer's body."""

COMMAND = 100_000
"""Characters of a command; one that is longer is left out, for half of it would be of no use."""

TOO_LONG = "The line is too long for this page: it is in the results file."


@dataclass(frozen=True, slots=True)
class Automaton:
    """A pattern's automaton. `drawing` is None where it is too large, `other` the alphabet of the edges so called."""

    drawing: automata.Drawing | None
    words: str
    other: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The evidence as the template shows it.

    `request` are its lines in pieces, the offending member marked, `acceptable` the answers that would have been right,
    each with the numbers of its sources in the page's list. `commands` are by tool, `without` says why a tool has none.
    """

    facts: list[tuple[str, str]]
    request: list[list[Piece]]
    acceptable: list[tuple[str, list[int]]]
    commands: list[tuple[str, str]]
    without: list[tuple[str, str]]
    picture: Picture | None = None
    automaton: Automaton | None = None

    @property
    def size(self) -> int:
        """Bytes, about."""
        drawn = self.automaton.drawing if self.automaton is not None else None
        marks = LINE * (len(drawn.lines) + len(drawn.states)) if drawn is not None else 0
        texts = (text for label, text in (*self.facts, *self.commands, *self.without) if label != "acceptable")
        return marks + sum(map(_bytes, texts)) + sum(_bytes(text) for line in self.request for _, text in line)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A result in the table of all. `kind` is one of `summary.KINDS`, `cause` the number of its cause, 0 for none."""

    result: Result
    kind: str
    statement: str
    reason: str
    cause: int


def render(run: Run) -> str:
    """The page. Raises JinjaIsMissing."""
    found = causes(run.results)
    script = package_files("kms_reports").joinpath("templates/report.js").read_text(encoding="utf-8")
    environment = _environment()
    results = run.everything
    table = grid(results)
    sources: dict[str, int] = {}
    exhibits = _evidence(found, max(PAGE_SIZE - ROW * len(results), LEAST_EVIDENCE), sources)
    number = {id(result): n for n, (cause, *_) in enumerate(exhibits, 1) for result in cause.results}
    rows = [_row(result, number.get(id(result), 0)) for result in results]
    reasons = {reason: n for n, reason in enumerate(dict.fromkeys(row.reason for row in rows if row.reason))}
    return environment.get_template("report.html").render(
        run=run,
        summary=summary,
        causes=exhibits,
        omitted=len(found) - len(exhibits),
        unfolded=UNFOLDED,
        grid=table,
        sources=list(sources),
        data=_markup(_data(table, reasons)),
        reasons=reasons,
        rows=rows,
        tiles=_tiles(results),
        signs=SIGNS,
        script=_markup(script),
        script_hash=f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
    )


def _evidence(
    found: list[Cause], budget: int, sources: dict[str, int]
) -> list[tuple[Cause, dict[str, list[str]], Shown]]:
    """The causes that the page has room for, the first ones, with their evidence. Numbers their sources."""
    exhibits: list[tuple[Cause, dict[str, list[str]], Shown]] = []
    for cause in found:
        item = _shown(cause.example, sources)
        budget -= item.size + CAUSE
        if budget < 0:
            break
        exhibits.append((cause, compact(r.id for r in cause.results), item))
    return exhibits


def _data(table: Grid, reasons: Iterable[str]) -> str:
    """What the script fills in, as JSON that ends no element: rows below the operations, and reasons, each once."""
    operations = [[[shown(subject), *_places(cells)] for subject, cells in row.subjects] for row in table.rows]
    data = {
        "signs": dict(SIGNS),
        "columns": len(table.aspects),
        "operations": operations,
        "reasons": [shown(reason) for reason in reasons],
    }
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", r"\u003c")


def _places(cells: Iterable[Iterable[int]]) -> Iterator[int]:
    """Column and index of each result of a subject."""
    for column, indices in enumerate(cells):
        for index in indices:
            yield column
            yield index


def _row(result: Result, cause: int) -> RequirementRow:
    why = headline(result) if result.failed else brief(result.reason)
    statement = _beginning(shown(result.statement))
    reason = "" if cause else cut(why, REASON)
    return RequirementRow(result, summary.kind(result), statement, reason, cause)


def _beginning(text: str) -> str:
    """As much of a statement as a row has room for."""
    return text if len(text) <= STATEMENT else f"{text[:STATEMENT].rstrip()}…"


def side_by_side(matrix: Matrix) -> str:
    """The page of several runs; a reason that many cells have stands in it once. Raises JinjaIsMissing."""
    rows = list(matrix.rows())
    said = dict.fromkeys(result.reason for row in rows for result in row.results if result and result.reason)
    known = {"reasons": {reason: number for number, reason in enumerate(said, 1)}, "agreement": agreement(rows)}
    template = _environment().get_template("matrix.html")
    return template.render(matrix=matrix, rows=rows, kinds=summary.KINDS, signs=SIGNS, summary=summary, **known)


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Put the file at the path in one step. Raises JinjaIsMissing."""
    files.replace(path, render(run).encode())


def _environment() -> Environment:
    try:
        import jinja2  # noqa: F401
    except ModuleNotFoundError:
        raise JinjaIsMissing("an HTML report needs jinja2: pip install 'kms-conformance[report]'") from None
    return templates()


@cache
def templates(*folders: Path) -> Environment:
    """The templates of some folders, and those of this package. Text of a run is made fit to be shown."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(folders), jinja2.PackageLoader("kms_reports")]),
        autoescape=True,
        finalize=_fit,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["content"] = _content
    return environment


def _fit(value: object) -> object:
    """What the template prints: text of the run without unprintable characters. Its own markup is no plain `str`."""
    return shown(value, details.KEPT) if type(value) is str else value


def _content(text: str) -> Markup:
    """Text of an element: unlike in an attribute, quotation marks need no escape there."""
    escaped = shown(text, details.KEPT).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _markup(escaped)


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


def _shown(result: Result, sources: dict[str, int]) -> Shown:
    example = result.counterexample
    lines = [] if example is None else marked(details.request(example), result.subject)
    drawn = picture(example.scale) if example is not None and example.scale is not None else None
    way = example.pattern_path if example is not None else None
    automaton = None if way is None else Automaton(automata.drawing(way), automata.words(way), way.other)
    right = [] if example is None else details.by_source(example, result.source)
    numbered = [(answer, [sources.setdefault(s, len(sources) + 1) for s in found]) for answer, found in right]
    commands, without = ([], []) if example is None else _commands(example)
    return Shown(details.facts(result, body=ANSWER), lines, numbered, commands, without, drawn, automaton)


def _bytes(text: str) -> int:
    """As many as the page takes for it, what is escaped in it as it is written."""
    return len(text.encode("utf-8", "replace")) + 3 * (text.count("<") + text.count(">")) + 4 * text.count("&")


def _commands(example: Counterexample) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is pasted to send the request again, by tool; and, by tool, why there is no such line."""
    commands: list[tuple[str, str]] = []
    without: list[tuple[str, str]] = []
    for tool, line in (("curl", example.curl), *details.sdks(example)):
        shown_whole = details.command(line, limit=COMMAND)
        if shown_whole:
            commands.append((tool, shown_whole))
        elif line or tool != "curl":
            without.append((tool, TOO_LONG if line else details.UNSENDABLE))
    return commands, without


def _tiles(results: list[Result]) -> list[tuple[str, int]]:
    kinds = [summary.kind(r) for r in results]
    return [(kind, kinds.count(kind)) for kind in summary.KINDS if kind in kinds]
