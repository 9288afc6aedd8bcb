"""That creates and deletes of one name which run at once come out as if they had come one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from random import Random
from threading import Barrier

from kms_conformance.checks.custom_key_stores.races import (
    alike,
    kept,
    seen_once,
    shown,
    variant_of_rule,
)
from kms_conformance.execution.case_result import CaseResult, encoded
from kms_conformance.execution.context import Context, NotJudgedError
from kms_reports.result import Verdict
from kms_specification.facts import Unique
from kms_specification.oracle import Expectation, Outcome
from kms_specification.pages.custom_key_stores import (
    DELETE,
    ID,
    NAME,
)
from kms_specification.requirements import Requirement
from kms_specification.state.linearizability import (
    Effect,
    Event,
    linearizable,
)
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import apart
from kms_strategies.requests.examples import Request
from kms_targets.http.client import Client, Message
from kms_targets.http.response import Observation

HANDS = 5  # that make and delete at once, each over a connection of its own
STEPS = 8  # how often each asks for the name
ROUNDS = 4
HELD = 0.004  # seconds for which a store is held, at most


@dataclass(frozen=True, slots=True)
class _Story:
    """What one hand saw: its events, the answers that made stores, the stores it deleted, and the last answer of all.

    Where that is none, the hand has stopped: nobody knows what became of the request.
    """

    events: tuple[Event, ...]
    made: tuple[Observation, ...]
    gone: frozenset[str]
    last: Observation


def linear(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """Several hands make a store of one name and delete it again, a few times over."""
    if context.executor.client.paced:
        raise NotJudgedError("requests cannot leave at once where their rate is limited")
    context.needs(DELETE)
    rule = next(r for r in context.executor.operation.uniqueness if r.members == (NAME,))
    variant = variant_of_rule(context, rule)
    if variant is None:
        context.needs_store(*context.calibration.examples)
    assert variant is not None
    if not kept(context, rule, variant):
        raise NotJudgedError("names need not be unique where requests come one after the other")
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(context.executor.client.twin())) for _ in range(HANDS)]
        pool = stack.enter_context(ThreadPoolExecutor(HANDS))
        for _ in range(ROUNDS):
            judged = _round(requirement, context, clients, pool, rule, variant)
            yield judged
            if judged.inconclusive:
                return


def _round(
    requirement: Requirement,
    context: Context,
    clients: list[Client],
    pool: ThreadPoolExecutor,
    rule: Unique,
    variant: str,
) -> CaseResult:
    executor = context.executor
    ready, requests = alike(context, rule, Case(context.calibration.examples[variant], variant))
    executor.ledger.intend([str(requests[0][NAME])])
    executor.plan(1)
    start = Barrier(HANDS)
    play = partial(_played, start, executor.prefix, executor.operation.name, rule.error, executor.lag)
    stories = list(pool.map(play, clients, requests))
    for story, request in zip(stories, requests, strict=False):
        executor.lost(story.last, request)
        for store, _ in (found for seen in story.made for found in executor.made(seen, request)):
            if store in story.gone:
                executor.gone(store, str(request[NAME]))
            else:
                executor.delete(store, str(request[NAME]))
    events = [event for story in stories for event in story.events]
    failed = not linearizable(events)
    made = sum(e.effect is Effect.MADE for e in events)
    why = f"{made} stores of one name were made and deleted by {HANDS} at once, "
    why += "as in no order one after the other" if failed else "as one after the other"
    seen = next((seen for story in reversed(stories) for seen in reversed(story.made)), stories[0].last)
    executor.count(seen)
    outcome = Outcome(rule.error, 400, (requirement.id,), requirement.source)
    return CaseResult(
        executor.operation.name,
        ready.case,
        ready.body,
        partial(shown, ready, apart(executor.operation, rule), requests[:HANDS]),
        seen,
        Expectation((outcome,), ()),
        Verdict.STATE_VIOLATION if failed else Verdict.CONFORMS,
        why,
        # What was seen once is enough: the next time it may go well.
        partial(seen_once, why) if failed else partial(_round, requirement, context, clients, pool, rule, variant),
        inconclusive=made == 0 or any(story.last.failure is not None for story in stories),
        canaries=ready.canaries,
        at_once=True,
    )


def _played(
    start: Barrier, prefix: str, create: str, in_use: str, lag: float, client: Client, request: Request
) -> _Story:
    """One hand's part. A name may be free only so many seconds, `lag`, after the store that had it was deleted."""
    events: list[Event] = []
    made: list[Observation] = []
    gone: set[str] = set()
    random = Random()
    start.wait()
    for _ in range(STEPS):
        began = time.monotonic()
        seen = Observation(client.exchange(Message(encoded(request), f"{prefix}.{create}")))
        ended = time.monotonic()
        if seen.failure is not None:
            break
        if in_use in seen.codes.values():
            events.append(Event(began, ended, Effect.REFUSED))
        store = seen.json.get(ID) if seen.success and isinstance(seen.json, dict) else None
        if not isinstance(store, str):
            continue
        events.append(Event(began, ended, Effect.MADE, store))
        made.append(seen)
        time.sleep(random.random() * HELD)
        began = time.monotonic()
        seen = Observation(client.exchange(Message(encoded({ID: store}), f"{prefix}.{DELETE}")))
        if not seen.success:
            break  # whatever the reason, a store that may take a while to be deleted has the name until then
        events.append(Event(began, time.monotonic() + lag, Effect.DELETED, store))
        gone.add(store)
    return _Story(tuple(events), tuple(made), frozenset(gone), seen)
