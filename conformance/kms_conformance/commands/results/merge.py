"""Make one results file of the shards of a run."""

from __future__ import annotations

import argparse
from pathlib import Path

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.output_file import checked, writing
from kms_conformance.settings import exit_codes
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, USAGE
from kms_reports import summary
from kms_reports.formats import jsonl
from kms_reports.sanitize import count
from kms_reports.several_runs import merge
from kms_targets import TargetError

EPILOG = epilog(
    {"merge shard-1.jsonl shard-2.jsonl --out results.jsonl": "the two halves of a run"},
    {
        OK: "all requirements met",
        BROKEN: "some broken",
        INTERRUPTED: "a shard is missing or was cut short, with nothing broken",
        USAGE: "the files cannot be read, or are not of one run",
        NOTHING: "nothing judged",
    },
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which runs, and where to."""
    parser.add_argument(
        "results", metavar="RESULTS.jsonl", type=Path, nargs="+", help="what `run --shard I/N --results` wrote"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the results file of the whole run")


def run(options: argparse.Namespace) -> int:
    """Writes the file. Exits as the whole run would have: 0 all met, 1 some broken, 2 not whole, 5 nothing judged."""
    try:
        if len({path.resolve() for path in options.results}) < len(options.results):
            raise TargetError("a results file is given twice")
        checked({"--out": options.out}, {f"{str(path)!r}": path for path in options.results})
        whole = merge.merged({str(path): jsonl.read(path) for path in options.results})
        with writing(options.out):
            jsonl.write(whole, options.out)
    except (jsonl.Unreadable, merge.UnmergeableError, OSError) as broken:
        raise TargetError(str(broken)) from None
    print(f"{count(len(options.results), 'file')} merged: {options.out}")
    print(summary.sentence(whole))
    return exit_codes.of_run(whole)
