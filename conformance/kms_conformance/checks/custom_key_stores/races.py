"""That of requests which arrive at once and want the same, exactly one succeeds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from itertools import islice
from random import Random
from threading import Barrier

from kms_conformance.execution.case_result import (
    CaseResult,
    PreparedCase,
    Shown,
    encoded,
)
from kms_conformance.execution.context import Context, NotJudgedError
from kms_conformance.execution.verdicts import INTERNAL, answer_text
from kms_reports.result import Verdict
from kms_specification.facts import Unique
from kms_specification.oracle import Expectation, Outcome
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.duplicates import (
    apart,
    duplicates,
    same,
)
from kms_strategies.requests.examples import Request
from kms_targets.http.client import Client, Message
from kms_targets.http.response import Observation

AT_ONCE = 16  # requests that leave together, each over a connection of its own
ROUNDS = 4  # how often, for each rule


def concurrent(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """For each uniqueness rule: sixteen valid requests at once that only differ in what the rule does not compare."""
    operation = context.executor.operation
    if context.executor.client.paced:
        raise NotJudgedError("requests cannot leave at once where their rate is limited")
    found = [(rule, name) for rule in operation.uniqueness if (name := variant_of_rule(context, rule))]
    if not found:
        context.needs_store(*context.calibration.examples)
    rules = [(rule, name) for rule, name in found if kept(context, rule, name)]
    if not rules:
        raise NotJudgedError("no uniqueness rule is kept by requests that come one after the other")
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(context.executor.client.twin())) for _ in range(AT_ONCE)]
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        for rule, name in rules:
            for _ in range(ROUNDS):
                yield _round(requirement, context, clients, pool, rule, name)


def variant_of_rule(context: Context, rule: Unique) -> str | None:
    """A kind of store that the rule compares with its own kind, and of which stores can be made."""
    operation = context.executor.operation
    for variant in operation.variants:
        kind = variant.chosen_by.get(rule.between or "", "")
        if (rule.between is None or (kind, kind) in rule.pairs) and context.makes_store(variant.name):
            return variant.name
    return None


def kept(context: Context, rule: Unique, variant: str) -> bool:
    """Whether the rule is kept where nothing is at once: else it is for its own requirement to say."""
    cases = duplicates(context.executor.operation, rule, context.calibration.examples)
    judged = (context.executor.one(c) for c in cases if c.variant == variant and same(rule, c))
    return all(j.rejects and not j.failed for j in islice(judged, 1))


def _round(
    requirement: Requirement,
    context: Context,
    clients: list[Client],
    pool: ThreadPoolExecutor,
    rule: Unique,
    variant: str,
) -> CaseResult:
    executor = context.executor
    request = context.calibration.examples[variant]
    ready, requests = alike(context, rule, Case(request, variant))
    executor.ledger.intend(str(r.get("CustomKeyStoreName")) for r in requests)
    executor.plan(1)
    target = f"{executor.prefix}.{executor.operation.name}"
    start = Barrier(len(clients))
    messages = [Message(encoded(r), target) for r in requests]
    seen = list(pool.map(partial(_sent, start), clients, messages))
    for answer, request in zip(seen, requests, strict=True):
        executor.lost(answer, request)
    made = [found for s, r in zip(seen, requests, strict=True) for found in executor.made(s, r)]
    for store, one in made:
        executor.delete(store, str(one.get("CustomKeyStoreName")))
    won = sum(s.success for s in seen)
    what = " and ".join(rule.members)
    why = f"{won} of {len(seen)} requests at once for the same {what} succeeded"
    verdict = Verdict.STATE_VIOLATION if won > 1 else Verdict.CONFORMS
    told_of = next((s for s in seen if s.success), seen[0])
    broken = next((s for s in seen if s.status == INTERNAL), None)
    if won == 1 and broken is not None:
        verdict, told_of = Verdict.SERVER_FAULT, broken
        why = f"of {len(seen)} requests at once for the same {what} one got {answer_text(broken)}"
    failed = verdict is not Verdict.CONFORMS
    executor.count(seen[0])
    outcome = Outcome(rule.error, 400, (requirement.id,), requirement.source)
    return CaseResult(
        executor.operation.name,
        ready.case,
        ready.body,
        partial(shown, ready, apart(executor.operation, rule), requests),
        told_of,
        Expectation((outcome,), ()),
        verdict,
        why,
        # A race is lost only now and then: what was seen once is enough.
        partial(seen_once, why) if failed else partial(_round, requirement, context, clients, pool, rule, variant),
        inconclusive=won == 0,
        canaries=ready.canaries,
        at_once=True,
    )


def seen_once(why: str) -> CaseResult:
    raise NotJudgedError(why)


def shown(ready: PreparedCase, others: frozenset[str], requests: list[Request]) -> Shown:
    """The requests, each with stand-ins for the secrets, which are the same in all."""
    first = ready.shown()[-1]
    assert isinstance(first, dict)
    return tuple({**first, **{m: v for m, v in request.items() if m in others}} for request in requests)


def alike(context: Context, rule: Unique, case: Case) -> tuple[PreparedCase, list[Request]]:
    """Requests that have in common what the rule compares, each otherwise filled for itself."""
    ready = context.executor.ready(case)
    first = ready.request
    assert isinstance(first, dict)
    others = apart(context.executor.operation, rule)
    found = [first]
    for number in range(1, AT_ONCE):
        filled = Substitution(Random(f"{time.time_ns()}{number}"))(case.request)
        assert isinstance(filled, dict)
        found.append({name: filled[name] if name in others else value for name, value in first.items()})
    return ready, found


def _sent(start: Barrier, client: Client, message: Message) -> Observation:
    start.wait()
    return Observation(client.exchange(message))
