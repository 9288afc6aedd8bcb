"""Test an endpoint: every selected requirement, with a report."""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kms_conformance.commands.shared.arguments import add_options, as_pytest_options
from kms_conformance.commands.shared.epilog import CONFIGURED, epilog
from kms_conformance.commands.shared.printing import say
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, NOTHING, OK, OURS, USAGE

if TYPE_CHECKING:
    from kms_conformance.settings.options import Options

MOST_WORKERS = 64
EPILOG = epilog(
    {
        "run": "the endpoint of our own: everything is met",
        "run --target-url http://127.0.0.1:4566": "an emulator that is running",
        "run --preset moto --operations all --html kms.html": "an emulator that is installed and started for it",
        "run --target-url http://127.0.0.1:4566 --operations '*Alias*' --plan": "what would be sent, and nothing sent",
        "run --target-url http://127.0.0.1:4566 --baseline known.json --junitxml kms.xml": "red for new failures only",
    },
    {
        OK: "all requirements met",
        BROKEN: "some broken",
        INTERRUPTED: "interrupted, or cut short by a limit or a full account, with nothing broken",
        OURS: "an error of ours",
        USAGE: "bad usage, or the target is out of reach",
        NOTHING: "nothing judged",
    },
    CONFIGURED,
)
INI = Path(__file__).parents[2] / "pytest.ini"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of a run."""
    groups = add_options(parser)
    reports, limits = groups["reports and records"], groups["limits"]
    reports.add_argument("--junitxml", metavar="FILE", help="write the results as JUnit XML")
    shown = reports.add_mutually_exclusive_group()
    shown.add_argument(
        "-v", action="count", default=0, dest="verbose", help="show every requirement; -vv shows each exchange as well"
    )
    shown.add_argument("-q", action="store_true", dest="quiet", help="show the verdict alone")
    limits.add_argument(
        "--workers", metavar="N", help="test with N processes, or auto: one a processor (extra [xdist])"
    )
    limits.add_argument("--plan", action="store_true", help="say what would be sent and made, and send nothing")


def run(options: argparse.Namespace) -> int:
    """Hands the run to pytest, whose plugin does it. Raises TargetError for options that make no sense."""
    words = ["--pyargs", "kms_conformance", "-c", str(INI), "--rootdir", str(INI.parent), "--kms-live"]
    words += ["-p", "kms_conformance.plugin", "--noconftest", "-p", "no:terminal", "-p", "no:cacheprovider", "-s"]
    asked, checked = _checked(options)
    if options.plan:
        return _plan(asked)
    words += as_pytest_options(options) + checked
    words += [f"--kms-verbosity={-1 if options.quiet else min(options.verbose, 2)}"]
    # Nothing of the directory that the command is called in takes part: no settings of pytest, no plugins.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    import pytest

    from kms_conformance.commands.shared.signals import like_ctrl_c

    like_ctrl_c()
    return int(pytest.main(words))


def _checked(options: argparse.Namespace) -> tuple[Options, list[str]]:
    """The options, and what else pytest is given. What is wrong with the options is found before pytest starts."""
    from kms_conformance.settings import options as table
    from kms_conformance.settings.readers import OptionError
    from kms_conformance.suites.known_failures import known_failures
    from kms_conformance.suites.selection import select
    from kms_targets import TargetError, profile, url_guard

    try:
        asked = table.read(partial(getattr, options))
        select(asked)
        known_failures(asked)
        workers = table.configured("workers", options.workers)
        junitxml = table.configured("junitxml", options.junitxml)
        if junitxml is not None:
            label, path = junitxml.origin or "--junitxml", Path(str(junitxml.value))
            table.writable(label, path)
            table.apart({label: path}, asked.files())
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    if asked.profile is not None:
        profile.load(asked.profile)
    if asked.target_url is not None:
        try:
            url_guard.parse(asked.target_url, allow_real_aws=asked.allow_real_aws)
        except TargetError as refused:
            raise TargetError(f"{asked.target_from}: {refused}" if asked.target_from else str(refused)) from None
    if workers is not None and asked.connections > 1:
        raise TargetError("--connections is for one process: leave --workers out")
    reports = [] if junitxml is None else [f"--kms-junitxml={junitxml.value}"]
    return asked, reports + ([] if workers is None else _workers(str(workers.value), workers.origin or "--workers"))


def _plan(asked: Options) -> int:
    """Prints what a run would do. Raises TargetError where that cannot be tried out."""
    from kms_conformance.commands.shared.plan import lines
    from kms_conformance.run.rehearsal import rehearsed
    from kms_conformance.settings.extras import missing
    from kms_conformance.suites.selection import of_shard, select
    from kms_targets import TargetError

    reason = missing("reference", "--plan")
    if reason:
        raise TargetError(reason)
    selected = select(asked)
    here = of_shard(selected, asked.shard)
    for line in lines(asked, here, rehearsed(asked, here, (r.id for r in selected))):
        say(line)
    return 0


def _workers(text: str, label: str) -> list[str]:
    from kms_conformance.settings.extras import missing
    from kms_targets import TargetError

    if text != "auto" and not (text.isdecimal() and 1 <= int(text) <= MOST_WORKERS):
        raise TargetError(f"{label}: {text!r} is neither auto nor a number from 1 to {MOST_WORKERS}")
    reason = missing("xdist", label)
    if reason:
        raise TargetError(reason)
    return ["-p", "xdist", "-n", text]
