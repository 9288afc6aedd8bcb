"""Find out what an endpoint really enforces, beside what is documented."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from kms_conformance.commands.shared.arguments import TARGET, add_options
from kms_conformance.commands.shared.epilog import CONFIGURED, epilog
from kms_conformance.commands.shared.output_file import checked, writing
from kms_conformance.commands.shared.signals import like_ctrl_c
from kms_conformance.learning.budget import (
    Ahead,
    Budget,
    SpentError,
)
from kms_conformance.learning.inventory import Fact, facts
from kms_conformance.learning.learner import Learner
from kms_conformance.learning.membership_oracle import MembershipOracle
from kms_conformance.learning.patterns import active_learning
from kms_conformance.run.results.recorder import Screen
from kms_conformance.run.run import (
    OpenRun,
    opened,
    operation,
)
from kms_conformance.settings import options as table
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, USAGE
from kms_conformance.settings.options import Options
from kms_conformance.settings.readers import OptionError
from kms_reports import files
from kms_reports.learn.learned import Found, Learned
from kms_reports.learn.terminal import Bar, show
from kms_specification.pages.resources import created_by
from kms_targets import TargetError

MOST = 20_000
PRINTED = Path("-")
SHARED = (*TARGET, "preset", "seed", "max_requests")
EPILOG = epilog(
    {
        "learn --target-url http://127.0.0.1:4566": "every member",
        "learn --target-url http://127.0.0.1:4566 --only 'CustomKeyStoreName.*'": "what is enforced of one",
        "learn --target-url http://127.0.0.1:4566 --markdown learned.md --json learned.json": "as files as well",
    },
    {
        OK: "everything measured is as documented",
        BROKEN: "something is not, or is not settled",
        INTERRUPTED: "interrupted",
        USAGE: "bad usage, or the target is out of reach",
        NOTHING: "nothing measured",
    },
    CONFIGURED,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to ask, how much, and where to write it."""
    add_options(parser, SHARED)
    parser.add_argument("--only", metavar="GLOB", action="append", help="members, or Member.fact; may be repeated")
    parser.add_argument(
        "--json",
        metavar="FILE",
        type=Path,
        nargs="?",
        const=PRINTED,
        help="write the rows as JSON; without FILE, or with -, they are printed, and no table is",
    )
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the rows as a Markdown table")


def run(options: argparse.Namespace) -> int:
    """Asks, shows the rows and writes them: 0 where all are the same, 1 where not, 5 where nothing was measured."""
    try:
        asked = table.read(partial(getattr, options), SHARED)
        most, wanted = asked.max_requests or MOST, _wanted(options.only)
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    asked_for = {f"--{name}": getattr(options, name) for name in ("json", "markdown")}
    checked({name: path for name, path in asked_for.items() if path != PRINTED}, {})
    if not active_learning.available():
        raise TargetError("learn needs the extra [learn]: pip install 'kms-conformance[learn]'")
    like_ctrl_c()
    screen = Screen(highlight=False)
    with Bar(screen, most) as bar:
        found, ended = _learned(asked, most, wanted, bar)
    if options.json == PRINTED:
        print(found.to_json(), end="")
    else:
        show(screen, found)
    for path, text in ((options.json, found.to_json), (options.markdown, found.to_markdown)):
        if path not in (None, PRINTED):
            with writing(path):
                files.replace(path, text().encode())
    return ended if ended else _status(found)


def _wanted(globs: list[str] | None) -> tuple[Fact, ...]:
    """The facts that the globs mean. Raises OptionError for a glob that means none."""
    every = facts(operation())
    for glob in globs or ():
        if not any(fact.matches(glob) for fact in every):
            raise OptionError(f"--only {glob!r}: {_meaningless(glob)}")
    return tuple(fact for fact in every if globs is None or any(fact.matches(glob) for glob in globs))


def _meaningless(glob: str) -> str:
    member, _, fact = glob.rpartition(".")
    if any(known.member == member for known in facts(operation())):
        return f"{member} has no {fact}"
    return f"no member of {operation().name} is called that: see `kms-conformance requirements`"


def _learned(asked: Options, most: int, wanted: tuple[Fact, ...], bar: Bar) -> tuple[Learned, int]:
    """What was found out, and how it ended: 0, or that it was interrupted."""
    start, budget = time.monotonic(), Budget(most, tell=bar.sent)
    bar.tell("calibration")
    ended = OK
    try:
        with opened(asked, frozenset(), budget=budget) as run:
            found = _empty(run, most)
            learner = _learner(run, budget, wanted, bar)
            try:
                found.rows = learner.learn()
            except KeyboardInterrupt:
                found.rows, ended = learner.interrupted(), INTERRUPTED
            found.notes = learner.notes
    except SpentError:
        raise TargetError(f"--max-requests {most}: too few to find out what the target is") from None
    found.notes += (
        [f"{len(run.executor.tracker.resources)} stores could not be deleted: see {run.ledger_path}"]
        if run.executor.tracker.resources
        else []
    )
    return replace(found, requests=budget.spent, seconds=time.monotonic() - start), ended


def _empty(run: OpenRun, most: int) -> Learned:
    environment = run.header.environment
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return Learned(version("kms-conformance"), run.header.target, operation().name, started, environment, most)


def _learner(run: OpenRun, budget: Budget, wanted: tuple[Fact, ...], bar: Bar) -> Learner:
    kind = created_by(operation().name)
    assert kind is not None
    ahead = Ahead(run.executor.tracker.ledger, kind.name)
    run.executor.tracker.write_to(ahead)
    return Learner(MembershipOracle(run.evaluator.context, ahead), budget, wanted, bar.tell)


def _status(found: Learned) -> int:
    if not found.count(Found.SAME) + found.count(Found.DIFFERS):
        return NOTHING
    return BROKEN if found.count(Found.DIFFERS) + found.count(Found.UNSETTLED) else OK
