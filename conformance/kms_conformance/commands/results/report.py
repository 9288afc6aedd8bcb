"""Make any report of a finished run out of its results file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.output_file import checked, writing
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_conformance.settings.extras import missing
from kms_reports.formats import jsonl
from kms_reports.formats.table import FORMATS, RESULTS
from kms_reports.formats.terminal.report import Terminal
from kms_targets import TargetError

EPILOG = epilog(
    {
        "report results.jsonl": "on the terminal",
        "report results.jsonl --html report.html --junitxml report.xml": "as files",
        "report results.jsonl -vv": "with every requirement and exchange",
    },
    {OK: "the report was made, whatever it says", USAGE: "the results cannot be read, or a report not be written"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which run, and which reports."""
    parser.add_argument("results", metavar="RESULTS.jsonl", type=Path, help="what `run --results` wrote")
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="every requirement and cause; -vv every exchange"
    )
    for form in FORMATS:
        if form is not RESULTS:
            parser.add_argument(f"--{form.option}", metavar="FILE", type=Path, help=form.help)


def run(options: argparse.Namespace) -> int:
    """Writes what is asked for; without any of it, prints the report."""
    asked = [(form, path) for form in FORMATS if form is not RESULTS and (path := getattr(options, form.option))]
    checked({f"--{form.option}": path for form, path in asked}, {"RESULTS.jsonl": options.results})
    try:
        found = jsonl.read(options.results)
        found.reports.setdefault("results", str(options.results))
        for form, path in asked:
            reason = missing(form.extra, f"--{form.option}") if form.extra else ""
            if reason:
                raise TargetError(reason)
            with writing(path):
                form.write(found, path)
    except (jsonl.Unreadable, OSError, ImportError) as broken:
        raise TargetError(str(broken)) from None
    if not asked:
        Terminal(Console(file=sys.stdout, highlight=False), len(found.results), options.verbose).report(found)
    return 0
