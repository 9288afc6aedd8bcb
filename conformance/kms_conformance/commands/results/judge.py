"""Give verdicts on recorded exchanges; no target is needed."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.input_file import text_of
from kms_conformance.execution.judging.recorded import Judged, records, verdict_on
from kms_conformance.passive import har
from kms_conformance.settings.exit_codes import BROKEN, NOTHING, OK, USAGE
from kms_reports.result import Verdict
from kms_targets import TargetError

EPILOG = epilog(
    {
        "judge recorded.jsonl": "a verdict a line",
        "judge --har traffic.har": "what a browser or a proxy has recorded",
        "judge - --json < recorded.jsonl": "from another program, for another program",
    },
    {
        OK: "no exchange is wrong",
        BROKEN: "some are",
        USAGE: "the recording cannot be read",
        NOTHING: "there is no exchange in it",
    },
)
_RIGHT = frozenset({Verdict.CONFORMS, Verdict.INAPPLICABLE})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which recording."""
    parser.add_argument(
        "recorded",
        metavar="RECORDED.jsonl",
        nargs="?",
        help="JSON Lines, each with operation, request (or body_base64), status and code (null for a success); "
        "- is standard input",
    )
    parser.add_argument("--har", metavar="FILE", help="judge the KMS exchanges in a HAR file instead")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Prints a line for each exchange; 1 where any is a failure, 5 where there is none at all."""
    counts: Counter[Verdict] = Counter()
    if (options.recorded is None) == (options.har is None):
        raise TargetError("judge needs RECORDED.jsonl or --har FILE")
    read, name = (records, options.recorded) if options.har is None else (har.exchanges, options.har)
    for number, record in read(name, text_of(name)):
        found = verdict_on(record)
        counts[found.verdict] += 1
        print(json.dumps(_data(number, found)) if options.json else f"{number}: {_line(found)}")
    if not counts:
        return NOTHING
    if not options.json:
        # Not among the lines, of which there is one for each exchange.
        print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())), file=sys.stderr)
    return BROKEN if counts.keys() - _RIGHT else OK


def _line(found: Judged) -> str:
    about = f" [{found.requirements[0]}]" if found.requirements and found.verdict not in _RIGHT else ""
    return f"{found.verdict}: {found.operation}: {found.explanation}{about}"


def _data(number: int, found: Judged) -> dict[str, object]:
    return {
        "line": number,
        "operation": found.operation,
        "verdict": str(found.verdict),
        "requirements": list(found.requirements),
        "reason": found.explanation,
    }
