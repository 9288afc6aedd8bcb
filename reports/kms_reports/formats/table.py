"""The report formats: a new one is a file here and a line in FORMATS.

`kms-conformance run` and `report` have an option for each, and so has pytest, as `--kms-NAME`. The file is imported
when its report is written, so that listing the options stays fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kms_reports.result import Run


@dataclass(frozen=True, slots=True)
class Format:
    """`option` is the name on the command line without its dashes; `module` is the file here, which has `write`.

    `by_itself`: a run writes the file at its end because its option asks for it, and not line by line as it goes, or as
    pytest's own. `extra` is what has to be installed.
    """

    name: str
    option: str
    help: str
    module: str
    by_itself: bool = True
    extra: str = ""

    def write(self, run: Run, path: Path) -> None:
        """Puts a finished run at a path. Raises OSError, and ImportError where the extra is not installed."""
        import_module(f"{__package__}.{self.module}").write(run, path)


RESULTS = Format("results", "results", "write the results as JSON Lines, as the run goes", "jsonl", by_itself=False)
JUNIT = Format("JUnit", "junitxml", "write the results as JUnit XML", "junit", by_itself=False)
FORMATS: tuple[Format, ...] = (
    RESULTS,
    JUNIT,
    Format("Markdown", "markdown", "write the report as Markdown", "markdown"),
    Format("HTML", "html", "write the report as one HTML page", "html", extra="report"),
    Format(
        "annotations",
        "annotations",
        "write the first causes as GitHub annotations, to be printed by a workflow",
        "annotations",
    ),
)
