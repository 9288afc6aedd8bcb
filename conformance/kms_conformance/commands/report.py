"""Make any report of a finished run out of its results file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from kms_reports.formats import (
    jsonl,
    junit,
    markdown,
)
from kms_reports.formats.terminal import Terminal
from kms_targets import TargetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which run, and which reports."""
    parser.add_argument("results", metavar="RESULTS.jsonl", type=Path, help="what `run --results` wrote")
    parser.add_argument("--junitxml", metavar="FILE", type=Path)
    parser.add_argument("--markdown", metavar="FILE", type=Path)
    parser.add_argument("--html", metavar="FILE", type=Path)


def run(options: argparse.Namespace) -> int:
    """Writes what is asked for; without any of it, prints the report."""
    try:
        found = jsonl.read(options.results)
        for write, path in ((junit.write, options.junitxml), (markdown.write, options.markdown)):
            if path is not None:
                write(found, path)
        if options.html is not None:
            from kms_reports.formats import html

            html.write(found, options.html)
    except (jsonl.Unreadable, OSError, ImportError) as broken:
        raise TargetError(str(broken)) from None
    if not (options.junitxml or options.markdown or options.html):
        Terminal(Console(file=sys.stdout, highlight=False), len(found.results)).report(found)
    return 0
