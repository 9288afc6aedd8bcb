"""A history played against a target: each answer judged by the model in its state, and all that was made deleted.

Reads may be behind writes: an answer that is wrong is asked for again until it is right or can no longer be behind.
Before a request that has to be refused for what is there, the target is seen to know what is there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from kms_conformance.checks.custom_key_stores.sequences.abilities import Abilities, abilities
from kms_conformance.checks.custom_key_stores.sequences.request import (
    Adjust,
    Answer,
    ask,
)
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement
from kms_conformance.execution.knowledge.lag import BEHIND, PAUSE
from kms_conformance.execution.probes.prepared_case import PreparedCase, disclosure_in
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.execution.snippets.curl import Call, Kept
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_specification.oracle import Expectation
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    DISCONNECTED_ONLY,
    ID,
    NAME,
)
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_specification.state.account import Account, after
from kms_specification.state.answers import expect_in_account
from kms_specification.state.listing import entries, listing_error
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import NOBODY, Step
from kms_targets.http.response import Observation


@dataclass(slots=True)
class SequenceRunner:
    """One history, as far as it has been played."""

    context: Context
    account: Account = field(default_factory=Account)
    _filling: Substitution = field(init=False)
    _ids: list[str | None] = field(default_factory=list)
    _script: list[Call] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._filling = self.context.executor.tools.preparer.substitution(CREATE)

    @property
    def abilities(self) -> Abilities:
        """Which operations the target has."""
        return abilities(self.context)

    @property
    def standing(self) -> int:
        """How many stores of this history there are."""
        return len(self.account.stores)

    def first(self, step: Step, adjust: Adjust | None = None) -> CaseResult:
        """A step without which the next would show nothing. Raises NotJudgedError where it does not succeed."""
        shown = len(self._script)
        judged = self.play(step, adjust)
        if judged.failed or judged.inconclusive or not judged.seen.success:
            raise NotJudgedError(f"{step.operation} has to come first: {judged.explanation}")
        if step.operation == DESCRIBE:
            del self._script[shown:]  # a look that shows what it should need not be shown
        return judged

    def play(self, step: Step, adjust: Adjust | None = None) -> CaseResult:
        """The step's answer, judged; a look at the stores instead, where they are not described as they are."""
        why = self.abilities.unconnectable() if step.operation == CONNECT and step.store != NOBODY else ""
        if why:
            raise NotJudgedError(why)
        ready = self._ready(step)
        request = self._request(step, ready)
        expectation = self._expected(step, request)
        if expectation.rejected and step.operation != DESCRIBE:
            wrong = self._unsettled(step)
            if wrong is not None:
                return wrong
        answer = self._ask(step, request, ready, expectation, adjust)
        while self._may_be_behind(step, answer):
            time.sleep(PAUSE)
            self._glance(step)
            expectation = self._expected(step, request)
            answer = self._ask(step, request, ready, expectation, adjust)
            self._learn(answer)
        self._take_in(step, request, answer.seen)
        self._script += answer.calls
        if step.operation == CREATE and self._varies(answer.seen.code):
            raise NotJudgedError("the environment of the target varies, so that no history can be judged")
        return self._judged(step, ready, expectation, answer)

    def _varies(self, code: str | None) -> bool:
        """Whether valid requests get this code, or success, now and then."""
        controls = self.context.executor.tools.controls
        return any(controls.varies(CREATE, variant.name, code) for variant in facts(CREATE).variants)

    def expected(self, step: Step) -> Expectation:
        """What a step may be answered, without it being sent."""
        return self._expected(step, self._request(step, self._ready(step)))

    def store(self, number: int) -> str:
        """The id of the nth store, or one that no store has."""
        made = self._ids[number] if 0 <= number < len(self._ids) else None
        return made or f"cks-{self.context.executor.tools.preparer.random.getrandbits(68):017x}"

    def made_as(self, number: int) -> Mapping[str, Json]:
        """The request that would make the nth store as it is by now."""
        return self.account.stores[self.store(number)].request

    def described(self, step: Step) -> dict[str, Json]:
        """The store that a step shows, as it is described by now. Raises NotJudgedError where it is not."""
        found = entries(self.first(step).seen.json) or [{}]
        return dict(found[0])

    def count(self, judged: CaseResult) -> CaseResult:
        """Notes that an answer is one of those on which a requirement is judged."""
        transport = self.context.executor.transport
        transport.plan(1)
        transport.count(judged.seen)
        return judged

    def end(self) -> None:
        """Deletes what the history has made and not deleted."""
        tracker = self.context.executor.tracker
        for store in list(self._names):
            known, resource = self.account.stores.get(store), tracker.resources.get((CUSTOM_KEY_STORE.name, store))
            connected = known is not None and known.now != DISCONNECTED_ONLY
            if connected:
                tracker.transport.call(DISCONNECT, {ID: store})
            if resource is not None and not tracker.delete(resource) and connected:
                self.abilities.note_stuck(stuck=True)
            self.context.executor.lag.change()

    def _expected(self, step: Step, request: Request) -> Expectation:
        return expect_in_account(
            self.account, step.operation, request, self.context.executor.tools.environments.of(CREATE)
        )

    def _ready(self, step: Step) -> PreparedCase:
        """The step filled, but for the id of its store."""
        return self.context.executor.tools.preparer.prepare(CREATE, Case(step.request, ""), substitution=self._filling)

    def _request(self, step: Step, ready: PreparedCase) -> Request:
        assert isinstance(ready.request, dict)
        return ready.request if step.store is None else {ID: self.store(step.store), **ready.request}

    def _call(self, step: Step, request: Request, ready: PreparedCase) -> Call:
        shown = ready.shown()[-1]
        assert isinstance(shown, dict)
        if step.operation == CREATE:
            return Call(CREATE, shown, keeps=(Kept(f"STORE{len(self._ids) + 1}", ID),))
        if step.store is None:
            return Call(step.operation, shown)
        store = str(request[ID])
        uses = {store: f"STORE{self._ids.index(store) + 1}"} if store in self._ids else {}
        return Call(step.operation, {ID: store, **shown}, uses=uses)

    def _ask(
        self, step: Step, request: Request, ready: PreparedCase, expectation: Expectation, adjust: Adjust | None
    ) -> Answer:
        call = self._call(step, request, ready)
        answer = ask(self.context.executor, self.account, call, request, expectation, step)
        return answer if adjust is None else answer._replace(judgement=adjust(answer.judgement, answer.seen))

    def _may_be_behind(self, step: Step, answer: Answer) -> bool:
        """Whether an answer is wrong as one may be that knows nothing yet of the last change."""
        seen, waited = answer.seen, self.context.executor.lag.since_change
        if answer.judgement.verdict not in BEHIND or (seen.success and step.operation != DESCRIBE):
            return False
        lost = seen.status is None or seen.status >= INTERNAL
        return not lost and waited < self.context.executor.lag.patience

    def _learn(self, answer: Answer) -> None:
        """How far reads may be behind, from an answer that was asked for again."""
        lag = self.context.executor.lag
        lag.caught_up(lag.since_change, right=answer.judgement.verdict is Verdict.CONFORMS)

    def _glance(self, step: Step) -> None:
        """Takes in how the step's store is described by now."""
        store = self.store(step.store) if step.store is not None else None
        if store in self.account.stores:
            request: Request = {ID: store}
            seen = self.context.executor.transport.call(DESCRIBE, request)
            if seen.success and listing_error(self.account, request, entries(seen.json) or ()) is None:
                self.account = after(self.account, DESCRIBE, request, seen.json)

    def _unsettled(self, step: Step) -> CaseResult | None:
        """The look at a store that is not described as it is: the step's own, or any where it takes what they have."""
        for number, store in enumerate(self._ids):
            if store is not None and (step.request or number == step.store):
                judged = self.play(Step(DESCRIBE, {}, number))
                if judged.failed:
                    return judged
                self._script.pop()  # what is as it should be need not be shown
        return None

    def _take_in(self, step: Step, request: Request, seen: Observation) -> None:
        """What an answer makes of the account. Raises NotJudgedError for a new store whose id is unknown."""
        made = seen.json.get(ID) if step.operation == CREATE and seen.success and isinstance(seen.json, dict) else None
        if step.operation == CREATE:
            self._ids.append(made if isinstance(made, str) else None)
        if not seen.success:
            return
        if isinstance(made, str):
            self._names[made] = str(request.get(NAME))
        elif step.operation == CREATE:
            raise NotJudgedError("a store was made, and the answer does not say its id")
        elif step.operation == DELETE and self._names.pop(str(request.get(ID)), None) is not None:
            resource = self.context.executor.tracker.resources.get((CUSTOM_KEY_STORE.name, str(request[ID])))
            if resource is not None:
                self.context.executor.tracker.gone(resource)
        self.account = after(self.account, step.operation, request, seen.json)
        self.context.executor.tracker.take_in_update(step.operation, request, seen)
        if step.operation != DESCRIBE:
            self.context.executor.lag.change()

    def _judged(self, step: Step, ready: PreparedCase, expectation: Expectation, answer: Answer) -> CaseResult:
        found = answer.judgement
        place = disclosure_in(answer.seen, ready.canaries)
        if place and step.operation not in (CREATE, DESCRIBE):
            # Those two are asked about it elsewhere.
            found = Judgement(Verdict.SECRET_DISCLOSED, f"a secret that was sent stands in {place} of the answer")
        return CaseResult(
            step.operation,
            Case(step.request, ""),
            ready.body,
            ready.shown,
            answer.seen,
            expectation,
            found.verdict,
            found.explanation,
            Probe(operation=step.operation, sent=Case(step.request, "")),
            found.inconclusive,
            ready.canaries,
            script=tuple(self._script),
        )


@contextmanager
def running_sequence(context: Context) -> Iterator[SequenceRunner]:
    """A history on stores of its own, which are deleted at the end of the block."""
    player = SequenceRunner(context)
    try:
        yield player
    finally:
        player.end()
