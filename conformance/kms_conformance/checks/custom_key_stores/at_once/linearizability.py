"""That creates and deletes of one name which run at once come out as if they had come one after the other."""

from __future__ import annotations

from kms_conformance.checks.custom_key_stores.at_once.races import (
    kept,
    taken,
    variant_of_rule,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Churn, Probe
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DELETE,
    NAME,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.linearizability import Effect, linearizable
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import apart

HANDS = 5  # that make and delete at once, each over a connection of its own
STEPS = 8  # how often each asks for the name
ROUNDS = 4


@check(Aspect.STATE, subject="linearizable", operations=(CREATE,))
def linear(requirement: Requirement, context: Context) -> Steps:
    """Several hands make a store of one name and delete it again, a few times over."""
    if context.executor.transport.paced:
        raise NotJudgedError("requests cannot leave at once where their rate is limited")
    abilities(context).need(DELETE)
    operation, known = facts(CREATE), context.calibrated(CREATE)
    rule = next(r for r in operation.uniqueness if r.members == (NAME,))
    variant = variant_of_rule(context, rule)
    if variant is None:
        known.need(*known.examples)
    assert variant is not None
    if not kept(context, rule, variant):
        raise NotJudgedError("names need not be unique where requests come one after the other")
    probe = Probe(
        operation=CREATE,
        sent=Churn(Case(known.examples[variant], variant), HANDS, STEPS, rule.error, apart(operation, rule)),
        judge=_in_some_order,
        expectation=taken(requirement, rule),
        # What was seen once is enough: the next time it may go well.
        repeatable=False,
    )
    for _ in range(ROUNDS):
        progress = yield probe
        if progress.last is not None and progress.last.inconclusive:
            return


def _in_some_order(evidence: Evidence) -> Judgement:
    """The verdict on what all hands saw."""
    events = evidence.events
    made = sum(e.effect is Effect.MADE for e in events)
    what = f"{made} stores of one name were made and deleted by {HANDS} at once, "
    if any(last.failure is not None for last in evidence.answers):
        return Judgement(Verdict.CONFORMS, f"{what}and one request was not answered", inconclusive=True)
    if not linearizable(events):
        return Judgement(Verdict.STATE_VIOLATION, f"{what}as in no order one after the other")
    return Judgement(Verdict.CONFORMS, f"{what}as one after the other", inconclusive=made == 0)
