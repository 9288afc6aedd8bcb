"""Every error of the page: provoked where the environment can, and then sent with its own code and status."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from kms_conformance.checks.custom_key_stores import xks_proxy
from kms_conformance.checks.custom_key_stores.quota import QUOTA_ERROR, filled, freed
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.patterns import not_for_another_value, other_values_refused
from kms_conformance.checks.requests.uniqueness import can_duplicate
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_conformance.execution.probes.probe import Probe, Probes
from kms_reports.result import Verdict
from kms_specification.facts import (
    Operation,
    Unique,
    Variant,
)
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.xks_proxy import showing
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import (
    different,
    same,
)
from kms_strategies.requests.examples import having


@check(Aspect.ERROR)
def error(requirement: Requirement, context: Context) -> Steps:
    """What causes the error: a value in use, a missing resource, what a profile names, or a proxy."""
    operation, name = facts(requirement.operation), requirement.subject
    known = context.calibrated(operation.name)
    fixture, tried = context.fixtures.get(name), False
    if fixture is not None:
        tried = True
        yield _provoked(operation, name, fixture, context)
    if context.executor.proxy is not None and showing(name):
        tried = True
        yield from xks_proxy.provoked(name, context)
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
    met = [v for v, reach in known.environment.reach.items() if reach.code == name]
    if not met:
        needs = operation.error(name).needs or "a resource in that state"
        where = "give quota" if name == QUOTA_ERROR else f"name one under [fixtures.{name}]"
        raise NotJudgedError(f"provoking it needs {needs}: {where} in a profile")
    cases = [Case(known.examples[v], v) for v in met for _ in range(2)]
    yield Probes([Probe(operation=operation.name, sent=case) for case in cases])


def _in_use(operation: Operation, rules: list[Unique], context: Context) -> Steps:
    """A value that another store has."""
    known = context.calibrated(operation.name)
    cases = [c for r in rules for c in context.duplicates(operation, r) if same(r, c)]
    reachable = [c for c in cases if can_duplicate(context, operation, c)]
    if not reachable:
        known.need(*dict.fromkeys(c.variant for c in cases))
    taken = other_values_refused(context, operation.name)
    judge = partial(not_for_another_value, taken=taken, judge=_refused)
    yield Probes([Probe(operation=operation.name, sent=case, judge=judge) for case in reachable])


def _refused(evidence: Evidence) -> Judgement:
    """The verdict where the value is in use and refused. Where the rule is not kept its own requirement says so."""
    if not evidence.expectation.rejected or evidence.seen.success:
        return Judgement(Verdict.CONFORMS, "the value is not in use here", inconclusive=True)
    return answer(evidence)


def _provoked(operation: Operation, name: str, values: Mapping[str, object], context: Context) -> Probe:
    """A valid request with the fixture's values is answered with the error: of two values, where there is a store with
    the first the second is."""
    variant, known = _variant(operation, values), context.calibrated(operation.name)
    if variant.name in known.refused:
        raise NotJudgedError(known.unreached(variant.name))
    pair = any(isinstance(value, list) for value in values.values())
    usual = known.examples[variant.name]
    requests = [usual, different(operation, usual, usual)] if pair else [usual]
    for path, value in values.items():
        given = value if isinstance(value, list) and len(value) == len(requests) else [value] * len(requests)
        requests = [having(request, path, one) for request, one in zip(requests, given, strict=True)]
    case = Case(requests[-1], variant.name, tuple(requests[:-1]))
    return Probe(operation=operation.name, sent=case, reach=ReachableOutcome(name))


def _variant(operation: Operation, values: Mapping[str, object]) -> Variant:
    """The variant that a fixture's values belong to: the one whose choice they name, or the first that has them."""
    for variant in operation.variants:
        if all(values.get(m, v) == v for m, v in variant.chosen_by.items()) and all(
            m in (*variant.members, *variant.chosen_by) or operation.member(m).required for m in values
        ):
            return variant
    raise NotJudgedError(f"the fixture's members ({', '.join(values)}) belong to no one kind of store")
