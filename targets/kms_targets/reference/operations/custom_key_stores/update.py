"""UpdateCustomKeyStore: what may be changed of which store in which state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kms_targets.reference.fixtures import environment_problem, family
from kms_targets.reference.operations.custom_key_stores.connection import (
    DONE,
    find,
    invalid_state,
)
from kms_targets.reference.operations.custom_key_stores.members import (
    OWNER,
    VALIDATION,
    absent,
    broken,
    checked,
    first_of,
    read,
)
from kms_targets.reference.operations.custom_key_stores.xks_client import update_problem
from kms_targets.reference.rules import Answer, Problem, Service
from kms_targets.reference.state.stores import Store, Values

NAME = "CustomKeyStoreName"
CLUSTER = "CloudHsmClusterId"
CONNECTIVITY = "XksProxyConnectivity"
ENDPOINT = "XksProxyUriEndpoint"
PATH = "XksProxyUriPath"
SERVICE = "XksProxyVpcEndpointServiceName"
CREDENTIAL = "XksProxyAuthenticationCredential"
KEYS = (f"{CREDENTIAL}.AccessKeyId", f"{CREDENTIAL}.RawSecretAccessKey")

# This parameter is valid only for custom key stores with a CustomKeyStoreType of ...
ONLY = {
    "AWS_CLOUDHSM": frozenset({CLUSTER, "KeyStorePassword"}),
    "EXTERNAL_KEY_STORE": frozenset({CONNECTIVITY, ENDPOINT, PATH, SERVICE, CREDENTIAL, *KEYS}),
}
# To change this value, the store can be connected or disconnected.
_WHILE_CONNECTED = frozenset({NAME, PATH, CREDENTIAL, *KEYS})
_UNKNOWN_HERE = frozenset({"CustomKeyStoreType", "TrustAnchorCertificate"})


def update(endpoint: Service, body: Mapping[str, Any]) -> Answer | Problem:
    """Changes a store, or says why not and changes nothing."""
    if endpoint.rules.behaviour.lookup_first:
        named = find(endpoint, body, "UpdateCustomKeyStore")
        if not isinstance(named, Store):
            return named
    changes = _changes(endpoint, body)
    owner = checked(endpoint, "UpdateCustomKeyStore", OWNER, body)
    problem = _constraints(endpoint, changes) or (owner if isinstance(owner, Problem) else None)
    if problem is not None:
        return problem
    store = find(endpoint, body, "UpdateCustomKeyStore")
    if not isinstance(store, Store):
        return store
    if owner is not None and store.state != "DISCONNECTED":
        return invalid_state(store)
    problem = _fits(endpoint, store, changes)
    if problem is not None:
        return problem
    after = {**store.values, **changes}
    if after.get(CONNECTIVITY) == "PUBLIC_ENDPOINT":
        after.pop(SERVICE, None)
    problem = _related(endpoint, store, changes) or _in_use(endpoint, store, after)
    if problem is None and changes.keys() - {NAME}:
        problem = environment_problem(endpoint.rules.surroundings, after)
    if problem is None and changes.keys() & ONLY["EXTERNAL_KEY_STORE"]:
        problem = update_problem(endpoint.rules.proxying, after)
    if problem is not None:
        return problem
    endpoint.account.change(store, after)
    return DONE


def _changes(endpoint: Service, body: Mapping[str, Any]) -> Values:
    renamed = {("New" + NAME if key == NAME else key): text for key, text in endpoint.rules.texts.items()}
    texts = ((name, name.removeprefix("New"), t) for name, t in renamed.items() if _top(name))
    values = read(body, texts, frozenset())
    credential = body.get(CREDENTIAL)
    if credential is not None:
        values[CREDENTIAL] = ""
        values.update(endpoint.read_credential(credential))
    return values


def _top(name: str) -> bool:
    return "." not in name and name not in _UNKNOWN_HERE


def _constraints(endpoint: Service, changes: Values) -> Problem | None:
    problems: list[Problem] = []
    for path, value in changes.items():
        # Specify a null or empty string for the XksProxyVpcEndpointServiceName value.
        if path != CREDENTIAL and not (path == SERVICE and value == ""):
            problems += broken(path, endpoint.rules.texts[path], value)
    if CREDENTIAL in changes:
        problems += [absent(key) for key in KEYS if key in endpoint.rules.required and key not in changes]
    return first_of(problems)


def _fits(endpoint: Service, store: Store, changes: Values) -> Problem | None:
    """Whether the changes suit the kind of store and its state."""
    kind = store.values.get("CustomKeyStoreType", "")
    for other, members in ONLY.items():
        foreign = sorted(changes.keys() & members) if other != kind else []
        if foreign:
            return Problem(
                endpoint.rules.other_kind(foreign[0]), f"A parameter is valid only for stores of type {other}."
            )
    if store.state != "DISCONNECTED" and (store.state != "CONNECTED" or changes.keys() - _WHILE_CONNECTED):
        return invalid_state(store)
    if kind != "EXTERNAL_KEY_STORE":
        return None
    connectivity = changes.get(CONNECTIVITY, store.values.get(CONNECTIVITY))
    vpc = connectivity == "VPC_ENDPOINT_SERVICE"
    if connectivity != store.values.get(CONNECTIVITY) and (ENDPOINT not in changes or (vpc and SERVICE not in changes)):
        return Problem(VALIDATION, "Another XksProxyConnectivity needs another endpoint, and its service name.")
    if SERVICE in changes and (changes[SERVICE] != "") != vpc:
        return Problem(VALIDATION, "XksProxyVpcEndpointServiceName goes with VPC_ENDPOINT_SERVICE, and only with it.")
    return None


def _related(endpoint: Service, store: Store, changes: Values) -> Problem | None:
    before, after = store.values.get(CLUSTER, ""), changes.get(CLUSTER)
    if after is None or family(after) == family(before):
        return None
    found = environment_problem(endpoint.rules.surroundings, {CLUSTER: after})
    return found or Problem("CloudHsmClusterNotRelatedException", "The cluster has another cluster certificate.")


def _in_use(endpoint: Service, store: Store, after: Values) -> Problem | None:
    rule = endpoint.account.clash(after, own=store.values)
    return None if rule is None else Problem(rule.error, rule.message(after), 400, f"unique.{rule.name}")
