"""One attempt at a probe: what has to exist is made, the case sent, what is asked for read, the answer judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kms_conformance.execution.actions.asking import CrowdedError, full_instead, says_full
from kms_conformance.execution.actions.concurrency import alike
from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_conformance.execution.actions.observing import adopted, observed
from kms_conformance.execution.actions.setting_up import SettingUp
from kms_conformance.execution.actions.tools import Tools, control_requests, varying
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.judging.expectations import expected, expected_there, no_answer_for_room
from kms_conformance.execution.judging.long_bodies import says_nothing_of
from kms_conformance.execution.judging.verdicts import Judgement, briefly
from kms_conformance.execution.knowledge.controls import TRIES, says_nothing
from kms_conformance.execution.probes.evidence import Evidence, ProxyLog
from kms_conformance.execution.probes.preparation import as_object, stands_for
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import (
    AtOnce,
    Bytes,
    CaseResult,
    Churn,
    InTurn,
    Probe,
    Read,
)
from kms_conformance.execution.probes.results import result_of
from kms_conformance.execution.resource_tracker import Resource
from kms_conformance.execution.sending.transport import FIRST_WAIT, LONGEST_WAIT, encoded
from kms_reports.result import FAILED, Verdict
from kms_specification.facts import Json
from kms_specification.oracle import Environment, Expectation
from kms_specification.pages.resources import CUSTOM_KEY_STORE, created_by
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation

TAKEN = "what it asks for may be taken by a resource that was made without an answer that names it"
_NOTHING = Expectation((), ())
_NO_ANSWER = Observation(Exchange(None, (), b"", 0.0))  # before anything was sent


@dataclass(slots=True)
class Attempt:
    """One attempt. `made` are the resources that it made so far, which are deleted at its end."""

    tools: Tools
    probe: Probe
    prepared: PreparedCase
    substitution: Substitution
    made: list[Resource] = field(default_factory=list)
    _setup: SettingUp = field(init=False)

    def __post_init__(self) -> None:
        self._setup = SettingUp(self.tools.tracker, self.tools.asker, self.tools.shared, self.made)

    def result(self, meanwhile: Callable[[], None], log: Callable[[], ProxyLog] | None = None) -> CaseResult:
        """The result. Raises StaleConnectionError where it has to be tried again, and what the judge raises."""
        kept = True
        try:
            self.prepared = self._setup.set_up(self.prepared, self.probe.setup, self.tools.preparer)
            evidence = Evidence(self.probe.operation, self.prepared, _NOTHING, _NO_ANSWER, self._setup.resources)
            evidence = self._observed(evidence, before=True)
            evidence = self._sent(evidence, meanwhile)
            if log is not None:
                evidence = replace(evidence, proxy=log())
            if self.probe.must_succeed and evidence.own is None:
                raise SetupFailedError(f"a valid request made no store: {briefly(evidence.seen)}")
            evidence = self._observed(evidence, before=False)
            kept = evidence.deleted
            if evidence.unrelated:
                return result_of(self.probe, evidence, _said_of_another(evidence))
            judged = self.probe.judge(evidence)
            if judged.verdict in FAILED and self._may_be_taken(evidence):
                judged = Judgement(Verdict.CONFORMS, TAKEN, inconclusive=True)
            return result_of(self.probe, evidence, judged)
        finally:
            for resource in reversed(self.made):
                if kept and resource.key in self.tools.tracker.resources:
                    self.tools.tracker.delete(resource)

    def _may_be_taken(self, evidence: Evidence) -> bool:
        """Whether what a request asks for may be taken by a resource of which no id is known."""
        answers = [(evidence.prepared.request, evidence.seen)]
        answers += [(r.shown, r.seen) for r in evidence.readings if r.operation == self.probe.operation]
        taken = self.tools.tracker.taken
        return any(taken.for_good(self.probe.operation, request, seen) for request, seen in answers)

    def _take_in(self, operation: str, request: Json, seen: Observation) -> Resource | None:
        resource = self.tools.tracker.take_in(operation, request, seen)
        if resource is not None:
            self.made.append(resource)
        return resource

    def _observed(self, evidence: Evidence, *, before: bool) -> Evidence:
        for what in self.probe.observe:
            if before == (isinstance(what, Read) and what.before):
                tools = self.tools
                evidence, made = observed(tools.tracker, tools.lag, evidence, what, self.substitution)
                self.made += made
                self.made += adopted(tools.tracker, evidence)
        return evidence

    def _sent(self, evidence: Evidence, meanwhile: Callable[[], None]) -> Evidence:
        sent = self.probe.sent
        if isinstance(sent, Case):
            return self._case(evidence, meanwhile)
        if isinstance(sent, Bytes):
            return self._bytes(evidence, sent)
        if isinstance(sent, InTurn):
            return self._in_turn(evidence, sent)
        if self.tools.tracker.transport.paced:
            raise NotJudgedError("requests cannot leave at once where their rate is limited")
        assert isinstance(sent, AtOnce | Churn)
        return self._at_once(evidence, sent) if isinstance(sent, AtOnce) else self._churn(evidence, sent)

    def _environment(self) -> Environment:
        usual = self.tools.environments.of(self.probe.operation)
        reach, variant = self.probe.reach, self.prepared.case.variant
        return usual if reach is None else Environment({**usual.reach, variant: reach})

    def _expected(self, request: Json) -> Expectation:
        kind = created_by(self.probe.operation)
        existing = self.tools.tracker.of_type(kind) if kind is not None else ()
        stores = {r.id: r.request for r in self._setup.resources if r.type is CUSTOM_KEY_STORE}
        if stores:
            others = self.tools.tracker.stores()
            there = expected_there(self.probe.operation, request, stores, self.probe.reach, others)
            if there is not None:
                return there
        # What was set up exists, though its answer may have had no id to track it by.
        before = zip(self.prepared.operations, self.prepared.before, strict=True)
        existing += tuple(request for operation, request in before if operation == self.probe.operation)
        return expected(self.probe.operation, request, existing, self._environment())

    def _case(self, evidence: Evidence, meanwhile: Callable[[], None]) -> Evidence:
        """The case, asked until its answer is neither for want of room nor behind what was deleted just now."""
        tools, operation, prepared = self.tools, self.probe.operation, self.prepared
        found: list[Expectation] = []

        def expectation() -> Expectation:
            if not found:
                found.append(self._expected(self.prepared.request))
            return found[0]

        def work() -> None:
            expectation()
            meanwhile()

        def unexpected(seen: Observation) -> bool:
            return self.probe.waits_for_room and no_answer_for_room(operation, expectation())

        was_full = tools.asker.full
        deadline = time.monotonic() + tools.tracker.lag
        seen = tools.asker.ask(operation, prepared.body, unexpected, work)
        while self._may_be_behind(seen, expectation(), deadline):
            time.sleep(FIRST_WAIT)
            seen = tools.asker.ask(operation, prepared.body, unexpected)
        right = self.probe.expectation or expectation()
        if right.rejected and full_instead(operation, right, seen) and tools.asker.crowded():
            raise CrowdedError
        if tools.asker.full and not was_full:
            tools.environments.forget(operation)
            found.clear()
        unrelated, controls = "", self._controls()
        for _ in range(TRIES if says_nothing(seen) else 0):
            unrelated = controls.unrelated(seen) if not self.probe.setup else ""
            if not unrelated or tools.controls.refused(operation):
                break  # to wait for a caller who is refused whatever is asked would be in vain
            time.sleep(LONGEST_WAIT)
            seen = tools.asker.ask(operation, prepared.body, unexpected)
            unrelated = unrelated if says_nothing(seen) else ""
        right = self.probe.expectation or expectation()
        own = self._take_in(operation, prepared.request, seen)
        tools.tracker.take_in_update(operation, prepared.request, seen)
        unrelated = unrelated or says_nothing_of(len(prepared.body), seen)
        unrelated = unrelated or varying(self.tools, self.probe, prepared, right, seen)
        self._setup.answered(seen)
        return replace(evidence, prepared=prepared, expectation=right, seen=seen, own=own, unrelated=unrelated)

    def _controls(self) -> ControlRequests:
        return control_requests(self.tools, self.probe, self.prepared)

    def _may_be_behind(self, seen: Observation, expectation: Expectation, deadline: float) -> bool:
        if self.probe.behind is not None and self.probe.behind(seen) and time.monotonic() < deadline:
            return True
        if self._setup.unknown_yet(seen, expectation, self.tools.lag):
            return True
        tracker = self.tools.tracker
        return not expectation.rejected and tracker.taken.for_lag(self.probe.operation, self.prepared.request, seen)

    def _bytes(self, evidence: Evidence, sent: Bytes) -> Evidence:
        tracker, operation = self.tools.tracker, self.probe.operation
        wire = sent.make(self.prepared.body)
        request = stands_for(wire.body, self.prepared.request)
        expectation = self.probe.expectation or self._expected(request)
        message = tracker.transport.message(wire.target, wire.body, wire.form)
        deadline = time.monotonic() + tracker.lag
        while True:
            seen = tracker.repeated(operation, encoded(request), message)
            full = says_full(operation, seen)
            behind = tracker.taken.for_lag(operation, request, seen) or (full and not self.tools.asker.full)
            if not behind or time.monotonic() > deadline:
                break
            time.sleep(FIRST_WAIT)
        if full:
            self.tools.asker.found_room(there_is=False)
        own = self._take_in(operation, request, seen)
        unrelated = self._controls().varying(expectation, seen)
        return replace(evidence, expectation=expectation, seen=seen, own=own, unrelated=unrelated)

    def _in_turn(self, evidence: Evidence, sent: InTurn) -> Evidence:
        tracker, answers = self.tools.tracker, list[Observation]()
        for _ in range(sent.times):
            self.prepared = self.tools.preparer.prepare(self.probe.operation, sent.case)
            request = as_object(self.prepared.request)
            tracker.intend([(self.probe.operation, request)])
            seen, resource = tracker.call(self.probe.operation, request)
            answers.append(seen)
            if resource is None:
                break
            self.made.append(resource)
        expectation = self.probe.expectation or self._expected(self.prepared.request)
        return replace(
            evidence, prepared=self.prepared, expectation=expectation, seen=seen, own=resource, answers=tuple(answers)
        )

    def _at_once(self, evidence: Evidence, sent: AtOnce) -> Evidence:
        tracker, operation = self.tools.tracker, self.probe.operation
        requests = alike(self.prepared, sent.number, sent.differing)
        tracker.intend((operation, request) for request in requests)
        answers = self.tools.crowd.sent_at_once(operation, requests)
        for request, seen in zip(requests, answers, strict=True):
            tracker.lost(operation, request, seen)
            self._take_in(operation, request, seen)
        seen = next((s for s in answers if s.success), answers[0])
        expectation = self.probe.expectation or _NOTHING
        return replace(evidence, expectation=expectation, seen=seen, answers=tuple(answers), requests=tuple(requests))

    def _churn(self, evidence: Evidence, sent: Churn) -> Evidence:
        tracker, operation = self.tools.tracker, self.probe.operation
        kind = created_by(operation)
        assert kind is not None
        requests = alike(self.prepared, sent.hands, sent.differing)
        tracker.intend([(operation, requests[0])])
        stories = self.tools.crowd.churned(kind, sent, requests, tracker.lag)
        for story, request in zip(stories, requests, strict=True):
            tracker.lost(operation, request, story.last)
            for seen in story.made:
                resource = self._take_in(operation, request, seen)
                if resource is not None and resource.id in story.gone:
                    tracker.gone(resource)
        made = [seen for story in reversed(stories) for seen in reversed(story.made)]
        return replace(
            evidence,
            expectation=self.probe.expectation or _NOTHING,
            seen=made[0] if made else stories[0].last,
            answers=tuple(story.last for story in stories),
            events=tuple(event for story in stories for event in story.events),
            requests=tuple(requests),
        )


def _said_of_another(evidence: Evidence) -> Judgement:
    return Judgement(Verdict.CONFORMS, evidence.unrelated, inconclusive=True)
