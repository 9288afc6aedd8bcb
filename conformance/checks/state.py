"""What a store is once it is made: disconnected, and described as it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from conformance.checks.looking import Store, described, looked, name_of, request_of, standing
from conformance.judged import Judged, UnmetError
from conformance.session import Session
from conformance.verdicts import told
from reports.result import Verdict
from spec.protocol import DESCRIBED
from spec.requirements import Requirement
from strategies.baselines import Request, at
from strategies.cases import Case
from strategies.holes import LOWER, UPPER

# What is wrong with a store that was made of a request, or None.
Wrong = Callable[[Session, Case, Store, Request], str | None]

# Values of which a tidy implementation would change something, and values as long as can be.
_UNTIDY = (
    {
        "CustomKeyStoreName": f" Conformance e\u0301  {LOWER * 12} ",
        "CloudHsmClusterId": f"cluster-{UPPER * 6}x{LOWER * 6}",
        "TrustAnchorCertificate": f"\n{LOWER * 12}\r\n\n",
        "XksProxyUriEndpoint": f"https://Conformance-{LOWER * 12}.Example.com",
        "XksProxyUriPath": "/Conformance//kms/xks/v01",
    },
    {"CustomKeyStoreName": LOWER * 256, "TrustAnchorCertificate": LOWER * 5000},
)


def disconnected(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in standing(session):
        yield _seen(requirement, session, case, _connection)


def as_sent(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A store of each kind, also one of an untidy name, is described with the values that were sent."""
    for case in standing(session):
        yield _seen(requirement, session, case, _difference)
        assert isinstance(case.request, dict)
        for values in _UNTIDY:
            untidy = Case({**case.request, **{m: v for m, v in values.items() if m in case.request}}, case.variant)
            # That such a value is refused is for the constraints on it to say.
            with suppress(UnmetError):
                yield _seen(requirement, session, untidy, _difference)


def _seen(requirement: Requirement, session: Session, case: Case, wrong: Wrong) -> Judged:
    with session.sender.standing(case) as (ready, made):
        session.sender.plan(1)
        seen, stores = described(session, name_of(ready), bool)
        why: str | None
        if stores and stores[0].get("CustomKeyStoreId") not in (None, made):
            why = f"the store is described as {stores[0].get('CustomKeyStoreId')!r}, and was made as {made!r}"
        elif stores:
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
        if shown is None and session.sender.operation.member(path).sensitive:
            continue  # whoever keeps to the model's mark does not show it
        if path.partition(".")[0] in own and sent is not None and shown != sent:
            return f"{place} is described as {shown!r}, {path} was {sent!r}"
    return None
