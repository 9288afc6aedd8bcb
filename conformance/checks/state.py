"""What a store is once it is made: disconnected, and described as it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from conformance.checks.looking import Store, described, looked, name_of, request_of, standing
from conformance.sending import Judged, UnmetError
from conformance.session import Session
from conformance.verdicts import told
from reports.result import Verdict
from spec.protocol import DESCRIBED
from spec.requirements import Requirement
from strategies.baselines import Request, at
from strategies.cases import Case
from strategies.holes import LOWER

# A name of which a tidy implementation would change something.
_UNTIDY = f" Conformance  {LOWER * 12} "


def disconnected(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in standing(session):
        yield _seen(requirement, session, case, _connection)


def as_sent(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind, also one of an untidy name, is described with the values that were sent."""
    for case in standing(session):
        yield _seen(requirement, session, case, _difference)
        assert isinstance(case.request, dict)
        untidy = Case({**case.request, "CustomKeyStoreName": _UNTIDY}, case.variant)
        try:
            yield _seen(requirement, session, untidy, _difference)
        except UnmetError:
            continue  # that it is refused is for the constraints on the name to say


def _seen(
    requirement: Requirement, session: Session, case: Case, wrong: Callable[[Store, Request], str | None]
) -> Judged:
    with session.sender.standing(case) as (ready, _):
        session.sender.plan(1)
        seen, stores = described(session, name_of(ready), bool)
        why = (
            wrong(stores[0], request_of(ready)) if stores else f"a store that was made is not described ({told(seen)})"
        )
        verdict = Verdict.STATE_VIOLATION if why else Verdict.CONFORMS
        again = partial(_seen, requirement, session, case, wrong)
        return looked(requirement, session, ready, seen, verdict, why or "described as it should be", again=again)


def _connection(store: Store, request: Request) -> str | None:
    found = store.get("ConnectionState")
    return None if found == "DISCONNECTED" else f"the ConnectionState of a new store is {found!r}"


def _difference(store: Store, request: Request) -> str | None:
    for path, place in DESCRIBED.items():
        sent, shown = at(path, request), at(place, store)
        if sent is not None and shown != sent:
            return f"{place} is described as {shown!r}, {path} was {sent!r}"
    return None
