"""Which answers are right for the next request of a history: `expect_next`, pure and total.

What CreateCustomKeyStore may be answered is for the oracle to say; here are the five operations on stores that exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kms_specification.catalog import operation as operation_of
from kms_specification.error_meanings import NOT_SUPPORTED
from kms_specification.facts import (
    Json,
    Operation,
    Source,
)
from kms_specification.oracle import (
    SUCCESS,
    UNKNOWN,
    Environment,
    Expectation,
    Outcome,
    expect,
    listed,
    merged,
    refusals,
    refused,
)
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    DISCONNECTED_ONLY,
    ENVIRONMENT,
    ID,
    INVALID_MARKER,
    INVALID_STATE,
    NAME,
    NAME_IN_USE,
    NEW_NAME,
    NOT_FOUND,
    STATE_RULES,
    UPDATE,
    not_for_the_type,
)
from kms_specification.state.account import (
    Account,
    Store,
    changed,
    made_as,
)
from kms_specification.state.uniqueness import conflicts
from kms_specification.violations.requests import (
    VALIDATION,
    variant_of,
    violations,
)
from kms_specification.violations.violation import Violation

_PAGE = operation_of(CREATE)
_TYPE = "CustomKeyStoreType"
_NOT_SO = (VALIDATION, NOT_SUPPORTED)
_CONNECTIVITY, _VPC, _PUBLIC = "XksProxyConnectivity", "VPC_ENDPOINT_SERVICE", "PUBLIC_ENDPOINT"
_CLUSTER = "CloudHsmClusterId"
_ENDPOINT, _SERVICE = "XksProxyUriEndpoint", "XksProxyVpcEndpointServiceName"
_MISFIT = ("XksProxyInvalidConfigurationException", "XksProxyVpcEndpointServiceInvalidConfigurationException")


def expect_in_account(
    account: Account, operation: str, request: Json, environment: Environment = UNKNOWN
) -> Expectation:
    """The answers that are right for a request to any of the six operations, where the account is as it is."""
    if operation == CREATE:
        return expect(_PAGE, request, account.state, environment)
    page = operation_of(operation)
    found = _of_known_store(account, page, request)
    outcomes = list(refusals(page, found))
    broken = any(v.certain for v in found)
    if isinstance(request, dict):
        # Where two things are wrong the documents give no order.
        answers = _answers(account, page, request, environment)
        outcomes += (o for o in answers if o.code is not SUCCESS or not broken)
    return Expectation(merged(outcomes), found, not any(o.code is SUCCESS for o in outcomes))


def _of_known_store(account: Account, page: Operation, request: Json) -> tuple[Violation, ...]:
    """What a request breaks: some things for certain where the connectivity of the store that it changes is known."""
    found = violations(page, request)
    store = request.get(ID) if isinstance(request, dict) else None
    known = account.stores.get(store) if isinstance(store, str) else None
    if page.name != UPDATE or known is None or not isinstance(request, dict) or request.get(_CONNECTIVITY) is not None:
        return found
    if all(violation.certain for violation in found):
        return found
    whole = violations(page, {**request, _CONNECTIVITY: known.request.get(_CONNECTIVITY)})
    certain = {v.requirement for v in whole if v.certain}
    return tuple(replace(v, certain=v.certain or v.requirement in certain) for v in found)


def _answers(
    account: Account, page: Operation, request: Mapping[str, Json], environment: Environment
) -> Iterator[Outcome]:
    """The answers to a request that breaks nothing by itself."""
    if page.name == DESCRIBE:
        yield from _described(account, page, request)
        return
    store = request.get(ID)
    known = account.stores.get(store) if isinstance(store, str) else None
    if known is None:
        yield listed(page, NOT_FOUND)
        if page.name == UPDATE:
            yield from _of_no_store(account, page, request)
    elif page.name == UPDATE:
        yield from _updated(account, page, request, known, environment)
    else:
        yield from _in_state(page, known)
        if known.request.get(_TYPE) != "EXTERNAL_KEY_STORE":
            yield from (listed(page, e.name, inconclusive=True) for e in page.errors if e.name in ENVIRONMENT)


def _described(account: Account, page: Operation, request: Mapping[str, Json]) -> Iterator[Outcome]:
    by_id, by_name, marker = (request.get(m) for m in (ID, NAME, "Marker"))
    known = by_id is None or (isinstance(by_id, str) and by_id in account.stores)
    if not known or (by_name is not None and account.named(by_name) is None):
        yield listed(page, NOT_FOUND)
    else:
        yield _success(page)
    if by_id is not None and by_name is not None:
        yield _success(page)  # either but not both, and no word of what follows where both are there
    if marker is not None and not (isinstance(marker, str) and marker in account.markers):
        # Only the target knows which markers it can read.
        yield from (listed(page, INVALID_MARKER), _refused(page, VALIDATION, page.member("Marker").source))


def _in_state(page: Operation, store: Store, members: frozenset[str] = frozenset()) -> Iterator[Outcome]:
    """Success where the operation may be valid in the store's state, the error where it may not be."""
    rules = [r for r in STATE_RULES if r.operation == page.name and (not r.members or r.members & members)]
    for state in store.now:
        refusing = [r for r in rules if state not in r.valid]
        if all(state in r.disputed for r in refusing):
            yield _success(page)
        if refusing:
            yield _refused(page, INVALID_STATE, refusing[0].source)


def _updated(
    account: Account, page: Operation, request: Mapping[str, Json], known: Store, environment: Environment
) -> Iterator[Outcome]:
    members = frozenset(m for m, v in request.items() if m != ID and v is not None)
    then = changed(known.request, request)
    foreign = members & {m.name for m in page.members} & _of_other_kinds(known.request)
    found = conflicts(_PAGE, then, account.besides(str(request[ID])))
    found = tuple(c for c in found if {made_as(m) for m in members} & {*c.rule.members})
    half = _half_changed(known.request, request)
    refused = bool(foreign) or half or any(clash.certain for clash in found)
    yield from (o for o in _in_state(page, known, members) if o.code is not SUCCESS or not refused)
    yield from (_refused(page, code, page.member(m).source) for m in sorted(foreign) for code in not_for_the_type(m))
    if half:
        yield from (_refused(page, code, page.member(_CONNECTIVITY).source) for code in (*_NOT_SO, *_MISFIT))
    if request.get(_SERVICE) is not None and then.get(_CONNECTIVITY) == _PUBLIC:
        # No document says whether a public store takes the name of a service.
        yield from (_refused(page, code, page.member(_SERVICE).source) for code in (*_NOT_SO, *_MISFIT))
    known_errors = {e.name for e in page.errors}
    yield from (listed(page, c.rule.error if c.rule.error in known_errors else VALIDATION) for c in found)
    if NEW_NAME in members and request[NEW_NAME] == known.request.get(NAME):
        yield listed(page, NAME_IN_USE)  # the name is assigned, though to no other store
    if not members and known.now != DISCONNECTED_ONLY:
        yield listed(page, INVALID_STATE)  # the store is not disconnected, whatever is to be changed
    if members - {NEW_NAME}:
        # “Enter the cluster ID of the cluster that you used to create the custom key store”: it is related to itself.
        other = request.get(_CLUSTER) not in (None, known.request.get(_CLUSTER))
        yield from _behind(page, then, other, environment)


def _of_no_store(account: Account, page: Operation, request: Mapping[str, Json]) -> Iterator[Outcome]:
    """What else an update of a store that is not there may be refused for: what it wants is taken, or cannot be had."""
    wanted = changed({}, request)
    known_errors = {e.name for e in page.errors}
    clashes = conflicts(_PAGE, wanted, account.state)
    yield from (listed(page, c.rule.error) for c in clashes if c.rule.error in known_errors)
    if wanted.keys() - {NAME}:
        codes = dict.fromkeys((*_NOT_SO, *_MISFIT))
        yield from (replace(_refused(page, c, page.member(ID).source), inconclusive=True) for c in codes)
        yield from (listed(page, e.name, inconclusive=True) for e in page.errors if e.name in ENVIRONMENT)


def _half_changed(made: Mapping[str, Json], update: Mapping[str, Json]) -> bool:
    """Whether a store gets another connectivity, and not what has to be changed with it.

    A service name that is null or empty is the same as none: that is how one is taken away.
    """
    before, then = made.get(_CONNECTIVITY), update.get(_CONNECTIVITY)
    if before is None or then is None or then == before:
        return False
    return update.get(_ENDPOINT) is None or bool(update.get(_SERVICE)) != (then == _VPC)


def _of_other_kinds(request: Mapping[str, Json]) -> frozenset[str]:
    """The members that are valid only for stores of another type than the one that a request has made."""
    kind = request.get(_TYPE) or _PAGE.member(_TYPE).default
    own = {m for v in _PAGE.variants if v.chosen_by.get(_TYPE) == kind for m in v.members}
    return frozenset(m for v in _PAGE.variants for m in v.members) - own


def _behind(
    page: Operation, then: Mapping[str, Json], other_cluster: bool, environment: Environment
) -> Iterator[Outcome]:
    """What may be wrong with the cluster, the proxy or the service that the store is to have from now on."""
    variant = variant_of(_PAGE, then)
    reach = environment.of(variant)
    sure = reach.known and reach.code is None
    possible = set(_PAGE.variant(variant).environment_errors) if variant and not sure else set()
    if other_cluster:
        possible |= {e.name for e in page.errors if e.name.startswith("CloudHsmCluster")}
    yield from (listed(page, e.name, inconclusive=True) for e in page.errors if e.name in possible)


def _success(page: Operation) -> Outcome:
    return Outcome(SUCCESS, page.success_status, (f"{page.name}.implemented",), page.success_source)


def _refused(page: Operation, code: str, source: Source) -> Outcome:
    """An error for what another sentence demands."""
    return refused(page, code, f"{page.name}.error.{code}", source)
