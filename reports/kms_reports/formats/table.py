"""The report formats: a new one is a file here and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kms_reports.formats import annotations as github_annotations
from kms_reports.formats import html, jsonl, junit, markdown
from kms_reports.result import Run


@dataclass(frozen=True, slots=True)
class Format:
    """`option` is the name on the command line without its dashes; `write` puts a finished run at a path.

    `as_it_goes`: a run writes the file line by line, not at its end. `write` raises OSError, and ImportError where an
    extra is not installed.
    """

    name: str
    option: str
    help: str
    write: Callable[[Run, Path], None]
    as_it_goes: bool = False


FORMATS: tuple[Format, ...] = (
    Format("results", "results", "write the results as JSON Lines, as the run goes", jsonl.write, as_it_goes=True),
    Format("JUnit", "junitxml", "write the results as JUnit XML", junit.write),
    Format("Markdown", "markdown", "write the report as Markdown", markdown.write),
    Format("annotations", "annotations", "write the first causes as GitHub annotations", github_annotations.write),
    Format("HTML", "html", "write the report as one HTML page", html.write),
)
