"""Other readings of what the page leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kms_targets.reference.conforming_variants.variant import (
    Change,
    Table,
    text,
)
from kms_targets.reference.operations.custom_key_stores.create import constraints
from kms_targets.reference.operations.custom_key_stores.members import OWNER, VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import (
    ANCHOR,
    CLUSTER,
    ENDPOINT,
    PATH,
    SERVICE,
    TEXTS,
    TYPE,
    UNIQUES,
    is_external,
    spelled,
)
from kms_targets.reference.rules import Problem, Request, Rules, Service, Step
from kms_targets.reference.state.stores import Keys, Unique, Values

SERIALIZATION = "SerializationException"
_HSM_MEMBERS = frozenset({CLUSTER, "KeyStorePassword", "TrustAnchorCertificate"})


def _first(step: Step) -> Change:
    return lambda rules: replace(rules, steps=(step, *rules.steps))


def _unknown_refused(rules: Rules) -> Rules:
    """A member that no document knows is refused, at the top and in the credential."""
    keys = {path.partition(".")[2] for path in TEXTS if "." in path}
    known = {path.partition(".")[0] for path in TEXTS} | {OWNER}

    def read(value: object) -> dict[str, Any] | None:
        found = rules.credential_of(value)
        return None if found is None or found.keys() - keys else found

    def top(endpoint: Service, request: Request) -> Problem | None:
        return None if request.body.keys() <= known else Problem(SERIALIZATION, "There is a member that is unknown.")

    return _first(top)(replace(rules, credential_of=read))


def _part_is_not_found(endpoint: Service, request: Request) -> Problem | None:
    value, pattern = request.values.get(CLUSTER, ""), TEXTS[CLUSTER].pattern or ""
    if re.search(pattern, value) is None or re.fullmatch(pattern, value) is not None:
        return None
    return Problem("CloudHsmClusterNotFoundException", "There is no such cluster.", 400, f"{CLUSTER}.pattern")


def _part_is_enough(endpoint: Service, request: Request) -> Problem | None:
    """The pattern without anchors, and no cluster looked up for an external store."""
    value, text = request.values.get(CLUSTER, ""), TEXTS[CLUSTER]
    part = text.least <= len(value) <= text.most and re.search(text.pattern or "", value)
    if is_external(request.values) and part:
        without = {member: value for member, value in request.values.items() if member != CLUSTER}
        return constraints(endpoint, request._replace(values=without))
    return constraints(endpoint, request)


def _qualified(endpoint: Service, request: Request) -> Problem | None:
    """A proxy is reached under a fully qualified domain name, so what is none leads to no proxy."""
    host = request.values.get(ENDPOINT, "").removeprefix("https://")
    labels = host.removesuffix(".").split(".")
    plain = len(labels) > 1 and all(re.fullmatch("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", one) for one in labels)
    if ENDPOINT not in request.values or constraints(endpoint, request) or plain:
        return None
    return Problem("XksProxyUriUnreachableException", "The proxy cannot be reached.")


def _certified(endpoint: Service, request: Request) -> Problem | None:
    """What is no certificate in PEM is the trust anchor of no cluster."""
    values = request.values
    whole = {CLUSTER, ANCHOR, "KeyStorePassword"} <= values.keys() and not is_external(values)
    if not whole or constraints(endpoint, request) or "BEGIN CERTIFICATE" in values[ANCHOR]:
        return None
    return Problem("IncorrectTrustAnchorException", "The certificate is not the trust anchor of the cluster.")


def _strangers(endpoint: Service, request: Request) -> Problem | None:
    """Members of the other kind of store are refused."""
    external = request.values.get(TYPE) == "EXTERNAL_KEY_STORE"
    if not external and any(member.startswith("Xks") for member in request.values):
        return Problem(VALIDATION, "Parameters of an external key store are not valid for an AWS CloudHSM key store.")
    if external and request.values.keys() & _HSM_MEMBERS:
        return Problem(VALIDATION, "Parameters of an AWS CloudHSM key store are not valid for an external key store.")
    if SERVICE in request.values and request.values.get("XksProxyConnectivity") != "VPC_ENDPOINT_SERVICE":
        return Problem(VALIDATION, "XksProxyVpcEndpointServiceName goes with VPC_ENDPOINT_SERVICE, and only with it.")
    return None


def _owner(endpoint: Service, request: Request) -> Problem | None:
    """The member that the service model has and the page has not."""
    owner = request.body.get("XksProxyVpcEndpointServiceOwner")
    if owner is None or (isinstance(owner, str) and re.fullmatch("[0-9]{12}", owner)):
        return None
    return Problem(VALIDATION, "1 validation error detected: Value at 'xksProxyVpcEndpointServiceOwner' is not valid.")


def _utf16(rules: Rules) -> Rules:
    def units(value: str) -> int:
        return len(value.encode("utf-16-le", "surrogatepass")) // 2

    return replace(rules, texts={path: replace(plain, size=units) for path, plain in rules.texts.items()})


def _eu(rules: Rules) -> Rules:
    pattern = (TEXTS[SERVICE].pattern or "").replace("com", "(com|eu)", 1)
    return replace(rules, texts={**rules.texts, SERVICE: spelled(20, 64, pattern)})


def _hosts_fold(rules: Rules) -> Rules:
    """DNS knows no case: hosts that differ in it are one."""

    def folded(values: Values) -> Values:
        return {**values, ENDPOINT: values[ENDPOINT].lower()} if ENDPOINT in values else values

    def both(keys: Callable[[Values], Keys]) -> Callable[[Values], Keys]:
        return lambda values: keys(folded(values))

    def one(unique: Unique) -> Unique:
        return replace(unique, claims=both(unique.claims), asks=both(unique.asks))

    hosts = ("XksProxyUri", "XksProxyUriEndpoint")
    return replace(rules, uniques=tuple(one(u) if u.name in hosts else u for u in UNIQUES))


TABLE: Table = (
    (
        "part-is-not-found",
        "CloudHsmClusterNotFoundException for a cluster id of which a part matches",
        _first(_part_is_not_found),
    ),
    (
        "part-is-enough",
        "a cluster id of which a part matches is none of the business of an external store",
        lambda rules: replace(rules, steps=tuple(_part_is_enough if s is constraints else s for s in rules.steps)),
    ),
    (
        "hosts-qualified",
        "XksProxyUriUnreachableException for a host name that is not fully qualified",
        _first(_qualified),
    ),
    ("certificates", "IncorrectTrustAnchorException for a text that is no certificate", _first(_certified)),
    ("unknown-members-refused", "members that no document knows are refused", _unknown_refused),
    ("strangers-refused", "members of the other kind of store are refused", _first(_strangers)),
    ("utf16-lengths", "lengths are counted in units of UTF-16", _utf16),
    ("eu-services", "service names that begin with eu are valid", _eu),
    ("owner-checked", "XksProxyVpcEndpointServiceOwner is known and checked", _first(_owner)),
    ("hosts-fold", "host names that differ in case are the same", _hosts_fold),
    ("path-from-11", "the least length of a path is 11, as its pattern has it", text(PATH, least=11)),
    ("service-from-35", "the least length of a service name is 35, as its pattern has it", text(SERVICE, least=35)),
)
