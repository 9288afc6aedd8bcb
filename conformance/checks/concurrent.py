"""That of requests which arrive at once and want the same, exactly one succeeds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from random import Random
from threading import Barrier

from conformance.checks.looking import looked
from conformance.sending import Judged, Ready, encoded
from conformance.session import NotJudgedError, Session
from reports.result import Verdict
from spec.facts import Unique
from spec.requirements import Requirement
from strategies.baselines import Request
from strategies.cases import Case
from strategies.collisions import apart
from strategies.holes import Filling
from targets.client import Client, Message
from targets.observation import Observation

AT_ONCE = 16  # requests that leave together, each over a connection of its own
ROUNDS = 4  # how often, for each rule


def concurrent(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """For each uniqueness rule: sixteen valid requests at once that only differ in what the rule does not compare."""
    operation = session.sender.operation
    if session.sender.client.paced:
        raise NotJudgedError("requests cannot leave at once where their rate is limited")
    rules = [(rule, name) for rule in operation.uniqueness if (name := _variant(session, rule))]
    if not rules:
        session.needs_store(*session.calibration.ordinary)
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(session.sender.client.twin())) for _ in range(AT_ONCE)]
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        for rule, name in rules:
            for _ in range(ROUNDS):
                yield _round(requirement, session, clients, pool, rule, name)


def _variant(session: Session, rule: Unique) -> str | None:
    """A kind of store that the rule compares with its own kind, and of which stores can be made."""
    operation = session.sender.operation
    for variant in operation.variants:
        kind = variant.chosen_by.get(rule.between or "", "")
        if (rule.between is None or (kind, kind) in rule.pairs) and session.makes_store(variant.name):
            return variant.name
    return None


def _round(
    requirement: Requirement,
    session: Session,
    clients: list[Client],
    pool: ThreadPoolExecutor,
    rule: Unique,
    variant: str,
) -> Judged:
    sender = session.sender
    request = session.calibration.ordinary[variant]
    ready, requests = _alike(session, rule, Case(request, variant))
    sender.ledger.intend(str(r.get("CustomKeyStoreName")) for r in requests)
    sender.plan(1)
    target = f"{sender.prefix}.{sender.operation.name}"
    start = Barrier(len(clients))
    messages = [Message(encoded(r), target) for r in requests]
    seen = list(pool.map(partial(_sent, start), clients, messages))
    made = [found for s, r in zip(seen, requests, strict=True) for found in sender.made(s, r)]
    for store, one in made:
        sender.delete(store, str(one.get("CustomKeyStoreName")))
    again = partial(_round, requirement, session, clients, pool, rule, variant)
    won = sum(s.success for s in seen)
    shown = next((s for s in seen if s.success), seen[0])
    if won > 1:
        what = " and ".join(rule.members)
        why = f"{won} of {len(seen)} requests at once for the same {what} succeeded"
        # A race is lost only now and then: what was seen once is enough.
        return looked(requirement, session, ready, shown, Verdict.STATE_VIOLATION, why, again=partial(_lost, why))
    return looked(
        requirement, session, ready, shown, Verdict.CONFORMS, f"{won} succeeded", again=again, masked=won == 0
    )


def _lost(why: str) -> Judged:
    raise NotJudgedError(why)


def _alike(session: Session, rule: Unique, case: Case) -> tuple[Ready, list[Request]]:
    """Requests that have in common what the rule compares, each otherwise filled for itself."""
    ready = session.sender.ready(case)
    first = ready.request
    assert isinstance(first, dict)
    others = apart(session.sender.operation, rule)
    found = [first]
    for number in range(1, AT_ONCE):
        filled = Filling(Random(f"{time.time_ns()}{number}"))(case.request)
        assert isinstance(filled, dict)
        found.append({name: filled[name] if name in others else value for name, value in first.items()})
    return ready, found


def _sent(start: Barrier, client: Client, message: Message) -> Observation:
    start.wait()
    return Observation(client.exchange(message))
