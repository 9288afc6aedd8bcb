"""Requirements judged over several connections at once, each by an evaluator of its own.

A requirement is judged by one evaluator, its requests one after the other, with names that no other has. What the
evaluators share is what a process of several workers would share too: the target, the rate, the ledger's file, and room
for so many stores. What must not be disturbed is judged by the first evaluator once all others are done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from queue import SimpleQueue
from threading import Event
from typing import Any

from kms_conformance.checks.custom_key_stores.quota import QUOTA_ERROR
from kms_conformance.execution.errors import TIME_IS_OVER, OutOfTimeError
from kms_conformance.run.evaluate import Evaluator
from kms_reports.result import Counts, Result
from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.requirements.registry import Requirement

# What looks at several requests at once, at all that is there, or at the quota.
UNDISTURBED = frozenset(
    {
        (Aspect.STATE, "concurrent"),
        (Aspect.STATE, "linearizable"),
        (Aspect.STATE, "history"),
        (Aspect.PROTOCOL, "boto3.success"),
        (Aspect.PROTOCOL, "boto3.error-class"),
        (Aspect.ERROR, QUOTA_ERROR),
    }
)
LONG = frozenset({Aspect.STATE, Aspect.UNIQUE, Aspect.PROTOCOL})  # begun first, since they take longest
WAITS = (Aspect.STATE, "secrets")  # looks at what others were answered, and waits for them
MANY = 5  # connections of which one may wait for the others
PROTOCOL = "protocol"  # the operation of requirements on the wire protocol
GRACE = 1.0  # seconds in which what has left may still be answered when a run is stopped
PATIENCE = 0.05  # seconds between two attempts to end what a connection waits for


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What came of a requirement: its result, or none and why the run is `over`; what was sent; whether it `hung`."""

    result: Result | None
    spent: Counts
    hung: bool
    over: str = ""


def evaluated(evaluator: Evaluator, requirement: Requirement) -> Evaluated:
    """One requirement, judged by one evaluator."""
    executor = evaluator.context.executor
    before, over = executor.counts, ""
    try:
        result = executor.tracker.redact.result(evaluator.conclude(requirement))
    except OutOfTimeError as why:
        result, over = None, str(why) or TIME_IS_OVER
    spent = {name: number - getattr(before, name) for name, number in asdict(executor.counts).items()}
    return Evaluated(result, Counts(**spent), executor.transport.hung, over)


class Connections:
    """Judges requirements, begun at once, of which the results are asked for in any order.

    `notice` is called with each result as soon as it is there, by the thread that asks for results.
    """

    def __init__(
        self,
        evaluators: Sequence[Evaluator],
        requirements: Iterable[Requirement],
        notice: Callable[[Result], None] = lambda result: None,
    ) -> None:
        self._notice = notice
        self._new: SimpleQueue[Result] = SimpleQueue()
        self._evaluators = [replace(e, context=e.context.settling(self._settle)) for e in evaluators]
        self._stop = Event()
        self._free: SimpleQueue[Evaluator] = SimpleQueue()
        for evaluator in self._evaluators:
            self._free.put(evaluator)
        self._found: dict[str, Future[Evaluated]] = {}
        self._pool = ThreadPoolExecutor(len(evaluators))
        units = list(_units(requirements, many=len(evaluators) >= MANY))
        for unit in units:
            self._found.update({requirement.id: Future() for requirement in unit})
        self._work = {unit: self._pool.submit(self._judge, unit) for unit in units}

    def __call__(self, requirement: Requirement) -> Evaluated:
        """What came of a requirement; waits for it."""
        found = self._found.get(requirement.id)
        if found is not None:
            self._wait([found])
            return found.result()
        self._wait(self._work.values())
        return evaluated(self._evaluators[0], requirement)

    def _wait(self, for_these: Iterable[Future[Any]]) -> None:
        """Until all of these are done; meanwhile tells of what else is judged."""
        these, waiting = list(for_these), True
        while waiting:
            waiting = bool(wait(these, PATIENCE).not_done)
            while not self._new.empty():
                self._notice(self._new.get())

    def has_judged(self, requirement: Requirement) -> bool:
        """Whether a requirement was judged by now, and in time."""
        found = self._found.get(requirement.id)
        return found is not None and found.done() and found.exception() is None and found.result().result is not None

    def stop(self) -> None:
        """Ends whatever is going on; what was made is left to the cleanup, for which requests may leave again."""
        self._stop.set()
        transports = [evaluator.context.executor.transport for evaluator in self._evaluators]
        for transport in transports:
            transport.stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        room = self._evaluators[0].context.executor.tools.room
        room.close()
        late = time.monotonic() + GRACE
        while not all(work.done() for work in self._work.values()):
            # What is answered meanwhile is known to be there; of the rest only the names are.
            for transport in transports if time.monotonic() > late else ():
                transport.client.abandon()
            time.sleep(PATIENCE)
        for transport in transports:
            transport.stopped = False

    def _settle(self) -> None:
        """Waits for all but what waits for them."""
        others = [work for unit, work in self._work.items() if all(_place(r) is not _Place.WAITING for r in unit)]
        while wait(others, PATIENCE).not_done:
            if self._stop.is_set():
                raise KeyboardInterrupt

    def _judge(self, unit: Sequence[Requirement]) -> None:
        evaluator = self._free.get()
        try:
            for requirement in unit:
                if not self._stop.is_set():
                    self._set(evaluator, requirement)
        finally:
            self._free.put(evaluator)

    def _set(self, evaluator: Evaluator, requirement: Requirement) -> None:
        found = self._found[requirement.id]
        try:
            judged = evaluated(evaluator, requirement)
            if judged.result is not None:
                self._new.put(judged.result)
            found.set_result(judged)
        except BaseException as trouble:  # noqa: BLE001 - raised where the result is asked for
            found.set_exception(trouble)


def undisturbed(requirements: Sequence[Requirement]) -> frozenset[str]:
    """The ids of what is judged over one connection once all others are done."""
    beside = {requirement.id for unit in _units(requirements, many=True) for requirement in unit}
    return frozenset(requirement.id for requirement in requirements) - beside


class _Place(IntEnum):
    """When a requirement is begun: what takes long first, then what waits for all others at its end."""

    FIRST = 0
    WAITING = 1
    USUAL = 2


def _place(requirement: Requirement) -> _Place:
    if (requirement.aspect, requirement.subject) == WAITS:
        return _Place.WAITING
    return _Place.FIRST if requirement.aspect in LONG else _Place.USUAL


def _units(requirements: Iterable[Requirement], *, many: bool) -> Iterator[tuple[Requirement, ...]]:
    """What one connection judges in turn: of other operations, whose resources are shared, all that can be at once.

    What waits for all others at its end comes last, unless there are so many connections that one can be spared.
    """
    alone: list[Requirement] = []
    of: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        if requirement.operation in (CREATE, PROTOCOL):
            if (requirement.aspect, requirement.subject) not in UNDISTURBED:
                alone.append(requirement)
        elif requirement.aspect in CONSTRAINTS and "CustomKeyStore" not in requirement.operation:
            of.setdefault(requirement.operation, []).append(requirement)
    yield from ((r,) for r in sorted(alone, key=lambda r: (_place(r) is _Place.WAITING and not many, _place(r))))
    yield from map(tuple, of.values())
