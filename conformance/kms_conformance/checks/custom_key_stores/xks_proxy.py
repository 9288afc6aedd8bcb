"""What the target makes of an external key store proxy that is asked for its health, and whether it asks at all.

The proxy is the run's own (`--xks-proxy`): it plays one script after the other, and counts who comes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_conformance.execution.probes.offered_proxy import OfferedProxy
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_reports.result import Verdict
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.pages.xks_proxy import Behaviour, showing
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER
from kms_targets.xks_proxy.scripts import SCRIPTS

PUBLIC, VPC = "PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"
_PLACE = f"/{LOWER * 12}/kms/xks/v1"
_HEALTH = "/health"
_TOLD = "why a proxy that is well comes to nothing"


@check(Aspect.STATE, subject="proxy-asked", operations=(CREATE,))
def asked(requirement: Requirement, context: Context) -> Steps:
    """A healthy proxy is asked, rightly and signed, before a public store is made."""
    progress = yield _healthy(context)
    assert progress.last is not None
    why = _unreached(progress.last, _offered(context))
    if why:
        raise NotJudgedError(why)


@check(Aspect.STATE, subject="proxy-not-asked", operations=(CREATE,))
def not_asked(requirement: Requirement, context: Context) -> Steps:
    """No proxy is asked for a store with a VPC endpoint service."""
    yield Probe(operation=CREATE, sent=_case(context, VPC), script="trusting", judge=_untouched)


@check(Aspect.STATE, subject="proxy-healthy", operations=(CREATE,))
def healthy(requirement: Requirement, context: Context) -> Steps:
    """The proxy is well in all the ways in which it can be."""
    yield from provoked(None, context)


def provoked(error: str | None, context: Context) -> Steps:
    """The proxy does all that it can do to provoke an error, or to be well where there is none."""
    offered = _offered(context)
    if _TOLD not in context.memory:
        result = context.executor.execute(_healthy(context))
        context.memory[_TOLD] = _unreached(result, offered) or (result.explanation if result.failed else "")
    if context.memory[_TOLD]:
        raise NotJudgedError(f"a proxy that is well comes to nothing: {context.memory[_TOLD]}")
    for behaviour in showing(error):
        yield _played(context, behaviour)


def _offered(context: Context) -> OfferedProxy:
    if context.executor.proxy is None:
        raise NotJudgedError("it needs a proxy that the target can reach: see --xks-proxy")
    return context.executor.proxy


def _case(context: Context, connectivity: str) -> Case:
    """A valid request that points at the proxy."""
    operation, known, offered = facts(CREATE), context.calibrated(CREATE), _offered(context)
    variant = next(v for v in operation.variants if v.chosen_by.get("XksProxyConnectivity") == connectivity)
    if variant.name in known.refused:
        raise NotJudgedError(known.unreached(variant.name))
    request = known.examples[variant.name]
    request = {**request, "XksProxyUriEndpoint": offered.proxy.endpoint, "XksProxyUriPath": _PLACE}
    return Case(request, variant.name)


def _healthy(context: Context) -> Probe:
    """A public store is asked for while the proxy is well."""
    case, reach = _case(context, PUBLIC), ReachableOutcome(host_reached=True)
    return Probe(operation=CREATE, sent=case, script="healthy", reach=reach, judge=_asked_rightly)


def _unreached(result: CaseResult, offered: OfferedProxy) -> str:
    """Why nothing can be said of how the target asks; empty where it can."""
    log = result.evidence.proxy if result.evidence is not None else None
    assert log is not None
    if result.seen.success or log.calls:
        return ""
    if log.contacts:
        return f"the target does not trust the proxy ({answer_text(result.seen)}): let it trust {offered.authority}"
    return f"the target does not reach {offered.proxy.endpoint} ({answer_text(result.seen)}): see docs/how-to/xks.md"


def _place(evidence: Evidence) -> str:
    """Where the proxy of the case is asked for its health."""
    return f"{evidence.request['XksProxyUriPath']}{_HEALTH}"


def _asked_rightly(evidence: Evidence) -> Judgement:
    why = _mistake(evidence)
    if why is None and not evidence.seen.success and evidence.proxy is not None and not evidence.proxy.calls:
        return Judgement(Verdict.CONFORMS, "the proxy was not reached, so it shows nothing", inconclusive=True)
    return answer(evidence) if why is None else Judgement(Verdict.STATE_VIOLATION, why)


def _mistake(evidence: Evidence) -> str | None:
    """What is wrong with how the proxy was asked."""
    log, path = evidence.proxy, _place(evidence)
    assert log is not None
    if not log.calls:
        return "the store was made, and its proxy was never asked" if evidence.seen.success else None
    call = next((c for c in log.calls if (c.method, c.path) == ("POST", path)), None)
    if call is None:
        return f"the proxy was asked {log.calls[0].method} {log.calls[0].path}, not POST {path}"
    return f"the request to the proxy: {call.mistake}" if call.mistake else None


def _untouched(evidence: Evidence) -> Judgement:
    assert evidence.proxy is not None
    # Somebody may still ask after the health of a store that is gone.
    others = sum(call.path != _place(evidence) for call in evidence.proxy.calls)
    if evidence.proxy.contacts <= others:
        return Judgement(Verdict.CONFORMS, "the proxy was not asked")
    return Judgement(Verdict.STATE_VIOLATION, f"the proxy was contacted {evidence.proxy.contacts - others} times")


def _played(context: Context, behaviour: Behaviour) -> Probe:
    code = behaviour.errors[0] if behaviour.errors else None
    reach = ReachableOutcome(code, alternatives=behaviour.errors[1:], may_succeed=behaviour.success, host_reached=True)
    judge = partial(_explained, description=SCRIPTS[behaviour.script].description)
    return Probe(operation=CREATE, sent=_case(context, PUBLIC), script=behaviour.script, reach=reach, judge=judge)


def _explained(evidence: Evidence, description: str) -> Judgement:
    found = answer(evidence)
    return replace(found, explanation=f"the proxy {description}: {found.explanation}")
