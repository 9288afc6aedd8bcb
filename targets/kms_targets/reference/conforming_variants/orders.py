"""What there is behind the stores, and in which order things are looked at."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from kms_targets.reference.conforming_variants.variant import Table, rule
from kms_targets.reference.fixtures import environment_problem
from kms_targets.reference.operations.custom_key_stores.create import (
    conditions,
    constraints,
    environment,
    quota,
    uniqueness,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    CLUSTER,
    CONNECTIVITY,
    ENDPOINT,
    PATH,
    SERVICE,
    TYPE,
    UNIQUES,
)
from kms_targets.reference.operations.custom_key_stores.replacements import UPDATE, Body, instead_of, store_of
from kms_targets.reference.rules import Answer, Operation, Problem, Request, Rules, Service, Surroundings

_NO_CLUSTERS = Surroundings(clusters=False)
_NOTHING = Surroundings(clusters=False, proxies=False, services=False)
_ENVIRONMENT_FIRST = (environment, constraints, conditions, uniqueness, quota)


def _clusters(endpoint: Service, request: Request) -> Problem | None:
    """A cluster that does not exist."""
    if request.values.get(TYPE) == "EXTERNAL_KEY_STORE":
        return None
    return environment_problem(_NO_CLUSTERS, request.values)


def _half(endpoint: Service, request: Request) -> Problem | None:
    """Of all clusters, proxies and services every other one is not there: which one, its name decides."""
    values = request.values
    member = CLUSTER if values.get(TYPE) != "EXTERNAL_KEY_STORE" else ENDPOINT
    if values.get(CONNECTIVITY) == "VPC_ENDPOINT_SERVICE":
        member = SERVICE
    absent = crc32(values.get(member, "").encode(errors="replace")) % 2
    return environment_problem(_NOTHING if absent else endpoint.rules.surroundings, values)


def _nearby(endpoint: Service, request: Request) -> Problem | None:
    """Of all proxies none is there, but those on a host without a domain, such as `localhost`."""
    if request.values.get(CONNECTIVITY) == "PUBLIC_ENDPOINT" and "." not in request.values.get(ENDPOINT, ""):
        return None
    return environment_problem(Surroundings(proxies=False), request.values)


def _in_use_first(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
    """What an update wants and another store has is reported before the store is looked up."""
    given = {
        "CustomKeyStoreName": body.get("NewCustomKeyStoreName"),
        **{m: body.get(m) for m in (ENDPOINT, PATH, SERVICE)},
    }
    wanted = {member: value for member, value in given.items() if isinstance(value, str)}
    store = store_of(endpoint, body)
    own = {} if store is None else store.values
    clash = endpoint.account.clash({**own, **wanted}, own=own) if wanted else None
    return plain(endpoint, body) if clash is None else Problem(clash.error, clash.message(wanted))


def _reversed(rules: Rules) -> Rules:
    return replace(rules, texts={path: rules.texts[path] for path in reversed(tuple(rules.texts))})


TABLE: Table = (
    ("no-clusters", "no cluster is known", rule(surroundings=_NO_CLUSTERS)),
    ("no-proxies", "no proxy can be reached", rule(surroundings=Surroundings(proxies=False))),
    (
        "nearby-proxies",
        "no proxy can be reached but those on a host without a domain",
        rule(steps=(constraints, conditions, uniqueness, quota, _nearby)),
    ),
    ("no-services", "no endpoint service is known", rule(surroundings=Surroundings(services=False))),
    ("nothing-behind", "no cluster, proxy or service is known", rule(surroundings=_NOTHING)),
    (
        "half-behind",
        "every other cluster, proxy or service is known",
        rule(steps=(constraints, conditions, uniqueness, quota, _half)),
    ),
    (
        "half-behind-first",
        "every other cluster, proxy or service is known, and that is reported before anything else",
        rule(steps=(_half, constraints, conditions, uniqueness, quota)),
    ),
    (
        "clusters-first",
        "no cluster is known, and that is reported before anything else",
        lambda rules: replace(rules, steps=(_clusters, *rules.steps)),
    ),
    ("environment-first", "what is behind the store comes before the request", rule(steps=_ENVIRONMENT_FIRST)),
    (
        "nothing-behind-first",
        "no cluster, proxy or service is known, and that is reported before anything else",
        rule(surroundings=_NOTHING, steps=_ENVIRONMENT_FIRST),
    ),
    (
        "nothing-behind-after-constraints",
        "no cluster, proxy or service is known, and that is reported before a missing member",
        rule(surroundings=_NOTHING, steps=(constraints, environment, conditions, uniqueness, quota)),
    ),
    (
        "environment-before-uniqueness",
        "what is behind the store comes before what is in use",
        rule(steps=(constraints, conditions, environment, quota, uniqueness)),
    ),
    (
        "conditions-first",
        "conditions are checked before constraints",
        rule(steps=(conditions, constraints, uniqueness, quota, environment)),
    ),
    ("constraints-reversed", "constraints are checked from the last member to the first", _reversed),
    (
        "uniqueness-first",
        "what is in use is reported before anything else",
        rule(steps=(uniqueness, constraints, conditions, quota, environment)),
    ),
    (
        "update-lookup-first",
        "a store that is to be changed is looked up before anything else",
        lambda rules: replace(rules, behaviour=replace(rules.behaviour, lookup_first=True)),
    ),
    (
        "update-uniqueness-first",
        "what is in use is reported before the store that is to have it is looked up",
        instead_of(UPDATE, _in_use_first),
    ),
    ("uniqueness-reversed", "what must be unique is checked in another order", rule(uniques=UNIQUES[::-1])),
)
