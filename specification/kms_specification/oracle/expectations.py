"""What an endpoint may answer: `expect(operation, request, state, environment)`, pure and total.

Everything that decides an expectation is here or in what it calls; nothing here knows how an answer is read. Exact
where the documents are, a set of outcomes where they are not, each with the requirements it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kms_specification.error_meanings import (
    DRY_RUN,
    DRY_RUN_ERROR,
    NOT_SUPPORTED,
    OF_ONE_KIND_OF_STORE,
    STORES,
    VALIDATION,
    can_cause,
    unlisted,
)
from kms_specification.facts import Json, Operation, Variant
from kms_specification.oracle.harmless import harmless
from kms_specification.oracle.outcomes import (
    SUCCESS,
    UNKNOWN,
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
    listed,
    merged,
    refusals,
    refused,
)
from kms_specification.oracle.outcomes import success as success_of
from kms_specification.service_model import said
from kms_specification.state.uniqueness import UNKNOWN as UNKNOWN_STATE
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations.requests import Violation, variant_of, violations

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN_NAME = re.compile(rf"^https://(?=.{{4,253}}\Z)(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])\Z")


def expect(
    operation: Operation, request: Json, state: State = UNKNOWN_STATE, environment: Environment = UNKNOWN
) -> Expectation:
    """The answers that are right for `request` where the stores of `state` exist."""
    found = violations(operation, request)
    outcomes = list(refusals(operation, found))
    rejected = any(v.certain for v in found)
    if isinstance(request, dict):
        for conflict in conflicts(operation, request, state):
            if conflict.seen or not rejected:
                requirement = f"{operation.name}.unique.{conflict.rule.name}"
                outcomes.append(refused(operation, conflict.rule.error, requirement, conflict.rule.source))
            rejected = rejected or conflict.certain
        reached = _reached if operation.exact else _unknown_account
        outcomes += reached(operation, request, environment, found, rejected=rejected)
    return Expectation(merged(outcomes), found, rejected)


def expect_in_any_order(operation: Operation, request: Json) -> Expectation:
    """What may be answered where nothing is known: neither the account, nor what an endpoint looks at first.

    Where a request breaks something and what it names may be missing, unfit or in use besides, the error of either is
    right. Of a member that is broken itself nothing can be looked up or in use.
    """
    expectation = expect(operation, request)
    if isinstance(request, dict) and not operation.exact:
        return replace(expectation, outcomes=merged((*expectation.outcomes, *_of_another_kind(operation, request))))
    if not isinstance(request, dict) or not expectation.rejected:
        return expectation
    broken = {v.requirement.split(".")[1] for v in expectation.violated if v.certain}
    more, chosen = list[Outcome](), variant_of(operation, request)
    whole = {m for m in request if isinstance(request[m], str) and m not in broken}
    for variant in operation.variants:
        if chosen in (None, variant.name):
            errors = (code for code in variant.environment_errors if _about(code, variant) <= whole)
            more += (listed(operation, code, inconclusive=True) for code in errors)
    for conflict in conflicts(operation, request, UNKNOWN_STATE):
        if not broken.intersection(conflict.rule.members):
            requirement = f"{operation.name}.unique.{conflict.rule.name}"
            more.append(refused(operation, conflict.rule.error, requirement, conflict.rule.source))
    return replace(expectation, outcomes=merged((*expectation.outcomes, *more)))


def _about(code: str, variant: Variant) -> set[str]:
    """The members that are looked up before an error of the environment: the one it is named after, or all."""
    named = {m for m in variant.looked_up if code.startswith(m.removesuffix("Name").removesuffix("Id"))}
    return named or {*variant.looked_up}


def _of_another_kind(operation: Operation, request: Mapping[str, Json]) -> Iterator[Outcome]:
    """The refusal of what only stores of one kind have, where the store that is named may be of another."""
    given = {member.name for member in operation.members if request.get(member.name) is not None}
    for member in sorted(given & OF_ONE_KIND_OF_STORE) if given & STORES else ():
        source = operation.member(member).source
        yield replace(refused(operation, NOT_SUPPORTED, f"{operation.name}.implemented", source), inconclusive=True)


def _unknown_account(
    operation: Operation,
    request: Mapping[str, Json],
    environment: Environment,
    found: tuple[Violation, ...],
    *,
    rejected: bool,
) -> Iterator[Outcome]:
    """Success where nothing is surely broken, and every listed error that the request can have caused.

    The service answers ValidationException to many requests that meet every constraint that is written down. A dry run
    ends with an error in any case.
    """
    if not rejected:
        if not (request.get(DRY_RUN) is True and _has(operation, DRY_RUN)):
            yield success_of(operation)
        if not operation.exact and not harmless(operation, request):
            yield refused(operation, VALIDATION, f"{operation.name}.implemented", operation.success_source)
        for error in operation.named_in_prose:
            one = refused(operation, error.name, f"{operation.name}.implemented", error.source)
            yield replace(one, inconclusive=True)
    for error in operation.errors:
        # “Checks if your request will succeed”: what surely breaks something would not.
        would_succeed = error.name == DRY_RUN_ERROR
        if not error.fault and can_cause(operation.name, error.name, request) and not (would_succeed and rejected):
            yield listed(operation, error.name, inconclusive=True)
    for family in unlisted(operation):
        if can_cause(operation.name, family.error, request):
            requirement, source = f"{operation.name}.implemented", said(family.error, family.sentence)
            yield replace(refused(operation, family.error, requirement, source), inconclusive=True)


def _has(operation: Operation, member: str) -> bool:
    return any(m.name == member for m in operation.members)


def _reached(
    operation: Operation,
    request: Mapping[str, Json],
    environment: Environment,
    found: tuple[Violation, ...],
    *,
    rejected: bool,
) -> Iterator[Outcome]:
    name = variant_of(operation, request)
    reach = environment.of(name)
    success = Outcome(SUCCESS, operation.success_status, (), operation.success_source)
    if rejected:
        for one in [reach] if name is not None else _looked_up(operation, request, environment):
            if one.code is not None and not _reported_first(one, found):
                yield listed(operation, one.code, inconclusive=True)
        yield from _unread_blocks(operation, name, request)
        return
    if name is None or not reach.known or any(request.get(m) != v for m, v in reach.only):
        yield success
        if name is not None:
            yield from (listed(operation, code) for code in operation.variant(name).environment_errors)
        return
    if reach.code is None:
        yield success
        yield from _unread_blocks(operation, name, request)
    else:
        yield from (listed(operation, code) for code in (reach.code, *reach.alternatives))
        if reach.may_succeed:
            yield success
    if not reach.host_reached and _no_domain_name(operation, name, request):
        yield replace(success, inconclusive=reach.code is not None)
        yield from (listed(operation, code, inconclusive=True) for code in operation.variant(name).environment_errors)


def _no_domain_name(operation: Operation, name: str, request: Mapping[str, Json]) -> bool:
    """Whether a member of a variant that names a host names none that is fully qualified.

    AWS's External Key Store Proxy API specification asks for a fully qualified domain name, and the pattern does not:
    whether such a host can be reached is for the environment to say. Something may listen on `localhost` where no
    other host can be reached, and the other way round.
    """
    members = operation.variant(name).members
    hosts = (request.get(rule.host) for rule in operation.uniqueness if rule.host in members)
    return any(isinstance(host, str) and not _DOMAIN_NAME.search(host) for host in hosts)


def _unread_blocks(operation: Operation, variant: str | None, request: Mapping[str, Json]) -> Iterator[Outcome]:
    """The errors of texts that are no PEM block, though they mean one: some targets look."""
    errors = operation.variant(variant).environment_errors if variant is not None else ()
    for member in operation.members:
        given = request.get(member.name)
        if member.pem is None or member.pem.error not in errors or not isinstance(given, str):
            continue
        if not _block(member.pem.label).search(given):
            yield listed(operation, member.pem.error, inconclusive=True)


@cache
def _block(label: str) -> re.Pattern[str]:
    return re.compile(rf"-----BEGIN {label}-----[A-Za-z0-9+/=\s]+-----END {label}-----", re.ASCII)


def _looked_up(
    operation: Operation, request: Mapping[str, Json], environment: Environment
) -> Iterator[ReachableOutcome]:
    """Where a request chooses no variant: what is reachable by each whose resource it names all the same."""
    for variant in operation.variants:
        if variant.looked_up and all(request.get(m) is not None for m in variant.looked_up):
            yield environment.of(variant.name)


def _reported_first(reach: ReachableOutcome, found: tuple[Violation, ...]) -> bool:
    """Whether what the request surely breaks is reported before the error of the environment."""
    rules = [".rule." in v.requirement for v in found if v.certain]
    return bool(rules) and (reach.conditions_first if all(rules) else reach.constraints_first)
