"""Requests that hypothesis-jsonschema draws: valid ones, and those in which one keyword of the schema is negated."""

from __future__ import annotations

from functools import partial

from kms_conformance.checks.generated.reduction import reduced
from kms_conformance.checks.requests.constraints import judge_of, usable
from kms_conformance.checks.requests.search import Search
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.evidence import Judge, answer
from kms_conformance.settings.generator import DRAWN, Generator
from kms_specification.aspects import Aspect
from kms_specification.requirements.registry import Requirement
from kms_strategies.generators import from_schema

NO_CASE = "{} makes no request that shows it"


def drawn_from_schema(requirement: Requirement, context: Context) -> Steps:
    """Both sides of a requirement: what the schema allows is not refused, what its keyword does not allow is."""
    examples = context.calibrated(requirement.operation).examples
    judge: Judge = answer
    if requirement.aspect is Aspect.IMPLEMENTED:
        strategies = [from_schema.valid(facts(requirement.operation), examples)]
    else:
        found = [make(requirement, examples) for make in (from_schema.breaking, from_schema.right)]
        strategies = [strategy for strategy in found if strategy is not None]
        judge = judge_of(requirement, context) if strategies else answer
    if not strategies:
        raise NotJudgedError(NO_CASE.format(Generator.JSONSCHEMA))
    for strategy in strategies:
        yield Search(
            requirement,
            context,
            strategy,
            examples=DRAWN[context.depth],
            judge=judge,
            usable=partial(usable, requirement, context),
            generator=Generator.JSONSCHEMA,
            reduce=partial(reduced, context, requirement.id),
        )
