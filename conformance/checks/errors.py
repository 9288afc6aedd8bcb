"""Every error of the page: provoked where the environment can, and then sent with its own code and status."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.calibration import unreached
from conformance.checks.proxies import provoked
from conformance.judged import Judged
from conformance.session import NotJudgedError, Session
from spec.facts import Operation, Variant
from spec.oracle import Environment, Reach
from spec.proxy import showing
from spec.requirements import Requirement
from strategies.baselines import having
from strategies.cases import Case
from strategies.collisions import collisions, same


def error(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """What causes the error: a value in use, a missing resource, a fixture that the profile names, or a proxy."""
    operation, name = session.sender.operation, requirement.subject
    fixture = session.fixtures.get(name)
    if fixture is not None:
        yield from _provoked(operation, name, dict(fixture), session)
    by_proxy = session.offered is not None and bool(showing(name))
    if by_proxy:
        yield from provoked(name, session)
    if fixture is not None or by_proxy:
        return
    rules = [r for r in operation.uniqueness if r.error == name]
    if rules:
        cases = [c for r in rules for c in collisions(operation, r, session.calibration.ordinary) if same(r, c)]
        reachable = [c for c in cases if session.makes_store(c.variant) and all(map(session.takes, c.before))]
        if not reachable:
            session.needs_store(*dict.fromkeys(c.variant for c in cases))
        # Where the rule is not kept the error is not provoked: that is for the rule's own requirement to say.
        yield from (j for j in session.each(reachable) if j.rejects and not j.seen.success)
        return
    met = [v for v, reach in session.calibration.environment.reach.items() if reach.code == name]
    if not met:
        needs = operation.error(name).needs or "a resource in that state"
        raise NotJudgedError(f"provoking it needs {needs}: name one under [fixtures.{name}] in a profile")
    yield from session.each(Case(session.calibration.ordinary[v], v) for v in met for _ in range(2))


def _provoked(operation: Operation, name: str, values: dict[str, object], session: Session) -> Iterator[Judged]:
    """A valid request with the fixture's values is answered with the error."""
    variant = _variant(operation, values)
    if variant.name in session.calibration.refused:
        raise NotJudgedError(unreached(session.calibration, variant.name))
    request = session.calibration.ordinary[variant.name]
    for path, value in values.items():
        request = having(request, path, value)  # type: ignore[arg-type]
    sender, usual = session.sender, session.sender.environment
    sender.environment = Environment({**usual.reach, variant.name: Reach(name)})
    try:
        yield from sender.all([Case(request, variant.name)])
    finally:
        sender.environment = usual


def _variant(operation: Operation, values: dict[str, object]) -> Variant:
    """The variant that a fixture's values belong to: the one whose choice they name, or the first that has them."""
    for variant in operation.variants:
        if all(values.get(m, v) == v for m, v in variant.chosen_by.items()) and all(
            m in (*variant.members, *variant.chosen_by) or operation.member(m).required for m in values
        ):
            return variant
    raise NotJudgedError(f"the fixture's members ({', '.join(values)}) belong to no one kind of store")
