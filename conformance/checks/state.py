"""What a store is once it is made, and that a rejected request makes none: seen with DescribeCustomKeyStores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from conformance.sending import Judged, Ready, Shown, discloses
from conformance.session import NotJudgedError, Session
from conformance.verdicts import told
from reports.result import Verdict
from spec.facts import Json
from spec.oracle import SUCCESS, Expectation, Outcome
from spec.requirements import Requirement, registry
from strategies.baselines import Request
from strategies.cases import Case, breaks
from strategies.collisions import collisions
from strategies.vectors import vectors
from targets.observation import Observation

DESCRIBE = "DescribeCustomKeyStores"
PAUSE = 0.05  # seconds between two looks at a target whose reads lag behind its writes


def state(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """The check of one behaviour of stores."""
    yield from _CHECKS[requirement.subject](requirement, session)


def _disconnected(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in _standing(session):
        yield _connection(requirement, session, case)


def _connection(requirement: Requirement, session: Session, case: Case) -> Judged:
    with session.sender.standing(case) as (ready, _):
        session.sender.plan(1)
        seen, stores = _described(session, ready, lambda found: bool(found))
        connection = stores[0].get("ConnectionState") if stores else None
        if not stores:
            verdict, why = Verdict.STATE_VIOLATION, f"a store that was made is not described ({told(seen)})"
        elif connection != "DISCONNECTED":
            verdict, why = Verdict.STATE_VIOLATION, f"the ConnectionState of a new store is {connection!r}"
        else:
            verdict, why = Verdict.CONFORMS, "the new store is DISCONNECTED"
        again = partial(_connection, requirement, session, case)
        return _looked(requirement, session, ready, seen, verdict, why, again=again)


def _atomic(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """One request for each constraint is refused, and then no store of its name is there."""
    operation, ordinary = session.sender.operation, session.calibration.ordinary
    _supports_describe(session)
    for other in registry():
        if other.operation == operation.name and not other.subject.startswith("CustomKeyStoreName"):
            cases = (c for c in vectors(other, ordinary) if breaks(operation, c))
            case = next(cases, None)
            if case is not None and case.variant not in session.calibration.refused:
                yield _left(requirement, session, case)


def _left(requirement: Requirement, session: Session, case: Case) -> Judged:
    """The rejected request, and then: is a store of its name there, and is what it had still free?"""
    sender = session.sender
    # The valid request is filled together with the broken one, and so has the same name, cluster and endpoint.
    ready = sender.ready(replace(case, before=(session.calibration.ordinary[case.variant],)))
    sender.ledger.intend([_name(ready)])
    sender.plan(1)
    look = partial(_looked, requirement, session, ready, again=partial(_left, requirement, session, case))
    rejected, store = sender.make(_request(ready))
    if rejected.success or rejected.failure is not None:
        if store is not None:
            sender.delete(store, _name(ready))
        return look(rejected, Verdict.CONFORMS, "not rejected, so it shows nothing", masked=True)
    seen, stores = _described(session, ready, lambda found: True)
    if stores:
        for left in stores:
            sender.delete(str(left.get("CustomKeyStoreId")), _name(ready))
        return look(seen, Verdict.STATE_VIOLATION, f"{told(rejected)}, but a store of that name is there")
    if session.makes_store(case.variant):
        taken, store = sender.make(ready.before[0])
        if store is not None:
            sender.delete(store, _name(ready))
        in_use = [code for code in taken.codes.values() if code.endswith("InUseException")]
        if in_use:
            why = f"{in_use[0]} for a request whose values only a rejected one has had"
            return look(taken, Verdict.STATE_VIOLATION, why, retaken=True)
    return look(seen, Verdict.CONFORMS, "nothing is left of the rejected request")


def _secrets(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """Every kind of answer to requests that hold secrets, and the descriptions of stores made with them."""
    operation, ordinary = session.sender.operation, session.calibration.ordinary
    cases = [Case(request, name) for name, request in ordinary.items()]
    for other in registry():
        if other.operation == operation.name:
            cases += [c for c in vectors(other, ordinary) if breaks(operation, c)][:12]
    for rule in operation.uniqueness:
        same = collisions(operation, rule, ordinary)
        cases += [c for c in same if session.makes_store(c.variant) and all(map(session.takes, c.before))][:4]
    elsewhere = list(session.sender.disclosures)
    for judged in session.each(cases):
        yield _disclosed(judged)
    for case in _standing(session, needed=False):
        yield _shown(requirement, session, case)
    yield from map(_disclosed, elsewhere)


def _disclosed(judged: Judged) -> Judged:
    place = discloses(judged.seen, judged.marks)
    again = partial(_disclosed_again, judged)
    if place is None:
        return replace(judged, verdict=Verdict.CONFORMS, explanation="no secret in the answer", again=again)
    why = f"a secret that was sent stands in {place} of the answer"
    return replace(judged, verdict=Verdict.SECRET_DISCLOSED, explanation=why, again=again)


def _disclosed_again(judged: Judged) -> Judged:
    return _disclosed(judged.again())


def _shown(requirement: Requirement, session: Session, case: Case) -> Judged:
    """A store's description, held against the secrets that it was made with."""
    with session.sender.standing(case) as (ready, _):
        session.sender.plan(1)
        seen, _stores = _described(session, ready, lambda found: bool(found))
        place = discloses(seen, ready.marks)
        verdict = Verdict.SECRET_DISCLOSED if place else Verdict.CONFORMS
        why = f"a secret that was sent stands in {place} of the description" if place else "no secret is described"
        again = partial(_shown, requirement, session, case)
        return _looked(requirement, session, ready, seen, verdict, why, again=again)


def _standing(session: Session, *, needed: bool = True) -> list[Case]:
    """A valid request of each kind that makes a store."""
    ordinary = session.calibration.ordinary
    found = [Case(request, name) for name, request in ordinary.items() if session.makes_store(name)]
    if not found and needed:
        session.needs_store(*ordinary)
    if found:
        _supports_describe(session)
    return found


def _supports_describe(session: Session) -> None:
    seen = session.sender.call(DESCRIBE, {})
    if seen.unknown_operation:
        raise NotJudgedError(f"the target does not know {DESCRIBE} ({told(seen)}), by which it would be seen")


def _described(
    session: Session, ready: Ready, enough: Callable[[list[dict[str, Json]]], bool]
) -> tuple[Observation, list[dict[str, Json]]]:
    """The stores of a request's name, read until there are `enough` or reads can no longer be behind."""
    deadline = time.monotonic() + session.sender.lag
    while True:
        seen = session.sender.call(DESCRIBE, {"CustomKeyStoreName": _name(ready)})
        found = _stores(seen, _name(ready))
        if enough(found) or time.monotonic() > deadline:
            return seen, found
        time.sleep(PAUSE)


def _stores(seen: Observation, name: str) -> list[dict[str, Json]]:
    listed = seen.json.get("CustomKeyStores") if seen.success and isinstance(seen.json, dict) else None
    found = [s for s in listed if isinstance(s, dict)] if isinstance(listed, list) else []
    return [s for s in found if s.get("CustomKeyStoreName") == name]


def _looked(
    requirement: Requirement,
    session: Session,
    ready: Ready,
    seen: Observation,
    verdict: Verdict,
    why: str,
    *,
    again: Callable[[], Judged],
    masked: bool = False,
    retaken: bool = False,
) -> Judged:
    """A look at a store, or with `retaken` a second request with its values, as a case of its own."""
    session.sender.count(seen)
    outcome = Outcome(SUCCESS, session.sender.operation.success_status, (requirement.id,), requirement.source)

    def shown() -> Shown:
        *valid, first = ready.shown()
        return (first, valid[0] if retaken else {"CustomKeyStoreName": _name(ready)})

    return Judged(
        session.sender.operation.name if retaken else DESCRIBE,
        ready.case,
        ready.body,
        shown,
        seen,
        Expectation((outcome,), ()),
        verdict,
        why,
        again,
        masked,
        ready.marks,
    )


def _name(ready: Ready) -> str:
    return str(_request(ready).get("CustomKeyStoreName"))


def _request(ready: Ready) -> Request:
    assert isinstance(ready.request, dict)
    return ready.request


_CHECKS: dict[str, Callable[[Requirement, Session], Iterator[Judged]]] = {
    "atomic": _atomic,
    "disconnected": _disconnected,
    "secrets": _secrets,
}
