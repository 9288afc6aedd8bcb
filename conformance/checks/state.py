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

# What is wrong with a store that was made of a request, or None.
Wrong = Callable[[Session, Case, Store, Request], str | None]

# Values of which a tidy implementation would change something.
_UNTIDY = {
    "CustomKeyStoreName": f" Conformance  {LOWER * 12} ",
    "TrustAnchorCertificate": f"\n{LOWER * 12}\r\n\n",
    "XksProxyUriPath": "/Conformance//kms/xks/v01",
}


def disconnected(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in standing(session):
        yield _seen(requirement, session, case, _connection)


def as_sent(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind, also one of an untidy name, is described with the values that were sent."""
    for case in standing(session):
        yield _seen(requirement, session, case, _difference)
        assert isinstance(case.request, dict)
        untidy = Case({**case.request, **{m: v for m, v in _UNTIDY.items() if m in case.request}}, case.variant)
        try:
            yield _seen(requirement, session, untidy, _difference)
        except UnmetError:
            continue  # that it is refused is for the constraints on the name to say


def _seen(requirement: Requirement, session: Session, case: Case, wrong: Wrong) -> Judged:
    with session.sender.standing(case) as (ready, _):
        session.sender.plan(1)
        seen, stores = described(session, name_of(ready), bool)
        if stores:
            why = wrong(session, case, stores[0], request_of(ready))
        else:
            why = f"a store that was made is not described ({told(seen)})"
        verdict = Verdict.STATE_VIOLATION if why else Verdict.CONFORMS
        again = partial(_seen, requirement, session, case, wrong)
        return looked(requirement, session, ready, seen, verdict, why or "described as it should be", again=again)


def _connection(session: Session, case: Case, store: Store, request: Request) -> str | None:
    found = store.get("ConnectionState")
    return None if found == "DISCONNECTED" else f"the ConnectionState of a new store is {found!r}"


def _difference(session: Session, case: Case, store: Store, request: Request) -> str | None:
    variant = session.sender.operation.variant(case.variant)
    own = {*variant.members, *variant.chosen_by, "CustomKeyStoreName"}
    if not any(at(place, store) is not None for path, place in DESCRIBED.items() if path != "CustomKeyStoreName"):
        return None  # a target that tells no more than which stores there are
    for path, place in DESCRIBED.items():
        sent, shown = at(path, request), at(place, store)
        if path.partition(".")[0] in own and sent is not None and shown != sent:
            return f"{place} is described as {shown!r}, {path} was {sent!r}"
    return None
