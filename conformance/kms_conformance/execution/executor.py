"""One case sent and judged: filled, noted in the ledger, signed, answered, judged, and what it made deleted again.

Throttling is waited out, a kept-alive connection that the target closed meanwhile is opened again, and nothing that a
case made outlives it: at no time does a sender own more stores than one case needs.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from random import Random

from kms_conformance.execution.case_result import (
    CaseResult,
    PreparedCase,
    SetupFailedError,
    disclosure_in,
    encoded,
    secret_values,
    spellings,
)
from kms_conformance.execution.resource_tracker import GIVEN_UP, ResourceTracker
from kms_conformance.execution.transport import (
    FIRST_WAIT,
    PAUSES,
    TRIES,
    stale,
)
from kms_conformance.execution.verdicts import Judgement, judge
from kms_specification import service_model
from kms_specification.facts import Json
from kms_specification.oracle import (
    Environment,
    Expectation,
    ReachableOutcome,
    expect,
)
from kms_specification.state.uniqueness import State
from kms_strategies.cases import Case, Wire
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import Request
from kms_targets.http.client import Message
from kms_targets.http.response import Observation

AHEAD = 64  # cases whose names are written to the ledger in one go
MARK = 7  # characters that a secret must have for its repetition to be no chance
CLOSING = "the target closes every kept-alive connection in the middle of a request"


@dataclass(slots=True, kw_only=True)
class Executor(ResourceTracker):
    """Sends cases of one operation to one target. `filled` is told of every request before it is sent."""

    random: Random
    environment: Environment = field(default_factory=Environment)
    disclosures: list[CaseResult] = field(default_factory=list)
    private: frozenset[str] = frozenset()
    filled: Callable[[Json], None] = lambda _: None
    _secrets: frozenset[str] = field(init=False)
    _marked: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        sensitive = (path for path, member in self.operation.walk() if member.sensitive)
        self._secrets = frozenset(path.rpartition(".")[2] for path in sensitive)
        # What some operation returns is no secret: DescribeCustomKeyStores shows AccessKeyId, but never the keys.
        self._marked = self._secrets - service_model.returned()

    def all(self, cases: Iterable[Case]) -> Generator[CaseResult]:
        """Every case in turn. All are planned at once; their names are in the ledger before the first leaves."""
        waiting = list(cases)
        left = len(waiting)
        self.plan(left)
        coming = iter(waiting)
        try:
            some = [self.ready(case) for case in islice(coming, AHEAD)]
            while some:
                self.ledger.intend(_names(some))
                following: list[PreparedCase] = []
                for number, ready in enumerate(some, 1):
                    judged = self._sent(ready, partial(self._ahead, some[number : number + 1], coming, following))
                    left -= 1
                    yield judged
                some = following + [self.ready(case) for case in islice(coming, max(AHEAD - len(following), 0))]
        finally:
            # Whoever asks for no more has settled what was to be shown.
            self.plan(-left)

    def _ahead(self, next_one: list[PreparedCase], coming: Iterator[Case], following: list[PreparedCase]) -> None:
        """What is done while the target is at work: the next request is signed, and one of those after it filled."""
        for ready in next_one:
            self._signed = self.client.prepare(self._message(ready.body))
        for case in islice(coming, 1):
            following.append(self.ready(case))

    def one(self, case: Case) -> CaseResult:
        """One case that is decided on just now."""
        return next(self.all([case]))

    def reaching(self, case: Case, reach: ReachableOutcome) -> CaseResult:
        """A case judged, each time that it is sent, as one that gets so far if it is valid."""
        usual = self.environment
        self.environment = Environment({**usual.reach, case.variant: reach})
        try:
            return replace(self.one(case), again=lambda: self.reaching(case, reach))
        finally:
            self.environment = usual

    def substitution(self) -> Substitution:
        """A way to fill requests that belong together."""
        return Substitution(self.random, self._secrets)

    def ready(self, case: Case, substitution: Substitution | None = None) -> PreparedCase:
        """The case with its holes filled, as those of other requests were where `filling` is theirs."""
        substitution = substitution or self.substitution()
        before = tuple(_object(substitution(r)) for r in case.before)
        request = substitution(case.request)
        self.filled(request)
        canaries = tuple(substitution.canaries(self._marked, MARK))
        canaries += tuple(form for value in secret_values(self._marked, request) for form in spellings(value, canaries))
        self.redact.add(canaries)
        return PreparedCase(case, before, request, encoded(request), canaries, self._secrets, self.private)

    def _sent(self, ready: PreparedCase, meanwhile: Callable[[], None]) -> CaseResult:
        for _ in range(TRIES):
            try:
                judged = self._attempt(ready, meanwhile)
                break
            except _StaleConnectionError:
                # The target had closed the kept-alive connection, which is its right. Filled anew: whether it saw the
                # request is unknown, and the same names could clash with what it made of it.
                ready = self.ready(ready.case)
                self.ledger.intend(_names([ready]))
        else:
            raise SetupFailedError(CLOSING)
        self.count(judged.seen)
        return judged

    def _attempt(self, ready: PreparedCase, meanwhile: Callable[[], None]) -> CaseResult:
        made: list[tuple[str, Request]] = []
        expected: list[Expectation] = []

        def expectation() -> Expectation:
            if not expected:
                state = State((*self.stores.values(), *ready.before))
                expected.append(expect(self.operation, ready.request, state, self.environment))
            return expected[0]

        def work() -> None:
            expectation()
            meanwhile()

        try:
            for request in ready.before:
                seen = self._ask(encoded(request), lambda s: not s.success)
                if not seen.success:
                    raise SetupFailedError(f"the store that has to exist first could not be made: {_briefly(seen)}")
                made += self.made(seen, request)
            before = self.environment
            seen = self._ask(ready.body, lambda _: _unasked(expectation()), work)
            while self._lags(ready.request, seen, expectation()):
                time.sleep(FIRST_WAIT)
                seen = self._ask(ready.body, lambda _: _unasked(expectation()))
            if self.environment is not before:
                expected.clear()
            told = expectation()
            if isinstance(ready.request, dict):
                made += self.made(seen, ready.request)
            return self._judged(ready, seen, told, judge(told, seen), made[-1][0] if made and seen.success else None)
        finally:
            for store, request in reversed(made):
                self.delete(store, str(request.get("CustomKeyStoreName")))

    def _judged(
        self, ready: PreparedCase, seen: Observation, expectation: Expectation, judgement: Judgement, store: str | None
    ) -> CaseResult:
        judged = CaseResult(
            self.operation.name,
            ready.case,
            ready.body,
            ready.shown,
            seen,
            expectation,
            judgement.verdict,
            judgement.explanation,
            lambda: self.one(ready.case),
            judgement.inconclusive,
            ready.canaries,
            store,
        )
        if disclosure_in(seen, ready.canaries):
            self.disclosures.append(judged)
        return judged

    def wire(
        self,
        valid: Case,
        make: Callable[[bytes], Wire],
        expectation: Expectation,
        adjust: Callable[[Observation], Judgement],
    ) -> CaseResult:
        """Bytes that are no request, made by `make` of a valid one, sent as they are and judged by `weigh`."""
        ready = self.ready(valid)
        self.ledger.intend(_names([ready]))
        self.plan(1)
        wire, shown = make(ready.body), make(encoded(ready.shown()[-1]))
        message = Message(wire.body, f"{self.prefix}.{wire.target}" if wire.target else None)
        seen = self._told(message)
        for store, request in self.made(seen, _object(ready.request)):
            self.delete(store, str(request.get("CustomKeyStoreName")))
        judgement = adjust(seen)
        self.count(seen)
        again = partial(self.wire, valid, make, expectation, adjust)
        return CaseResult(
            wire.target or "",
            shown,
            wire.body,
            lambda: (None,),
            seen,
            expectation,
            judgement.verdict,
            judgement.explanation,
            again,
            canaries=ready.canaries,
        )

    @contextmanager
    def standing(self, case: Case) -> Iterator[tuple[PreparedCase, str]]:
        """The store that a valid request makes, by its id, for as long as the block lasts. Raises UnmetError."""
        made: list[tuple[str, Request]] = []
        try:
            for _ in range(TRIES):
                ready = self.ready(case)
                self.ledger.intend(_names([ready]))
                with contextlib.suppress(_StaleConnectionError):
                    seen = self._ask(ready.body, lambda s: not s.success)
                    made = self.made(seen, _object(ready.request))
                    break
            else:
                raise SetupFailedError(CLOSING)
            if not made:
                raise SetupFailedError(f"a valid request made no store: {_briefly(seen)}")
            yield ready, made[0][0]
        finally:
            for store, request in made:
                self.delete(store, str(request.get("CustomKeyStoreName")))

    def _ask(
        self, body: bytes, full: Callable[[Observation], bool], meanwhile: Callable[[], None] = lambda: None
    ) -> Observation:
        """Sends a body until it is answered without throttling, and with room for the store where there was none.

        `meanwhile` is called once, while the target is at work.
        """
        signed = self._signed
        message = signed.message if signed is not None and signed.message.body is body else self._message(body)
        for number, pause in enumerate(PAUSES):
            seen = self._exchange(message, meanwhile if number == 0 else lambda: None)
            if stale(seen.exchange):
                raise _StaleConnectionError
            crowded = "LimitExceededException" in seen.codes.values() and full(seen)
            if not (seen.throttled or crowded):
                self.full = self.full and not seen.success
                return seen
            if crowded and self.full:
                break
            time.sleep(pause)
        if crowded:
            # Whoever waited in vain once need not wait each time.
            self.full = True
            self._fill()
        return seen

    def _fill(self) -> None:
        """There is no room for another store, and waiting does not help: from now on a valid request may be refused."""
        if self.stores and self.undeletable < GIVEN_UP:
            raise SetupFailedError("the target has no room for another store beside those that this needs")
        self.environment = Environment()


class _StaleConnectionError(Exception):
    """A kept-alive connection was closed before the target saw the request."""


def _unasked(expectation: Expectation) -> bool:
    """Whether want of room is no answer to a request: it breaks nothing, and there used to be room."""
    return expectation.accepts and not expectation.rejected and expectation.of("LimitExceededException") is None


def _names(ready: Iterable[PreparedCase]) -> list[str]:
    """The names of all stores that the cases may make."""
    requests = [r for one in ready for r in (*one.before, one.request)]
    return [str(r["CustomKeyStoreName"]) for r in requests if isinstance(r, dict) and "CustomKeyStoreName" in r]


def _object(value: Json) -> Request:
    assert isinstance(value, dict)
    return value


def _briefly(seen: Observation) -> str:
    return f"HTTP {seen.status} {seen.code or seen.text(80)}" if seen.failure is None else str(seen.failure)
