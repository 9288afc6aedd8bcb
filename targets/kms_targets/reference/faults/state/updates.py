"""Faults of UpdateCustomKeyStore: what it does not do, does too early, or does where it must not."""

from __future__ import annotations

from collections.abc import Iterator

from kms_targets.reference.faults.fault import Fault, Kind
from kms_targets.reference.operations.custom_key_stores.connection import DONE
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    CLUSTER,
    CONNECTIVITY,
    ENDPOINT,
    NAME,
    PATH,
    SERVICE,
    UNIQUES,
)
from kms_targets.reference.operations.custom_key_stores.replacements import (
    INVALID_STATE,
    UPDATE,
    WRONG_STATE,
    Body,
    Table,
    instead_of,
    of_existing,
    problem_as,
    store_of,
    whatever_state,
    without,
)
from kms_targets.reference.operations.custom_key_stores.update import CREDENTIAL, ONLY
from kms_targets.reference.rules import Answer, Instead, Operation, Problem, Service

_NEW_NAME = f"New{NAME}"
_CONNECTIVITIES = ("PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE")


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, operation, instead in _TABLE:
        yield Fault(name, f"{UPDATE}.{requirement}", Kind.STATE, description, instead_of(operation, instead))
    for unique in UNIQUES:
        if unique.name != "CloudHsmClusterId":
            yield Fault(
                f"update-{unique.name}-taken",
                f"{UPDATE}.error.{unique.error}",
                Kind.STATE,
                f"an update may take a {unique.name} that another store has",
                instead_of(UPDATE, _taken_is_free(unique.name)),
            )


def _taken_is_free(name: str) -> Instead:
    """One uniqueness rule does not hold for updates."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        account = endpoint.account
        uniques = account.uniques
        found = plain(endpoint, body)
        if not isinstance(found, Problem) or found.cause != f"unique.{name}":
            return found
        account.uniques = tuple(u for u in uniques if u.name != name)
        found = plain(endpoint, body)
        account.uniques = uniques
        return found

    return instead


def _first(member: str) -> Instead:
    """One member is changed before anything else is looked at."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        if store is not None and isinstance(body.get(member), str):
            plain(endpoint, {"CustomKeyStoreId": store.id, member: body[member]})
        return plain(endpoint, body)

    return instead


def _old_kept(name: str) -> Instead:
    """What a store has had by one rule of uniqueness stays taken."""
    claims = next(unique.claims for unique in UNIQUES if unique.name == name)

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        before = [] if store is None else [*claims(store.values)]
        result = plain(endpoint, body)
        if store is not None and before != [*claims(store.values)]:
            endpoint.account.claim(name, before)
        return result

    return instead


def _of_one_kind(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """Members for the other type of store are passed over."""
    store = store_of(endpoint, body)
    kind = "" if store is None else store.values.get("CustomKeyStoreType", "")
    foreign = {member for other, members in ONLY.items() if other != kind for member in members}
    return plain(endpoint, {member: value for member, value in body.items() if not kind or member not in foreign})


def _connectivity_alone(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """Another connectivity needs no service name and no endpoint."""
    store, result = store_of(endpoint, body), plain(endpoint, body)
    wanted = body.get(CONNECTIVITY)
    alone = isinstance(result, Problem) and not body.get(SERVICE) and wanted in _CONNECTIVITIES
    if store is None or not alone or store.state != "DISCONNECTED" or CONNECTIVITY not in store.values:
        return result
    result = plain(endpoint, {member: value for member, value in body.items() if member not in (CONNECTIVITY, SERVICE)})
    if not isinstance(result, Problem):
        store.values = {**store.values, CONNECTIVITY: str(wanted)}
    return result


def _wipes(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """A change of the path changes the credential as well."""
    store, result = store_of(endpoint, body), plain(endpoint, body)
    if store is not None and not isinstance(result, Problem) and PATH in body:
        store.values = {**store.values, ACCESS_KEY: store.values[ACCESS_KEY][:-1] + "Z"}
    return result


def _connected_keeps_name(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    store = store_of(endpoint, body)
    connected = store is not None and store.state == "CONNECTED" and _NEW_NAME in body
    return Problem(INVALID_STATE, "The store is connected.") if connected else plain(endpoint, body)


def _own_in_use(member: str, error: str) -> Instead:
    """A value that the store has already is refused as if another had it."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        own = store is not None and store.state == "DISCONNECTED" and body.get(member) == store.values.get(member, ...)
        return Problem(error, "It is in use.") if own else plain(endpoint, body)

    return instead


def _turned(before: str, now: str, *, but: str | None) -> Instead:
    """The connectivity of a store does not change from one value to another, but with this name of a service."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        store = store_of(endpoint, body)
        turned = store is not None and (store.values.get(CONNECTIVITY), body.get(CONNECTIVITY)) == (before, now)
        refused = turned and (but is None or body.get(SERVICE) != but)
        return Problem(VALIDATION, "The connectivity cannot be changed.") if refused else plain(endpoint, body)

    return instead


_TABLE: Table = (
    *(
        (f"update-own-{name}-in-use", "state.updated", description, UPDATE, _own_in_use(member, error))
        for name, member, error, description in (
            ("endpoint", ENDPOINT, "XksProxyUriInUseException", "the endpoint that a store has already is in use"),
            ("path", PATH, "XksProxyUriInUseException", "the path that a store has already is in use"),
            (
                "service",
                SERVICE,
                "XksProxyVpcEndpointServiceInUseException",
                "the endpoint service that a store has already is in use",
            ),
            (
                "cluster",
                CLUSTER,
                "CloudHsmClusterNotRelatedException",
                "the cluster that a store has already is not related to it",
            ),
        )
    ),
    (
        "update-never-private",
        "state.updated",
        "a public store is never reached by an endpoint service",
        UPDATE,
        _turned("PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE", but=None),
    ),
    (
        "update-public-wants-empty-service",
        "state.updated",
        "null does not take the name of an endpoint service away",
        UPDATE,
        _turned("VPC_ENDPOINT_SERVICE", "PUBLIC_ENDPOINT", but=""),
    ),
    (
        "update-connected-name-refused",
        "state.updated",
        "a store that is connected gets no other name",
        UPDATE,
        _connected_keeps_name,
    ),
    ("update-path-spoils-credential", "state.updated", "another path changes the credential too", UPDATE, _wipes),
    (
        "update-connectivity-alone",
        "state.connectivity",
        "the connectivity of a store can be changed without its endpoint and its service",
        UPDATE,
        _connectivity_alone,
    ),
    (
        "update-other-kind",
        "state.other-kind",
        "members for the other type of store are passed over",
        UPDATE,
        _of_one_kind,
    ),
    (
        "update-refused",
        "implemented",
        "no store can be changed",
        UPDATE,
        of_existing(Problem(VALIDATION, "The request is not valid.")),
    ),
    ("update-does-nothing", "state.updated", "an update changes nothing", UPDATE, of_existing(DONE)),
    ("update-loses-service", "state.updated", "an update keeps the endpoint service", UPDATE, without(SERVICE)),
    ("update-loses-path", "state.updated", "an update does not change the path", UPDATE, without(PATH)),
    (
        "update-loses-credential",
        "state.updated",
        "an update keeps the credential",
        UPDATE,
        without(CREDENTIAL),
    ),
    ("update-keeps-old-name", "state.updated", "a name that was changed stays taken", UPDATE, _old_kept(NAME)),
    (
        "update-keeps-old-uri",
        "state.updated",
        "a URI that was changed stays taken",
        UPDATE,
        _old_kept("XksProxyUri"),
    ),
    (
        "update-keeps-old-service",
        "state.updated",
        "an endpoint service that was changed stays taken",
        UPDATE,
        _old_kept(SERVICE),
    ),
    ("update-half", "state.atomic", "an update that is refused has changed the name", UPDATE, _first(_NEW_NAME)),
    ("update-half-path", "state.atomic", "an update that is refused has changed the path", UPDATE, _first(PATH)),
    (
        "update-connected",
        f"error.{INVALID_STATE}",
        "a connected store can be changed at will",
        UPDATE,
        whatever_state,
    ),
    (
        "update-connected-wrong-code",
        f"error.{INVALID_STATE}",
        "KMSInvalidStateException for a change of a connected store",
        UPDATE,
        problem_as(INVALID_STATE, WRONG_STATE),
    ),
)
