"""Send the counterexamples of an earlier run again, to the same target or another."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from kms_conformance.commands.shared.arguments import TARGET, add_options
from kms_conformance.commands.shared.epilog import CONFIGURED, epilog
from kms_conformance.commands.shared.printing import say
from kms_conformance.commands.shared.signals import like_ctrl_c
from kms_conformance.run.replaying.replay import Replayed, replay
from kms_conformance.run.run import EMBEDDED, opened
from kms_conformance.settings import options as table
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.exit_codes import BROKEN, NOTHING, OK, USAGE
from kms_conformance.settings.readers import OptionError
from kms_reports.formats import jsonl
from kms_reports.result import Result
from kms_reports.sanitize import count, shown
from kms_specification.requirements.registry import registry
from kms_targets import TargetError

SHARED = (*TARGET, "preset")
_SAYS = {True: "still breaks", False: "breaks no more", None: "cannot be shown here"}
EPILOG = epilog(
    {
        "replay results.jsonl --target-url http://127.0.0.1:4566": "everything that was broken",
        "replay results.jsonl --target-url http://127.0.0.1:4566 --only 'Encrypt.*'": "of one operation",
    },
    {
        OK: "nothing breaks any more",
        BROKEN: "something still breaks",
        USAGE: "bad usage, or the target is out of reach",
        NOTHING: "nothing in the file was broken, or none of it can be shown at this target",
    },
    CONFIGURED,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which run, and which target."""
    parser.add_argument("results", metavar="RESULTS.jsonl", type=Path, help="what `run --results` wrote")
    parser.add_argument("--only", metavar="GLOB", action="append", help="only requirements that match; may be repeated")
    add_options(parser, SHARED)


def run(options: argparse.Namespace) -> int:
    """Says of each failing requirement whether it still breaks: 1 where any does, 0 where none, 5 without any."""
    try:
        asked = table.read(partial(getattr, options), SHARED)
        earlier = jsonl.read(options.results)
    except (OptionError, jsonl.Unreadable) as wrong:
        raise TargetError(str(wrong)) from None
    failed = _wanted(earlier.results, options.only)
    if not failed:
        print(f"{options.results}: no failing requirement to replay")
        return NOTHING
    like_ctrl_c()
    found: list[Replayed] = []
    # What is sent for the protocol is a request of an operation that was tested then.
    tested = tuple(dict.fromkeys(r.counterexample.operation for r in failed if r.counterexample is not None))
    selected = frozenset(result.id for result in earlier.results)
    with opened(replace(asked, depth=Depth.QUICK, operations=tested), selected) as run:
        if run.header.target == EMBEDDED and earlier.target not in (EMBEDDED, asked.target_url) and not asked.preset:
            note = f"no target was named: this is asked of {EMBEDDED}, not of {earlier.target}"
            print(shown(f"kms-conformance: {note}; give --target-url URL"), file=sys.stderr)
        for result in failed:
            found.append(replay(run, result))
            say(shown(f"{_SAYS[found[-1].breaks]}: {found[-1].id}: {found[-1].why}"))
    broken = sum(one.breaks is True for one in found)
    print(f"{count(len(found), 'requirement')} replayed, {broken} still broken")
    return BROKEN if broken else OK if any(one.breaks is False for one in found) else NOTHING


def _wanted(results: list[Result], globs: list[str] | None) -> list[Result]:
    """The failing results that match. Raises TargetError for a glob that means no requirement at all."""
    known = {r.id for r in registry()} | {r.id for r in results}
    for glob in globs or ():
        if not any(fnmatchcase(one, glob) for one in known):
            raise TargetError(f"--only {glob!r} matches no requirement: see `kms-conformance requirements`")
    return [r for r in results if r.failed and (globs is None or any(fnmatchcase(r.id, glob) for glob in globs))]
