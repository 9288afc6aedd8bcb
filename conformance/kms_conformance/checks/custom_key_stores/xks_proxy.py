"""What the target makes of an external key store proxy that is asked for its health, and whether it asks at all.

The proxy is the run's own (`--xks-proxy`): it plays one script after the other, and counts who comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kms_conformance.execution.calibration import unreached
from kms_conformance.execution.case_result import Judged
from kms_conformance.execution.context import NotJudgedError, Session
from kms_conformance.execution.offered_proxy import Offered
from kms_conformance.execution.verdicts import told
from kms_reports.result import Verdict
from kms_specification.oracle import Reach
from kms_specification.pages.xks_proxy import Behaviour, showing
from kms_specification.requirements import Requirement
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER
from kms_targets.xks_proxy.scripts import SCRIPTS

if TYPE_CHECKING:
    from kms_targets.xks_proxy.proxy import Call

PUBLIC, VPC = "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"
_PLACE = f"/{LOWER * 12}/kms/xks/v1"
_HEALTH = "/health"


class _Seen(NamedTuple):
    """An answer, how many came to the proxy meanwhile, and what they asked for; `path` is where to ask."""

    judged: Judged
    contacts: int
    calls: tuple[Call, ...]
    path: str


def asked(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """A healthy proxy is asked, rightly and signed, before a public store is made."""
    judged, hindrance = _healthy(session, _offered(session))
    if hindrance:
        raise NotJudgedError(hindrance)
    yield judged


def not_asked(requirement: Requirement, session: Session) -> Iterator[Judged]:
    """No proxy is asked for a store with a VPC endpoint service."""
    yield _untouched(session, _offered(session))


def provoked(error: str, session: Session) -> Iterator[Judged]:
    """The proxy does all that it can do to provoke an error."""
    offered = _offered(session)
    if offered.hindrance is None:
        judged, why = _healthy(session, offered)
        offered.hindrance = why or (judged.explanation if judged.failed else "")
    if offered.hindrance:
        raise NotJudgedError(f"a proxy that is well comes to nothing: {offered.hindrance}")
    for behaviour in showing(error):
        yield _played(session, offered, behaviour)


def _offered(session: Session) -> Offered:
    if session.offered is None:
        raise NotJudgedError("it needs a proxy that the target can reach: see --xks-proxy")
    return session.offered


def _case(session: Session, offered: Offered, connectivity: str) -> Case:
    """A valid request that points at the proxy."""
    operation = session.sender.operation
    variant = next(v for v in operation.variants if v.chosen_by.get("XksProxyConnectivity") == connectivity)
    if variant.name in session.calibration.refused:
        raise NotJudgedError(unreached(session.calibration, variant.name))
    request = session.calibration.ordinary[variant.name]
    request = {**request, "XksProxyUriEndpoint": offered.proxy.endpoint, "XksProxyUriPath": _PLACE}
    return Case(request, variant.name)


def _sent(session: Session, offered: Offered, case: Case, script: str, reach: Reach) -> _Seen:
    """The answer to a case while the proxy plays a script, and who came to it."""
    offered.proxy.play(SCRIPTS[script])
    try:
        judged = session.sender.reaching(case, reach)
        path = json.loads(judged.body)["XksProxyUriPath"] + _HEALTH
        return _Seen(judged, offered.proxy.contacts, tuple(offered.proxy.calls), path)
    finally:
        offered.proxy.play(SCRIPTS["trusting"])


def _healthy(session: Session, offered: Offered) -> tuple[Judged, str]:
    """The answer while the proxy is well; and why nothing can be said of how the target asks, empty where it can."""
    seen = _sent(session, offered, _case(session, offered, PUBLIC), "healthy", Reach())
    judged = replace(seen.judged, again=lambda: _healthy(session, offered)[0])
    why = _mistake(seen)
    if why is not None:
        judged = replace(judged, verdict=Verdict.STATE_VIOLATION, explanation=why, masked=False)
    if judged.seen.success or seen.calls:
        return judged, ""
    if seen.contacts:
        return judged, f"the target does not trust the proxy ({told(judged.seen)}): let it trust {offered.authority}"
    return judged, f"the target does not reach {offered.proxy.endpoint} ({told(judged.seen)}): see docs/xks.md"


def _mistake(seen: _Seen) -> str | None:
    """What is wrong with how the proxy was asked."""
    if not seen.calls:
        return "the store was made, and its proxy was never asked" if seen.judged.seen.success else None
    call = next((c for c in seen.calls if (c.method, c.path) == ("POST", seen.path)), None)
    if call is None:
        return f"the proxy was asked {seen.calls[0].method} {seen.calls[0].path}, not POST {seen.path}"
    return f"the request to the proxy: {call.mistake}" if call.mistake else None


def _untouched(session: Session, offered: Offered) -> Judged:
    case = _case(session, offered, VPC)
    seen = _sent(session, offered, case, "trusting", session.sender.environment.of(case.variant))
    judged = replace(seen.judged, masked=False, again=partial(_untouched, session, offered))
    # Somebody may still ask after the health of a store that is gone.
    others = sum(call.path != seen.path for call in seen.calls)
    if seen.contacts <= others:
        return replace(judged, verdict=Verdict.CONFORMS, explanation="the proxy was not asked")
    why = f"the proxy was contacted {seen.contacts - others} times"
    return replace(judged, verdict=Verdict.STATE_VIOLATION, explanation=why)


def _played(session: Session, offered: Offered, behaviour: Behaviour) -> Judged:
    reach = Reach(behaviour.errors[0], instead=behaviour.errors[1:], perhaps=behaviour.success)
    judged = _sent(session, offered, _case(session, offered, PUBLIC), behaviour.script, reach).judged
    explanation = f"the proxy {SCRIPTS[behaviour.script].description}: {judged.explanation}"
    return replace(judged, explanation=explanation, again=partial(_played, session, offered, behaviour))
