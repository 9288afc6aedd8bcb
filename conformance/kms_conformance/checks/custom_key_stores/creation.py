"""What a store is once it is made: disconnected, listed, and described as it was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import partial

from kms_conformance.checks.custom_key_stores.reading.description import (
    UNTIDY_NAME,
    Store,
    described,
    name_of,
    right,
    standing,
    stores_in,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import ListAll, Probe, Probes
from kms_conformance.execution.sending.pagination import Listed
from kms_reports.result import Verdict
from kms_specification.pages.create_custom_key_store.behaviour import DESCRIBED
from kms_specification.pages.custom_key_stores import CREATE, DESCRIBE, ID, NAME
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.listing import foreign_member_error, ids, page_error
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER, UPPER
from kms_strategies.requests.examples import at

WHOLE = "described"  # the requirement that tells of a store which is not described at all, or as another
NEAR = 6.0  # hours: clocks differ, and a target may round to the hour
NEARER = 1.1  # hours, where the target says what time it has: zones differ by hours
NO_SECONDS = 1e11  # the year 5138: a count of milliseconds is past it

# What is wrong with the description of the store that a case made, or None.
Wrong = Callable[[Store, Evidence], str | None]

# Values of which a tidy implementation would change something, and values as long as can be.
_UNTIDY = (
    {
        "CustomKeyStoreName": UNTIDY_NAME,
        "CloudHsmClusterId": f"cluster-{UPPER * 6}x{LOWER * 6}",
        "TrustAnchorCertificate": f"\n{LOWER * 12}\t<&\U0001f511>\r\n\n",
        "XksProxyUriEndpoint": f"https://Conformance-{LOWER * 12}.Example.com",
        "XksProxyUriPath": "/Conformance//kms/xks/v01",
    },
    {"CustomKeyStoreName": LOWER * 256, "TrustAnchorCertificate": LOWER * 5000},
)


@check(Aspect.STATE, subject="disconnected", operations=(CREATE,))
def disconnected(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in standing(context):
        yield _seen(requirement, case, _connection)


@check(Aspect.STATE, subject="described", operations=(CREATE,))
def as_sent(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind, also one of an untidy name, is described with the values that were sent, and listed."""
    for case in standing(context):
        yield _seen(requirement, case, _difference)
        assert isinstance(case.request, dict)
        untidy: list[Probe] = []
        for values in _UNTIDY:
            request = {**case.request, **{m: v for m, v in values.items() if m in case.request}}
            untidy.append(_seen(requirement, Case(request, case.variant), _difference))
        # That such a value is refused is for the constraints on it to say.
        yield Probes(untidy, optional=True)
        yield _listing(requirement, case)


@check(Aspect.STATE, subject="CreationDate", operations=(CREATE,))
def created(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind is made, seen, and its CreationDate read."""
    for case in standing(context):
        yield _seen(requirement, case, _creation)


def _seen(requirement: Requirement, case: Case, wrong: Wrong) -> Probe:
    judge = partial(_described, wrong=wrong, whole=requirement.subject == WHOLE)
    return described(requirement, case, judge, bool)


def _described(evidence: Evidence, wrong: Wrong, whole: bool) -> Judgement:
    """The verdict on how a store that was made is described; `whole`: that it is described at all."""
    stores, made = stores_in(evidence), evidence.own.id if evidence.own is not None else None
    why: str | None
    if not stores and not whole:
        raise NotJudgedError("a store that was made is not described: see the requirement that it is")
    if not stores:
        why = f"a store that was made is not described ({answer_text(evidence.readings[0].seen)})"
    elif whole and stores[0].get(ID) not in (None, made):
        why = f"the store is described as {stores[0].get(ID)!r}, and was made as {made!r}"
    else:
        why = wrong(stores[0], evidence)
    verdict = Verdict.STATE_VIOLATION if why else Verdict.CONFORMS
    return Judgement(verdict, why or "described as it should be", reading=0)


def _listing(requirement: Requirement, case: Case) -> Probe:
    """Where all stores are listed, one that was made is among them, and described as it is by itself."""
    return Probe(
        operation=CREATE,
        sent=case,
        must_succeed=True,
        observe=(ListAll(CUSTOM_KEY_STORE, page_error, _is_listed),),
        judge=_listed,
        expectation=right(requirement),
    )


def _is_listed(evidence: Evidence, listed: Listed) -> bool:
    named = name_of(evidence) in (entry.get(NAME) for entry in listed.entries)
    return named or (evidence.own is not None and evidence.own.id in ids(listed.entries))


def _listed(evidence: Evidence) -> Judgement:
    """The verdict on a list of all stores. Of a list without an end nothing is said."""
    listed = evidence.readings[0].listed
    assert listed is not None
    found = f"among the {len(listed.entries)} stores that are listed"
    whole = listed.complete and listed.seen.success and not listed.wrong
    shown = next((dict(entry) for entry in listed.entries if entry.get(NAME) == name_of(evidence)), None)
    why = _difference(shown, evidence) if shown is not None else None
    if why:
        return Judgement(Verdict.STATE_VIOLATION, f"in the list of all stores {why}", reading=0)
    if _is_listed(evidence, listed):
        return Judgement(Verdict.CONFORMS, f"it is {found}", inconclusive=not whole, reading=0)
    verdict = Verdict.STATE_VIOLATION if whole else Verdict.CONFORMS
    return Judgement(verdict, f"the store that was made is not {found}", inconclusive=not whole, reading=0)


def _connection(store: Store, evidence: Evidence) -> str | None:
    found = store.get("ConnectionState")
    return None if found == "DISCONNECTED" else f"the ConnectionState of a new store is {found!r}"


@check(Aspect.STATE, subject="CreationDate", operations={DESCRIBE})
def made_now(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind is made, seen, and its CreationDate compared with the clock."""
    abilities(context).need(DESCRIBE)
    for case in standing(context):
        yield _seen(requirement, case, _age)


def _age(store: Store, evidence: Evidence) -> str | None:
    found = store.get("CreationDate")
    if not isinstance(found, int | float) or isinstance(found, bool) or found >= NO_SECONDS:
        raise NotJudgedError("CreationDate is no number of seconds")
    now, near = [time.time()], NEAR
    for name, value in evidence.readings[0].seen.exchange.headers:
        with suppress(TypeError, ValueError):
            if name.lower() == "date":
                now, near = [*now, parsedate_to_datetime(value).timestamp()], NEARER
    hours = min(((found - clock) / 3600 for clock in now), key=abs)
    return f"CreationDate is {hours:+.1f} hours from now" if abs(hours) > near else None


def _creation(store: Store, evidence: Evidence) -> str | None:
    found = store.get("CreationDate")
    if found is None:
        raise NotJudgedError("no CreationDate is described")
    if not isinstance(found, int | float) or isinstance(found, bool):
        return f"CreationDate is described as {found!r}, which is no number"
    return f"CreationDate is described as {found!r}, which are no seconds since 1970" if found >= NO_SECONDS else None


def _difference(store: Store, evidence: Evidence) -> str | None:
    operation, request = facts(evidence.operation), evidence.request
    variant = operation.variant(evidence.prepared.case.variant)
    own = {*variant.members, *variant.chosen_by, "CustomKeyStoreName"}
    if not any(at(place, store) is not None for path, place in DESCRIBED.items() if path != "CustomKeyStoreName"):
        return None  # a target that tells no more than which stores there are
    for path, place in DESCRIBED.items():
        sent, shown = at(path, request), at(place, store)
        if shown is None and operation.member(path).sensitive:
            continue  # a target that keeps to the model's mark does not show it
        if path.partition(".")[0] in own and sent is not None and shown != sent:
            return f"{place} is described as {shown!r}, {path} was {sent!r}"
    return foreign_member_error(request, store)
