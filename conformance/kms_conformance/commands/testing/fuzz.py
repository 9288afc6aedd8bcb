"""Search an endpoint without end for answers that are not right; each finding is written at once."""

from __future__ import annotations

import argparse
import sys
import traceback
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kms_conformance.commands.shared.arguments import TARGET, add_options
from kms_conformance.commands.shared.epilog import CONFIGURED, epilog
from kms_conformance.commands.shared.signals import asked as stopped
from kms_conformance.commands.shared.signals import like_ctrl_c
from kms_conformance.fuzzing.corpus import Corpus, of_operations
from kms_conformance.fuzzing.fuzzer import Fuzzer, Tried
from kms_conformance.fuzzing.presence import TargetGoneError
from kms_conformance.fuzzing.record import Record
from kms_conformance.fuzzing.storage import Storage
from kms_conformance.fuzzing.storage import opened as opened_storage
from kms_conformance.run import cleanup
from kms_conformance.run.results.recorder import Screen
from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings import options as table
from kms_conformance.settings.exit_codes import BROKEN, INTERRUPTED, OK, OURS, USAGE
from kms_conformance.settings.options import Options
from kms_conformance.settings.readers import OptionError
from kms_conformance.suites.selection import chosen_operations
from kms_reports.formats.terminal.hunting import Hunting
from kms_reports.formats.terminal.report import NORMAL, QUIET, Terminal
from kms_reports.result import FUZZ, Counts
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.requests.examples import seeded
from kms_targets import TargetError

SHARED = (*TARGET, "preset", "operations", "seed", "max_seconds", "max_requests", "results")

EPILOG = epilog(
    {
        "fuzz --target-url http://127.0.0.1:4566 --max-seconds 600": "ten minutes",
        "fuzz --target-url http://127.0.0.1:4566 --operations all --results found.jsonl": "until Ctrl-C",
        "fuzz --target-url http://127.0.0.1:4566 --corpus corpus --max-requests 50000": "on from where it was",
    },
    {
        OK: "nothing found by the end of --max-seconds or --max-requests",
        BROKEN: "something found",
        INTERRUPTED: "interrupted, with nothing found",
        OURS: "an error of ours",
        USAGE: "bad usage, or the target is out of reach or gone",
    },
    CONFIGURED,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a search was asked for."""

    options: Options
    operations: tuple[str, ...]
    most: int | None
    storage: Storage | None
    stored: list[Draft]
    minimise: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to ask, how long, and where what is found is kept."""
    add_options(parser, SHARED)
    parser.add_argument(
        "--corpus",
        metavar="DIR|redis://HOST|github:OWNER/REPO",
        help="keep requests with new answers there, and begin with them; from GitHub they are only read",
    )
    parser.add_argument("--minimise", action="store_true", help="leave one request an answer in the --corpus, and end")
    parser.add_argument("-q", action="store_true", dest="quiet", help="show the findings and the verdict alone")


def run(options: argparse.Namespace) -> int:
    """Searches: 1 with findings; without, 0 at the end of the budget and 2 where interrupted; 4: the target is gone."""
    try:
        asked = _asked(options)
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    like_ctrl_c()
    try:
        return _run(asked, quiet=options.quiet)
    except TargetError:
        raise
    except Exception as error:  # noqa: BLE001  (Python would end with 1, which says that the target is wrong)
        *_, place = traceback.extract_tb(error.__traceback__)
        where = f"{Path(place.filename).name}:{place.lineno}"
        print(f"kms-conformance: an error of ours, please report it: {error!r} ({where})", file=sys.stderr)
        return OURS


def _run(asked: _Asked, *, quiet: bool) -> int:
    console = Screen(highlight=False)
    record, ended = None, (Counts(), Tried(), list[str](), list[str]())
    try:
        with opened(asked.options, frozenset()) as found:
            record = _record(found, asked, console, quiet=quiet)
            fuzzer = _fuzzer(found, asked, record)
            _search(fuzzer, asked, record)
            tracker = found.executor.tracker
        leaked = [] if found.disposable else cleanup.named(tracker)
        ended = (found.executor.counts, fuzzer.tried, fuzzer.notes, leaked)
    finally:
        if record is not None:
            record.screen.close()
    status = record.end(*ended)
    _told(record, console, quiet=quiet)
    return status


def _asked(typed: argparse.Namespace) -> _Asked:
    """What was typed, read. Raises OptionError, and TargetError for a corpus that cannot be used."""
    options = table.read(partial(getattr, typed), SHARED)
    operations = chosen_operations(options.operations, options.label("operations"))
    if typed.minimise and typed.corpus is None:
        raise OptionError("--minimise needs --corpus")
    storage = None if typed.corpus is None else opened_storage(typed.corpus)
    stored = storage.load() if storage is not None else []
    most, options = options.max_requests, replace(options, max_requests=None)  # the search keeps count by itself
    return _Asked(options, operations, most, storage, of_operations(stored, operations), typed.minimise)


def _record(found: OpenRun, asked: _Asked, console: Screen, *, quiet: bool) -> Record:
    head = found.header
    head.depth = FUZZ
    head.ledger = str(found.ledger_path or "")
    record = Record(head, asked.options, Hunting(console))
    try:
        record.begin()
    except OSError as broken:
        raise TargetError(f"{str(asked.options.results)!r} cannot be written: {broken.strerror}") from None
    if not quiet:
        Terminal(console).header(head)
    return record


def _fuzzer(found: OpenRun, asked: _Asked, record: Record) -> Fuzzer:
    def progress(tried: Tried) -> None:
        counts = found.executor.counts
        record.screen.advance(counts.sent + counts.setup_requests, tried.signatures)

    corpus, random = Corpus(asked.storage), seeded(asked.options.seed, FUZZ)
    return Fuzzer(found, asked.operations, corpus, random, asked.most, record.found, progress, stopped=stopped)


def _search(fuzzer: Fuzzer, asked: _Asked, record: Record) -> None:
    """The search, to whichever end it comes."""
    try:
        answered = fuzzer.resend(asked.stored)
        if asked.minimise and asked.storage is not None:
            gone = fuzzer.corpus.minimise(answered)
            fuzzer.notes.append(f"{asked.storage.words!r}: {len(fuzzer.corpus.entries):,} kept, {gone:,} deleted.")
        else:
            fuzzer.search()
        record.stopped = stopped()
    except TargetGoneError as gone_target:
        record.gone = str(gone_target)
    except KeyboardInterrupt:
        record.stopped = True
    except Exception as broken:
        if not stopped():
            raise
        record.stopped = True
        fuzzer.notes.append(f"The interruption surfaced as {broken!r}.")


def _told(record: Record, console: Screen, *, quiet: bool) -> None:
    """The report; its last line is the verdict."""
    if record.options.results:
        record.run.reports["results"] = str(record.options.results)
    Terminal(console, verbosity=QUIET if quiet else NORMAL).report(record.run)
    if record.gone:
        gone = f"{record.run.target}: the target is gone: {record.gone}"
        print(f"kms-conformance: {gone}; start it again", file=sys.stderr)
