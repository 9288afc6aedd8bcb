"""The suite in one pytest process: it collects the requirements, opens the run, and ends with its reports.

With pytest-xdist the controlling process calibrates and gathers the results; each worker evaluates its share over a
connection of its own.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from kms_conformance import STARTED
from kms_conformance.execution.errors import LIMITS, NO_ROOM_LEFT
from kms_conformance.execution.executor import HUNG
from kms_conformance.run.connections import undisturbed
from kms_conformance.run.results.recorder import Record, Screen
from kms_conformance.run.results.serialization import from_text
from kms_conformance.run.results.worker_share import WorkerShare
from kms_conformance.run.run import OpenRun
from kms_conformance.settings import options
from kms_conformance.settings.exit_codes import NOTHING, OK
from kms_conformance.settings.readers import OptionError
from kms_conformance.suites.collector import NODE, RequirementItem, suite
from kms_conformance.suites.default_warnings import default_warnings
from kms_conformance.suites.evaluation import UNANSWERED, Evaluation
from kms_conformance.suites.known_failures import known_failures
from kms_conformance.suites.selection import of_shard, select
from kms_reports.result import OURS, Planned
from kms_specification.requirements.registry import Requirement
from kms_targets import TargetError

EACH = "--dist each has every process judge every requirement: leave it out, and each is judged once"
ONE_PROCESS = "--connections is for one process: leave --workers (or -n) out"
UNAVAILABLE = (
    "The target answered {:,} requests with HTTP 503 and no error code, as a server does that has too much to do; they "
    "were sent again: give a lower --rate."
)
_FLAG = re.compile(rf"(?<![\w-])--(?=(?:{'|'.join(options.flag(name)[2:] for name in options.NAMES)})(?![\w-]))")


class SuiteSession:
    """The hooks of the suite. `names`: the arguments of pytest that name it; `typed`: an option's text by its name.

    `alone`: whether pytest was given no other paths. What is judged in other shards is selected here too, so that a
    failure is reported for the same requirement as in a run without shards.
    """

    def __init__(self, config: pytest.Config, names: Sequence[str], typed: Callable[[str], Any]) -> None:
        self._config = config
        self._worker: dict[str, Any] | None = getattr(config, "workerinput", None)
        self._live = bool(typed("live"))
        self._verbosity = int(str(typed("verbosity") or 0))
        paths = [argument for argument in config.args if argument not in names]
        self.alone = not paths or config.args_source is not config.ArgsSource.ARGS
        ids = {name.partition("::")[2] for name in names if "::" in name}
        if self._worker is not None:
            self.alone, ids = self._worker["kms_suite"]["alone"], set(self._worker["kms_suite"]["ids"])
        self._ids = sorted(ids)
        if self.alone:
            paths, config.args_source = [], config.ArgsSource.ARGS
        config.args = paths
        try:
            self._options = options.read(typed)
            selected = select(self._options, self._ids)
            self._requirements = of_shard(selected, self._options.shard)
            self._elsewhere = frozenset(r.id for r in selected) - {r.id for r in self._requirements}
            self._baseline = known_failures(self._options)
        except OptionError as wrong:
            raise self._unusable(wrong) from None
        junitxml: str | None = typed("junitxml")
        if junitxml is None and self.alone:
            junitxml = config.getoption("xmlpath", None)  # pytest's own file stays pytest's beside other tests
        self._junitxml = junitxml
        self._evaluation = Evaluation(self._baseline)
        self._record: Record | None = None
        self._leaked: list[str] = []
        self._ended: set[str] = set()
        self._unavailable = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Adds the suite to what the session collects."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:  # type: ignore[attr-defined]
            report.result.append(suite(collector, self._requirements, self._evaluation))  # type: ignore[attr-defined]
        return report

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Opens the run, unless nothing is left to evaluate."""
        ids = frozenset(item.requirement.id for item in session.items if isinstance(item, RequirementItem))
        if not ids or session.config.option.collectonly:
            return
        if self._worker is not None:
            self._start(ids, WorkerShare(self._worker["workerid"], self._worker["workercount"], **self._worker["kms"]))
        else:
            self._requirements = [r for r in self._requirements if r.id in ids]  # -k and --lf may leave some out
            run = self._start(ids)
            self._spread(run, session)
            self._begin(run, len(ids))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Before a worker of pytest-xdist is started: calibration happens here, once."""
        if self._options.connections > 1:
            raise self._unusable(ONE_PROCESS)
        if self._config.getoption("dist") == "each":
            raise self._unusable(EACH)
        run = self._evaluation.run or self._start(frozenset(r.id for r in self._requirements))
        reason = run.alone()
        if reason:
            raise self._unusable(reason)
        node.workerinput["kms"] = run.for_part()
        node.workerinput["kms_suite"] = {"alone": self.alone, "ids": self._ids}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """The first worker that has collected says how many requirements there are."""
        total = sum(one.startswith(f"{NODE}::") for one in ids)
        if self._record is None and self._evaluation.run is not None and total:
            self._begin(self._evaluation.run, total)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended: what it could not delete, and why it has judged no more."""
        output = getattr(node, "workeroutput", {})
        self._leaked += output.get("kms_leaked", [])
        self._ended.add(output.get("kms_over", ""))
        self._unavailable += output.get("kms_unavailable", 0)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Puts the result on the report, with which it reaches the process that gathers."""
        report = yield
        if isinstance(item, RequirementItem):
            report.kms_requirement = True  # type: ignore[attr-defined]
            packed = self._evaluation.take() if call.when == "call" else None
            if packed is not None:
                report.kms_conformance = packed  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gathers the results."""
        if self._record is None or not hasattr(report, "kms_requirement"):
            return
        found = getattr(report, "kms_conformance", None)
        if found is not None:
            with default_warnings():
                self._record.add(*from_text(found))
        elif report.failed and report.nodeid.partition("::")[2] not in {r.id for r in self._record.run.results}:
            self._record.errors += 1
            crash = getattr(report.longrepr, "reprcrash", None)
            self._record.run.notes.append(f"{OURS}: {crash.message if crash else report.longrepr}")

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """A target that does not answer ends the session; other tests go on, and the other requirements are skipped."""
        if self.alone and self._evaluation.over in (UNANSWERED, HUNG):
            item.session.shouldfail = self._evaluation.over

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Deletes what is left, writes the reports, and sets the exit code."""
        leaked = self._evaluation.end() + self._leaked
        if self._worker is not None:
            output: dict[str, object] = {"kms_leaked": leaked, "kms_over": self._evaluation.over}
            output["kms_unavailable"] = self._evaluation.unavailable()
            session.config.workeroutput.update(output)  # type: ignore[attr-defined]
        elif self._record is not None:
            self._record.run.leaked += leaked
            ended = self._ended | {self._evaluation.over}
            self._record.run.notes += [f"{why[0].upper()}{why[1:]}." for why in LIMITS if why in ended]
            unavailable = self._unavailable + self._evaluation.unavailable()
            self._record.run.notes += [UNAVAILABLE.format(unavailable)] if unavailable else []
            with default_warnings():
                session.exitstatus = self._record.end(int(session.exitstatus), short=NO_ROOM_LEFT in ended)
        elif session.exitstatus == OK and not session.config.option.collectonly:
            session.exitstatus = NOTHING
        result = yield
        if self._record is not None:
            self._record.write_junit()  # over the file that pytest itself has just written
        return result

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The report under pytest's own output."""
        if self._record is not None:
            terminalreporter.write_line("")
            terminalreporter.write(
                self._record.summary(terminalreporter._tw.fullwidth, colour=terminalreporter.hasmarkup)
            )

    def _start(self, ids: frozenset[str], share: WorkerShare | None = None) -> OpenRun:
        try:
            return self._evaluation.start(self._options, ids | self._elsewhere, share)
        except TargetError as unusable:
            raise self._unusable(unusable) from None

    def _begin(self, run: OpenRun, total: int) -> None:
        live = Screen(highlight=False) if self._live else None
        record = Record(run.header, self._options, total, live, self._junitxml, self._baseline, self._verbosity)
        if self._options.connections > 1:
            record.last = undisturbed(self._requirements)
        record.run.counts = run.executor.counts
        record.run.planned = tuple(map(_planned, self._requirements))
        record.run.setup_seconds = time.monotonic() - STARTED
        record.run.ledger = str(run.ledger_path or "")
        try:
            record.begin()
        except OSError as broken:
            what = repr(broken.filename) if broken.filename else "the report"
            raise self._unusable(f"{what} cannot be written: {broken.strerror}") from None
        self._record = record
        self._evaluation.notice = record.notice

    def _spread(self, run: OpenRun, session: pytest.Session) -> None:
        """Begins to judge over several connections, where that is asked for."""
        if self._options.connections == 1:
            return
        reason = run.alone("--connections")
        if reason:
            raise self._unusable(reason)
        items = (item for item in session.items if isinstance(item, RequirementItem))
        self._evaluation.begin([item.requirement for item in items], self._options.connections)

    def _unusable(self, reason: object) -> pytest.UsageError:
        """Why there can be no run. `kms-conformance run` prints it as its other commands do, pytest in its own way."""
        if not self._live:
            return pytest.UsageError(_FLAG.sub("--kms-", str(reason)))
        print(f"kms-conformance: {reason}", file=sys.stderr)
        return pytest.UsageError()


def _planned(requirement: Requirement) -> Planned:
    """A requirement as reports know it before it is judged."""
    return Planned(
        requirement.id,
        str(requirement.level),
        str(requirement.tier),
        requirement.statement,
        str(requirement.source),
    )
