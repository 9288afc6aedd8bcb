"""The pytest plugin: options, one item a requirement, one run behind them, and the reports at its end.

With pytest-xdist the controlling process finds out what the target is and gathers the results; each worker judges its
share over a connection of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from kms_conformance import options
from kms_conformance.execution.errors import OutOfTimeError
from kms_conformance.options import OptionError, Options
from kms_conformance.run import cleanup
from kms_conformance.run.baseline import Baseline
from kms_conformance.run.recorder import Record, Screen
from kms_conformance.run.run import (
    OpenRun,
    WorkerShare,
    opened,
)
from kms_conformance.run.serialization import from_text, to_text
from kms_reports.result import Counts, Result
from kms_specification.requirements import (
    Requirement,
    in_default_selection,
    registry,
)
from kms_targets import TargetError

PREFIX = "kms_"
SUITE = "kms_conformance.suites.test_requirements"
SUITES = Path(__file__).parent / "suites"
UNANSWERED_LIMIT = 3  # requirements in a row without a single answer, after which the run ends
Judging = Callable[[Requirement], Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `kms-conformance run`."""
    options.add_to(parser.getgroup("kms-conformance").addoption, PREFIX)
    # Those that only the command line gives: a report as it goes, and a JUnit file that pytest itself does not touch.
    parser.addoption(f"--{PREFIX}junitxml", dest=f"{PREFIX}junitxml", help="(internal)")
    parser.addoption(f"--{PREFIX}live", dest=f"{PREFIX}live", action="store_true", help="(internal)")


def pytest_configure(config: pytest.Config) -> None:
    """One conductor a process."""
    config.pluginmanager.register(Plugin(config), "kms-conformance-conductor")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item a requirement."""
    if metafunc.module.__name__ == SUITE:
        metafunc.parametrize("requirement", registry(), ids=lambda r: r.id)


def requirement_of(item: pytest.Item) -> Requirement | None:
    """The requirement that an item judges; None for a test of somebody else's."""
    if not isinstance(item, pytest.Function) or item.module.__name__ != SUITE:
        return None
    requirement = item.callspec.params["requirement"]
    assert isinstance(requirement, Requirement)
    return requirement


@pytest.fixture(scope="session")
def kms_judging(request: pytest.FixtureRequest) -> Judging:
    """Judges one requirement and keeps what was found for the reports."""
    conductor = request.config.pluginmanager.get_plugin("kms-conformance-conductor")
    assert isinstance(conductor, Plugin)
    return conductor.judge


class Plugin:
    """What one pytest process knows of the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._worker: dict[str, Any] | None = getattr(config, "workerinput", None)
        self._open = ExitStack()
        self._opened: OpenRun | None = None
        self._record: Record | None = None
        self._packed: str | None = None
        self._late = False
        self._unheard = 0
        self._left: list[str] = []
        self._read: Options | None = None
        self._baseline: Baseline | None = None

    def judge(self, requirement: Requirement) -> Result:
        """The result of a requirement; a run out of time ends here."""
        assert self._opened is not None
        before = self._opened.executor.counts
        result: Result | None = None
        try:
            result = self._opened.judge(requirement)
            result = self._baseline.adjust(result) if self._baseline is not None else result
        except OutOfTimeError:
            self._late = True
        spent = {name: n - getattr(before, name) for name, n in asdict(self._opened.executor.counts).items()}
        self._packed = to_text(result, Counts(**spent))
        if result is None:
            pytest.skip("the time of the run is over")
        self._unheard = self._unheard + 1 if spent["sent"] and not spent["answered"] else 0
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """--only and --skip."""
        if not any(map(requirement_of, items)):
            return
        chosen = self._options()
        kept = [i for i in items if (r := requirement_of(i)) is None or _selected(r, chosen)]
        if len(kept) < len(items):
            config.hook.pytest_deselected(items=[i for i in items if i not in kept])
            items[:] = kept

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Finds the target, unless there is nothing to judge or another process does."""
        wanted = [r for r in map(requirement_of, session.items) if r is not None]
        if not wanted or session.config.option.collectonly:
            return
        ids = frozenset(r.id for r in wanted)
        if self._worker is not None:
            self._start(ids, WorkerShare(self._worker["workerid"], self._worker["workercount"], **self._worker["kms"]))
        else:
            self._start(ids)
            self._begin(len(wanted))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Before a worker of pytest-xdist is started: what the target is has been found out here."""
        if not _asked_for(self._config):
            return
        if self._opened is None:
            self._start(frozenset(r.id for r in registry() if _selected(r, self._options())))
        assert self._opened is not None
        why = self._opened.alone()
        if why:
            raise self._unusable(why)
        node.workerinput["kms"] = self._opened.for_part()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """The first worker that has collected says how many requirements there are."""
        if self._record is None and self._opened is not None:
            self._begin(sum("test_requirements.py::test_requirement[" in one for one in ids))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended: what it could not delete."""
        self._left += getattr(node, "workeroutput", {}).get("kms_left", [])

    def _start(self, ids: frozenset[str], part: WorkerShare | None = None) -> None:
        try:
            self._opened = self._open.enter_context(opened(self._options(), ids, part))
        except TargetError as unusable:
            raise self._unusable(str(unusable)) from None

    def _begin(self, total: int) -> None:
        assert self._opened is not None
        live = Screen(highlight=False) if self._config.getoption(f"{PREFIX}live") else None
        self._record = Record(
            self._opened.header,
            self._options(),
            total,
            live,
            self._config.getoption(f"{PREFIX}junitxml") or self._config.getoption("xmlpath", None),
            self._baseline,
        )
        self._record.run.counts = self._opened.executor.counts
        self._record.run.ledger = str(self._opened.ledger_path or "")
        try:
            self._record.begin()
        except OSError as broken:
            self._record = None
            what = repr(broken.filename) if broken.filename else "the report"
            raise self._unusable(f"{what} cannot be written: {broken.strerror}") from None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Puts what was found on the report, with which it reaches the process that gathers."""
        report = yield
        if self._packed is not None and report.when == "call":  # type: ignore[attr-defined]
            report.kms_conformance, self._packed = self._packed, None  # type: ignore[attr-defined]
        if requirement_of(item) is not None:
            report.kms_requirement = True  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gathers."""
        if self._record is None or not hasattr(report, "kms_requirement"):
            return
        found = getattr(report, "kms_conformance", None)
        if found is not None:
            self._record.add(*from_text(found))
        elif report.failed:
            self._record.errors += 1
            crash = getattr(report.longrepr, "reprcrash", None)
            self._record.run.notes.append(f"an error of ours: {crash.message if crash else report.longrepr}")

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """A target that has not answered for some requirements is asked no more: every answer would be waited for."""
        if self._unheard >= UNANSWERED_LIMIT:
            item.session.shouldfail = f"the target has not answered a single request of {UNANSWERED_LIMIT} requirements"

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Nothing more is begun when the time is over."""
        if self._late and requirement_of(item) is not None:
            pytest.skip("the time of the run is over")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Deletes what is left, writes the reports, and sets the exit code."""
        left = self._end() + self._left
        if self._worker is not None:
            session.config.workeroutput["kms_left"] = left  # type: ignore[attr-defined]
        if self._record is not None:
            self._record.run.leaked += left
            session.exitstatus = self._record.end(int(session.exitstatus))
        result = yield
        if self._record is not None:
            self._record.write_junit()  # over the file that pytest itself has just written
        return result

    def _end(self) -> list[str]:
        """Ends the run of this process; what could not be deleted."""
        if self._opened is None:
            return []
        executor = self._opened.executor
        self._open.close()
        return cleanup.named(executor.tracker)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The report under pytest's own output."""
        if self._record is not None:
            terminalreporter.write_line("")
            terminalreporter.write(self._record.told(terminalreporter._tw.fullwidth, colour=terminalreporter.hasmarkup))

    def _options(self) -> Options:
        if self._read is None:
            try:
                read = options.read(lambda name: self._config.getoption(PREFIX + name))
                self._baseline = options.known(read)
                self._read = read
            except OptionError as wrong:
                raise self._unusable(str(wrong)) from None
        return self._read

    def _unusable(self, why: str) -> pytest.UsageError:
        """Why there can be no run, for pytest to say; the command line says it itself, as its other commands do."""
        if not self._config.getoption(f"{PREFIX}live"):
            return pytest.UsageError(why)
        print(f"kms-conformance: {why}", file=sys.stderr)
        return pytest.UsageError()


def _asked_for(config: pytest.Config) -> bool:
    """Whether the suite is among what pytest was asked to collect."""
    names = [argument.partition("::")[0] for argument in config.args]
    if any(name.partition(".")[0] == "kms_conformance" for name in names) and config.option.pyargs:
        return True
    return any(SUITES.is_relative_to(path := Path(name).absolute()) or path.is_relative_to(SUITES) for name in names)


def _selected(requirement: Requirement, chosen: Options) -> bool:
    """Whether a requirement is to be judged: those of the centre, the rest where it is asked for, or by name."""
    if chosen.only:
        wanted = any(fnmatchcase(requirement.id, glob) for glob in chosen.only)
    else:
        wanted = chosen.life_cycle or in_default_selection(requirement)
    return wanted and not any(fnmatchcase(requirement.id, glob) for glob in chosen.skip)
