"""Checks whose cases other generators make from the exported schema, each judged by the oracle as any other case is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from kms_conformance.checks.generated.jsonschema import drawn_from_schema
from kms_conformance.checks.generated.schemathesis import made_by_schemathesis
from kms_conformance.checks.operations import implemented
from kms_conformance.checks.registry import Check, check_of
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.settings.generator import Generator
from kms_specification.aspects import Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import Requirement

_OTHERS: dict[Generator, Check] = {
    Generator.JSONSCHEMA: drawn_from_schema,
    Generator.SCHEMATHESIS: made_by_schemathesis,
}


def checks_of(requirement: Requirement, generators: Iterable[Generator]) -> dict[Generator, Check]:
    """The checks of a requirement, by who makes their cases; the suite's own comes first."""
    chosen = set(generators)
    own = {Generator.OWN: check_of(requirement)} if Generator.OWN in chosen else {}
    return own | {who: partial(_of_others, who, check) for who, check in _OTHERS.items() if who in chosen}


def _of_others(who: Generator, check: Check, requirement: Requirement, context: Context) -> Steps:
    """The check of another generator, for an operation that the target knows. Raises NotJudgedError for any other."""
    if requirement.operation not in OPERATIONS:
        raise NotJudgedError(f"{who} makes no request that shows it")
    known = context.calibrated(requirement.operation)
    if known.implemented:
        yield from check(requirement, context)
    elif requirement.aspect is Aspect.IMPLEMENTED:
        yield from implemented(requirement, context)
    else:
        raise NotJudgedError(f"{requirement.operation} is not implemented: {known.answer}")
