"""One request of a history sent, and its answer held against what the account has to be by then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from kms_conformance.execution.actions.asking import full_instead, says_full
from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.judging.verdicts import Judgement, judge
from kms_conformance.execution.sending.pagination import pages
from kms_conformance.execution.sending.transport import PAUSES
from kms_conformance.execution.snippets.curl import Call
from kms_reports.result import Verdict
from kms_specification.oracle import Expectation
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    ID,
    NAME,
)
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_specification.state.account import Account
from kms_specification.state.listing import entries, listing_error, page_error
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step
from kms_targets.http.response import Observation

# What else an answer is held against: its judgement so far in, its judgement out.
Adjust = Callable[[Judgement, Observation], Judgement]


class Answer(NamedTuple):
    """One answer and what it is worth; `calls` are what was sent for it, as it is shown."""

    seen: Observation
    judgement: Judgement
    calls: tuple[Call, ...]


def ask(
    executor: Executor, account: Account, call: Call, request: Request, expectation: Expectation, step: Step
) -> Answer:
    """The answer to a step's request, shown as `call`. Raises NotJudgedError where no more stores should be made."""
    if step.pages:
        return _listed(executor, account, request, expectation)
    if call.operation == CREATE:
        left = len(executor.tracker.of_type(CUSTOM_KEY_STORE))
        if left >= CUSTOM_KEY_STORE.at_most and not (step.anyway and not executor.transport.real):
            raise NotJudgedError("stores that were made here could not be deleted in time: see lag in a profile")
        return _made(executor, account, call, request, expectation)
    seen = executor.transport.call(str(call.operation), request)
    found = judge(expectation, seen)
    if call.operation == DESCRIBE and found.verdict is Verdict.CONFORMS and seen.success:
        found = _read(account, found, request, seen)
    return Answer(seen, found, (call,))


def _made(executor: Executor, account: Account, call: Call, request: Request, expectation: Expectation) -> Answer:
    """The answer to a request for a store. A full account is no finding: it is waited out, unless stores of this
    history are in the way."""
    tracker, asker = executor.tracker, executor.tools.asker
    controls = ControlRequests(tracker, executor.tools.controls, executor.tools.preparer, CREATE, "")
    for pause in PAUSES:
        tracker.intend([(CREATE, request)])
        seen, _ = tracker.call(CREATE, request)
        full = says_full(CREATE, seen) and expectation.accepts
        if full_instead(CREATE, expectation, seen) and not full:
            full = asker.crowded() or controls.no_room(expectation, seen)
        if not full:
            asker.found_room(there_is=seen.success or not asker.full)
            return Answer(seen, judge(expectation, seen), (call,))
        if account.stores or asker.full:
            break
        time.sleep(pause)
    asker.found_room(there_is=bool(account.stores) and not asker.full)
    return Answer(seen, Judgement(Verdict.CONFORMS, "there is no room for another store", inconclusive=True), (call,))


def _read(account: Account, found: Judgement, request: Request, seen: Observation) -> Judgement:
    """A description of one store is held against the store; of a list, one page shows only that it is a list."""
    listed = entries(seen.json)
    if listed is None:
        return Judgement(Verdict.MALFORMED_RESPONSE, "the answer has no list of CustomKeyStores")
    wrong = listing_error(account, request, listed) if request.keys() & {ID, NAME} else None
    return Judgement(Verdict.STATE_VIOLATION, wrong) if wrong else found


def _listed(executor: Executor, account: Account, request: Request, expectation: Expectation) -> Answer:
    """All pages of a list, held against all the stores."""
    listed = pages(executor.transport, CUSTOM_KEY_STORE, page_error, request)
    found, wrong = judge(expectation, listed.seen), listed.wrong
    if found.verdict is Verdict.CONFORMS and listed.seen.success and wrong is None:
        if listed.complete:
            wrong = listing_error(account, request, listed.entries)
        else:
            found = replace(found, explanation="there are more pages than are read", inconclusive=True)
    return Answer(listed.seen, Judgement(Verdict.STATE_VIOLATION, wrong) if wrong else found, listed.calls)
