"""One probe executed: prepared, noted in the ledger, signed, answered, read after, judged, and what it made deleted.

The executor alone writes the ledger, counts, waits out throttling and read lag, and cleans up. Nothing that a probe
made outlives it: at no time are there more resources than one probe needs.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from kms_conformance.execution.actions.asking import CLOSING, CrowdedError, StaleConnectionError
from kms_conformance.execution.actions.attempt import Attempt
from kms_conformance.execution.actions.tools import Tools, unrelated
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.knowledge.lag import ReadLag
from kms_conformance.execution.probes.notices import Notices
from kms_conformance.execution.probes.offered_proxy import OfferedProxy
from kms_conformance.execution.probes.preparation import stands_for
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import (
    AtOnce,
    Bytes,
    CaseResult,
    Churn,
    Follow,
    InTurn,
    Probe,
)
from kms_conformance.execution.probes.renewal import renewed
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.execution.room import needed
from kms_conformance.execution.sending.transport import TRIES, Transport, nothing_meanwhile
from kms_reports.result import Counts
from kms_specification.facts import Json
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_targets.http.messages import Failure

HUNG = "the target did not answer an earlier request in time, nor any since"
AHEAD = 256  # cases whose names are written to the ledger in one go


@dataclass(frozen=True, slots=True)
class _Ready:
    """A probe that is ready to be sent, with the substitution that filled it."""

    probe: Probe
    prepared: PreparedCase
    substitution: Substitution


@dataclass(slots=True, kw_only=True)
class Executor:
    """Executes probes of any operation at one target. `notices` see every result."""

    tools: Tools
    proxy: OfferedProxy | None = None
    notices: Notices = field(default_factory=Notices)
    _regions: dict[str, Transport] = field(default_factory=dict)

    @property
    def tracker(self) -> ResourceTracker:
        """The resources that exist."""
        return self.tools.tracker

    @property
    def lag(self) -> ReadLag:
        """How far reads may be behind writes."""
        return self.tools.lag

    @property
    def transport(self) -> Transport:
        """The way to the target."""
        return self.tracker.transport

    @property
    def counts(self) -> Counts:
        """How much was planned, sent, answered and judged."""
        return self.transport.counts

    def in_region(self, region: str) -> Transport:
        """The way to the target, signed for another Region."""
        if region not in self._regions:
            here = self.transport
            self._regions[region] = Transport(client=here.client.in_region(region), prefix=here.prefix)
        return self._regions[region]

    def close(self) -> None:
        """Ends all connections and the ledger."""
        for elsewhere in self._regions.values():
            elsewhere.close()
        self.tools.crowd.close()
        self.transport.close()
        self.tracker.ledger.close()

    def execute(self, probe: Probe) -> CaseResult:
        """One probe that is decided on just now. Raises SetupFailedError and NotJudgedError."""
        return next(self.all([probe]))

    def unrelated(self, result: CaseResult) -> str:
        """Why an answer is about the environment of the target, which valid requests are sent to find out. Or empty."""
        return unrelated(self.tools, result)

    def all(self, probes: Iterable[Probe]) -> Generator[CaseResult]:
        """Every probe in turn. All are planned at once; their names are in the ledger before the first leaves."""
        with closing(self.attempts(probes)) as found:
            for result in found:
                if not isinstance(result, CaseResult):
                    raise result
                yield result

    def attempts(self, probes: Iterable[Probe]) -> Generator[CaseResult | SetupFailedError | NotJudgedError]:
        """Every probe in turn, as `all` does it; what one raises is its result, and no longer planned."""
        waiting = list(probes)
        left = len(waiting)
        self.transport.plan(left)
        coming = iter(waiting)
        some: list[_Ready] = []
        begun = 0
        try:
            while some := [*some, *map(self._ready, islice(coming, AHEAD - len(some)))]:
                self.tracker.intend(creation for ready in some for creation in _creations(ready))
                following: list[_Ready] = []
                for begun, ready in enumerate(some, 1):
                    found = self._found(ready, partial(self._ahead, some[begun : begun + 1], coming, following))
                    left -= 1
                    yield found
                some, begun = following, 0
        finally:
            # Closing the generator early un-plans the remaining cases.
            self.transport.plan(-left)
            self.tracker.withdraw(creation for ready in some[begun:] for creation in _creations(ready))
            self.tools.shared.delete_from(self.tracker)

    def _found(self, ready: _Ready, meanwhile: Callable[[], None]) -> CaseResult | SetupFailedError | NotJudgedError:
        try:
            return self._done(ready, meanwhile)
        except (SetupFailedError, NotJudgedError) as why:
            self.transport.plan(-1)
            self.tracker.withdraw(_creations(ready))
            return why

    def _ahead(self, next_one: list[_Ready], coming: Iterator[Probe], following: list[_Ready]) -> None:
        """What is done while the target is at work: the last answer is looked at, the next signed, another filled."""
        self.notices.catch_up()
        for ready in next_one:
            if isinstance(ready.probe.sent, Case) and not ready.probe.setup:
                self.transport.prepare(self.transport.message(ready.probe.operation, ready.prepared.body))
        for probe in islice(coming, 1):
            following.append(self._ready(probe))

    def _ready(self, probe: Probe) -> _Ready:
        probe = renewed(probe, self.tracker)
        case = _case_of(probe)
        substitution = self.tools.preparer.substitution(probe.operation)
        return _Ready(
            probe, self.tools.preparer.prepare(probe.operation, case, probe.setup, substitution), substitution
        )

    def _done(self, ready: _Ready, meanwhile: Callable[[], None]) -> CaseResult:
        self.transport.catch_up()
        if self.transport.hung:
            raise NotJudgedError(HUNG)
        result = self._performed(ready, meanwhile)
        if result.failed:
            result = self._made_anew(ready.probe, result)
        self.transport.count(result.seen)
        self.notices.see(result)
        return result

    def _performed(self, ready: _Ready, meanwhile: Callable[[], None]) -> CaseResult:
        sent = ready.probe.sent
        if isinstance(sent, Case | Bytes | AtOnce | Churn | InTurn):
            return self._result(ready, meanwhile)
        with self._room(ready):
            return sent.perform(ready.probe)

    def _made_anew(self, probe: Probe, result: CaseResult) -> CaseResult:
        """The result of the same probe after a rare fault of the service, and any other result as it is."""
        answers = result.evidence.answers if result.evidence is not None else ()
        if not self.tools.rare.pass_over((result.seen, *answers), self.counts.answered):
            return result
        self.transport.catch_up()
        if self.transport.hung:
            return result
        ready = self._ready(probe)
        self.tracker.intend(_creations(ready))
        try:
            anew = self._performed(ready, nothing_meanwhile)
        except (SetupFailedError, NotJudgedError):
            self.tracker.withdraw(_creations(ready))
            return result
        if anew.verdict is not result.verdict:
            late = any(seen.failure is Failure.TIMEOUT for seen in (result.seen, *answers))
            self.transport.pass_over(late=late)
        return anew

    def _result(self, ready: _Ready, meanwhile: Callable[[], None]) -> CaseResult:
        for _ in range(TRIES):
            try:
                return self._attempted(ready, meanwhile)
            except StaleConnectionError:
                # The target had closed the kept-alive connection, which is its right. Filled anew: whether it saw the
                # request is unknown, and the same names could clash with what it made of it.
                ready = self._ready(ready.probe)
                self.tracker.intend(_creations(ready))
            except CrowdedError:
                # Once more, when no other connection makes anything.
                self.tracker.withdraw(_creations(ready))
                ready = self._ready(ready.probe)
                self.tracker.intend(_creations(ready))
        raise SetupFailedError(CLOSING)

    def _room(self, ready: _Ready) -> AbstractContextManager[None]:
        """Room for what a probe makes. Raises NotJudgedError where that could not be deleted and enough is left."""
        deletions = self.tracker.deletions
        if deletions.left:
            why = deletions.too_many(CUSTOM_KEY_STORE, needed(ready.probe, ready.prepared))
            if why is not None:
                raise NotJudgedError(why)
        return self.tools.room.for_probe(ready.probe, ready.prepared)

    def _attempted(self, ready: _Ready, meanwhile: Callable[[], None]) -> CaseResult:
        attempt = Attempt(self.tools, ready.probe, ready.prepared, ready.substitution)
        if ready.probe.new_connection:
            self.transport.reconnect()
        with self._room(ready):
            if ready.probe.script is None:
                return attempt.result(meanwhile)
            if self.proxy is None:
                raise NotJudgedError("it needs a proxy that the target can reach: see --xks-proxy")
            with self.proxy.playing(ready.probe.script):
                return attempt.result(meanwhile, self.proxy.log)


def _case_of(probe: Probe) -> Case:
    """The case that a probe's requests are made of."""
    sent = probe.sent
    if isinstance(sent, Case):
        return sent
    if isinstance(sent, Bytes):
        return sent.valid
    return sent.case if isinstance(sent, AtOnce | Churn | InTurn) else Case({}, "")


def _creations(ready: _Ready) -> Iterator[tuple[str, Json]]:
    """The requests of a probe, each with its operation, whose names are known before anything is sent.

    What probes share is noted when it is made.
    """
    for number, creation in enumerate(zip(ready.prepared.operations, ready.prepared.before, strict=True)):
        if not any(setup.shared for setup in ready.probe.setup[number : number + 1]):
            yield creation
    sent = ready.probe.sent
    for what in ready.probe.observe:
        if isinstance(what, Follow):
            yield ready.probe.operation, ready.substitution(what.request)
    if isinstance(sent, Case):
        yield ready.probe.operation, ready.prepared.request
    if isinstance(sent, Bytes):
        yield ready.probe.operation, stands_for(sent.make(ready.prepared.body).body, ready.prepared.request)
