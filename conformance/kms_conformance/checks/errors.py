"""Every error of the page: provoked where the environment can, and then sent with its own code and status."""

from __future__ import annotations

from collections.abc import Iterator

from kms_conformance.checks.custom_key_stores.quota import (
    QUOTA_ERROR,
    filled,
    freed,
)
from kms_conformance.checks.custom_key_stores.xks_proxy import provoked
from kms_conformance.execution.calibration import unreached
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context, NotJudgedError
from kms_specification.facts import (
    Operation,
    Unique,
    Variant,
)
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.xks_proxy import showing
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import (
    different,
    duplicates,
    same,
)
from kms_strategies.requests.examples import having


def error(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """What causes the error: a value in use, a missing resource, what a profile names, or a proxy."""
    operation, name = context.executor.operation, requirement.subject
    fixture, tried = context.fixtures.get(name), False
    if fixture is not None:
        tried = True
        yield from _provoked(operation, name, dict(fixture), context)
    if context.offered is not None and showing(name):
        tried = True
        yield from provoked(name, context)
    if context.quota is not None and name == QUOTA_ERROR:
        tried = True
        yield filled(requirement, context)
    if name == QUOTA_ERROR:
        yield from freed(context)
    rules = [r for r in operation.uniqueness if r.error == name]
    if rules:
        yield from _in_use(operation, rules, context)
    if rules or tried:
        return
    met = [v for v, reach in context.calibration.environment.reach.items() if reach.code == name]
    if not met:
        needs = operation.error(name).needs or "a resource in that state"
        where = "give quota" if name == QUOTA_ERROR else f"name one under [fixtures.{name}]"
        raise NotJudgedError(f"provoking it needs {needs}: {where} in a profile")
    yield from context.each(Case(context.calibration.examples[v], v) for v in met for _ in range(2))


def _in_use(operation: Operation, rules: list[Unique], context: Context) -> Iterator[CaseResult]:
    """A value that another store has. Where the rule is not kept that is for the rule's own requirement to say."""
    cases = [c for r in rules for c in duplicates(operation, r, context.calibration.examples) if same(r, c)]
    reachable = [c for c in cases if context.makes_store(c.variant) and all(map(context.takes, c.before))]
    if not reachable:
        context.needs_store(*dict.fromkeys(c.variant for c in cases))
    yield from (j for j in context.each(reachable) if j.rejects and not j.seen.success)


def _provoked(operation: Operation, name: str, values: dict[str, object], context: Context) -> Iterator[CaseResult]:
    """A valid request with the fixture's values is answered with the error: of two values, where there is a store with
    the first the second is."""
    variant = _variant(operation, values)
    if variant.name in context.calibration.refused:
        raise NotJudgedError(unreached(context.calibration, variant.name))
    pair = any(isinstance(value, list) for value in values.values())
    usual = context.calibration.examples[variant.name]
    requests = [usual, different(operation, usual, usual)] if pair else [usual]
    for path, value in values.items():
        given = value if isinstance(value, list) and len(value) == len(requests) else [value] * len(requests)
        requests = [having(request, path, one) for request, one in zip(requests, given, strict=True)]
    yield context.executor.reaching(Case(requests[-1], variant.name, tuple(requests[:-1])), ReachableOutcome(name))


def _variant(operation: Operation, values: dict[str, object]) -> Variant:
    """The variant that a fixture's values belong to: the one whose choice they name, or the first that has them."""
    for variant in operation.variants:
        if all(values.get(m, v) == v for m, v in variant.chosen_by.items()) and all(
            m in (*variant.members, *variant.chosen_by) or operation.member(m).required for m in values
        ):
            return variant
    raise NotJudgedError(f"the fixture's members ({', '.join(values)}) belong to no one kind of store")
