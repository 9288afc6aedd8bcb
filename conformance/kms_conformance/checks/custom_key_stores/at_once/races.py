"""That of requests which arrive at once and want the same, exactly one succeeds."""

from __future__ import annotations

from functools import partial

from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import INTERNAL, Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import AtOnce, Probe
from kms_reports.result import Verdict
from kms_specification.facts import Unique
from kms_specification.oracle import Expectation, Outcome
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import (
    apart,
    same,
)

AT_ONCE = 16  # requests that leave together, each over a connection of its own
ROUNDS = 4  # how often, for each rule


@check(Aspect.STATE, subject="concurrent", operations=(CREATE,))
def concurrent(requirement: Requirement, context: Context) -> Steps:
    """For each uniqueness rule: sixteen valid requests at once that only differ in what the rule does not compare."""
    if context.executor.transport.paced:
        raise NotJudgedError("requests cannot leave at once where their rate is limited")
    known = context.calibrated(CREATE)
    found = [(rule, name) for rule in facts(CREATE).uniqueness if (name := variant_of_rule(context, rule))]
    if not found:
        known.need(*known.examples)
    rules = [(rule, name) for rule, name in found if kept(context, rule, name)]
    if not rules:
        raise NotJudgedError("no uniqueness rule is kept by requests that come one after the other")
    for rule, name in rules:
        case = Case(known.examples[name], name)
        probe = Probe(
            operation=CREATE,
            sent=AtOnce(case, AT_ONCE, apart(facts(CREATE), rule)),
            judge=partial(_one, what=" and ".join(rule.members)),
            expectation=taken(requirement, rule),
            # A race is lost only now and then: what was seen once is enough.
            repeatable=False,
        )
        for _ in range(ROUNDS):
            yield probe


def taken(requirement: Requirement, rule: Unique) -> Expectation:
    """What those are answered that come second."""
    return Expectation((Outcome(rule.error, 400, (requirement.id,), requirement.source),), ())


def variant_of_rule(context: Context, rule: Unique) -> str | None:
    """A kind of store that the rule compares with its own kind, and of which stores can be made."""
    for variant in facts(CREATE).variants:
        kind = variant.chosen_by.get(rule.between or "", "")
        if (rule.between is None or (kind, kind) in rule.pairs) and context.calibrated(CREATE).succeeds(variant.name):
            return variant.name
    return None


def kept(context: Context, rule: Unique, variant: str) -> bool:
    """Whether the rule is kept where nothing is at once: else it is for its own requirement to say."""
    cases = context.duplicates(facts(CREATE), rule)
    case = next((c for c in cases if c.variant == variant and same(rule, c)), None)
    if case is None:
        return True
    result = context.executor.execute(Probe(operation=CREATE, sent=case))
    return result.rejects and not result.failed


def _one(evidence: Evidence, what: str) -> Judgement:
    """The verdict on how many of the requests succeeded."""
    answers = evidence.answers
    won = sum(seen.success for seen in answers)
    if won > 1:
        why = f"{won} of {len(answers)} requests at once for the same {what} succeeded"
        return Judgement(Verdict.STATE_VIOLATION, why)
    broken = next((n for n, seen in enumerate(answers) if seen.status == INTERNAL), None)
    if won == 1 and broken is not None:
        why = f"of {len(answers)} requests at once for the same {what} one got {answer_text(answers[broken])}"
        return Judgement(Verdict.SERVER_FAULT, why, reading=broken)
    why = f"{won} of {len(answers)} requests at once for the same {what} succeeded"
    return Judgement(Verdict.CONFORMS, why, inconclusive=won == 0)
