"""A history played against a target: each answer judged by the model in its state, and all that was made deleted.

Reads may be behind writes: an answer that is wrong is asked for again until it is right or can no longer be behind.
Before a request that has to be refused for what is there, the target is seen to know what is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from conformance.checks.looking import PAUSE
from conformance.paging import pages
from conformance.reproduce import Call
from conformance.sending import Judged, Ready, discloses
from conformance.session import NotJudgedError, Session
from conformance.verdicts import INTERNAL, Judgement, judge
from reports.result import Verdict
from spec.answers import expect_next
from spec.custom_key_stores import CREATE, DELETE, DESCRIBE, DISCONNECT, DISCONNECTED_ONLY, ID, NAME
from spec.descriptions import entries, misread
from spec.facts import Json
from spec.life_cycle import Account, after
from spec.oracle import Expectation
from strategies.baselines import Request
from strategies.cases import Case
from strategies.histories import Step
from strategies.holes import Filling
from targets.observation import Observation

# What else an answer is held against: its judgement so far in, its judgement out.
Weigh = Callable[[Judgement, Observation], Judgement]


class Answer(NamedTuple):
    """One answer and what it is worth; `calls` are what was sent for it."""

    seen: Observation
    judgement: Judgement
    calls: tuple[Call, ...]


@dataclass(slots=True)
class Player:
    """One history, as far as it has been played. `behind`: the longest time, in seconds, after which a read caught up.

    `patience`: for how many seconds after a change an answer may be behind it.
    """

    session: Session
    patience: float
    behind: float = 0.0
    account: Account = field(default_factory=Account)
    _filling: Filling = field(init=False)
    _ids: list[str | None] = field(default_factory=list)
    _script: list[Call] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _changed: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._filling = Filling(self.session.sender.random)

    @property
    def standing(self) -> int:
        """How many stores of this history there are."""
        return len(self.account.stores)

    def first(self, step: Step, weigh: Weigh | None = None) -> Judged:
        """A step without which the next would show nothing. Raises NotJudgedError where it does not succeed."""
        judged = self.play(step, weigh)
        if judged.failed or judged.masked or not judged.seen.success:
            raise NotJudgedError(f"{step.operation} has to come first: {judged.explanation}")
        return judged

    def play(self, step: Step, weigh: Weigh | None = None) -> Judged:
        """The step's answer, judged; a look at the stores instead, where they are not described as they are."""
        ready = self._ready(step)
        request = self._request(step, ready)
        expectation = self._expected(step, request)
        if expectation.rejected and step.operation != DESCRIBE:
            wrong = self._unsettled(step)
            if wrong is not None:
                return wrong
        answer = self._ask(step, request, ready, expectation, weigh)
        while self._may_be_behind(step, answer):
            time.sleep(PAUSE)
            self._glance(step)
            expectation = self._expected(step, request)
            answer = self._ask(step, request, ready, expectation, weigh)
            self.behind = max(self.behind, time.monotonic() - self._changed)
        self._take_in(step, request, answer)
        self._script += answer.calls
        return self._judged(step, ready, expectation, answer)

    def made_as(self, number: int) -> Mapping[str, Json]:
        """The request that would make the nth store as it is by now."""
        return self.account.stores[self._id(number)].request

    def described(self, step: Step) -> dict[str, Json]:
        """The store that a step shows, as it is described by now. Raises NotJudgedError where it is not."""
        found = entries(self.first(step).seen.json) or [{}]
        return dict(found[0])

    def count(self, judged: Judged) -> Judged:
        """Notes that an answer is one of those on which a requirement is judged."""
        self.session.sender.plan(1)
        self.session.sender.count(judged.seen)
        return judged

    def end(self) -> None:
        """Deletes what the history has made and not deleted."""
        for store, name in list(self._names.items()):
            known = self.account.stores.get(store)
            if known is not None and known.now != DISCONNECTED_ONLY:
                self.session.sender.call(DISCONNECT, {ID: store})
            if not self.session.sender.delete(store, name):
                self.session.stuck = "a store that was made here could not be deleted in time: see lag in a profile"

    def _expected(self, step: Step, request: Request) -> Expectation:
        return expect_next(self.account, step.operation, request, self.session.sender.environment)

    def _ready(self, step: Step) -> Ready:
        """The step filled, but for the id of its store."""
        return self.session.sender.ready(Case(step.request, ""), self._filling)

    def _request(self, step: Step, ready: Ready) -> Request:
        assert isinstance(ready.request, dict)
        return ready.request if step.store is None else {ID: self._id(step.store), **ready.request}

    def _id(self, number: int) -> str:
        """The id of the nth store, or one that no store has."""
        made = self._ids[number] if 0 <= number < len(self._ids) else None
        return made or f"cks-{self.session.sender.random.getrandbits(68):017x}"

    def _variable(self, store: str) -> str | None:
        """The variable in which the shown lines keep the id of a store."""
        return f"STORE{self._ids.index(store) + 1}" if store in self._ids else None

    def _call(self, step: Step, request: Request, ready: Ready) -> Call:
        shown = ready.shown()[-1]
        assert isinstance(shown, dict)
        if step.operation == CREATE:
            return Call(CREATE, shown, keeps=(f"STORE{len(self._ids) + 1}", ID))
        if step.store is None:
            return Call(step.operation, shown)
        store = str(request[ID])
        variable = self._variable(store)
        return Call(step.operation, {ID: store, **shown}, uses={ID: variable} if variable else {})

    def _ask(self, step: Step, request: Request, ready: Ready, expectation: Expectation, weigh: Weigh | None) -> Answer:
        answer = self._asked(step, request, ready, expectation)
        return answer if weigh is None else answer._replace(judgement=weigh(answer.judgement, answer.seen))

    def _asked(self, step: Step, request: Request, ready: Ready, expectation: Expectation) -> Answer:
        sender = self.session.sender
        call = self._call(step, request, ready)
        if step.operation == CREATE:
            if self.session.stuck:
                raise NotJudgedError(self.session.stuck)
            sender.ledger.intend([str(request.get(NAME))])
            seen, _ = sender.make(request)
            return Answer(seen, self._roomy(judge(expectation, seen), seen), (call,))
        if step.operation != DESCRIBE:
            seen = sender.call(step.operation, request)
            return Answer(seen, judge(expectation, seen), (call,))
        if not step.pages:
            seen = sender.call(DESCRIBE, request)
            return Answer(seen, self._read(judge(expectation, seen), request, seen), (call,))
        listed = pages(sender, request)
        found, wrong = judge(expectation, listed.seen), listed.wrong
        if found.verdict is Verdict.CONFORMS and listed.seen.success and wrong is None:
            if not listed.complete:
                found = replace(found, explanation="there are more pages than are read", masked=True)
            else:
                wrong = misread(self.account, request, listed.entries)
        return Answer(listed.seen, Judgement(Verdict.STATE_VIOLATION, wrong) if wrong else found, listed.calls)

    def _roomy(self, found: Judgement, seen: Observation) -> Judgement:
        """A quota that the history's own stores fill is nobody's fault."""
        if "LimitExceededException" in seen.codes.values() and self.account.stores:
            return Judgement(Verdict.CONFORMS, "there is no room for another store", masked=True)
        return found

    def _read(self, found: Judgement, request: Request, seen: Observation) -> Judgement:
        """A success is held against what it has to show."""
        if found.verdict is not Verdict.CONFORMS or not seen.success:
            return found
        listed = entries(seen.json)
        if listed is None:
            return Judgement(Verdict.MALFORMED_RESPONSE, "the answer has no list of CustomKeyStores")
        wrong = misread(self.account, request, listed) if request.keys() & {ID, NAME} else None
        return Judgement(Verdict.STATE_VIOLATION, wrong) if wrong else found

    def _may_be_behind(self, step: Step, answer: Answer) -> bool:
        """Whether an answer is wrong as one may be that knows nothing yet of the last change."""
        seen, waited = answer.seen, time.monotonic() - self._changed
        if answer.judgement.verdict is Verdict.CONFORMS:
            return False
        lost = seen.status is None or seen.status >= INTERNAL or (seen.success and step.operation != DESCRIBE)
        return not lost and waited < self.patience

    def _glance(self, step: Step) -> None:
        """Takes in how the step's store is described by now."""
        store = self._id(step.store) if step.store is not None else None
        if store in self.account.stores:
            request: Request = {ID: store}
            seen = self.session.sender.call(DESCRIBE, request)
            if seen.success and misread(self.account, request, entries(seen.json) or ()) is None:
                self.account = after(self.account, DESCRIBE, request, seen.json)

    def _unsettled(self, step: Step) -> Judged | None:
        """The look at a store that is not described as it is, where the step's answer hangs on what is there."""
        everyone = step.operation == CREATE or step.store is None
        numbers = range(len(self._ids)) if everyone or len(step.request) > 0 else [step.store]
        for number in numbers:
            if number is not None and 0 <= number < len(self._ids) and self._ids[number] is not None:
                judged = self.play(Step(DESCRIBE, {}, number))
                if judged.failed:
                    return judged
                self._script.pop()
        return None

    def _take_in(self, step: Step, request: Request, answer: Answer) -> None:
        seen = answer.seen
        made = seen.json.get(ID) if step.operation == CREATE and seen.success and isinstance(seen.json, dict) else None
        if step.operation == CREATE:
            self._ids.append(made if isinstance(made, str) else None)
            if seen.success and not isinstance(made, str):
                raise NotJudgedError("a store was made, and the answer does not say its id")
            if isinstance(made, str):
                self._names[made] = str(request.get(NAME))
        if not seen.success:
            return
        if step.operation == DELETE and (name := self._names.pop(str(request.get(ID)), None)) is not None:
            self.session.sender.gone(str(request[ID]), name)
        self.account = after(self.account, step.operation, request, seen.json)
        if step.operation != DESCRIBE:
            self._changed = time.monotonic()

    def _judged(self, step: Step, ready: Ready, expectation: Expectation, answer: Answer) -> Judged:
        found = answer.judgement
        place = discloses(answer.seen, ready.marks)
        if place and step.operation not in (CREATE, DESCRIBE):
            # Those two are asked about it elsewhere.
            found = Judgement(Verdict.SECRET_DISCLOSED, f"a secret that was sent stands in {place} of the answer")
        return Judged(
            step.operation,
            Case(step.request, ""),
            ready.body,
            ready.shown,
            answer.seen,
            expectation,
            found.verdict,
            found.explanation,
            _not_again,
            found.masked,
            ready.marks,
            script=tuple(self._script),
        )


def _not_again() -> Judged:
    raise NotJudgedError("a step is nothing without those before it")


@contextmanager
def playing(session: Session, patience: float) -> Iterator[Player]:
    """A history on stores of its own, which are deleted at the end of the block."""
    player = Player(session, patience)
    try:
        yield player
    finally:
        player.end()
