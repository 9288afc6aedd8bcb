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
from kms_conformance.execution.case_result import Judged
from kms_conformance.execution.context import NotJudgedError, Session
from kms_specification.facts import (
    Operation,
    Unique,
    Variant,
)
from kms_specification.oracle import Reach
from kms_specification.pages.xks_proxy import showing
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import (
    collisions,
    different,
    same,
)
from kms_strategies.requests.examples import having


def error(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """What causes the error: a value in use, a missing resource, what a profile names, or a proxy."""
    operation, name = session.sender.operation, requirement.subject
    fixture, tried = session.fixtures.get(name), False
    if fixture is not None:
        tried = True
        yield from _provoked(operation, name, dict(fixture), session)
    if session.offered is not None and showing(name):
        tried = True
        yield from provoked(name, session)
    if session.quota is not None and name == QUOTA_ERROR:
        tried = True
        yield filled(requirement, session)
    if name == QUOTA_ERROR:
        yield from freed(session)
    rules = [r for r in operation.uniqueness if r.error == name]
    if rules:
        yield from _in_use(operation, rules, session)
    if rules or tried:
        return
    met = [v for v, reach in session.calibration.environment.reach.items() if reach.code == name]
    if not met:
        needs = operation.error(name).needs or "a resource in that state"
        where = "give quota" if name == QUOTA_ERROR else f"name one under [fixtures.{name}]"
        raise NotJudgedError(f"provoking it needs {needs}: {where} in a profile")
    yield from session.each(Case(session.calibration.ordinary[v], v) for v in met for _ in range(2))


def _in_use(operation: Operation, rules: list[Unique], session: Session) -> Iterator[Judged]:
    """A value that another store has. Where the rule is not kept that is for the rule's own requirement to say."""
    cases = [c for r in rules for c in collisions(operation, r, session.calibration.ordinary) if same(r, c)]
    reachable = [c for c in cases if session.makes_store(c.variant) and all(map(session.takes, c.before))]
    if not reachable:
        session.needs_store(*dict.fromkeys(c.variant for c in cases))
    yield from (j for j in session.each(reachable) if j.rejects and not j.seen.success)


def _provoked(operation: Operation, name: str, values: dict[str, object], session: Session) -> Iterator[Judged]:
    """A valid request with the fixture's values is answered with the error: of two values, where there is a store with
    the first the second is."""
    variant = _variant(operation, values)
    if variant.name in session.calibration.refused:
        raise NotJudgedError(unreached(session.calibration, variant.name))
    pair = any(isinstance(value, list) for value in values.values())
    usual = session.calibration.ordinary[variant.name]
    requests = [usual, different(operation, usual, usual)] if pair else [usual]
    for path, value in values.items():
        given = value if isinstance(value, list) and len(value) == len(requests) else [value] * len(requests)
        requests = [having(request, path, one) for request, one in zip(requests, given, strict=True)]
    yield session.sender.reaching(Case(requests[-1], variant.name, tuple(requests[:-1])), Reach(name))


def _variant(operation: Operation, values: dict[str, object]) -> Variant:
    """The variant that a fixture's values belong to: the one whose choice they name, or the first that has them."""
    for variant in operation.variants:
        if all(values.get(m, v) == v for m, v in variant.chosen_by.items()) and all(
            m in (*variant.members, *variant.chosen_by) or operation.member(m).required for m in values
        ):
            return variant
    raise NotJudgedError(f"the fixture's members ({', '.join(values)}) belong to no one kind of store")
