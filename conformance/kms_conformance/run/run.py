"""A run opened: the target found, signed for, calibrated; and ended: everything deleted that can be.

The one way from options to a session, for the pytest plugin, for tests and for benchmarks alike.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kms_conformance.checks.keys.live_requests import fitted, live_request
from kms_conformance.checks.keys.sequences.allowance import cost
from kms_conformance.checks.noticed import looks
from kms_conformance.execution.context import Context
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.knowledge.calibration import Calibration
from kms_conformance.execution.probes.notices import Notices
from kms_conformance.execution.probes.offered_proxy import OfferedProxy, offered
from kms_conformance.execution.resource_tracker import LedgerLike
from kms_conformance.execution.room import MOST
from kms_conformance.execution.sending.request_limit import RequestLimit
from kms_conformance.execution.sending.transport import RequestBudget, Transport
from kms_conformance.execution.snippets.curl import Caller
from kms_conformance.execution.snippets.way import Way
from kms_conformance.run import cleanup
from kms_conformance.run.ending import ending
from kms_conformance.run.evaluate import Evaluator
from kms_conformance.run.opening import embedded, one_at_a_time
from kms_conformance.run.opening.assembling import beside, executing, given
from kms_conformance.run.opening.calibrate import Procedure
from kms_conformance.run.opening.connecting import access, connected, naming, remarks
from kms_conformance.run.opening.known_operations import advice, known_operations
from kms_conformance.run.opening.learned import asked_with_a_key, learned_of
from kms_conformance.run.opening.profiles import profile_of
from kms_conformance.run.opening.scope import judged_operations, named_operations, nothing_else, single
from kms_conformance.run.repeating import reached_by
from kms_conformance.run.results.worker_share import WorkerShare
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Run
from kms_reports.several_runs.merge import SHARD
from kms_specification import service_model
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Operation
from kms_specification.requirements.registry import Requirement
from kms_targets import (
    ledger,
    presets,
)
from kms_targets.http.client import Client
from kms_targets.profile import Profile

EMBEDDED = "the embedded reference endpoint"


@dataclass(slots=True)
class OpenRun:
    """An open run: judges requirements one by one. `header` is what is known before the first.

    `disposable`: the target is thrown away with all that was made there. `executors` are those of all connections.
    """

    evaluator: Evaluator
    header: Run
    ledger_path: Path | None
    embedded: bool
    disposable: bool
    executors: list[Executor]

    def judge(self, requirement: Requirement) -> Result:
        """The result of one requirement."""
        return self.executor.tracker.redact.result(self.evaluator.conclude(requirement))

    def over(self, connections: int) -> list[Evaluator]:
        """An evaluator for each of so many connections, each with a ledger to write to and names of its own."""
        for number in range(len(self.executors), connections):
            self.executors.append(beside(self.executor, self._ledger(), f"connection {number}"))
        context, caller = self.evaluator.context, self.evaluator.caller
        return [self.evaluator, *(Evaluator(context.beside(one), caller) for one in self.executors[1:connections])]

    def _ledger(self) -> LedgerLike:
        caller, path = self.evaluator.caller, self.ledger_path
        return ledger.Ledger(path, caller.url, caller.region) if path is not None else ledger.NoLedger()

    def left(self) -> list[str]:
        """What could not be deleted."""
        return [] if self.disposable else [name for one in self.executors for name in cleanup.named(one.tracker)]

    def crowded(self) -> bool:
        """Whether what could not be deleted has filled the account."""
        return any(one.tracker.deletions.crowded for one in self.executors)

    def unavailable(self) -> int:
        """How often a request was sent again that had got 503 without a code, and it once helped."""
        ways = [one.transport for one in self.executors]
        return sum(way.unavailable for way in ways) if any(way.passes for way in ways) else 0

    def for_part(self) -> dict[str, Any]:
        """What another process of the run has to know, as plain data: a Part but for its name and number."""
        return {
            "url": self.evaluator.caller.url,
            "seed": self.header.seed,
            "embedded": self.embedded,
            "calibration": self.evaluator.context.calibration.to_json(),
            "spent": self.executor.transport.client.sent.total,
            "keeps": self.executor.transport.client.keeps,
        }

    def alone(self, option: str = "--workers (or -n)") -> str:
        """Why several processes or connections cannot share the run; empty where they can."""
        if self.executor.proxy is not None:
            return f"--xks-proxy is for one connection: leave {option} out"
        for one in self.evaluator.context.calibration.operations.values():
            what = single(one)
            if what:
                return f"of the {what} in the profile there can be one store at a time: leave {option} out"
        return ""

    @property
    def executor(self) -> Executor:
        """The sender, with the counts and the stores that are left."""
        return self.evaluator.context.executor


def operation() -> Operation:
    """The operation that is tested unless others are asked for."""
    return next(iter(OPERATIONS.values()))


@contextmanager
def opened(
    options: Options, selected: frozenset[str], part: WorkerShare | None = None, budget: RequestBudget | None = None
) -> Iterator[OpenRun]:
    """A run against the target of the options. Raises TargetError, one line, where there is nothing to judge."""
    if part is not None:
        # The proxy is in the process that opened the run, and plays its scripts for that process alone.
        options = replace(options, target_url=part.url, seed=part.seed, xks_proxy=None)
    with offered(options) as proxy:
        if part is not None:
            yield from _run(options, selected, part, budget, None, ours=part.embedded)
        elif options.preset is not None:
            preset = presets.load(options.preset)
            with presets.launch(preset) as running:
                here = replace(options, target_url=running.url)
                yield from _run(here, selected, None, budget, proxy, ours=False)
        elif options.target_url is None:
            with embedded.embedded(proxy.proxy if proxy else None) as url:
                yield from _run(replace(options, target_url=url), selected, None, budget, proxy, ours=True)
        else:
            yield from _run(options, selected, None, budget, proxy, ours=False)


def _run(
    options: Options,
    selected: frozenset[str],
    part: WorkerShare | None,
    budget: RequestBudget | None,
    proxy: OfferedProxy | None,
    *,
    ours: bool,
) -> Iterator[OpenRun]:
    known = profile_of(options, proxy, ours=ours)
    client, keys = connected(options, known, share=part.of if part else 1)
    client.keeps = part is None or part.keeps
    endpoint = client.endpoint
    disposable = not endpoint.real and (ours or options.preset is not None or known.disposable)
    path = None if disposable and options.ledger is None else options.ledger or _ledger_path()
    notes: LedgerLike = ledger.Ledger(path, endpoint.url, known.region) if path else ledger.NoLedger()
    limit = _limit(options, part, client) if budget is None else None
    transport = Transport(client=client, prefix=service_model.target_prefix(), budget=budget or limit)
    executor = executing(transport, notes, known, proxy, part.name if part else "", Notices(looks(options.depth)))
    executor.tools.room.most = MOST if options.connections > 1 else None
    executors = [executor]
    price = cost(known.keys) if endpoint.real else ""
    if price and part is None:
        print(price, file=sys.stderr)  # before anything is made, and so before there is a report
    way = Way.of(access(options, known, endpoint), endpoint.scheme)
    executor.tracker.redact.keep(way.secrets)
    start = time.monotonic()
    with ending(executors, path, keep=options.ledger is not None):
        judged = judged_operations(selected)
        tested = judged or named_operations(options.operations)
        with limit.opening() if limit else nullcontext(), naming(endpoint.url, options.target_from):
            learned = learned_of(executor, known, part, next(iter(tested), operation().name), options.wait)
            crowded = one_at_a_time.settle(transport, options.connections) if part is None else ""
        context = replace(
            _context(options, executor, known, learned),
            deadline=start + options.max_seconds if options.max_seconds else None,
            limit=limit,
            selected=selected,
            tested=tested,
        )
        if part is None:
            context = asked_with_a_key(context)
            learned = context.calibration
        caller = Caller(endpoint.url, known.region, keys, transport.prefix, way)
        header = _header(options, EMBEDDED if ours else endpoint.url, learned)
        header.notes += [*way.remarks(), *remarks(keys), *([crowded] if crowded else [])]
        if part is None and (unknown := nothing_else(learned, judged)):
            _note_what_is_known(header, unknown, known_operations(executor))
        header.notes += [price] if price else []
        with _settled():
            yield OpenRun(Evaluator(context, caller), header, path, ours, disposable, executors)


@contextmanager
def _settled() -> Iterator[None]:
    """What there is when a run is opened stays to its end: the garbage collector does not look at it again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _limit(options: Options, part: WorkerShare | None, client: Client) -> RequestLimit | None:
    """The limit of this process: of what the one that opened the run has left, its share."""
    if options.max_requests is None:
        return None
    most = options.max_requests if part is None else max((options.max_requests - part.spent) // part.of, 1)
    return RequestLimit(most, client)


def _ledger_path() -> Path:
    with tempfile.NamedTemporaryFile(prefix="kms-conformance-", suffix=".ledger.jsonl", delete=False) as made:
        return Path(made.name)


def _context(options: Options, executor: Executor, known: Profile, learned: Calibration) -> Context:
    """What the checks are given of the options, the profile and the target."""
    return Context(
        executor,
        learned,
        lambda here, name: Procedure(here.executor, given(known), partial(live_request, here)).calibrated(name),
        options.depth,
        options.extra_states,
        options.seed,
        fixtures=known.fixtures,
        quota=known.quota,
        keys=known.keys,
        fit=fitted,
        generators=options.generator,
    )


def _note_what_is_known(header: Run, unknown: str, known: tuple[str, ...]) -> None:
    """Adds what to run instead where nothing but an unknown operation is judged."""
    header.notes.append(advice(unknown, known))
    header.environment = {**header.environment, "known_operations": list(known)}


def _header(options: Options, target: str, learned: Calibration) -> Run:
    origin = {"target_from": options.target_from} if options.target_from else {}
    shard = {SHARD: "{}/{}".format(*options.shard)} if options.shard else {}
    return Run(
        version=version("kms-conformance"),
        target=target,
        depth=str(options.depth),
        seed=options.seed,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        environment={**origin, **learned.summary(), **shard},
        reached_by=reached_by(options) if "://" in target else "",
    )
