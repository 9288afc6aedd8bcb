"""That a rejected request makes no store, and takes nothing of what must be unique."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    can_look,
    described,
    looked,
    name_of,
    request_of,
)
from kms_conformance.checks.custom_key_stores.unchanged import untouched
from kms_conformance.execution.case_result import Judged
from kms_conformance.execution.context import Session
from kms_conformance.execution.verdicts import told
from kms_reports.result import Verdict
from kms_specification.requirements import Requirement, registry
from kms_strategies.cases import Case
from kms_strategies.requests.duplicates import collisions
from kms_strategies.requests.examples import Request, having
from kms_targets.http.response import Observation


def atomic(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """One request for each reason to reject one; then no store of its name is there, all that it had is free,
    and the store that was in its way is as it was."""
    can_look(session)
    for case, valid in _rejected(session):
        yield _left(requirement, session, case, valid)
    yield from untouched(requirement, session)


def _rejected(session: Session) -> Iterator[tuple[Case, Request]]:
    """Requests that are rejected, each with one that is valid and has the same name, or more."""
    operation, ordinary = session.sender.operation, session.calibration.ordinary
    for other in registry():
        if other.operation == operation.name and not other.subject.startswith("CustomKeyStoreName"):
            case = next(iter(session.broken(other)), None)
            if case is not None and case.variant not in session.calibration.refused:
                yield case, ordinary[case.variant]
    for rule in operation.uniqueness:
        if rule.members != ("CustomKeyStoreName",):
            for case in collisions(operation, rule, ordinary):
                if session.makes_store(case.variant) and all(map(session.takes, case.before)):
                    assert isinstance(case.request, dict)
                    yield case, case.request
    errors = {error.name for error in operation.errors}
    for values in (values for name, values in session.fixtures.items() if name in errors):
        for name, request in ordinary.items():
            if session.makes_store(name) and all(member in request for member in values):
                broken = request
                for member, value in values.items():
                    broken = having(broken, member, value)
                yield Case(broken, name), request


def _left(requirement: Requirement, session: Session, case: Case, valid: Request) -> Judged:
    """The rejected request, what is there of its name, and then the valid one."""
    sender = session.sender
    # All are filled together, and so have the same name, cluster and endpoint.
    ready = sender.ready(Case(case.request, case.variant, (*case.before, valid)))
    *before, valid = ready.before
    sender.ledger.intend([name_of(ready), *(str(r.get("CustomKeyStoreName")) for r in before)])
    sender.plan(1)
    look = partial(looked, requirement, session, ready, again=partial(_left, requirement, session, case, valid))
    standing = [(store, str(r.get("CustomKeyStoreName"))) for r in before if (store := sender.make(r)[1])]
    rejected, store = sender.make(request_of(ready))
    seen, stores = described(session, name_of(ready), lambda found: True)
    gone = [sender.delete(one, name) for one, name in standing]
    if rejected.success or rejected.failure is not None:
        if store is not None:
            sender.delete(store, name_of(ready))
        return look(rejected, Verdict.CONFORMS, "not rejected, so it shows nothing", masked=True)
    if stores:
        for left in stores:
            sender.delete(str(left.get("CustomKeyStoreId")), name_of(ready))
        return look(seen, Verdict.STATE_VIOLATION, f"{told(rejected)}, but a store of that name is there")
    if all(gone) and session.makes_store(case.variant):
        deadline = time.monotonic() + (sender.lag if standing else 0)
        taken, store = sender.make(valid)
        while store is None and _in_use(taken) and time.monotonic() < deadline:
            time.sleep(PAUSE)  # the store that was in the way is deleted, which may take a while to be known
            taken, store = sender.make(valid)
        if store is not None:
            sender.delete(store, str(valid.get("CustomKeyStoreName")))
        if _in_use(taken):
            why = f"{_in_use(taken)} for a request whose values only a rejected one has had"
            return look(taken, Verdict.STATE_VIOLATION, why, second=True)
    return look(seen, Verdict.CONFORMS, "nothing is left of the rejected request")


def _in_use(seen: Observation) -> str:
    """The code by which an answer says that something is in use; empty where it does not."""
    return next((code for code in seen.codes.values() if code.endswith("InUseException")), "")
