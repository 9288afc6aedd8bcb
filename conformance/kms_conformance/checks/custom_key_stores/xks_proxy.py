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
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context, NotJudgedError
from kms_conformance.execution.offered_proxy import OfferedProxy
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.oracle import ReachableOutcome
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

    judged: CaseResult
    contacts: int
    calls: tuple[Call, ...]
    path: str


def asked(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """A healthy proxy is asked, rightly and signed, before a public store is made."""
    judged, reason_against = _healthy(context, _offered(context))
    if reason_against:
        raise NotJudgedError(reason_against)
    yield judged


def not_asked(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """No proxy is asked for a store with a VPC endpoint service."""
    yield _untouched(context, _offered(context))


def healthy(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """The proxy is well in all the ways in which it can be."""
    yield from provoked(None, context)


def provoked(error: str | None, context: Context) -> Iterator[CaseResult]:
    """The proxy does all that it can do to provoke an error, or to be well where there is none."""
    offered = _offered(context)
    if offered.reason_against is None:
        judged, why = _healthy(context, offered)
        offered.reason_against = why or (judged.explanation if judged.failed else "")
    if offered.reason_against:
        raise NotJudgedError(f"a proxy that is well comes to nothing: {offered.reason_against}")
    for behaviour in showing(error):
        yield _played(context, offered, behaviour)


def _offered(context: Context) -> OfferedProxy:
    if context.offered is None:
        raise NotJudgedError("it needs a proxy that the target can reach: see --xks-proxy")
    return context.offered


def _case(context: Context, offered: OfferedProxy, connectivity: str) -> Case:
    """A valid request that points at the proxy."""
    operation = context.executor.operation
    variant = next(v for v in operation.variants if v.chosen_by.get("XksProxyConnectivity") == connectivity)
    if variant.name in context.calibration.refused:
        raise NotJudgedError(unreached(context.calibration, variant.name))
    request = context.calibration.examples[variant.name]
    request = {**request, "XksProxyUriEndpoint": offered.proxy.endpoint, "XksProxyUriPath": _PLACE}
    return Case(request, variant.name)


def _sent(context: Context, offered: OfferedProxy, case: Case, script: str, reach: ReachableOutcome) -> _Seen:
    """The answer to a case while the proxy plays a script, and who came to it."""
    offered.proxy.play(SCRIPTS[script])
    try:
        judged = context.executor.reaching(case, reach)
        path = json.loads(judged.body)["XksProxyUriPath"] + _HEALTH
        return _Seen(judged, offered.proxy.contacts, tuple(offered.proxy.calls), path)
    finally:
        offered.proxy.play(SCRIPTS["trusting"])


def _healthy(context: Context, offered: OfferedProxy) -> tuple[CaseResult, str]:
    """The answer while the proxy is well; and why nothing can be said of how the target asks, empty where it can."""
    seen = _sent(context, offered, _case(context, offered, PUBLIC), "healthy", ReachableOutcome())
    judged = replace(seen.judged, again=lambda: _healthy(context, offered)[0])
    why = _mistake(seen)
    if why is not None:
        judged = replace(judged, verdict=Verdict.STATE_VIOLATION, explanation=why, inconclusive=False)
    if judged.seen.success or seen.calls:
        return judged, ""
    if seen.contacts:
        return (
            judged,
            f"the target does not trust the proxy ({answer_text(judged.seen)}): let it trust {offered.authority}",
        )
    return judged, f"the target does not reach {offered.proxy.endpoint} ({answer_text(judged.seen)}): see docs/xks.md"


def _mistake(seen: _Seen) -> str | None:
    """What is wrong with how the proxy was asked."""
    if not seen.calls:
        return "the store was made, and its proxy was never asked" if seen.judged.seen.success else None
    call = next((c for c in seen.calls if (c.method, c.path) == ("POST", seen.path)), None)
    if call is None:
        return f"the proxy was asked {seen.calls[0].method} {seen.calls[0].path}, not POST {seen.path}"
    return f"the request to the proxy: {call.mistake}" if call.mistake else None


def _untouched(context: Context, offered: OfferedProxy) -> CaseResult:
    case = _case(context, offered, VPC)
    seen = _sent(context, offered, case, "trusting", context.executor.environment.of(case.variant))
    judged = replace(seen.judged, inconclusive=False, again=partial(_untouched, context, offered))
    # Somebody may still ask after the health of a store that is gone.
    others = sum(call.path != seen.path for call in seen.calls)
    if seen.contacts <= others:
        return replace(judged, verdict=Verdict.CONFORMS, explanation="the proxy was not asked")
    why = f"the proxy was contacted {seen.contacts - others} times"
    return replace(judged, verdict=Verdict.STATE_VIOLATION, explanation=why)


def _played(context: Context, offered: OfferedProxy, behaviour: Behaviour) -> CaseResult:
    code = behaviour.errors[0] if behaviour.errors else None
    reach = ReachableOutcome(code, instead=behaviour.errors[1:], may_succeed=behaviour.success)
    judged = _sent(context, offered, _case(context, offered, PUBLIC), behaviour.script, reach).judged
    explanation = f"the proxy {SCRIPTS[behaviour.script].description}: {judged.explanation}"
    return replace(judged, explanation=explanation, again=partial(_played, context, offered, behaviour))
