"""Say what changed between two runs: newly broken, newly met, no longer judged."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.output_file import checked, writing
from kms_conformance.commands.shared.printing import say
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, USAGE, judged_nothing
from kms_reports import files
from kms_reports.formats import jsonl, markdown
from kms_reports.result import Result, Run
from kms_reports.sanitize import count, cut, shown
from kms_reports.several_runs import compare
from kms_reports.several_runs.compare import Change, Difference
from kms_targets import TargetError

LINE = 200  # characters of a reason
EPILOG = epilog(
    {
        "compare yesterday.jsonl today.jsonl": "what changed",
        "compare yesterday.jsonl today.jsonl --markdown changes.md": "as a file as well",
    },
    {
        OK: "nothing is newly broken",
        BROKEN: "something is",
        INTERRUPTED: "the new run was cut short, and nothing is newly broken in it",
        USAGE: "a file cannot be read or written",
        NOTHING: "the new run judged nothing",
    },
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which runs, and in which form the differences are wanted."""
    parser.add_argument("old", metavar="OLD.jsonl", type=Path, help="what `run --results` wrote before")
    parser.add_argument("new", metavar="NEW.jsonl", type=Path, help="what `run --results` wrote now")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the differences as Markdown as well")
    parser.add_argument("--json", action="store_true", help="print them as JSON, an object a line")


def run(options: argparse.Namespace) -> int:
    """Prints the differences; 1 where something is newly broken, 2 where NEW was cut short, 5 where it judged none."""
    checked({"--markdown": options.markdown}, {"OLD.jsonl": options.old, "NEW.jsonl": options.new})
    try:
        old, new = jsonl.read(options.old), jsonl.read(options.new)
        found = compare.differences(old, new)
        if options.markdown is not None:
            with writing(options.markdown):
                files.replace(options.markdown, _markdown(old, new, found).encode())
    except jsonl.Unreadable as broken:
        raise TargetError(str(broken)) from None
    lines, printed = (_json(found), print) if options.json else (_lines(old, new, found), say)
    for line in lines:
        printed(line)
    if any(one.change is Change.BROKEN for one in found):
        return BROKEN
    if not new.complete:
        return INTERRUPTED
    return NOTHING if judged_nothing(new) else OK


def _json(found: Sequence[Difference]) -> list[str]:
    return [
        json.dumps({"id": d.id, "change": str(d.change), "before": _verdict(d.before), "after": _verdict(d.after)})
        for d in found
    ]


def _verdict(result: Result | None) -> str | None:
    return None if result is None else str(result.verdict)


def _head(old: Run, new: Run) -> list[str]:
    lines = [f"{name}  {run.target}, {run.started}, depth {run.depth}" for name, run in (("old", old), ("new", new))]
    short = [f"The {name} run was cut short." for name, run in (("old", old), ("new", new)) if not run.complete]
    return lines + short


def _lines(old: Run, new: Run, found: Sequence[Difference]) -> list[str]:
    lines = [shown(line) for line in _head(old, new)]
    for change, group in groupby(found, key=lambda one: one.change):
        of_kind = list(group)
        lines += ["", f"{count(len(of_kind), 'requirement')} {change}"]
        for one in of_kind:
            lines += [f"  {one.id}", f"      {shown(_sentence(one))}"]
    return lines if found else [*lines, "", "Nothing changed."]


def _markdown(old: Run, new: Run, found: Sequence[Difference]) -> str:
    parts = [*(f"{markdown.text(line)}\n" for line in _head(old, new))]
    for change, group in groupby(found, key=lambda one: one.change):
        rows = [(markdown.code(one.id), markdown.text(_sentence(one))) for one in group]
        parts += [f"### {count(len(rows), 'requirement')} {change}\n", markdown.table(("requirement", "verdict"), rows)]
    return "\n".join(parts if found else [*parts, "Nothing changed.\n"])


def _sentence(one: Difference) -> str:
    was = "not judged" if one.before is None else str(one.before.verdict)
    now = "not there" if one.after is None else f"{one.after.verdict}: {one.after.reason}".rstrip(": ")
    return cut(f"{was} → {now}", LINE)
