"""A run as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.

Needs jinja2, the extra `report`. All text is escaped by the template; a content security policy in the file lets
nothing run or load even so.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kms_reports import (
    details,
    files,
    summary,
)
from kms_reports.matrix import SIGNS, Matrix
from kms_reports.result import Result, Run
from kms_reports.root_causes import causes, compact
from kms_reports.sanitize import shown

if TYPE_CHECKING:
    from jinja2 import Environment


class JinjaIsMissing(ImportError):
    """The extra is not installed. The message says how to install it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as the template shows it. `kind` is one of `summary.KINDS`."""

    result: Result
    kind: str
    facts: list[tuple[str, str]]
    commands: list[tuple[str, str]]


def render(run: Run) -> str:
    """The page. Raises JinjaIsMissing."""
    operations: dict[str, list[Shown]] = {}
    for result in run.results:
        operations.setdefault(result.operation, []).append(_shown(result))
    found = causes(run.results)
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            summary=summary,
            causes=[(cause, compact(r.id for r in cause.results), _shown(cause.example)) for cause in found],
            operations=operations,
            tiles=_tiles(run),
        )
    )


def side_by_side(matrix: Matrix) -> str:
    """The page of several runs. Raises JinjaIsMissing."""
    rows = list(matrix.rows())
    template = _environment().get_template("matrix.html")
    return template.render(matrix=matrix, rows=rows, kinds=summary.KINDS, signs=SIGNS, summary=summary)


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Put the file at the path in one step. Raises JinjaIsMissing."""
    files.replace(path, render(run).encode())


def _environment() -> Environment:
    try:
        import jinja2
    except ModuleNotFoundError:
        raise JinjaIsMissing("an HTML report needs jinja2: pip install 'kms-conformance[report]'") from None
    return jinja2.Environment(
        loader=jinja2.PackageLoader("kms_reports"),
        autoescape=True,
        finalize=_fit,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _fit(value: object) -> object:
    """What the template prints: text of the run without unprintable characters. Its own markup is no plain `str`."""
    return shown(value, details.KEPT) if type(value) is str else value


def _shown(result: Result) -> Shown:
    commands = []
    if result.counterexample is not None:
        example = result.counterexample
        lines = (("curl", example.curl), ("AWS CLI", example.aws_cli), ("boto3", example.boto3))
        commands = [(tool, details.command(line)) for tool, line in lines if line]
    return Shown(result, summary.kind(result), details.facts(result), [(t, line) for t, line in commands if line])


def _tiles(run: Run) -> list[tuple[str, int]]:
    kinds = [summary.kind(r) for r in run.results]
    return [(kind, kinds.count(kind)) for kind in summary.KINDS if kind in kinds]
