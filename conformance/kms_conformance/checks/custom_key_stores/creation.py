"""What a store is once it is made: disconnected, listed, and described as it was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from kms_conformance.checks.custom_key_stores.description import (
    PAUSE,
    Store,
    described,
    looked,
    name_of,
    request_of,
    standing,
)
from kms_conformance.execution.case_result import CaseResult, SetupFailedError
from kms_conformance.execution.context import Context, NotJudgedError
from kms_conformance.execution.sequences.pagination import pages
from kms_conformance.execution.verdicts import answer_text
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import ID, NAME
from kms_specification.protocol import DESCRIBED
from kms_specification.requirements import Requirement
from kms_specification.state.listing import foreign_member_error, ids
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER, UPPER
from kms_strategies.requests.examples import Request, at

WHOLE = "described"  # the requirement that tells of a store which is not described at all, or as another
NO_SECONDS = 1e11  # the year 5138: whoever counts milliseconds is long past it

# What is wrong with a store that was made of a request, or None.
Wrong = Callable[[Context, Case, Store, Request], str | None]

# Values of which a tidy implementation would change something, and values as long as can be.
_UNTIDY = (
    {
        "CustomKeyStoreName": f" Conformance e\u0301  <é&'语\\\"> \U0001f511+%41\r\n{LOWER * 12} ",
        "CloudHsmClusterId": f"cluster-{UPPER * 6}x{LOWER * 6}",
        "TrustAnchorCertificate": f"\n{LOWER * 12}\t<&\U0001f511>\r\n\n",
        "XksProxyUriEndpoint": f"https://Conformance-{LOWER * 12}.Example.com",
        "XksProxyUriPath": "/Conformance//kms/xks/v01",
    },
    {"CustomKeyStoreName": LOWER * 256, "TrustAnchorCertificate": LOWER * 5000},
)


def disconnected(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """A store of each kind is made, seen, and its ConnectionState read."""
    for case in standing(context):
        yield _seen(requirement, context, case, _connection)


def as_sent(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """A store of each kind, also one of an untidy name, is described with the values that were sent, and listed."""
    for case in standing(context):
        yield _seen(requirement, context, case, _difference)
        assert isinstance(case.request, dict)
        for values in _UNTIDY:
            untidy = Case({**case.request, **{m: v for m, v in values.items() if m in case.request}}, case.variant)
            # That such a value is refused is for the constraints on it to say.
            with suppress(SetupFailedError):
                yield _seen(requirement, context, untidy, _difference)
        yield _listed(requirement, context, case)


def created(requirement: Requirement, context: Context) -> Iterator[CaseResult]:
    """A store of each kind is made, seen, and its CreationDate read."""
    for case in standing(context):
        yield _seen(requirement, context, case, _creation)


def _seen(requirement: Requirement, context: Context, case: Case, wrong: Wrong) -> CaseResult:
    with context.executor.standing(case) as (ready, made):
        seen, stores = described(context, name_of(ready), bool)
        whole = requirement.subject == WHOLE
        why: str | None
        if not stores and not whole:
            raise NotJudgedError("a store that was made is not described: see the requirement that it is")
        if not stores:
            why = f"a store that was made is not described ({answer_text(seen)})"
        elif whole and stores[0].get(ID) not in (None, made):
            why = f"the store is described as {stores[0].get(ID)!r}, and was made as {made!r}"
        else:
            why = wrong(context, case, stores[0], request_of(ready))
        verdict = Verdict.STATE_VIOLATION if why else Verdict.CONFORMS
        context.executor.plan(1)
        again = partial(_seen, requirement, context, case, wrong)
        return looked(requirement, context, ready, seen, verdict, why or "described as it should be", again=again)


def _listed(requirement: Requirement, context: Context, case: Case) -> CaseResult:
    """Where all stores are listed, one that was made is among them. Of a list without an end nothing is said."""
    with context.executor.standing(case) as (ready, made):
        start = time.monotonic()
        while True:
            listed = pages(context.executor, {})
            whole = listed.complete and listed.seen.success and not listed.wrong
            there = made in ids(listed.entries) or name_of(ready) in (entry.get(NAME) for entry in listed.entries)
            if context.caught_up(time.monotonic() - start, right=there or not whole):
                break
            time.sleep(PAUSE)
        found = f"among the {len(listed.entries)} stores that are listed"
        verdict = Verdict.CONFORMS if there or not whole else Verdict.STATE_VIOLATION
        why = f"it is {found}" if there else f"the store that was made is not {found}"
        again = partial(_listed, requirement, context, case)
        context.executor.plan(1)
        inconclusive = not whole
        return looked(
            requirement, context, ready, listed.seen, verdict, why, again=again, inconclusive=inconclusive, every=True
        )


def _connection(context: Context, case: Case, store: Store, request: Request) -> str | None:
    found = store.get("ConnectionState")
    return None if found == "DISCONNECTED" else f"the ConnectionState of a new store is {found!r}"


def _creation(context: Context, case: Case, store: Store, request: Request) -> str | None:
    found = store.get("CreationDate")
    if found is None:
        raise NotJudgedError("no CreationDate is described")
    if not isinstance(found, int | float) or isinstance(found, bool):
        return f"CreationDate is described as {found!r}, which is no number"
    return f"CreationDate is described as {found!r}, which are no seconds since 1970" if found >= NO_SECONDS else None


def _difference(context: Context, case: Case, store: Store, request: Request) -> str | None:
    variant = context.executor.operation.variant(case.variant)
    own = {*variant.members, *variant.chosen_by, "CustomKeyStoreName"}
    if not any(at(place, store) is not None for path, place in DESCRIBED.items() if path != "CustomKeyStoreName"):
        return None  # a target that tells no more than which stores there are
    for path, place in DESCRIBED.items():
        sent, shown = at(path, request), at(place, store)
        if shown is None and context.executor.operation.member(path).sensitive:
            continue  # whoever keeps to the model's mark does not show it
        if path.partition(".")[0] in own and sent is not None and shown != sent:
            return f"{place} is described as {shown!r}, {path} was {sent!r}"
    return foreign_member_error(request, store)
