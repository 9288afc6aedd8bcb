"""Give verdicts on recorded exchanges; no target is needed."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.input_file import text_of
from kms_conformance.commands.shared.output_file import checked, writing
from kms_conformance.commands.shared.printing import say
from kms_conformance.execution.judging.lines import records
from kms_conformance.execution.judging.recorded import RIGHT, Judged, as_run, verdict_on
from kms_conformance.passive import har
from kms_conformance.settings.exit_codes import BROKEN, NOTHING, OK, USAGE
from kms_reports.formats import junit
from kms_targets import TargetError

EPILOG = epilog(
    {
        "judge recorded.jsonl": "a verdict a line",
        "judge --har traffic.har --junitxml kms.xml": "what a browser or a proxy has recorded",
        "judge - --json < recorded.jsonl": "from another program, for another program",
    },
    {
        OK: "no exchange is wrong",
        BROKEN: "some are",
        USAGE: "the recording, or a line of it, cannot be read; all other lines are judged",
        NOTHING: "there is no exchange in it",
    },
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which recording."""
    parser.add_argument(
        "recorded",
        metavar="RECORDED.jsonl",
        nargs="?",
        help="JSON Lines, each with operation, request (or body_base64), status and code (null for a success); "
        "where they were recorded, response, and headers (an object); - is standard input",
    )
    parser.add_argument("--har", metavar="FILE", help="judge the KMS exchanges in a HAR file instead")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--junitxml", metavar="FILE", type=Path, help="write the verdicts as JUnit XML as well")


def run(options: argparse.Namespace) -> int:
    """Prints a line for each exchange; 1 where any is a failure, 5 where there is none at all.

    A line that cannot be read does not end it: the rest is judged, and one line at the end says what was wrong.
    """
    judged: dict[int, Judged] = {}
    if (options.recorded is None) == (options.har is None):
        raise TargetError("judge needs RECORDED.jsonl or --har FILE")
    read, name = (records, options.recorded) if options.har is None else (har.exchanges, options.har)
    checked({"--junitxml": options.junitxml}, {"the recording": Path(name)})
    unread: list[TargetError] = []
    # A line that is not UTF-8 is reported, and the other lines are judged.
    text = text_of(name, "surrogateescape" if options.har is None else "strict")
    if options.har is None and har.is_har(text):
        raise TargetError(f"{name!r} is a HAR file: judge --har {name}")
    for number, record in read(name, text):
        if isinstance(record, TargetError):
            unread.append(record)
            continue
        judged[number] = found = verdict_on(record)
        if options.json:
            print(json.dumps(_data(number, found)))
        else:
            say(f"{number}: {found.line}")
    if options.junitxml is not None:
        with writing(options.junitxml):
            junit.write(as_run(name, judged), options.junitxml)
    if not judged and not unread:
        whole = "" if options.har is None else " whose request and answer were recorded"
        print(f"kms-conformance: there is no exchange with KMS in {name!r}{whole}", file=sys.stderr)
        return NOTHING
    counts = Counter(found.verdict for found in judged.values())
    if judged and not options.json:
        # Not among the lines, of which there is one for each exchange.
        print(", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())), file=sys.stderr)
    if unread:
        more = f", nor can {len(unread) - 1} more be read" if unread[1:] else ""
        raise TargetError(f"{unread[0]}{more}")
    return BROKEN if counts.keys() - RIGHT else OK


def _data(number: int, found: Judged) -> dict[str, object]:
    return {
        "line": number,
        "operation": found.operation,
        "verdict": str(found.verdict),
        "requirements": list(found.requirements),
        "reason": found.explanation,
    }
